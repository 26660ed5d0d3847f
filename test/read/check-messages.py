"""Says what h5py reads of damaged HDF5 files: `check-messages.py FOLDER`, with a list of cases in cases.json.

A case is {"file", "elem", "patches": [[offset, hex], ...]}. They are read in another process, since the library may
crash or hang: then the next one goes on behind that case. Prints a list of {"dtype", "shape", "attrs", "hash"} of arrays, {"keys", "attrs"} of groups,
or null where h5py fails.
"""

import io
import json
import multiprocessing
import os
import sys

import h5py
import numpy as np
from describe import canonical, dtype_name, hash_of

PATIENCE = 10
MOST = 100_000


def attributes(node):
    attrs = {}
    for name in node.attrs:
        dtype = node.attrs.get_id(name).dtype
        is_text = h5py.check_string_dtype(dtype) is not None
        if dtype.kind in "cV" or (dtype.kind == "O" and not is_text):
            continue
        value = node.attrs[name]
        attrs[name] = canonical(None if isinstance(value, h5py.Empty) else value)
    return dict(sorted(attrs.items()))


def describe(node):
    if isinstance(node, h5py.Group):
        return {"keys": sorted(node.keys()), "attrs": attributes(node)}
    text = h5py.check_string_dtype(node.dtype) is not None
    shape = node.shape
    read = shape is not None and np.prod(shape, dtype=object) <= MOST
    values = np.asarray(node[()], object if text else None) if read else None
    return {
        "dtype": "string" if text else dtype_name(node.dtype),
        "shape": shape, "attrs": attributes(node), "hash": hash_of(values) if read else None,
    }


def read(folder, case):
    try:
        with open(os.path.join(folder, case["file"]), "rb") as source:
            content = bytearray(source.read())
        for offset, patch in case["patches"]:
            content[offset : offset + len(patch) // 2] = bytes.fromhex(patch)
        with h5py.File(io.BytesIO(content)) as file:
            return json.loads(json.dumps(describe(file[case["elem"]])))
    except Exception:
        return None


def read_all(folder, cases, sender):
    for case in cases:
        sender.send(read(folder, case))


def main(folder):
    with open(os.path.join(folder, "cases.json")) as source:
        cases = json.load(source)
    context = multiprocessing.get_context("fork")
    found = []
    while len(found) < len(cases):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=read_all, args=(folder, cases[len(found) :], sender))
        process.start()
        sender.close()
        is_well = True
        while is_well and len(found) < len(cases):
            is_well = receiver.poll(PATIENCE)
            try:
                found.append(receiver.recv() if is_well else None)
            except EOFError:
                is_well = False
                found.append(None)
        process.kill()
        process.join()
    print(json.dumps(found))


main(sys.argv[1])
