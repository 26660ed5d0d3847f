"""Writes stores with a dense X of 137 GB, of which some rows in the middle are stored: `make-huge.py FOLDER`.

A value of row r there is r % 7 + 1.
"""

import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import zarr

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
ROWS, COLUMNS = 2**17, 2**18
CHUNK = (8, COLUMNS)
frames = {
    "obs": pd.DataFrame(index=np.char.add("cell ", np.arange(ROWS).astype(str)).astype(object)),
    "var": pd.DataFrame(index=np.char.add("gene ", np.arange(COLUMNS).astype(str)).astype(object)),
}
STORED = range(ROWS // 2 - 64, ROWS // 2 + 64, CHUNK[0])


def fill(x):
    for start in STORED:
        rows = np.arange(start, start + CHUNK[0])
        x[start : start + CHUNK[0]] = np.broadcast_to((rows % 7 + 1).astype("f4")[:, None], CHUNK)
    x.attrs.update({"encoding-type": "array", "encoding-version": "0.2.0"})



ad.AnnData(**frames).write_h5ad(folder / "huge.h5ad")
with h5py.File(folder / "huge.h5ad", "r+") as file:
    if "X" in file:
        del file["X"]
    x = file.create_dataset("X", (ROWS, COLUMNS), "f4", chunks=CHUNK, compression="gzip", compression_opts=1)
    fill(x)

ad.settings.zarr_write_format = 3
ad.AnnData(**frames).write_zarr(folder / "huge.zarr")
root = zarr.open_group(folder / "huge.zarr", mode="r+", use_consolidated=False)
if "X" in root:
    del root["X"]
x = root.create_array("X", shape=(ROWS, COLUMNS), dtype="f4", chunks=CHUNK)
fill(x)
zarr.consolidate_metadata(folder / "huge.zarr")
