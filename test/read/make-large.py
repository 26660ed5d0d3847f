"""Writes arrays of more than 2^31 values and 4 GiB, of which but a few take place on the disk."""

import os
import sys

import h5py
import numpy as np

count = 2**31 + 10
ends = np.arange(1, 21, dtype="f4")

for libver in ["earliest", "latest"]:
    with h5py.File(os.path.join(sys.argv[1], f"{libver}.h5"), "w", libver=libver) as file:
        for name, options in {
            "contiguous": {},
            "chunked": dict(chunks=(2**20,)),
            "growing": dict(chunks=(2**20,), maxshape=(None,), compression="gzip"),
            "filled": dict(chunks=(2**20,), fillvalue=7),
        }.items():
            values = file.create_dataset(name, (count,), "f4", **options)
            values[-20:] = ends
            values[2**30 - 10 : 2**30 + 10] = ends
        rows = file.create_dataset("rows", (2**20, 2**12), "f4", chunks=(64, 2**12), maxshape=(None, None))
        rows[-2:] = np.arange(2**13).reshape(2, 2**12)
        # Behind all of that, so that it lies past 4 GiB.
        file["text"] = "behind"
        file["text"].attrs["also"] = ["behind", "it"]
