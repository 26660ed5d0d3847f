"""Writes a store with elems of every dtype that AnnData has, in each format, or prints the dtypes of stores.

`make-dtypes.py write FOLDER`, `make-dtypes.py print STORE ...`; dtypes are as h5py and zarr-python name them.
"""

import json
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
N, M = 9, 5
INTEGERS = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
FLOATS = ["float16", "float32", "float64"]
COMPLEX = ["complex64", "complex128"]
ALL = ["bool", *INTEGERS, *FLOATS, *COMPLEX]


def extremes(dtype, shape):
    """The least and the greatest value, and others."""
    size = int(np.prod(shape))
    if dtype == "bool":
        values = np.arange(size) % 3 == 0
    elif dtype in INTEGERS:
        info = np.iinfo(dtype)
        values = np.resize(np.array([info.min, info.max, 0, 1], dtype), size)
    elif dtype in FLOATS:
        info = np.finfo(dtype)
        values = np.resize(np.array([info.min, info.max, info.tiny, np.nan, -np.inf, -0.0, 1.5], dtype), size)
    else:
        values = np.resize(np.array([1 + 2j, complex(np.nan, -1), -0.5j], dtype), size)
    return values.reshape(shape)


def store():
    obs = pd.DataFrame(index=[f"c{i}" for i in range(N)])
    missing = np.arange(N) % 4 == 1
    for name in ALL[:-2]:
        obs[name] = extremes(name, N)
    for name in INTEGERS:
        obs[f"nullable {name}"] = pd.arrays.IntegerArray(extremes(name, N), missing.copy())
    obs["nullable bool"] = pd.arrays.BooleanArray(extremes("bool", N), missing.copy())
    obs["nullable text"] = pd.array([None if m else f"é{i}" for i, m in enumerate(missing)], "string")
    for ordered in (False, True):
        for kind, values in {"text": list("bca"), "number": [3, 1, 2], "float": [0.5, -1.5, 2.0]}.items():
            codes = np.arange(N) % 4 - 1
            obs[f"categories {kind} {ordered}"] = pd.Categorical.from_codes(codes, values, ordered)
    for count in (300, 40_000):
        many = [f"k{i}" for i in range(count)]
        obs[f"categories {count}"] = pd.Categorical.from_codes(count - 1 - np.arange(N), many)
    adata = ad.AnnData(obs=obs, var=pd.DataFrame(index=[f"g{i}" for i in range(M)]))
    for name in ALL[:-2]:
        adata.layers[name] = extremes(name, (N, M))
        adata.obsm[name] = extremes(name, (N, 3))
        adata.varm[name] = extremes(name, (M, 2, 2))
        if name != "float16":
            adata.obsp[name] = sp.csr_matrix(extremes(name, (N, N)))
            adata.uns[f"csc {name}"] = sp.csc_matrix(extremes(name, (3, 4)))
    for name in ALL:
        adata.uns[f"array {name}"] = extremes(name, (2, 3))
        for i in range(2):
            adata.uns[f"scalar {name} {i}"] = extremes(name, 4)[i]
    record = [(name, name) for name in ALL[:-2]]
    adata.uns["records"] = np.array([tuple(extremes(n, 3)[i] for n in ALL[:-2]) for i in range(3)], record)
    adata.uns["text"] = "é"
    adata.uns["no text"] = ""
    adata.uns["texts"] = np.array([["a", "é"], ["", "😀"]], object)
    adata.uns["nothing"] = None
    adata.uns["dict"] = {"in": {"deep": 1}}
    return adata


def dtypes(path):
    found = {}

    def visit(name, node):
        if isinstance(node, (h5py.Dataset, zarr.Array)):
            is_text = node.dtype.kind in "OT"
            found[name] = "text" if is_text else str(node.dtype)

    if path.endswith(".h5ad"):
        with h5py.File(path) as file:
            file.visititems(visit)
    else:
        for name, node in zarr.open_group(path, mode="r").members(max_depth=None):
            visit(name, node)
    return {name: dtype for name, dtype in found.items() if name.split("/")[-1] not in ("indptr", "nothing", "raw", "records")}


if sys.argv[1] == "write":
    adata = store()
    ad.settings.allow_write_nullable_strings = True
    adata.write_h5ad(Path(sys.argv[2]) / "h5ad.h5ad")
    for version in (2, 3):
        ad.settings.zarr_write_format = version
        adata.write_zarr(Path(sys.argv[2]) / f"zarr{version}.zarr")
else:
    print(json.dumps({path: dtypes(path) for path in sys.argv[2:]}))
