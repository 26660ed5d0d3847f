"""Compares copies of stores with their originals, as the running anndata reads both.

`compare.py CASES.json` prints a report of each case; CASES is a list of {"name", "original", "copy"}.
A copy is the concatenation of one input with every elem kept. Three things concatenating changes
nevertheless, as `anndata.concat` does: sparse matrices become csr, `raw` keeps the names of its
variables only, and empty mappings of `uns` vanish.
"""

import json
import sys
import warnings
from pathlib import Path

import anndata as ad
import scipy.sparse as sp

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402

warnings.filterwarnings("ignore")


def read(path):
    return ad.read_h5ad(path) if path.endswith(".h5ad") else ad.read_zarr(path)


def without_empty(mapping):
    kept = {k: without_empty(v) if isinstance(v, dict) else v for k, v in mapping.items()}
    return {k: v for k, v in kept.items() if not (isinstance(v, dict) and len(v) == 0)}


def as_csr(mapping):
    return {k: sp.csr_matrix(v) if sp.issparse(v) else v for k, v in mapping.items()}


def concatenated(adata):
    """What concatenating this one store gives."""
    result = ad.AnnData(
        X=sp.csr_matrix(adata.X) if sp.issparse(adata.X) else adata.X,
        obs=adata.obs,
        var=adata.var,
        layers=as_csr(dict(adata.layers)),
        obsm=as_csr(dict(adata.obsm)),
        varm=dict(adata.varm),
        obsp={k: sp.csr_matrix(v) for k, v in adata.obsp.items()},
        varp=dict(adata.varp),
        uns=without_empty(dict(adata.uns)),
    )
    if adata.raw is not None:
        x = adata.raw.X
        var = adata.raw.var[[]]
        result.raw = ad.AnnData(X=sp.csr_matrix(x) if sp.issparse(x) else x, obs=adata.obs[[]], var=var)
    return result


reports = {}
for case in json.loads(Path(sys.argv[1]).read_text()):
    report = compare(read(case["copy"]), concatenated(read(case["original"])))
    reports[case["name"]] = {"differences": report.differences, "deviations": report.deviations}
print(json.dumps(reports))
