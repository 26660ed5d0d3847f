"""Writes an AnnData store for each compression filter, and arrays of every dtype with it."""

import json
import os
import shutil
import sys

import anndata
import h5py
import hdf5plugin
import numpy as np
import pandas as pd
import scipy.sparse as sp

ROWS, COLUMNS = 150, 37
DTYPES = ["f4", "f8", "i4", "i8", "u1", "?"]
ONLY_INTEGERS = {"scaleoffset"}

# Blosc's filter has shuffles of its own.
FILTERS = {
    "gzip": dict(compression="gzip"),
    "shuffle-gzip": dict(compression="gzip", shuffle=True),
    "fletcher32": dict(fletcher32=True),
    "shuffle-gzip-fletcher32": dict(compression="gzip", shuffle=True, fletcher32=True),
    "lzf": dict(compression="lzf"),
    "shuffle-lzf": dict(compression="lzf", shuffle=True),
    "szip": dict(compression="szip", compression_opts=("nn", 8)),
    "szip-ec": dict(compression="szip", compression_opts=("ec", 16)),
    "scaleoffset": dict(scaleoffset=0),
    "nbit": dict(),
    "bzip2": hdf5plugin.BZip2(),
    "lz4": hdf5plugin.LZ4(),
    "zstd": hdf5plugin.Zstd(),
    "shuffle-zstd": dict(hdf5plugin.Zstd(clevel=9), shuffle=True),
    "bitshuffle-none": hdf5plugin.Bitshuffle(cname="none"),
    "bitshuffle-lz4": hdf5plugin.Bitshuffle(cname="lz4"),
    "bitshuffle-zstd": hdf5plugin.Bitshuffle(cname="zstd"),
}
for shuffle in range(3):
    for codec in ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]:
        FILTERS[f"blosc-{codec}-{shuffle}"] = hdf5plugin.Blosc(cname=codec, shuffle=shuffle)
    for codec in ["blosclz", "lz4", "lz4hc", "zstd"]:
        FILTERS[f"blosc2-{codec}-{shuffle}"] = hdf5plugin.Blosc2(cname=codec, filters=shuffle)


# Which is refused.
OTHERS = {"blosc2-zlib": hdf5plugin.Blosc2(cname="zlib")}


def numbers(dtype, shape):
    """Compressible ones, with some that are not."""
    random = np.random.default_rng(len(shape))
    values = np.arange(np.prod(shape)).reshape(shape) // 7 % 100
    noise = random.random(shape) < 0.1
    if dtype == "?":
        return values % 2 == noise
    if dtype[0] == "f":
        return (values + noise * random.random(shape)).astype(dtype)
    return (values + noise * random.integers(0, 100, shape)).astype(dtype)


def create(group, name, values, filter_name, chunks):
    """As `group.create_dataset`; h5py has no option for nbit."""
    if filter_name != "nbit":
        return group.create_dataset(name, data=values, chunks=chunks, **{**FILTERS, **OTHERS}[filter_name])
    kind = h5py.h5t.py_create(values.dtype, logical=True)
    pipeline = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    pipeline.set_chunk(chunks)
    pipeline.set_filter(h5py.h5z.FILTER_NBIT, 0, ())
    space = h5py.h5s.create_simple(values.shape)
    dataset = h5py.h5d.create(group.id, name.encode(), kind, space, pipeline)
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, values)
    return h5py.Dataset(dataset)


def dtypes_of(filter_name):
    return [d for d in DTYPES if filter_name not in ONLY_INTEGERS or d[0] in "iu"]


def adata(X):
    return anndata.AnnData(
        X,
        obs=pd.DataFrame(index=[f"cell {i}" for i in range(X.shape[0])]),
        var=pd.DataFrame(index=[f"gene {i}" for i in range(X.shape[1])]),
    )


