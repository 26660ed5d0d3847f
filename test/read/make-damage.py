"""Writes sound HDF5 files that have every structure of the format, for tests that damage them."""

import os
import sys

import h5py
import numpy as np

folder = sys.argv[1]
values = np.arange(1000, dtype="i4")


def fill(file):
    """What all files have."""
    file.attrs["text"] = "in a heap"
    file.attrs.create("fixed", np.bytes_("of one length"))
    file.create_dataset("plain", data=values)
    file.create_dataset("compact", data=values[:10])
    file.create_dataset("strings", data=[f"text {i}" for i in range(50)], dtype=h5py.string_dtype())
    file.create_dataset("chunks", data=values, chunks=(100,), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("bare chunks", data=values.reshape(100, 10), chunks=(10, 10), fillvalue=7)
    group = file.create_group("group")
    group["soft"] = h5py.SoftLink("/plain")
    for i in range(12):
        group.create_group(f"member {i:02}").attrs["number"] = i


# Superblock 0, old groups, version 1 of all.
with h5py.File(os.path.join(folder, "v0.h5"), "w", libver="earliest") as file:
    fill(file)
# Superblock 2.
with h5py.File(os.path.join(folder, "v2.h5"), "w", libver=("v108", "v108")) as file:
    fill(file)
# Superblock 3, and every index of chunks.
with h5py.File(os.path.join(folder, "v3.h5"), "w", libver="latest") as file:
    fill(file)
    file.create_dataset("one chunk", data=values, chunks=(1000,), compression="gzip")
    file.create_dataset("growing", data=values, chunks=(3,), maxshape=(None,), compression="gzip")
    grid = values.reshape(50, 20)
    file.create_dataset("growing twice", data=grid, chunks=(2, 5), maxshape=(None, None), compression="gzip")
    many = file.create_group("many")
    for i in range(100):
        many[f"a link with a name that is not short {i:03}"] = h5py.SoftLink("/compact")
    attrs = file.create_group("attributes").attrs
    for i in range(20):
        attrs[f"attribute {i:02}"] = i
    attrs["huge"] = np.arange(10000)
