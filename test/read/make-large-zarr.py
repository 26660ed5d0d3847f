"""Writes Zarr arrays of more than 2^31 values and 4 GiB, of which but a few chunks are stored: `make-large-zarr.py FOLDER`.

One of them is a single shard of 8 GiB: a sparse file.
"""

import os
import sys

import google_crc32c
import numpy as np
import zarr

COUNT = 2**31 + 10
ENDS = np.arange(1, 21, dtype="f4")

CHUNK = 2**20


def one_shard(root):
    chunks = -(-COUNT // CHUNK)
    layout = dict(chunks=(CHUNK,), shards=(chunks * CHUNK,), compressors=None)
    array = root.create_array("one shard", shape=(COUNT,), dtype="f4", **layout)
    file = os.path.join(sys.argv[1], "v3.zarr", array.path, "c/0")
    os.makedirs(os.path.dirname(file))
    index = np.array([[i * CHUNK * 4, CHUNK * 4] for i in range(chunks)], "<u8").tobytes()
    with open(file, "wb") as out:
        for first in (2**30 - 10, COUNT - 20):
            out.seek(4 * first)
            out.write(ENDS.tobytes())
        out.seek(chunks * CHUNK * 4)
        out.write(index + google_crc32c.value(index).to_bytes(4, "little"))


for version in (2, 3):
    root = zarr.open_group(os.path.join(sys.argv[1], f"v{version}.zarr"), mode="w", zarr_format=version)
    layouts = {"plain": dict(compressors=None), "compressed": {}, "filled": dict(fill_value=7)}
    if version == 3:
        layouts["shards"] = dict(shards=(2**23,))
    for name, options in layouts.items():
        array = root.create_array(name, shape=(COUNT,), chunks=(CHUNK,), dtype="f4", **options)
        array[-20:] = ENDS
        array[2**30 - 10 : 2**30 + 10] = ENDS
    rows = root.create_array("rows", shape=(2**20, 2**12), chunks=(64, 2**12), dtype="f4")
    rows[-2:] = np.arange(2**13, dtype="f4").reshape(2, 2**12)
    if version == 3:
        one_shard(root)
