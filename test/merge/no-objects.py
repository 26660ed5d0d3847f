"""no-objects.py make FOLDER: writes FOLDER/{bools,other}.h5ad, dense booleans without rows.
no-objects.py compare FOLDER: whether FOLDER/out.{h5ad,zarr} are as anndata writes its own outer join, filled with 3."""

import sys
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

task, folder = sys.argv[1], Path(sys.argv[2])


def make(names):
    var = pd.DataFrame(index=names)
    kept = np.zeros((len(names), 0), bool)
    return ad.AnnData(np.zeros((0, len(names)), bool), var=var, varm={"kept": kept})


adatas = [make(["a", "b"]), make(["b", "c", "d"])]
if task == "make":
    for name, adata in zip(("bools", "other"), adatas):
        adata.write_h5ad(folder / f"{name}.h5ad")
else:
    want = ad.concat(adatas, join="outer", merge="first", fill_value=3)
    want.write_h5ad(folder / "want.h5ad")
    want.write_zarr(folder / "want.zarr")
    for suffix, read in (("h5ad", ad.read_h5ad), ("zarr", ad.read_zarr)):
        got, expected = read(folder / f"out.{suffix}"), read(folder / f"want.{suffix}")
        for one, other in ((got.X, expected.X), (got.varm["kept"], expected.varm["kept"])):
            assert (one.dtype, one.shape) == (other.dtype, other.shape), (one, other)
        assert list(got.var_names) == list(expected.var_names)
    print("equal")
