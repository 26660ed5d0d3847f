"""Stores of a million categories and ten thousand columns.

`make-many.py write FOLDER` writes `a.h5ad` and `b.h5ad`, which share half of the categories.
`make-many.py compare OUTPUT A B` prints how OUTPUT differs from what `anndata.concat` makes of A and B.
"""

import json
import sys
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402

ROWS, COLUMNS, CATEGORIES = 50, 10_000, 1_000_000


def store(k):
    names = [f"clone {i:07}" for i in range(k * CATEGORIES // 2, k * CATEGORIES // 2 + CATEGORIES)]
    codes = np.linspace(0, CATEGORIES - 1, ROWS).astype("i4")
    values = np.arange(ROWS * COLUMNS, dtype="f4").reshape(ROWS, COLUMNS) + k
    obs = pd.DataFrame(values, index=[f"cell {k} {i}" for i in range(ROWS)], columns=[f"c{i:05}" for i in range(COLUMNS)])
    obs["clone"] = pd.Categorical.from_codes(codes, names)
    return ad.AnnData(np.ones((ROWS, 3), "f4"), obs=obs, var=pd.DataFrame(index=["g0", "g1", "g2"]))


if sys.argv[1] == "write":
    for k, name in enumerate("ab"):
        # The list of so many columns is no attribute that older layouts can hold.
        with h5py.File(Path(sys.argv[2]) / f"{name}.h5ad", "w", libver="latest") as file:
            ad.io.write_elem(file, "/", store(k))
else:
    output, *inputs = sys.argv[2:]
    found = compare(ad.read_h5ad(output), ad.concat([ad.read_h5ad(path) for path in inputs]))
    print(json.dumps({"differences": found.differences, "deviations": found.deviations}))
