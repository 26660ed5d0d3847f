"""Writes stores in each place that miss something, or have it in another form: `make-bad.py FOLDER`."""

import shutil
import sys
import warnings
import zipfile
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


def nest(root):
    """As deep as a path may be, and a little more than 64 groups."""
    group = root.require_group("uns")
    for _ in range(70):
        group = group.create_group("g")
        group.attrs.update({"encoding-type": "dict", "encoding-version": "0.1.0"})


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
    "too deep": nest,
}
def base(version):
    """The sound store, which all others are copies of."""
    if version is None:
        with h5py.File(folder / "base.h5ad", "w") as root:
            ad.io.write_elem(root, "/", data)
        return folder / "base.h5ad"
    path = folder / f"base {version}"
    ad.io.write_elem(zarr.open_group(path, mode="w", zarr_format=version), "/", data)
    return path


BASES = {version: base(version) for version in (None, 2, 3)}
for name, action in CASES.items():
    shutil.copy(BASES[None], folder / f"{name}.h5ad")
    with h5py.File(folder / f"{name}.h5ad", "r+") as root:
        action(root)
    for version in (2, 3):
        stored = folder / f"{name}.zarr{version}.zarr"
        shutil.copytree(BASES[version], stored)
        action(zarr.open_group(stored, mode="r+"))
    # The last one, in an archive, and as it can be read from a server.
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        for i, file in enumerate(file for file in sorted(stored.rglob("*")) if file.is_file()):
            kind = zipfile.ZIP_DEFLATED if i % 2 else zipfile.ZIP_STORED
            archive.write(file, file.relative_to(stored), kind)
    shutil.copytree(stored, folder / f"{name}.served.zarr")
    zarr.consolidate_metadata(folder / f"{name}.served.zarr")
