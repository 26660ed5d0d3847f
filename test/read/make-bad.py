"""Writes stores of both formats that miss something, or have it in another form: `make-bad.py FOLDER`."""

import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp
import zarr

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
table = pd.DataFrame({"n": [1, 2, 3], "c": pd.Categorical(["a", "b", "a"])}, index=["x", "y", "z"])
data = ad.AnnData(sp.eye(3, format="csr", dtype="f4"), obs=table, layers={"dense": np.eye(3)})


def drop(name):
    def action(root):
        del root[name]

    return action


def replace(name, value):
    def action(root):
        attrs = dict(root[name].attrs)
        del root[name]
        ad.io.write_elem(root, name, value)
        root[name].attrs.update(attrs)

    return action


def tell(name, attr, value):
    def action(root):
        root[name].attrs[attr] = value

    return action


CASES = {
    "sound": lambda root: None,
    "no obs": drop("obs"),
    "no var": drop("var"),
    "obs is an array": replace("obs", np.arange(3)),
    "another kind of store": lambda root: root.attrs.update({"encoding-type": "MuData"}),
    "no indices": drop("X/indices"),
    "text for values": replace("X/data", np.array(["a", "b", "c"], dtype=object)),
    "fewer indices": replace("X/indices", np.arange(2, dtype="i4")),
    "an index outside": replace("X/indices", np.array([0, 1, 7], dtype="i4")),
    "an indptr that falls": replace("X/indptr", np.array([0, 2, 1, 3], dtype="i4")),
    "another shape": tell("X", "shape", [3, 4]),
    "no column": drop("obs/n"),
    "a shorter column": replace("obs/n", np.arange(2)),
    "no codes": drop("obs/c/codes"),
    "a code outside": replace("obs/c/codes", np.array([0, 9, 0], dtype="i1")),
    "no names": drop("obs/_index"),
    "a layer of another shape": replace("layers/dense", np.eye(4)),
}
for name, action in CASES.items():
    with h5py.File(folder / f"{name}.h5ad", "w") as root:
        ad.io.write_elem(root, "/", data)
        action(root)
    for version in (2, 3):
        root = zarr.open_group(folder / f"{name}.zarr{version}.zarr", mode="w", zarr_format=version)
        ad.io.write_elem(root, "/", data)
        action(root)
