"""Writes HDF5 files with links, storage in other files, and an index of pages."""

import os
import sys

import h5py
import numpy as np

folder = sys.argv[1]
values = np.arange(1000, dtype="i4")

with h5py.File(os.path.join(folder, "other.h5"), "w") as other:
    # Other values at the addresses that the first file uses for its own.
    other.create_dataset("inside/values", data=values + 5000, chunks=(100,))

with h5py.File(os.path.join(folder, "links.h5"), "w") as file:
    file.create_dataset("inside/values", data=values, chunks=(100,))
    file["hard"] = file["inside/values"]
    file["soft"] = h5py.SoftLink("/inside/values")
    file["soft group"] = h5py.SoftLink("/inside")
    file["dangling"] = h5py.SoftLink("/nowhere")
    file["loop"] = h5py.SoftLink("/loop")
    file["external"] = h5py.ExternalLink("other.h5", "/inside/values")
    file["external group"] = h5py.ExternalLink("other.h5", "/inside")
    file["soft external"] = h5py.SoftLink("/external group/values")
    file["soft to soft"] = h5py.SoftLink("soft external")
    file["no file"] = h5py.ExternalLink("no such file.h5", "/values")
    file["inside/again"] = file["inside"]
    file["type"] = np.dtype("f4")

with h5py.File(os.path.join(folder, "storage.h5"), "w", libver="latest") as file:
    file.create_dataset("external", data=values, external=[(os.path.join(folder, "raw.bin"), 0, 4000)])
    layout = h5py.VirtualLayout((2, 1000), "i4")
    layout[0] = h5py.VirtualSource(os.path.join(folder, "other.h5"), "inside/values", (1000,))
    file.create_virtual_dataset("virtual", layout, fillvalue=-1)
    file.create_dataset("contiguous", data=values)
    layout = h5py.VirtualLayout((2, 1000), "i4")
    layout[0] = h5py.VirtualSource(file["contiguous"])
    file.create_virtual_dataset("virtual inside", layout, fillvalue=-1)
    layout[0] = h5py.VirtualSource(".", "no such array", (1000,))
    file.create_virtual_dataset("virtual nowhere", layout, fillvalue=-1)
    file.create_dataset("fixed array", data=values, chunks=(10,))
    file.create_dataset("one chunk", data=values, chunks=(1000,), compression="gzip")
    file.create_dataset("two ways", data=values.reshape(10, 100), chunks=(3, 7), maxshape=(None, None))
    file.create_dataset("lzf two ways", data=values.reshape(10, 100), chunks=(3, 7), maxshape=(None, None), compression="lzf")
    file.create_dataset("deep", data=np.arange(24000, dtype="i4").reshape(6000, 4), chunks=(2, 2), maxshape=(None, None), compression="gzip")
    # More chunks than fit into data blocks without pages.
    many = np.arange(132000, dtype="i4")
    file.create_dataset("paged", data=many, chunks=(1,), maxshape=(None,))
