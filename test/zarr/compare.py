"""Compares a Zarr store with the description of what should be in it, by zarr-python alone.

`compare.py STORE DESCRIPTION`: twice, by its consolidated metadata and without.
"""

import base64
import json
import sys

import numpy as np
import zarr


def same(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"{what}: {actual!r}, expected {expected!r}")


def attribute(expected):
    kind, value = expected["kind"], expected["value"]
    if kind == "int64":
        return int(value)
    return [int(v) for v in value] if kind == "int64s" else value


def compare_codec(where, array, expected):
    found = array.compressors[0] if array.compressors else None
    if expected["codec"] == "none":
        same(f"{where} codec", found, None)
        return
    config = found.to_dict()["configuration"] if array.metadata.zarr_format == 3 else found.get_config()
    name = type(found).__name__.lower().removesuffix("codec")
    same(f"{where} codec", (name, config["level"]), (expected["codec"], expected["level"]))


def compare_array(where, array, expected):
    same(where, type(array), zarr.Array)
    if expected["shape"] is None:
        same(where, (array.shape, array.dtype, bool(array[()])), ((), np.dtype(bool), False))
        return
    shape = tuple(expected["shape"])
    same(f"{where} shape", array.shape, shape)
    compare_codec(where, array, expected)
    values = np.asarray(array[...])
    if expected["dtype"] == "string":
        same(f"{where} values", [str(v) for v in values.ravel()], expected["strings"])
        return
    dtype = np.dtype(expected["dtype"])
    same(f"{where} dtype", array.dtype, dtype)
    due = np.frombuffer(base64.b64decode(expected["bytes"]), dtype).reshape(shape)
    same(f"{where} values", values.tobytes(), due.tobytes())
    if shape and shape[0] > 2:
        start, stop = shape[0] // 3, shape[0] // 3 + 2
        same(f"{where} slice", array[start:stop].tobytes(), due[start:stop].tobytes())


def compare(where, node, expected):
    attrs = {name: attribute(attr) for name, attr in expected["attrs"].items()}
    same(f"{where} attributes", dict(node.attrs), attrs)
    same(f"{where} kinds", {k: type(v) for k, v in node.attrs.items()}, {k: type(v) for k, v in attrs.items()})
    if expected["kind"] == "array":
        compare_array(where, node, expected)
        return
    same(where, type(node), zarr.Group)
    members = expected["members"]
    same(f"{where} members", sorted(node), sorted(members))
    for name, member in members.items():
        compare(f"{where}/{name}", node[name], member)


with open(sys.argv[2], encoding="utf-8") as file:
    description = json.load(file)
for consolidated in (True, False):
    root = zarr.open_group(sys.argv[1], mode="r", use_consolidated=consolidated)
    same("consolidated", root.metadata.consolidated_metadata is not None, consolidated)
    compare("", root, description)
print("equal")
