"""Stores on paper: metadata, names and columns of any number of inputs, without the values of matrices.

All inputs lead to one store by links. Chunks that are not there are read as zeros, so that plans can be
made, and parts run, of results that no disk here could hold.
"""

import os
import shutil
import warnings
from dataclasses import dataclass

import anndata as ad
import numpy as np
import pandas as pd
import zarr

warnings.filterwarnings("ignore")

CHUNK = 2**20


@dataclass(frozen=True)
class Paper:
    inputs: int
    cells: int = 10_000
    """Of each input."""
    entries: int = 6_250
    """Of each cell, in each of two matrices: 100 kB a cell."""
    genes: int = 36_601


def make(folder, paper):
    """Writes the inputs and returns their paths."""
    shutil.rmtree(folder, ignore_errors=True)
    base = folder / "base"
    write(base, paper)
    paths = []
    for i in range(paper.inputs):
        own = folder / f"{i:05}.zarr"
        own.mkdir()
        os.link(base / "zarr.json", own / "zarr.json")
        for name in ("X", "layers", "obs", "obsm", "obsp", "uns", "var", "varm", "varp"):
            os.symlink(os.path.relpath(base / name, own), own / name)
        paths.append(str(own))
    return paths


def write(path, paper):
    ad.settings.zarr_write_format = 3
    frames = {"obs": observations(paper.cells), "var": variables(paper.genes)}
    obsm = {"X_pca": np.zeros((paper.cells, 50), np.float32)}
    ad.AnnData(**frames, obsm=obsm, uns={"pca": {"variance": np.zeros(50)}}).write_zarr(path)
    root = zarr.open_group(path, mode="r+", use_consolidated=False)
    for name in ("X", "layers/counts"):
        matrix(root, name, paper)
    zarr.consolidate_metadata(path)


def matrix(root, name, paper):
    group = root.create_group(name)
    shape = [paper.cells, paper.genes]
    group.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": shape})
    nnz = paper.cells * paper.entries
    group.create_array("data", shape=(nnz,), dtype=np.float32, chunks=(CHUNK,))
    group.create_array("indices", shape=(nnz,), dtype=np.int32, chunks=(CHUNK,))
    pointers = np.arange(paper.cells + 1, dtype=np.int64) * paper.entries
    group.create_array("indptr", shape=pointers.shape, dtype=np.int64, chunks=pointers.shape)[:] = pointers


def observations(cells):
    rng = np.random.default_rng(0)
    types = [f"type {c}" for c in range(20)]
    columns = {f"category_{k}": pd.Categorical.from_codes(rng.integers(0, 20, cells), types) for k in range(8)}
    columns |= {f"score_{k}": rng.random(cells, dtype=np.float32) for k in range(4)}
    columns |= {f"count_{k}": rng.integers(0, 1000, cells, dtype=np.int32) for k in range(3)}
    return pd.DataFrame(columns, index=[f"AAACCTGAGAAACC-{k}" for k in range(cells)])


def variables(genes):
    columns = {"name": [f"GENE{g}" for g in range(genes)], "length": np.arange(genes, dtype=np.int64)}
    return pd.DataFrame(columns, index=[f"ENSG{g:011d}" for g in range(genes)])
