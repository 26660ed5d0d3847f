"""Makes tables of anndata 0.6, whose categories are in uns, and says which of them anndata reads.

`make-old-categories.py FOLDER` writes FOLDER/NAME.h5ad, and prints of each NAME the values of its column, or
null where anndata fails.
"""

import json
import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import numpy as np

warnings.filterwarnings("ignore")

CASES = {
    "fit": ([0, 1, -1], ["x", "y"]),
    "repeat": ([0, 1, 0], ["x", "x"]),
    "numbers-repeat": ([0, 1, 0], [2, 2]),
    "missing": ([0, 1, 0], [1.0, np.nan]),
    "below": ([0, -2, 1], ["x", "y"]),
    "repeat-but-of-another": ([0, 2, 1], ["x", "x"]),
}


def values(path):
    try:
        column = ad.read_h5ad(path).obs["kind"]
    except ValueError:
        return None
    return [str(value) for value in column]


folder = Path(sys.argv[1])
verdicts = {}
for name, (codes, categories) in CASES.items():
    path = folder / f"{name}.h5ad"
    text = h5py.string_dtype() if isinstance(categories[0], str) else None
    with h5py.File(path, "w") as file:
        file["X"] = np.ones((3, 2), "f4")
        rows = [(f"c{i}".encode(), code) for i, code in enumerate(codes)]
        file["obs"] = np.array(rows, dtype=[("index", "S2"), ("kind", "i1")])
        file["var"] = np.array([(b"a",), (b"b",)], dtype=[("index", "S1")])
        file["uns/kind_categories"] = np.array(categories, dtype=text)
    verdicts[name] = values(path)
print(json.dumps(verdicts))
