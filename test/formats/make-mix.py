"""Writes stores like one of anndata 0.6, in each format: `make-mix.py FOLDER LEGACY.h5ad`."""

import shutil
import sys
import warnings
from pathlib import Path

import anndata as ad
import numpy as np

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
rng = np.random.default_rng(5)


def like(prefix):
    """The same with other names of observations, and all variables but one, in another order."""
    whole = ad.read_h5ad(sys.argv[2])
    kept = rng.permutation(whole.n_vars)[1:]
    part = whole[:, kept].copy()
    part.obs_names = [f"{prefix} {name}" for name in whole.obs_names]
    return part


like("hdf5").write_h5ad(folder / "hdf5.h5ad", compression="gzip")
ad.settings.zarr_write_format = 2
like("two").write_zarr(folder / "two.zarr")
ad.settings.zarr_write_format = 3
like("three").write_zarr(folder / "three.zarr")
like("zip").write_zarr(folder / "unpacked.zarr")
shutil.make_archive(str(folder / "packed.zarr"), "zip", folder / "unpacked.zarr")
