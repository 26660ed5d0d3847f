"""Writes stores whose X has 2^31 values and more, each chunk of it one of a few: `make.py FOLDER`.

A value of row r is (r >> 5) % 7 + 1. In a csr_matrix it is one of WIDTH entries of the row, the first of
which is in column r % 2. Chunks are as those of our own results, so that whole ones can be copied.
"""

import sys
import warnings
import zlib
from pathlib import Path

import anndata as ad
import h5py
import numcodecs
import numpy as np
import pandas as pd
import zarr

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
WIDTH = 2**16
CODEC = numcodecs.Zstd(1)


def rows_of(start, count):
    """All values of an array that belong to rows, by its name."""
    rows = start + np.arange(count)
    columns = np.arange(WIDTH, dtype="i4") + (rows % 2)[:, None].astype("i4")
    values = np.broadcast_to(((rows >> 5) % 7 + 1)[:, None], columns.shape)
    return {"data": values.astype("u1"), "indices": columns, "X": values.astype("u2")}


def shuffled(values):
    return zlib.compress(values.reshape(-1).view("u1").reshape(-1, values.itemsize).T.tobytes(), 1)


def chunks_of(name, rows, chunk_rows, encode):
    """Each chunk, encoded; the last one padded."""
    known = {}
    for start in range(0, rows, chunk_rows):
        mark = (start >> 5) % 7
        if start + chunk_rows > rows:
            part = rows_of(start, rows - start)[name]
            yield encode(np.concatenate([part, np.zeros((start + chunk_rows - rows, WIDTH), part.dtype)]))
            continue
        if mark not in known:
            known[mark] = encode(rows_of(start, chunk_rows)[name])
        yield known[mark]


def empty(path, rows, columns, first, version=None):
    """A store without X."""
    obs = pd.DataFrame(index=[f"cell {first + i}" for i in range(rows)])
    adata = ad.AnnData(obs=obs, var=pd.DataFrame(index=[f"gene {i}" for i in range(columns)]))
    if version is None:
        adata.write_h5ad(path)
        return h5py.File(path, "r+")
    ad.settings.zarr_write_format = version
    adata.write_zarr(path)
    return zarr.open_group(path, mode="r+", use_consolidated=False)


def encoding(node, name, version, **more):
    node.attrs.update({"encoding-type": name, "encoding-version": version, **more})


def hdf5_array(group, name, shape, dtype, chunk, chunk_rows, maxshape=None):
    array = group.create_dataset(
        name, shape, dtype, chunks=chunk, maxshape=maxshape, shuffle=dtype != "u1", compression="gzip"
    )
    entries_per_row = chunk[0] // chunk_rows
    rows = -(-shape[0] // entries_per_row)
    for i, data in enumerate(chunks_of(name, rows, chunk_rows, shuffled)):
        array.id.write_direct_chunk((i * chunk[0], *[0] * (len(shape) - 1)), data)


def zarr_array(store, group, path, shape, dtype, chunk, chunk_rows):
    v2 = group.metadata.zarr_format == 2
    codec = CODEC if v2 else zarr.codecs.ZstdCodec(level=1)
    array = group.create_array(path, shape=shape, dtype=dtype, chunks=chunk, compressors=codec)
    rows = -(-shape[0] // (chunk[0] // chunk_rows))
    rest = [0] * (len(shape) - 1)
    for i, data in enumerate(chunks_of(path.split("/")[-1], rows, chunk_rows, CODEC.encode)):
        file = store / array.path / (".".join(map(str, [i, *rest])) if v2 else "/".join(map(str, ["c", i, *rest])))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def pointers(rows):
    ends = np.arange(rows + 1, dtype="i8") * WIDTH
    return ends.astype("i4") if ends[-1] < 2**31 else ends


def sparse(name, rows, first, version=None, columns=WIDTH + 1):
    path = folder / name
    root = empty(path, rows, columns, first, version)
    x = root.create_group("X")
    encoding(x, "csr_matrix", "0.1.0", shape=[rows, columns])
    for part, dtype in (("data", "u1"), ("indices", "i4")):
        if version is None:
            hdf5_array(x, part, (rows * WIDTH,), dtype, (2 * WIDTH,), 2, (None,))
        else:
            zarr_array(path, root, f"X/{part}", (rows * WIDTH,), dtype, (16 * WIDTH,), 16)
    if version is None:
        x["indptr"] = pointers(rows)
        root.close()
    else:
        root.create_array("X/indptr", data=pointers(rows))
        zarr.consolidate_metadata(str(path))


def dense(name, rows, first, version=None):
    path = folder / name
    root = empty(path, rows, WIDTH, first, version)
    if version is None:
        hdf5_array(root, "X", (rows, WIDTH), "u2", (4, WIDTH), 4)
    else:
        zarr_array(path, root, "X", (rows, WIDTH), "u2", (32, WIDTH), 32)
    encoding(root["X"], "array", "0.2.0")
    if version is None:
        root.close()
    else:
        zarr.consolidate_metadata(str(path))


MANY = 2**15
sparse("almost.h5ad", MANY - 1, 0)
sparse("more.zarr", MANY + 5, 0, version=2)
for name, version in (("few.h5ad", None), ("few.zarr", 2), ("few.zarr3.zarr", 3)):
    sparse(name, 5, 2 * MANY, version)
    # Without the last column, which is of every other row.
    sparse(f"narrow {name}", 1, 3 * MANY, version, columns=WIDTH)
    dense(f"dense {name}", 5, 2 * MANY, version)
dense("dense.h5ad", MANY + 1, 0)
dense("dense.zarr", MANY + 1, 0, version=2)
