"""Makes stores for the tests: python make_stores.py KIND FOLDER"""

import sys
from pathlib import Path

import anndata as ad
import numpy as np

HOSTILE = '<img src=x onerror="document.title=1">'


def hostile(folder: Path) -> None:
    """A store whose file name, column and key are markup."""
    store = ad.read_h5ad(folder / "pbmc_part1.h5ad")
    store.obs[HOSTILE] = np.arange(store.n_obs)
    store.uns[HOSTILE] = 1
    store.write_h5ad(folder / "<b>bold<b> & [x](command:y).h5ad")


def large(folder: Path) -> None:
    """Two stores that take a few seconds to concatenate: values that do not compress."""
    rng = np.random.default_rng(0)
    for name in ("large_1", "large_2"):
        X = rng.standard_normal((8000, 3000), dtype=np.float32)
        ad.AnnData(X).write_h5ad(folder / f"{name}.h5ad", compression="gzip")


{"hostile": hostile, "large": large}[sys.argv[1]](Path(sys.argv[2]))
