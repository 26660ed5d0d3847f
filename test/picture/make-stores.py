"""Makes stores, and what numpy and pandas say of them: python make-stores.py FOLDER

Prints JSON: by store and column, counts or a histogram; of an embedding, places and colours.
"""

import json
import sys
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import scipy.sparse as sp

FOLDER = Path(sys.argv[1])
rng = np.random.default_rng(7)
N = 5000


def columns() -> pd.DataFrame:
    index = [f"cell{i}" for i in range(N)]
    codes = rng.choice(7, N, p=[0, 0.4, 0.3, 0.1, 0.1, 0.05, 0.05])
    codes[rng.random(N) < 0.02] = -1
    louvain = pd.Categorical.from_codes(codes, ["never", "T", "B", "NK", "ß-Zelle", "<b>", ""])
    measured = rng.standard_normal(N).astype(np.float32)
    measured[::100] = np.nan
    measured[1::500] = np.inf
    return pd.DataFrame(
        {
            "louvain": louvain,
            "stage": pd.Categorical(rng.choice(["late", "early"], N), ["early", "late"], ordered=True),
            "cluster": pd.Categorical(rng.integers(0, 7, N)),
            "text": rng.choice([f"name {i}" for i in range(130)], N),
            "flag": rng.random(N) < 0.25,
            "flag_or_not": pd.array(np.where(rng.random(N) < 0.1, None, rng.random(N) < 0.5), "boolean"),
            "measured": measured,
            "double": np.round(rng.random(N), 1),
            "half": rng.random(N).astype(np.float16),
            "few": rng.integers(-3, 9, N),
            "many": rng.integers(0, 100_000, N).astype(np.int32),
            "wide": rng.integers(0, 2**40, N),
            "nullable": pd.array(np.where(rng.random(N) < 0.1, None, rng.integers(0, 20, N)), "Int16"),
            "constant": np.full(N, 2.5),
            "nothing": np.full(N, np.nan),
        },
        index=index,
    )


def counted(column: pd.Series) -> dict:
    counts = column.value_counts(dropna=True)
    return {
        "counts": {str(k): int(v) for k, v in counts.items()},
        "order": [str(k) for k in column.cat.categories] if getattr(column.dtype, "ordered", False) else None,
        "missing": int(column.isna().sum()),
    }


def measured(column: pd.Series) -> dict:
    missing = int(column.isna().sum())
    values = column.dropna().to_numpy()
    exact = values.astype(np.float64)
    finite = exact[np.isfinite(exact)]
    if np.issubdtype(values.dtype, np.integer) and len(finite):
        # Equally many integers to a bin.
        width = int(np.ceil((finite.max() - finite.min() + 1) / 50))
        count = int(np.ceil((finite.max() - finite.min() + 1) / width))
        bins = finite.min() - 0.5 + width * np.arange(count + 1)
    else:
        bins = 1 if len(finite) and finite.min() == finite.max() else min(50, max(5, int(np.ceil(2 * np.cbrt(len(finite))))))
    counts, edges = np.histogram(finite, bins) if len(finite) else ([], [])
    return {
        "histogram": [int(c) for c in counts],
        "edges": [float(e) for e in edges],
        "missing": missing,
        "infinite": int(np.isinf(exact).sum()),
        "min": float(finite.min()) if len(finite) else None,
        "max": float(finite.max()) if len(finite) else None,
        "mean": float(finite.mean()) if len(finite) else None,
    }


obs = columns()
X = np.zeros((N, 120), np.float32)
X[rng.random(X.shape) < 0.3] = 1.5
X[0, :5] = [np.nan, -0.0, np.inf, 0, 1]
var = pd.DataFrame(index=[f"g{i}" for i in range(120)])
places = np.cumsum(rng.standard_normal((N, 3)), axis=0).astype(np.float32)
places[7] = np.nan
store = ad.AnnData(X, obs, var, obsm={"X_umap": places}, varm={"PCs": rng.random((120, 2))})
for name in ("dense.h5ad", "dense.zarr"):
    (store.write_h5ad if name.endswith("h5ad") else store.write_zarr)(FOLDER / name)
read = ad.read_h5ad(FOLDER / "dense.h5ad").obs

# Lists of names that overlap, are equal, are equal in another order, or repeat none.
genes = {
    "a": [f"g{i}" for i in range(0, 60)],
    "b": [f"g{i}" for i in range(30, 90)],
    "c": [f"g{i}" for i in range(0, 60)],
    "d": [f"g{i}" for i in reversed(range(0, 60))],
    "e": [f"g{i}" for i in range(55, 100)] + ["ä", "<i>"],
}
for name, names in genes.items():
    M = sp.random(20, len(names), 0.2, "csc" if name == "b" else "csr", np.float32, rng)
    obs_names = [f"{name if name != 'c' else 'a'}{i}" for i in range(20)]
    ad.AnnData(M, pd.DataFrame(index=obs_names), pd.DataFrame(index=names)).write_h5ad(FOLDER / f"{name}.h5ad")
sets = [set(names) for names in genes.values()]
number = pd.Series([name for names in sets for name in names]).value_counts()

print(
    json.dumps(
        {
            "columns": {
                name: counted(column)
                if isinstance(column.dtype, pd.CategoricalDtype) or column.dtype in (bool, "boolean", object)
                else measured(column)
                for name, column in read.items()
            },
            "nonzero": int(np.count_nonzero(X)),
            "places": [[float(v) for v in row[:2]] for row in places if np.isfinite(row[0])],
            "rows": [i for i in range(N) if np.isfinite(places[i, 0])],
            "codes": [int(c) for c in read["stage"].cat.codes],
            "shared": [[len(p & q) for q in sets] for p in sets],
            "inner": len(set.intersection(*sets)),
            "outer": len(set.union(*sets)),
            "byStores": [int((number == k).sum()) for k in range(1, 6)],
            "nnz": [int(ad.read_h5ad(FOLDER / f"{name}.h5ad").X.nnz) for name in genes],
        }
    )
)
