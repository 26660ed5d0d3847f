"""Holds X of a result against those of its inputs: check-stored.py RESULT INPUT …"""

import sys

import anndata as ad
import numpy as np


def read(path):
    return ad.read_zarr(path) if path.endswith(".zarr") else ad.read_h5ad(path)


result, *inputs = map(read, sys.argv[1:])
expected = ad.concat(inputs)[:, result.var_names]


def dense(x):
    return x if isinstance(x, np.ndarray) else x.toarray()


assert result.obs_names.equals(expected.obs_names)
assert dense(result.X).dtype == dense(expected.X).dtype
assert np.array_equal(dense(result.X), dense(expected.X))
print("equal")
