"""Compares rows of X with what make.py wrote: `check.py STORE WIDTH ROWS ...`, by h5py and zarr-python alone.

WIDTH is the number of columns, and ROWS that of each input. Rows at either side of every border are looked
at, and those that hold the values 2^31 and 2^32 bytes behind the first.
"""

import sys

import h5py
import numpy as np
import zarr

ENTRIES = 2**16
path, width = sys.argv[1], int(sys.argv[2])
lengths = [int(text) for text in sys.argv[3:]]
total = sum(lengths)
root = h5py.File(path) if path.endswith(".h5ad") else zarr.open_group(path, mode="r")
x = root["X"]
starts = np.cumsum([0, *lengths])
borders = {2**31 // ENTRIES, 2**30 // ENTRIES, 2**29 // ENTRIES, total // 2}
looked = sorted({r + d for r in {*starts.tolist(), *borders} for d in (-2, -1, 0, 1) if 0 <= r + d < total})


def own_row(row):
    """The row within its input."""
    return row - starts[np.searchsorted(starts, row, side="right") - 1]


def same(what, actual, expected):
    if not np.array_equal(actual, expected):
        sys.exit(f"{what}: {actual!r} where {expected!r} is due")


if isinstance(x, (h5py.Dataset, zarr.Array)):
    same("shape", x.shape, (total, ENTRIES))
    same("dtype", str(x.dtype), "uint16")
    for row in looked:
        same(f"row {row}", x[row], np.full(ENTRIES, (own_row(row) >> 5) % 7 + 1, "u2"))
    print(x.shape[0] * x.shape[1])
else:
    parity = np.concatenate([np.arange(n) % 2 for n in lengths])
    # The last column of make.py's stores is odd rows' alone.
    ends = np.cumsum(np.where((parity == 1) & (width == ENTRIES), ENTRIES - 1, ENTRIES))
    indptr = x["indptr"][:]
    same("dtypes", [str(x[n].dtype) for n in ("data", "indices", "indptr")], ["uint8", "int32", "int64"])
    same("indptr", indptr, np.concatenate([[0], ends]))
    for name in ("data", "indices"):
        same(f"length of {name}", x[name].shape, (ends[-1],))
    for row in looked:
        start, stop = int(indptr[row]), int(indptr[row + 1])
        columns = np.arange(stop - start) + parity[row]
        same(f"indices of row {row}", x["indices"][start:stop], columns)
        same(f"data of row {row}", x["data"][start:stop], np.full(len(columns), (own_row(row) >> 5) % 7 + 1))
    print(int(ends[-1]))
