"""Writes a store of every kind of elem that this version of anndata knows: `write.py FOLDER`.

FOLDER receives `csr.h5ad`, `dense.h5ad`, `csr.zarr` and `dense.zarr`, and from 0.12 `csr.zarr3.zarr`, of Zarr
format 3. Runs under any anndata from 0.7.
"""

import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import anndata as ad
import awkward as ak
import numpy as np
import pandas as pd
import scipy.sparse as sp

warnings.filterwarnings("ignore")
ANNDATA = tuple(int(part) for part in version("anndata").split(".")[:2])
N, M = 37, 23


def since(*generation):
    return generation <= ANNDATA


def table(rng, n, prefix):
    columns = {
        "bool": rng.random(n) < 0.5,
        "f4": rng.random(n, dtype=np.float32),
        "f8": np.where(rng.random(n) < 0.2, np.nan, rng.random(n)),
        "i4": rng.integers(-9, 9, n, dtype=np.int32),
        "i8": rng.integers(-(2**60), 2**60, n),
        "u1": rng.integers(0, 255, n, dtype=np.uint8),
        "% mito ä": rng.random(n),
        "text": pd.array([f"{prefix}é{i}" for i in range(n)], dtype=object),
        "category": pd.Categorical(
            [["b", "a", "c"][i % 3] for i in range(n)], categories=["c", "b", "a", "unused"]
        ),
        "gaps": pd.Categorical([["x", None][i % 2] for i in range(n)]),
        "ordered": pd.Categorical(
            [["hi", "lo"][i % 2] for i in range(n)], categories=["lo", "hi"], ordered=True
        ),
    }
    if since(0, 8):
        columns["integers"] = pd.array([None if i % 4 == 0 else i for i in range(n)], "Int32")
        columns["booleans"] = pd.array([None if i % 5 == 0 else i % 2 == 0 for i in range(n)], "boolean")
        columns["numbers"] = pd.Categorical([i % 3 for i in range(n)])
    if since(0, 12):
        columns["strings"] = pd.array([None if i % 6 == 0 else f"é{i}" for i in range(n)], "string")
    return pd.DataFrame(columns, index=pd.Index([f"{prefix}{i}" for i in range(n)], name=f"{prefix} names"))


def sparse(rng, n, m, make=sp.csr_matrix, dtype=np.float32):
    return make(sp.random(n, m, 0.2, random_state=rng.integers(2**31), format="csr").astype(dtype))


def unstructured(rng):
    uns = {
        "text": "übung",
        "int": np.int64(2**60),
        "float": 1.5,
        "bool": np.bool_(True),
        "array": np.arange(12, dtype=np.int16).reshape(3, 4),
        "texts": np.array(["a", "bé", ""], dtype=object),
        "half": np.linspace(-2, 2, 9, dtype=np.float16),
        "complex": np.array([1 + 2j, -0.5j]),
        "none so far": np.array([], dtype=np.float32),
        "nested": {"deeper": {"cube": rng.random((2, 3, 4))}, "pca": {"variance": rng.random(5)}},
        "sparse": sparse(rng, 4, 5),
        "by column": sparse(rng, 4, 5, sp.csc_matrix),
        "table": table(rng, 5, "row"),
        "records": np.array([(1, 0.5), (2, -2.25)], dtype=[("n", "i4"), ("score", "f8")]),
    }
    if since(0, 8):
        uns["named records"] = np.array(
            [("a", 0.5), ("bé", 2.0)], dtype=[("name", "U8"), ("score", "f4")]
        )
    if since(0, 12):
        uns["nothing"] = None
    return uns


def store(kind):
    rng = np.random.default_rng(7)
    x = sparse(rng, N, M) if kind == "csr" else rng.random((N, M)).astype(np.float32)
    adata = ad.AnnData(X=x, obs=table(rng, N, "cell"), var=table(rng, M, "gene"))
    adata.raw = adata[:, :20]
    adata.layers["counts"] = sparse(rng, N, M, dtype=np.int32)
    adata.layers["dense"] = rng.integers(0, 9, (N, M))
    for name, n in (("obs", N), ("var", M)):
        mapping = getattr(adata, f"{name}m")
        mapping["X_pca"] = rng.random((n, 5))
        mapping["single"] = rng.random((n, 1), dtype=np.float32)
        mapping["sparse"] = sparse(rng, n, 6)
        mapping["table"] = table(rng, n, "t").set_index(getattr(adata, f"{name}_names"))
        if since(0, 9):
            mapping["lists"] = ak.Array([[{"a": i, "b": [f"s{i}"] * (i % 3)}] * (i % 4) for i in range(n)])
        getattr(adata, f"{name}p")["connectivities"] = sparse(rng, n, n)
    adata.uns.update(unstructured(rng))
    return adata


folder = Path(sys.argv[1])
if since(0, 12):
    ad.settings.allow_write_nullable_strings = True
    ad.settings.zarr_write_format = 3
    store("csr").write_zarr(str(folder / "csr.zarr3.zarr"))
    ad.settings.zarr_write_format = 2
for kind in ("csr", "dense"):
    store(kind).write_h5ad(folder / f"{kind}.h5ad", compression="gzip" if kind == "csr" else None)
    store(kind).write_zarr(str(folder / f"{kind}.zarr"), chunks=(10, 7) if kind == "dense" else None)
