"""Writes stores that hold far more than inspecting them may read: `make-lazy.py FOLDER`."""

import os
import sys

import h5py
import numpy as np
import zarr

MEMBERS = 20_000
GROUPS = 1_500
ENTRIES = 2**31 + 10


def mark(node, encoding):
    node.attrs["encoding-type"] = encoding
    node.attrs["encoding-version"] = "0.1.0"
    return node


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
for version in (2, 3):
    root = zarr.open_group(os.path.join(sys.argv[1], f"v{version}.zarr"), mode="w", zarr_format=version)
    fill(root, 40, lambda group, name: mark(group.create_group(name), "dict"))