def replace(group, name, filter_name):
    """Stores an array again in other chunks, with the filter."""
    old = group[name]
    values, attrs = old[()], dict(old.attrs)
    chunks = tuple(max(1, -(-n // 3)) for n in values.shape)
    del group[name]
    create(group, name, values, filter_name, chunks).attrs.update(attrs)


def write_store(folder, filter_name):
    integer = filter_name in ONLY_INTEGERS
    dense = numbers("i4" if integer else "f4", (ROWS, COLUMNS))
    data = adata(sp.csr_matrix(np.where(dense % 3 == 0, dense, 0).astype(dense.dtype)))
    data.layers["dense"] = dense
    path = os.path.join(folder, f"{filter_name}.h5ad")
    data.write_h5ad(path)
    with h5py.File(path, "r+") as file:
        for name in ["data", "indices", "indptr"]:
            replace(file["X"], name, filter_name)
        replace(file["layers"], "dense", filter_name)


def write_arrays(folder):
    with h5py.File(os.path.join(folder, "arrays.h5"), "w") as file:
        for filter_name in FILTERS:
            group = file.create_group(filter_name)
            for dtype in dtypes_of(filter_name):
                label = np.dtype(dtype).name
                create(group, f"{label} 1", numbers(dtype, (1000,)), filter_name, (128,))
                create(group, f"{label} 2", numbers(dtype, (61, 23)), filter_name, (16, 10))
    # Read again, as lossy filters would change values.
    with h5py.File(os.path.join(folder, "arrays.h5")) as file:
        return {
            name: {at: node[()].astype("f8").ravel().tolist() for at, node in group.items()}
            for name, group in file.items()
        }


PLACES = {
    "X": "X/indices",
    "obs/column": "obs/column",
    "obs/group": "obs/group/categories",
    "var/column": "var/column",
    "obsm/pca": "obsm/pca",
    "varm/loadings": "varm/loadings",
    "varm/table": "varm/table/column",
    "varp/pairs": "varp/pairs",
    "uns/nested/values": "uns/nested/values",
    "raw/X": "raw/X/data",
    "obs/_index": "obs/_index",
    "var/_index": "var/_index",
}
# In a message of version 1: the id, and the length of the name before the name itself.
GZIP = (1).to_bytes(2, "little") + b"\x08\x00"
NOBODYS = (31999).to_bytes(2, "little") + b"\x08\x00"


def write_refused(folder):
    """A filter that nobody has at each place of a store, and one that has no plugin for us."""
    data = adata(sp.csr_matrix(numbers("f4", (ROWS, COLUMNS))))
    data.obs["column"] = np.arange(ROWS, dtype="f4")
    data.obs["group"] = pd.Categorical.from_codes(np.arange(ROWS) % 2, ["a", "b"])
    data.var["column"] = np.arange(COLUMNS, dtype="f4")
    data.obsm["pca"] = numbers("f4", (ROWS, 3))
    data.varm["loadings"] = numbers("f4", (COLUMNS, 3))
    data.varm["table"] = pd.DataFrame({"column": range(COLUMNS)}, index=data.var_names)
    data.varp["pairs"] = numbers("f4", (COLUMNS, COLUMNS))
    data.uns["nested"] = {"values": np.arange(10, dtype="f4")}
    data.raw = data.copy()
    base = os.path.join(folder, "base.h5ad")
    data.write_h5ad(base)
    for elem, array in PLACES.items():
        path = os.path.join(folder, f"refused-{elem.replace('/', '-')}.h5ad")
        shutil.copy(base, path)
        with h5py.File(path, "r+") as file:
            old = file[array]
            values, kind, attrs = old[()], old.dtype, dict(old.attrs)
            del file[array]
            new = file.create_dataset(array, data=values, dtype=kind, chunks=values.shape, compression="gzip")
            new.attrs.update(attrs)
        with open(path, "rb") as source:
            content = source.read()
        at = content.index(b"deflate\0") - 8
        assert content[at : at + 4] == GZIP, elem
        with open(path, "wb") as out:
            out.write(content[:at] + NOBODYS + content[at + 4 :])
    zlib = os.path.join(folder, "zlib-in-blosc2.h5ad")
    data = adata(sp.csr_matrix(numbers("f4", (ROWS, COLUMNS))))
    data.layers["dense"] = numbers("f4", (ROWS, COLUMNS))
    data.write_h5ad(zlib)
    with h5py.File(zlib, "r+") as file:
        replace(file["layers"], "dense", "blosc2-zlib")
    path = os.path.join(folder, "refused-sz3.h5ad")
    shutil.copy(base, path)
    with h5py.File(path, "r+") as file:
        values = file["obsm/pca"]
        attrs = dict(values.attrs)
        values = values[()]
        del file["obsm/pca"]
        file.create_dataset("obsm/pca", data=values, **hdf5plugin.SZ3(absolute=0.1)).attrs.update(attrs)


def main(folder):
    arrays = write_arrays(folder)
    for name in FILTERS:
        write_store(folder, name)
    write_refused(folder)
    with open(os.path.join(folder, "expected.json"), "w") as out:
        json.dump({"arrays": arrays, "filters": list(FILTERS), "refused": list(PLACES)}, out)


main(sys.argv[1])
