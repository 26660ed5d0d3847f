"""Writes HDF5 files that a reader must refuse in part, or read although they are odd."""

import os
import sys

import anndata
import h5py
import numpy as np

folder = sys.argv[1]


def at(name):
    return os.path.join(folder, name)


def patch(name, target, old, new, count=1):
    with open(at(name), "rb") as source:
        content = source.read()
    assert content.count(old) >= count, (name, old)
    with open(at(target), "wb") as out:
        out.write(content.replace(old, new, count))


values = np.arange(1000, dtype="i4")

with h5py.File(at("text.h5"), "w") as file:
    file.attrs["text"] = "a text in a heap of the file"
    file.create_dataset("values", data=values)
# The heap's only object says that it is larger than the heap.
patch("text.h5", "heap.h5", (28).to_bytes(8, "little") + b"a text", (2**40).to_bytes(8, "little") + b"a text")

with h5py.File(at("lzf.h5"), "w") as file:
    # What the library would take for the values of the other array, if it ignored an error.
    file.create_dataset("before", data=values, chunks=(1000,), compression="gzip")
    file.create_dataset("unknown", data=values, chunks=(1000,), compression="lzf")
# The id of a filter that nobody has.
patch("lzf.h5", "unknown.h5", (32000).to_bytes(2, "little") + b"\x08\x00", (31999).to_bytes(2, "little") + b"\x08\x00")

with h5py.File(at("odd.h5"), "w") as file:
    h5py.h5g.create(file.create_group("names").id, b"\xff\xfe")
    brain = h5py.h5t.IEEE_F16LE.copy()
    brain.set_fields(15, 7, 8, 0, 7)
    brain.set_ebias(127)
    narrow = h5py.h5t.STD_I16LE.copy()
    narrow.set_precision(12)
    for name, kind in {"bfloat16": brain, "12 bits": narrow, "bits": h5py.h5t.STD_B8LE}.items():
        h5py.h5d.create(file.id, name.encode(), kind, h5py.h5s.create_simple((4,)))
    file["type"] = np.dtype(">f4")
    file.attrs.create("committed", [1.5, 2.5], dtype=file["type"])
    file.create_dataset("huge shape", (2**50,), "i1", chunks=(1000,), fillvalue=3)
    file.create_dataset("no values", (0,), h5py.string_dtype())
    circle = file.create_group("circle")
    circle["one"] = circle
    circle["two"] = file

with h5py.File(at("dense.h5"), "w", libver="latest") as file:
    file.attrs["large"] = np.arange(20000)
    for i in range(3000):
        file.attrs[f"attribute {i}"] = i

# Groups that hold the next one twice: 2^40 ways, and no circle.
for name, depth in {"fan": 40, "deep": 70}.items():
    data = anndata.AnnData(np.eye(3, dtype="f4"))
    data.write_h5ad(at(f"{name}.h5ad"))
    with h5py.File(at(f"{name}.h5ad"), "r+") as file:
        group = file["uns"].create_group(name)
        for _ in range(depth):
            inner = group.create_group("a")
            if name == "fan":
                group["b"] = inner
            group = inner
# Links through the next one, 40 times each.
with h5py.File(at("soft-fan.h5"), "w") as file:
    for i in range(15):
        file[f"link {i}"] = h5py.SoftLink("/".join([f"link {i + 1}"] * 40))
    file["link 15"] = h5py.SoftLink("/")
    file.create_group("end")
    file["few"] = h5py.SoftLink("/".join(["link 15"] * 40 + ["end"]))

# A file that somebody put other bytes in front of still counts from its own start.
with open(at("text.h5"), "rb") as source, open(at("moved.h5"), "wb") as out:
    out.write(bytes(512) + source.read())
