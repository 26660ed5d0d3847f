"""Makes stores whose uns is hard to compare, and says what anndata.concat makes of them.

`make-uns.py FOLDER` writes FOLDER/NAME-I.h5ad, and prints of each NAME the number of its stores and
the keys of uns that `uns_merge="same"` keeps, or null where that fails.
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

warnings.filterwarnings("ignore")


def records(x, **field):
    """One record, with a number and a field of any type."""
    return np.array([(1, x)], dtype=[("n", "i4"), ("x", field["of"])])


inner = [("y", "f8"), ("z", "i4")]
numbers, frame = np.arange(3), pd.DataFrame({"v": [1]}, index=["a"])
CASES = {
    "nan": [records(np.nan, of="f8")] * 2,
    "nested": [records((1.5, 2), of=inner)] * 2,
    "nested-nan": [records((np.nan, 2), of=inner)] * 2,
    "nested-complex-nan": [records((complex(np.nan, 1),), of=[("y", "c16")])] * 2,
    "nested-half-nan": [records((np.nan,), of=[("y", "f2")])] * 2,
    "lists": [records([1, 2], of=("f8", 2))] * 2,
    "lists-other-length": [records([1, 2], of=("f8", 2)), np.repeat(records([1, 2], of=("f8", 2)), 2)],
    "lists-and-numbers": [records([1, 2], of=("f8", 2)), np.arange(1)],
    "no-lists": [records([1, 2], of=("f8", 2))[:0]] * 2,
    "nested-lists": [records(([1, 2],), of=[("y", "f8", 2)])] * 2,
    "dicts": [{"a": 1, "b": "x"}, {"a": 1, "b": "x"}, 1.5],
    "dicts-arrays": [{"a": numbers}, {"a": numbers}, 1.5],
    "dicts-array-first": [1.5, {"a": numbers}, {"a": numbers}],
    "dicts-array-other-keys": [{"a": numbers}, {"b": numbers}, 1.5],
    "dicts-more-keys": [{"a": numbers}, {"a": numbers, "b": 1}, 1.5],
    "dicts-unequal-before": [{"a": 1, "b": numbers}, {"a": 2, "b": numbers}, 1.5],
    "dicts-array-number": [{"a": numbers}, {"a": 1}, "text"],
    "dicts-one-value": [{"a": np.arange(1)}, {"a": np.arange(1)}, 1.5],
    "dicts-deep": [{"a": {"b": numbers}}, {"a": {"b": numbers}}, 1.5],
    "dicts-frame": [{"a": frame}, {"a": 1}, 1.5],
    "dicts-sparse": [{"a": sp.csr_matrix(np.eye(2))}, {"a": sp.csr_matrix(np.eye(2))}, 1.5],
    "dicts-sparse-shapes": [{"a": sp.csr_matrix(np.eye(2))}, {"a": sp.csr_matrix(np.eye(3))}, 1.5],
    "dicts-sparse-dict": [{"a": sp.csr_matrix(np.eye(2))}, {"a": {"b": 1}}, 1.5],
    "dicts-array-dict": [{"a": {"b": 1}}, {"a": numbers}, 1.5],
    "dicts-texts": [{"a": np.array(["a", "b"])}, {"a": "a"}, 1.5],
    "dicts-records": [{"a": records(1, of="f8")}, {"a": records(1, of="f8")}, 1.5],
}


def kept(stores):
    try:
        return list(ad.concat([ad.read_h5ad(store) for store in stores], uns_merge="same").uns)
    except ValueError:
        return None


folder = Path(sys.argv[1])
verdicts = {}
for name, values in CASES.items():
    stores = [folder / f"{name}-{i}.h5ad" for i in range(len(values))]
    for store, value in zip(stores, values):
        adata = ad.AnnData(np.ones((1, 1), "float32"), uns={"u": value})
        with h5py.File(store, "w") as file:
            ad.io.write_elem(file, "/", adata)
    verdicts[name] = {"stores": len(stores), "kept": kept(stores)}
print(json.dumps(verdicts))
