"""Writes Zarr arrays of more than 2^31 values and 4 GiB, of which but a few chunks are stored: `make-large-zarr.py FOLDER`."""

import os
import sys

import numpy as np
import zarr

COUNT = 2**31 + 10
ENDS = np.arange(1, 21, dtype="f4")

for version in (2, 3):
    root = zarr.open_group(os.path.join(sys.argv[1], f"v{version}.zarr"), mode="w", zarr_format=version)
    layouts = {"plain": dict(compressors=None), "compressed": {}, "filled": dict(fill_value=7)}
    if version == 3:
        layouts["shards"] = dict(shards=(2**23,))
    for name, options in layouts.items():
        array = root.create_array(name, shape=(COUNT,), chunks=(2**20,), dtype="f4", **options)
        array[-20:] = ENDS
        array[2**30 - 10 : 2**30 + 10] = ENDS
    rows = root.create_array("rows", shape=(2**20, 2**12), chunks=(64, 2**12), dtype="f4")
    rows[-2:] = np.arange(2**13, dtype="f4").reshape(2, 2**12)
