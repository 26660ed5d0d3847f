"""Makes stores with records in uns, or says how those of a result are.

`records.py make FOLDER` writes FOLDER/NAME.h5ad with the records in uns/n; "big" is big-endian, X too.
`records.py show STORE` prints dtypes and values as anndata reads them, and
`records.py outer STORE…` the error of anndata.concat, if any.
"""

import json
import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import numpy as np

warnings.filterwarnings("ignore")

RECORDS = {
    "big": np.array([(1, 2.5), (-3, 1e9)], [("a", ">i4"), ("b", ">f8")]),
    "plain": np.array([(1, 2.5)], [("a", "<i4"), ("b", "<f8")]),
    "lists": np.array([(1, [2, 3])], [("a", "<i4"), ("b", "<f8", (2,))]),
    "nested": np.array([(1, (2,))], [("a", "<i4"), ("b", [("c", "<f8")])]),
    "nested lists": np.array([(1, ([2, 3],))], [("a", "<i4"), ("b", [("c", "<f8", (2,))])]),
    "references": np.dtype([("a", "<i4"), ("b", h5py.ref_dtype)]),
    "lists of any length": np.dtype([("a", "<i4"), ("b", h5py.vlen_dtype("i4"))]),
}

command, where = sys.argv[1], Path(sys.argv[2])
if command == "make":
    for name, records in RECORDS.items():
        is_big = name == "big"
        adata = ad.AnnData(np.ones((1, 1), ">f4" if is_big else "<f4"))
        adata.var_names = ["g" if is_big else "f"]
        with h5py.File(where / f"{name}.h5ad", "w") as file:
            ad.io.write_elem(file, "/", adata)
            if isinstance(records, np.dtype):
                file["uns"].create_dataset("n", shape=(1,), dtype=records)
            else:
                file["uns"].create_dataset("n", data=records)
            file["uns/n"].attrs["encoding-type"] = "rec-array"
            file["uns/n"].attrs["encoding-version"] = "0.2.0"
elif command == "show":
    adata = ad.read_h5ad(where)
    dtypes = [dtype.str for dtype, *_ in adata.uns["n"].dtype.fields.values()]
    x = {"dtype": adata.X.dtype.str, "rows": np.nan_to_num(adata.X, nan=-1).tolist()}
    print(json.dumps({"dtypes": dtypes, "rows": adata.uns["n"].tolist(), "X": x}))
else:
    try:
        ad.concat([ad.read_h5ad(store) for store in sys.argv[2:]], join="outer")
        print(json.dumps(None))
    except ValueError as error:
        print(json.dumps(str(error)))
