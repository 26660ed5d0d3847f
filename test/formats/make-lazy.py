"""Writes stores that hold far more than inspecting them may read: `make-lazy.py FOLDER`."""

import json
import os
import sys

import h5py
import numpy as np
import zarr

MEMBERS = 20_000
COLUMNS = 2_000
CATEGORIES = 100_000
CHUNKS = 3_000
GROUPS = 1_500
ENTRIES = 2**31 + 10
# Megabytes that cannot be compressed to less than one.
TEXT = "é" + np.random.default_rng(5).bytes(2_000_000).hex()


def mark(node, encoding):
    node.attrs["encoding-type"] = encoding
    node.attrs["encoding-version"] = "0.1.0"
    return node


def wide(root):
    """Columns, categories and chunks, whose metadata and values are megabytes."""
    obs = mark(mark(root, "anndata").create_group("obs"), "dataframe")
    names = [f"column {i:04}" for i in range(COLUMNS)]
    obs.attrs["_index"] = "_index"
    obs.attrs["column-order"] = ["many categories", *names]
    category = mark(obs.create_group("many categories"), "categorical")
    category.attrs["ordered"] = False
    mark(category.create_dataset("codes", data=np.arange(3, dtype="i4")), "array")
    texts = np.array([f"a category with a long name: {i:08}" for i in range(CATEGORIES)], object)
    kind = h5py.string_dtype()
    mark(category.create_dataset("categories", data=texts, dtype=kind, chunks=(10_000,)), "string-array")
    for name in ["_index", *names]:
        mark(obs.create_dataset(name, data=np.arange(3)), "array")
    uns = mark(root.create_group("uns"), "dict")
    mark(uns.create_dataset("text", data=TEXT, dtype=kind), "string")
    mark(uns.create_dataset("fixed", data=np.array(TEXT.encode())), "string")
    var = mark(root.create_group("var"), "dataframe")
    var.attrs["_index"] = "_index"
    var.attrs["column-order"] = ["n"]
    for name in ("_index", "n"):
        mark(var.create_dataset(name, data=np.arange(2)), "array")
    many = root.create_dataset("obsm/chunks", data=np.arange(CHUNKS * 3).reshape(3, CHUNKS), chunks=(3, 1), compression="gzip")
    mark(many, "array")


def wide_folder(folder):
    """The same columns in Zarr 3, whose metadata is not consolidated."""

    def node(path, **document):
        os.makedirs(os.path.join(folder, path))
        with open(os.path.join(folder, path, "zarr.json"), "w") as out:
            json.dump({"zarr_format": 3, **document}, out)

    def encoded(encoding, **attributes):
        return {"encoding-type": encoding, "encoding-version": "0.2.0", **attributes}

    names = [f"column {i:04}" for i in range(COLUMNS)]
    node("", node_type="group", attributes=encoded("anndata"))
    frame = encoded("dataframe", **{"_index": "_index", "column-order": names})
    node("obs", node_type="group", attributes=frame)
    node("var", node_type="group", attributes=encoded("dataframe", **{"_index": "_index", "column-order": []}))
    for path in ["var/_index", *(f"obs/{name}" for name in ["_index", *names])]:
        node(
            path, node_type="array", attributes=encoded("array"), shape=[3], data_type="int64", fill_value=0,
            chunk_grid={"name": "regular", "configuration": {"chunk_shape": [3]}},
            chunk_key_encoding={"name": "default", "configuration": {"separator": "/"}},
            codecs=[{"name": "bytes", "configuration": {"endian": "little"}}],
        )
    node("uns", node_type="group", attributes=encoded("dict"))
    root = zarr.open_group(folder, mode="r+", use_consolidated=False)
    for name, compressors in {"text": None, "packed": "auto"}.items():
        text = root.create_array(f"uns/{name}", shape=(), chunks=(), dtype=str, compressors=compressors)
        text[...] = TEXT
        mark(text, "string")


def fill(file, members, add):
    uns = mark(mark(file, "anndata").create_group("uns"), "dict")
    mark(uns.create_group("empty"), "dict")
    many = mark(uns.create_group("many"), "dict")
    for i in range(members):
        add(many, f"member {i:05}")


for libver in ["earliest", "latest"]:
    with h5py.File(os.path.join(sys.argv[1], f"{libver}.h5ad"), "w", libver=libver) as file:
        # Its values take no place: no chunk was written. They would be 8 TiB.
        mark(file.create_dataset("X", (2**31, 2**10), "f4", chunks=(2**10, 2**10)), "array")
        layer = mark(file.create_group("layers/counts"), "csr_matrix")
        layer.attrs["shape"] = [10, 2**29]
        for name, dtype in [("data", "f4"), ("indices", "i4")]:
            layer.create_dataset(name, (ENTRIES,), dtype, chunks=(2**20,), compression="gzip")
        layer["indptr"] = np.linspace(0, ENTRIES, 11).astype("i8")
        file["one"] = 1
        for i in range(GROUPS):
            file[f"groups/group {i:04}/one"] = file["one"]
        fill(file, MEMBERS, lambda group, name: group.__setitem__(name, file["one"]))
    with h5py.File(os.path.join(sys.argv[1], f"wide-{libver}.h5ad"), "w", libver=libver) as file:
        wide(file)
for version in (2, 3):
    root = zarr.open_group(os.path.join(sys.argv[1], f"v{version}.zarr"), mode="w", zarr_format=version)
    fill(root, 40, lambda group, name: mark(group.create_group(name), "dict"))
wide_folder(os.path.join(sys.argv[1], "wide-v3.zarr"))
