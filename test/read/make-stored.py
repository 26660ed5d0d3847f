"""Writes stores whose X is compressed in the way that ours is, and in others; sparse ones too."""

import os
import sys

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

folder = sys.argv[1]
WIDTH = 1000
SAME = dict(chunks=(131, WIDTH), shuffle=True, compression="gzip", compression_opts=9)


def names(rows, first):
    return pd.DataFrame(index=[f"cell {first + i}" for i in range(rows)])


def write(name, rows, first, reverse=False, dtype="<f4", written=None, **storage):
    """X of counts; with `written`, only that many rows of it are stored."""
    path = os.path.join(folder, f"{name}.h5ad")
    counts = np.random.default_rng(first).poisson(2, (rows, WIDTH)).astype("f4")
    genes = [f"gene {i}" for i in range(WIDTH)]
    var = pd.DataFrame(index=genes[::-1] if reverse else genes)
    ad.AnnData(counts[:, :WIDTH], obs=names(rows, first), var=var).write_h5ad(path)
    with h5py.File(path, "r+") as file:
        attrs = dict(file["X"].attrs)
        del file["X"]
        x = file.create_dataset("X", counts.shape, dtype, **{**SAME, **storage})
        x[: written if written is not None else rows] = counts[:written]
        x.attrs.update(attrs)


write("262 rows", 262, 0)
write("200 rows", 200, 0)
write("more", 150, 1000)
write("other order of columns", 262, 0, reverse=True)
write("no shuffle", 262, 0, shuffle=False)
write("lzf", 262, 0, compression="lzf", compression_opts=None)
write("fletcher32", 262, 0, fletcher32=True)
write("big-endian", 262, 0, dtype=">f4")
write("float64", 262, 0, dtype="<f8")
write("other chunks", 262, 0, chunks=(130, WIDTH))
write("columns in chunks", 262, 0, chunks=(131, 500))
write("fill", 262, 0, written=131, fillvalue=7)

# A chunk to which the filters were not applied.
write("filter mask", 262, 0)
with h5py.File(os.path.join(folder, "filter mask.h5ad"), "r+") as file:
    plain = np.full((131, WIDTH), 3, "<f4")
    file["X"].id.write_direct_chunk((131, 0), plain.tobytes(), filter_mask=3)

# The stream of a chunk ends too early: its size is right.
write("damaged", 262, 0)
with h5py.File(os.path.join(folder, "damaged.h5ad"), "r+") as file:
    mask, stored = file["X"].id.read_direct_chunk((131, 0))
    half = len(stored) // 2
    file["X"].id.write_direct_chunk((131, 0), stored[:half] + bytes(len(stored) - half), filter_mask=mask)


def write_sparse(name, rows, first, outside=False):
    path = os.path.join(folder, f"{name}.h5ad")
    rng = np.random.default_rng(first)
    x = sp.random(rows, WIDTH, 0.3, "csr", "f4", random_state=rng, data_rvs=lambda n: rng.poisson(2, n) + 1)
    var = pd.DataFrame(index=[f"gene {i}" for i in range(WIDTH)])
    ad.AnnData(x, obs=names(rows, first), var=var).write_h5ad(path)
    with h5py.File(path, "r+") as file:
        for key in ("data", "indices"):
            values = file["X"][key][:]
            if outside and key == "indices":
                values[50_000] = WIDTH
            del file["X"][key]
            file["X"].create_dataset(key, data=values, maxshape=(None,), **{**SAME, "chunks": (131_072,)})


write_sparse("sparse", 1500, 0)
write_sparse("sparse more", 600, 5000)
write_sparse("index outside", 1500, 0, outside=True)

# Larger than a chunk of Zarr.
write("large", 1100, 0)
