"""Writes HDF5 files of which a careless reader would give other values without a word."""

import os
import sys

import h5py
import numpy as np

folder = sys.argv[1]
values = np.arange(1000, dtype="i4")

with h5py.File(os.path.join(folder, "text.h5"), "w") as file:
    variable, fixed = h5py.string_dtype(), h5py.string_dtype("utf-8", 4)
    file.create_dataset("NUL inside", data=np.array([b"a\0b", b"c\0\0d", b"e"], fixed))
    file.create_dataset("whole", data=np.array(["gè".encode(), b"abcd", b""], fixed))
    file.create_dataset("cut in a character", data=np.array([b"abc\xc3", b"\xa8d"], fixed))
    file.create_dataset("no text", data=[b"a", b"g\xe8ne"], dtype=variable)
    # Each of the two is none, both together are.
    file.create_dataset("text but for its borders", data=[b"g\xc3", b"\xa8ne"], dtype=variable)
    records = np.zeros(2, [("n", "i4"), ("name", variable)])
    records["name"] = [b"a", b"\xff"]
    file.create_dataset("records", data=records)
    file.create_group("attribute").attrs.create("name", b"g\xe8ne", dtype=variable)
    file.create_group("bytes").attrs.create("name", np.bytes_(b"g\xe8ne"))

with h5py.File(os.path.join(folder, "growth.h5"), "w") as file:
    # More than the memory that the library begins with, in one piece.
    file.create_dataset("one chunk", data=np.arange(8_000_000, dtype="i4"), chunks=(8_000_000,), compression=1, shuffle=True)
    file.create_dataset("long texts", data=[str(i % 10) * 400_000 for i in range(120)], dtype=h5py.string_dtype())

with h5py.File(os.path.join(folder, "failing.h5"), "w") as file:
    file.create_dataset("before", data=values, chunks=(500,), compression="gzip")
    file.create_dataset("broken", data=values[::-1].copy(), chunks=(500,), compression="gzip")
    place = file["broken"].id.get_chunk_info(1)
with open(os.path.join(folder, "failing.h5"), "r+b") as file:
    file.seek(place.byte_offset + 2)
    file.write(b"\xff" * (place.size - 2))
