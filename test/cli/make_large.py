"""Writes two inputs of about MEGABYTES together: make_large.py FOLDER KIND MEGABYTES."""

import sys
from pathlib import Path

import h5py
import numpy as np

folder, kind, megabytes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
size = megabytes * 500_000
"""Bytes of one input."""
GENES = 1000


def described(node, encoding, version="0.2.0"):
    node.attrs["encoding-type"] = encoding
    node.attrs["encoding-version"] = version
    return node


def text(group, name, values):
    described(group.create_dataset(name, data=values, dtype=h5py.string_dtype()), "string-array")


def frame(file, name, length, columns):
    group = described(file.create_group(name), "dataframe")
    group.attrs["_index"] = "_index"
    group.attrs["column-order"] = np.array(list(columns), dtype=h5py.string_dtype())
    text(group, "_index", [f"{name}-{i}" for i in range(length)])
    for key, values in columns.items():
        if values.dtype == object:
            text(group, key, values)
        else:
            described(group.create_dataset(key, data=values), "array")


def sparse(file, rows, encoding):
    per_row = 100
    columns = np.arange(per_row, dtype=np.int32) * (GENES // per_row)
    x = described(file.create_group("X"), encoding, "0.1.0")
    x.attrs["shape"] = [rows, GENES]
    if encoding == "csr_matrix":
        indices = np.tile(columns, rows)
        ends = np.arange(rows + 1) * per_row
    else:
        indices = np.tile(np.arange(rows, dtype=np.int32), per_row)
        filled = np.isin(np.arange(GENES), columns)
        ends = np.concatenate([[0], np.cumsum(np.where(filled, rows, 0))])
    x["indices"] = indices
    x["indptr"] = ends.astype(np.int32)
    x.create_dataset("data", data=np.arange(len(indices), dtype=np.float32), **options)


options = {"compression": "gzip", "compression_opts": 1} if kind == "gzip" else {}
for i in range(2):
    with h5py.File(folder / f"{i}.h5ad", "w") as file:
        described(file, "anndata", "0.1.0")
        if kind in ("csr", "csc", "gzip"):
            rows = size // 800
            sparse(file, rows, "csc_matrix" if kind == "csc" else "csr_matrix")
            frame(file, "obs", rows, {})
        elif kind == "dense":
            rows = size // (4 * GENES)
            values = np.repeat(np.arange(rows, dtype=np.float32), GENES).reshape(rows, GENES)
            described(file.create_dataset("X", data=values), "array")
            frame(file, "obs", rows, {})
        else:
            rows = size // 128
            numbers = {f"score_{k}": np.arange(rows, dtype=np.float64) for k in range(6)}
            names = np.array([f"AAACCTGAGAAACC{k}" for k in range(rows)], dtype=object)
            frame(file, "obs", rows, {**numbers, "barcode": names})
        frame(file, "var", GENES, {})
