"""Describes what is in a store, as Python's own libraries read it, for tests in TypeScript."""

import hashlib
import struct

import numpy as np


def canonical(value):
    """A value as text that TypeScript makes in the same way (`canonical` of describe.ts)."""
    if isinstance(value, (str, np.str_)):
        return "s:" + str(value)
    if isinstance(value, bytes):
        return "s:" + value.decode()
    if value is None:
        return "null"
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        number = float(value)
        if number.is_integer():
            return str(int(number))
        return "f:" + ("nan" if np.isnan(number) else struct.pack(">d", number).hex())
    if isinstance(value, np.ndarray):
        return canonical(value.tolist() if value.ndim else value[()])
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    raise TypeError(type(value))


def hash_of(values):
    """Of the bytes of numbers in C order, little-endian; of strings with their lengths."""
    values = np.asarray(values)
    digest = hashlib.sha1()
    if values.dtype.names is not None:
        for name in values.dtype.names:
            digest.update(hash_of(values[name]).encode())
        return digest.hexdigest()
    if values.dtype.kind in "OSUT":
        for item in values.ravel().tolist():
            if item == 0 or item is None:
                item = b""
            encoded = item if isinstance(item, bytes) else item.encode()
            digest.update(struct.pack("<I", len(encoded)) + encoded)
    else:
        digest.update(np.ascontiguousarray(values, values.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()


def dtype_name(dtype):
    """As `dtypeName` of the engine has it."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        return f"{dtype_name(base)}[{', '.join(map(str, shape))}]"
    if dtype.names is not None:
        return "{" + ", ".join(f"{name}: {dtype_name(dtype[name])}" for name in dtype.names) + "}"
    return "string" if dtype.kind in "OSU" else dtype.newbyteorder("=").name


def array(dtype, shape, attrs, values=None, chunks=None, filters=()):
    return {
        "kind": "array",
        "dtype": dtype,
        "shape": None if shape is None else list(shape),
        "attrs": sorted(attrs.items()),
        "chunks": None if chunks is None else list(chunks),
        "filters": list(filters),
        "hash": None if values is None else hash_of(values),
    }


def group(keys, attrs):
    return {"kind": "group", "keys": sorted(keys), "attrs": sorted(attrs.items())}
