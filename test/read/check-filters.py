"""Holds a concatenation to the stores it was made of, which are read with hdf5plugin."""

import json
import sys

import anndata
import hdf5plugin  # noqa: F401
import numpy as np

out, *inputs = sys.argv[1:]
result = anndata.read_h5ad(out)
start = 0
for path in inputs:
    source = anndata.read_h5ad(path)
    part = result[start : start + source.n_obs]
    np.testing.assert_array_equal(part.X.toarray(), source.X.toarray(), path)
    np.testing.assert_array_equal(part.layers["dense"], source.layers["dense"], path)
    start += source.n_obs
print(json.dumps({"rows": start}))
