"""Writes HDF5 files whose object headers have a message of every kind, for tests in which each of them lies."""

import json
import os
import sys

import h5py
import numpy as np

folder = sys.argv[1]
values = np.arange(60, dtype="i4").reshape(20, 3)
text = h5py.string_dtype()
inner = np.dtype([("a", "<i2"), ("b", ">f4")])
records = np.dtype([("n", "<i8"), ("of", inner), ("list", "<u2", (2, 3)), ("name", text), ("flag", "?")])


def fill(file, is_latest):
    file.create_dataset("plain", data=values)
    file.create_dataset("scalar", data=2.5)
    file.create_dataset("nothing", data=h5py.Empty("f4"))
    file.create_dataset("filled", (20, 3), "i4", chunks=(4, 2), fillvalue=7)[5:9] = 1
    file.create_dataset("filters", data=values, chunks=(5, 3), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("named filter", data=values, chunks=(5, 3), compression="lzf", maxshape=(40, 3))
    file.create_dataset("halves", data=values.astype(">f2"))
    file.create_dataset("flags", data=values % 2 == 0)
    file.create_dataset("texts", data=np.array(["a", "gène", ""], object), dtype=text)
    file.create_dataset("fixed texts", data=np.array(["a", "gène".encode()], h5py.string_dtype("utf-8", 8)))
    table = np.zeros(4, records)
    table["n"], table["name"] = np.arange(4), [f"name {i}" for i in range(4)]
    table["of"]["b"], table["list"], table["flag"] = np.arange(4) / 2, 5, [True, False] * 2
    file.create_dataset("records", data=table)
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((6,))
    h5py.h5d.create(file.id, b"compact", h5py.h5t.STD_I16LE, space, compact).write(
        h5py.h5s.ALL, h5py.h5s.ALL, np.arange(6, dtype="i2"))
    if is_latest:
        file.create_dataset("one chunk", data=values, chunks=(20, 3), compression="gzip")
        file.create_dataset("growing", data=values, chunks=(2, 3), maxshape=(None, 3))
        file.create_dataset("growing twice", data=values, chunks=(2, 3), maxshape=(None, None), compression="gzip")
    group = file.create_group("attributes")
    group.attrs["number"] = 5
    group.attrs["text"] = "gène"
    group.attrs.create("fixed", np.array("gène".encode(), h5py.string_dtype("utf-8", 8)))
    group.attrs["list"] = np.arange(6.0).reshape(2, 3)
    group.attrs["texts"] = ["a", "b"]
    group.attrs["flag"] = True
    links = file.create_group("links")
    links["hard"] = file["scalar"]
    links["gène"] = file["scalar"]
    links["soft"] = h5py.SoftLink("/scalar")
    links["other file"] = h5py.ExternalLink("other.h5", "/scalar")
    # In heaps of their own.
    many = file.create_group("many")
    for i in range(12):
        many.attrs[f"attribute {i}"] = i
        many[f"link {i}"] = h5py.SoftLink("/scalar")


addresses = {}
for name, libver in {"v1.h5": "earliest", "v2.h5": ("v108", "v108"), "latest.h5": "latest"}.items():
    with h5py.File(os.path.join(folder, name), "w", libver=libver) as file:
        fill(file, name == "latest.h5")
        addresses[name] = {at: h5py.h5o.get_info(file[at].id).addr for at in file}
with open(os.path.join(folder, "addresses.json"), "w") as out:
    json.dump(addresses, out)
