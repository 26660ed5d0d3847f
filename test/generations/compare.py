"""Compares copies of stores with their originals, as the running anndata reads both.

`compare.py CASES.json` prints a report of each case, null where this anndata does not know the original;
CASES is a list of {"name", "original", "copy"}, those of one original in a row. A copy is the concatenation of one input with every elem kept. Three things concatenating changes
nevertheless, as `anndata.concat` does: sparse matrices become csr, `raw` keeps the names of its
variables only, and empty mappings of `uns` vanish.
"""

import json
import shutil
import sys
import warnings
from functools import lru_cache
from pathlib import Path

import anndata as ad
import h5py
import scipy.sparse as sp

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402

warnings.filterwarnings("ignore")


def read(path):
    return ad.read_h5ad(path) if path.endswith(".h5ad") else ad.read_zarr(path)


def without_null(path):
    """A copy of an .h5ad without `raw`. From 0.11 it is null where there is none; 0.9 and 0.10 stumble on that."""
    with h5py.File(path) as file:
        if getattr(file.get("raw"), "shape", ()) is not None:
            return path
    copy = f"{sys.argv[1]}.h5ad"
    shutil.copy(path, copy)
    with h5py.File(copy, "a") as file:
        del file["raw"]
    return copy


def without_empty(mapping):
    kept = {k: without_empty(v) if isinstance(v, dict) else v for k, v in mapping.items()}
    return {k: v for k, v in kept.items() if not (isinstance(v, dict) and len(v) == 0)}


def as_csr(mapping):
    return {k: sp.csr_matrix(v) if sp.issparse(v) else v for k, v in mapping.items()}


def with_x(x, **elems):
    """X of its own dtype: 0.8 makes float32 of what its constructor is given."""
    result = ad.AnnData(**elems)
    result.X = sp.csr_matrix(x) if sp.issparse(x) else x
    return result


def concatenated(adata):
    """What concatenating this one store gives."""
    result = with_x(
        adata.X,
        obs=adata.obs,
        var=adata.var,
        layers=as_csr({k: v for k, v in adata.layers.items() if k is not None}),
        obsm=as_csr(dict(adata.obsm)),
        varm=dict(adata.varm),
        obsp={k: sp.csr_matrix(v) for k, v in adata.obsp.items()},
        varp=dict(adata.varp),
        uns=without_empty(dict(adata.uns)),
    )
    if adata.raw is not None:
        result.raw = with_x(adata.raw.X, obs=adata.obs[[]], var=adata.raw.var[[]])
    return result


@lru_cache(maxsize=1)
def expected(original):
    """Null where this version does not read it."""
    try:
        adata = read(without_null(original) if original.endswith(".h5ad") else original)
    except Exception:
        return None
    return concatenated(adata)


def report(case):
    if expected(case["original"]) is None:
        return None
    found = compare(read(case["copy"]), expected(case["original"]))
    return {"differences": found.differences, "deviations": found.deviations}


print(json.dumps({case["name"]: report(case) for case in json.loads(Path(sys.argv[1]).read_text())}))
