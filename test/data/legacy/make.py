"""Writes small stores by an anndata before 0.7, of which obs and var are tables of records:
`make.py FOLDER`.

FOLDER receives `VERSION.zip`, an archive of `NAME.h5ad` and, by versions that can, `NAME.zarr`. Runs
under Python 3.6 with anndata 0.5 or 0.6; see the README beside it.
"""

import shutil
import sys
import warnings
import zipfile
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import pkg_resources
import scipy.sparse as sp

warnings.filterwarnings("ignore")
VERSION = pkg_resources.get_distribution("anndata").version


def table(rng, n, prefix, start, groups, accent):
    columns = {
        "n_counts": rng.rand(n).astype(np.float32),
        "score": np.where(rng.rand(n) < 0.3, np.nan, rng.rand(n)),
        "n_genes": rng.randint(0, 1000, n),
        "small": rng.randint(0, 100, n).astype(np.int16),
        "is_good": rng.rand(n) < 0.5,
        "louvain": pd.Categorical(
            [groups[i % len(groups)] for i in range(n)], categories=groups + ["unused"]
        ),
        "text": ["{}{}{}".format(prefix, accent, i + start) for i in range(n)],
        "batch": ["b" if i % 2 else "a" for i in range(n)],
        "gaps": pd.Categorical(["x" if i % 2 else None for i in range(n)]),
        "level": pd.Categorical([[3, 1][i % 2] for i in range(n)]),
    }
    names = ["{}{}".format(prefix, i + start) for i in range(n)]
    return pd.DataFrame(columns, index=names)


def sparse(rng, n, m, dtype=np.float32):
    return sp.csr_matrix((rng.randint(0, 4, (n, m)) * (rng.rand(n, m) < 0.4)).astype(dtype))


def store(accent, seed, n, m, start=0, dense=False, groups=("0", "1", "2"), raw=True):
    rng = np.random.RandomState(seed)
    groups = list(groups)
    x = rng.rand(n, m).astype(np.float32) if dense else sparse(rng, n, m)
    adata = anndata.AnnData(
        x,
        table(rng, n, "cell", start, groups, accent),
        table(rng, m, "gene", start // 40, groups, accent),
    )
    if raw:
        adata.raw = adata
        adata = adata[:, : m - 2].copy()
        m -= 2
    if 1 in (n, m):
        # Its categories would be taken for those of the other table, of which it is none.
        del adata.obs["batch"], adata.var["batch"]
    adata.obsm["X_pca"] = rng.rand(n, 4)
    adata.obsm["X_umap"] = rng.rand(n, 2).astype(np.float32)
    adata.varm["PCs"] = rng.rand(m, 4)
    if n > 1 and VERSION == "0.6.22":
        # Earlier versions take no arrays of one column.
        adata.obsm["X_single"] = rng.rand(n, 1)
    adata.uns["text"] = accent + "bung"
    adata.uns["int"] = 7
    adata.uns["float"] = 0.5
    adata.uns["bool"] = True
    adata.uns["louvain_colors"] = np.array(["#1f77b4", "#ff7f0e", "#2ca02c"])
    adata.uns["pca"] = {"variance": rng.rand(4), "params": {"zero_center": True, "name": "arpack"}}
    adata.uns["rank_genes_groups"] = {
        "names": np.rec.fromarrays([["gene1", "gene22"], ["gene3", "g4"]], names=["0", "1"]),
        "scores": np.rec.fromarrays([[1.5, 0.5], [2.5, 0.25]], names=["0", "1"]),
    }
    if n > 1:
        adata.uns["neighbors"] = {
            "params": {"n_neighbors": 5, "method": "umap"},
            "connectivities": sparse(rng, n, n),
            "distances": sparse(rng, n, n, np.float64),
        }
    return adata


def stores(accent):
    return {
        "sparse": store(accent, 1, 9, 7),
        "dense": store(accent, 2, 6, 8, start=20, dense=True, groups=("1", "x")),
        "one-var": store(accent, 3, 5, 1, start=40, dense=True, raw=False),
        "one-obs": store(accent, 4, 1, 4, start=60, dense=True, raw=False),
        "one-row": store(accent, 6, 1, 5, start=70, raw=False),
    }


folder = Path(sys.argv[1]) / VERSION
folder.mkdir()
# The earlier versions write no columns of other text than ASCII, none does so to Zarr.
for name, adata in stores("\u00e9" if VERSION == "0.6.22" else "e").items():
    adata.write(str(folder / "{}.h5ad".format(name)), compression="gzip")
for dense in (False, True):
    # The earlier versions back no raw.
    adata = store("e", 5, 6, 5, start=80, dense=dense, raw=False)
    adata.filename = str(folder / "backed-{}.h5ad".format("dense" if dense else "sparse"))
    adata.file.close()
if VERSION == "0.6.22":
    # It writes no sparse matrices to Zarr.
    adata = stores("e")["dense"]
    del adata.uns["neighbors"]
    adata.write_zarr(str(folder / "dense.zarr"), chunks=(4, 4))

with zipfile.ZipFile(str(folder) + ".zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            archive.write(str(path), str(path.relative_to(folder)))
shutil.rmtree(str(folder))
