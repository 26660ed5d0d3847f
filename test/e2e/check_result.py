"""Reads a result as a user would, without loading it, and prints what the test wants to know.

python check_result.py RESULT FIRST SECOND
"""

import json
import sys

import anndata as ad
from anndata.tests.helpers import assert_equal

output, first, second = sys.argv[1:]
result = ad.read_h5ad(output, backed="r")
reference = ad.concat(
    {"first": ad.read_h5ad(first), "second": ad.read_h5ad(second)},
    label="dataset",
    index_unique="-",
)
assert_equal(result.X[:].toarray(), reference.X.toarray(), exact=True)
assert_equal(result.obs, reference.obs, exact=True)
print(
    json.dumps(
        {
            "X": type(result.X).__name__,
            "shape": result.shape,
            "dataset": result.obs["dataset"].value_counts().to_dict(),
            "isReference": list(result.var_names) == list(reference.var_names),
        }
    )
)
