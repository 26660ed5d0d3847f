"""Prints the encoding-type of every elem of each store: `encodings.py STORE ...`."""

import json
import sys

import h5py
import zarr


def walk(node, path):
    if "encoding-type" in node.attrs:
        yield path, str(node.attrs["encoding-type"])
    if isinstance(node, (h5py.Group, zarr.Group)):
        for name in node:
            yield from walk(node[name], f"{path}/{name}" if path else name)


def encodings(path):
    if not path.endswith(".h5ad"):
        return dict(walk(zarr.open_group(path, mode="r"), ""))
    with h5py.File(path) as file:
        return dict(walk(file, ""))


print(json.dumps({path: encodings(path) for path in sys.argv[1:]}))
