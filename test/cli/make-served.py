"""Writes a store as it can be read from a server, in both versions of Zarr: `make-served.py H5AD FOLDER`."""

import sys
import warnings
from pathlib import Path

import anndata as ad

warnings.filterwarnings("ignore")
data, folder = ad.read_h5ad(sys.argv[1]), Path(sys.argv[2])
for version in (2, 3):
    ad.settings.zarr_write_format = version
    data.write_zarr(folder / f"v{version}.zarr")
