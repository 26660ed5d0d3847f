"""Reads what h5ad.ts wrote, whole and backed, and compares it with the same AnnData made here."""

import sys

import anndata
import numpy as np
import pandas as pd
from scipy import sparse

path, modern = sys.argv[1], sys.argv[2] == "modern"

X = sparse.csr_matrix(
    (np.array([1, 2, 3, 4, 5, 6], "f4"), [0, 2, 3, 0, 1, 3], [0, 2, 3, 3, 5, 6]), shape=(5, 4)
)
missing = np.array([False, False, True, False, False])
obs = pd.DataFrame(
    {
        "kind": pd.Categorical.from_codes([0, 1, -1, 1, 0], ["T cell", "B cell"], ordered=True),
        "passed": [True, False, True, True, False],
        "depth": [0.5, -1, 2, 3e300, 0],
        "count": pd.arrays.IntegerArray(np.array([5, 2**53 - 1, 0, -7, 1]), missing.copy()),
        "known": pd.arrays.BooleanArray(np.array([True, False, False, True, True]), missing.copy()),
        "note": np.array(["", "é", "x" * 70_000, "😀", "b"], dtype=object),
    },
    index=pd.Index(["c0", "c1", "c2", "c3", "c4"], name="cell", dtype=object),
)
var = pd.DataFrame(index=pd.Index(["g0", "% mito", "", "gène 😀"], dtype=object))


def check(adata, where):
    pd.testing.assert_frame_equal(adata.obs, obs)
    pd.testing.assert_frame_equal(adata.var, var, check_column_type=False)
    assert adata.obs["passed"].dtype == bool, where
    pca = adata.obsm["X_pca"]
    assert pca.dtype == np.float32, where
    assert np.array_equal(pca, np.arange(15, dtype="f4").reshape(5, 3) / 2), where
    half = adata.layers["half"]
    assert half.dtype == np.float16, where
    assert np.array_equal(half.view("u2"), np.arange(0x3C00, 0x3C14).reshape(5, 4)), where
    uns = dict(adata.uns)
    if modern:
        assert "none" in uns and uns.pop("none") is None, where
    yes = uns.pop("yes")
    assert isinstance(yes, (bool, np.bool_)) and yes, where
    assert uns.pop("eleven") == 11, where
    assert uns.pop("title") == "naïve 😀", where
    assert uns["empty"].shape == (0,) and uns.pop("empty").dtype == np.float64, where
    assert uns["flat"].shape == (5, 0) and uns.pop("flat").dtype == np.int16, where
    assert len(uns.pop("words")) == 0, where
    assert np.array_equal(uns.pop("a")["b"]["c"], np.array([255], "u1")), where
    assert not uns, (where, uns)


def check_x(actual, expected):
    assert sparse.isspmatrix_csr(actual) or actual.format == "csr"
    assert actual.dtype == np.float32 and actual.shape == expected.shape
    assert (actual != expected).nnz == 0


whole = anndata.read_h5ad(path)
check(whole, "whole")
check_x(whole.X, X)
backed = anndata.read_h5ad(path, backed="r")
check(backed, "backed")
check_x(backed.X[:], X)
check_x(backed.X[1:4], X[1:4])
backed.file.close()
whole.write_h5ad(path + ".again")
print("equal")
