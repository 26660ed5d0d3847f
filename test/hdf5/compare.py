"""Compares an HDF5 file with the description of what should be in it, by h5py alone."""

import base64
import json
import sys

import h5py
import numpy as np


def same(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"{what}: {actual!r}, expected {expected!r}")


def is_utf8(type_id):
    return type_id.get_cset() == h5py.h5t.CSET_UTF8


def compare_attribute(where, attrs, name, expected):
    kind, value = expected["kind"], expected["value"]
    attr = attrs.get_id(name)
    actual = attrs[name]
    if kind == "string":
        same(where, (attr.shape, h5py.check_string_dtype(attr.dtype).length), ((), None))
        same(where, is_utf8(attr.get_type()), True)
        same(where, (type(actual), actual), (str, value))
    elif kind == "bool":
        same(where, (type(actual), bool(actual)), (np.bool_, value))
    elif kind == "int64":
        same(where, (type(actual), int(actual)), (np.int64, int(value)))
    elif kind == "strings":
        same(where, (attr.shape, is_utf8(attr.get_type())), ((len(value),), True))
        same(where, (actual.dtype, actual.shape), (np.dtype(object), (len(value),)))
        same(where, list(actual), value)
    elif kind == "int64s":
        same(where, (actual.dtype, actual.shape), (np.dtype("<i8"), (len(value),)))
        same(where, actual.tolist(), [int(v) for v in value])
    else:
        raise SystemExit(f"{where}: unknown kind {kind}")


def compare_array(where, dataset, expected):
    same(where, type(dataset), h5py.Dataset)
    if expected["shape"] is None:
        same(where, (dataset.shape, dataset.dtype), (None, np.dtype("<f4")))
        same(where, type(dataset[()]), h5py.Empty)
        return
    shape = tuple(expected["shape"])
    same(f"{where} shape", dataset.shape, shape)
    maximum = (None, *shape[1:]) if expected["growable"] else shape
    same(f"{where} maxshape", dataset.maxshape, maximum)
    same(f"{where} chunks", dataset.chunks is not None, expected["chunked"])
    if expected["chunked"]:
        same(f"{where} compression", dataset.compression_opts, expected["level"])
    if expected["dtype"] == "string":
        info = h5py.check_string_dtype(dataset.dtype)
        same(f"{where} dtype", (info.encoding, info.length), ("utf-8", None))
        values = np.asarray(dataset.asstr(errors="strict")[()], dtype=object)
        same(f"{where} values", values.ravel().tolist(), expected["strings"])
        return
    dtype = np.dtype(expected["dtype"])
    same(f"{where} dtype", dataset.dtype, dtype)
    values = np.frombuffer(base64.b64decode(expected["bytes"]), dtype).reshape(shape)
    actual = np.asarray(dataset[()])
    same(f"{where} values", actual.tobytes(), values.tobytes())
    if shape and shape[0] > 2:
        start, stop = shape[0] // 3, shape[0] // 3 + 2
        same(f"{where} slice", dataset[start:stop].tobytes(), values[start:stop].tobytes())


def compare(where, node, expected):
    same(f"{where} attributes", sorted(node.attrs), sorted(expected["attrs"]))
    for name, attr in expected["attrs"].items():
        compare_attribute(f"{where} attribute {name!r}", node.attrs, name, attr)
    if expected["kind"] == "array":
        compare_array(where, node, expected)
        return
    same(where, isinstance(node, h5py.Group), True)
    members = expected["members"]
    same(f"{where} members", list(node), sorted(members, key=lambda name: name.encode()))
    for name, member in members.items():
        same(f"{where}/{name}", name in node, True)
        compare(f"{where}/{name}", node[name], member)


with open(sys.argv[2], encoding="utf-8") as description, h5py.File(sys.argv[1], "r") as file:
    compare("", file, json.load(description))
print("equal")
