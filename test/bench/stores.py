"""Makes stores as single-cell experiments have them, the same ones for the same arguments.

Counts are skewed as real ones are: each gene is detected in a share of the cells of its own, each cell
type has marker genes, each cell a depth. obs has 15 columns of the usual kinds, names look like barcodes.
Every file has a random generator of its own, so that file `i` does not depend on how many there are.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import scipy.sparse as sp

warnings.filterwarnings("ignore")

TYPES = 12
DEPTHS = 8
COUNTS = 1024
"""Quantiles of a gene's counts that are told apart."""
BLOCK = 4_000_000
"""Values drawn at a time."""


@dataclass(frozen=True)
class Shape:
    files: int
    cells: int
    genes: int
    layout: str = "csr"
    compression: str | None = None
    format: str = "h5ad"
    shared: float = 1.0
    """Share of the genes that all files have."""
    shuffled: bool = False
    """Whether each file has its genes in an order of its own."""
    axis: str = "obs"
    """`var`: all files have the same cells, and genes of their own."""
    layers: bool = False
    density: float = 0.065


class Genes:
    """All genes there are, with their chance of detection by cell type and depth."""

    def __init__(self, shape):
        core = round(shape.genes * shape.shared)
        self.own = shape.genes - core
        self.core = core
        n = core + self.own * shape.files
        rng = np.random.default_rng(1)
        rate = np.exp(rng.normal(0, 1.7, n))
        markers = np.where(rng.random((TYPES, n)) < 0.03, np.exp(rng.normal(2, 0.5, (TYPES, n))), 1)
        depth = np.exp(np.linspace(-0.7, 0.7, DEPTHS))
        rates = (markers[:, None, :] * depth[None, :, None] * rate).reshape(-1, n)
        low, high = 1e-6, 10.0
        sample = rates[:, :: max(1, n // 2000)]
        for _ in range(40):
            scale = (low * high) ** 0.5
            found = np.mean(-np.expm1(-scale * sample))
            low, high = (scale, high) if found < shape.density else (low, scale)
        self.thresholds = np.clip(-np.expm1(-scale * rates) * 65536, 1, 65535).astype(np.uint16)
        # Counts above zero follow a geometric law around the gene's mean.
        self.classes = np.clip(np.log2(1 + rate * 8), 0, 7).astype(np.intp)
        quantiles = (np.arange(COUNTS) + 0.5) / COUNTS
        means = 2.0 ** np.arange(8) / 2
        self.counts = 1 + np.floor(-np.log1p(-quantiles)[None, :] * means[:, None]).astype(np.int32)
        self.ids = np.array([f"ENSG{i:011d}" for i in range(n)], dtype=object)
        self.symbols = np.array([f"{'ABCDEFGHJKLM'[i % 12]}{'RST'[i % 3]}{i}" for i in range(n)], dtype=object)
        self.biotypes = rng.choice(["protein_coding", "lncRNA", "pseudogene"], n, p=[0.6, 0.3, 0.1])
        self.lengths = rng.integers(200, 90_000, n)

    def of_file(self, i, shape):
        genes = np.concatenate([np.arange(self.core), self.core + i * self.own + np.arange(self.own)])
        if shape.shuffled:
            genes = genes[np.random.default_rng([2, i]).permutation(len(genes))]
        return genes.astype(np.intp)


def counts(rng, genes, chosen, kinds):
    """csr_matrix of float32 counts; `kinds` is cell type × depth of each cell."""
    thresholds = np.ascontiguousarray(genes.thresholds[:, chosen])
    table = genes.counts.astype(np.float32).ravel()
    classes = genes.classes[chosen]
    width = len(chosen)
    step = max(1, BLOCK // max(1, width))
    data, indices, lengths = [], [], []
    for start in range(0, len(kinds), step):
        block = kinds[start : start + step]
        drawn = np.frombuffer(rng.bytes(2 * len(block) * width), np.uint16).reshape(-1, width)
        found = drawn < thresholds[block]
        columns = (np.flatnonzero(found) % width).astype(np.int32)
        quantiles = np.frombuffer(rng.bytes(2 * len(columns)), np.uint16) % COUNTS
        data.append(table[classes[columns] * COUNTS + quantiles])
        indices.append(columns)
        lengths.append(np.count_nonzero(found, axis=1))
    indptr = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    parts = (np.concatenate(data), np.concatenate(indices), indptr.astype(np.int32))
    return sp.csr_matrix(parts, shape=(len(kinds), width))


def barcodes(rng, n):
    """16 bases, all different: an odd multiplier permutes the codes."""
    codes = np.arange(n, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(rng.integers(2**32))
    bases = (codes[:, None] >> (2 * np.arange(16, dtype=np.uint64))) & np.uint64(3)
    return np.frombuffer(b"ACGT", np.uint8)[bases.astype(np.intp)].view("S16").ravel().astype(str)


def observations(rng, i, types, matrix):
    n = len(types)
    codes = pd.Categorical.from_codes
    names = barcodes(rng, n)
    columns = {
        "donor_id": codes(rng.integers(0, 3, n), [f"D{i:03d}_{k}" for k in range(3)]),
        "cell_type": pd.Categorical([f"type {t}" for t in types]),
        "sample": codes(np.zeros(n, int), [f"sample_{i:04d}"]),
        "assay": codes(rng.integers(0, 2, n), ["10x 3' v2", "10x 3' v3"]),
        "sex": codes(rng.integers(-1, 2, n), ["female", "male"]),
        "stage": codes(rng.integers(0, 4, n), ["I", "II", "III", "IV"], ordered=True),
        "leiden": codes(rng.integers(0, 20, n), [str(k) for k in range(20)]),
        "n_genes": np.diff(matrix.indptr).astype(np.int32),
        "total_counts": np.asarray(matrix.sum(axis=1)).ravel().astype(np.float32),
        "pct_mt": rng.random(n, dtype=np.float32) * 20,
        "doublet_score": rng.random(n),
        "is_doublet": rng.random(n) < 0.05,
        "is_primary": np.full(n, i % 2 == 0),
        "batch_run": rng.integers(0, 1000, n),
        "barcode": names.astype(object),
    }
    index = [f"{name}-{i}_{k}" for k, name in enumerate(names)]
    return pd.DataFrame(columns, index=pd.Index(index, name="cell_id"))


def variables(genes, chosen, suffix):
    columns = {
        "gene_name": genes.symbols[chosen],
        "biotype": pd.Categorical(genes.biotypes[chosen]),
        "highly_variable": chosen % 10 == 0,
        "length": genes.lengths[chosen],
    }
    return pd.DataFrame(columns, index=pd.Index(genes.ids[chosen] + suffix, name="gene_id"))


def store(i, shape, genes):
    rng = np.random.Generator(np.random.SFC64([3, 0 if shape.axis == "var" else i]))
    chosen = genes.of_file(i, shape)
    types = rng.integers(0, TYPES, shape.cells)
    matrix = counts(rng, genes, chosen, types * DEPTHS + rng.integers(0, DEPTHS, shape.cells))
    obs = observations(rng, 0 if shape.axis == "var" else i, types, matrix)
    var = variables(genes, chosen, f"_{i}" if shape.axis == "var" else "")
    form = {"csr": lambda m: m, "csc": lambda m: m.tocsc(), "dense": lambda m: m.toarray()}[shape.layout]
    adata = ad.AnnData(form(matrix), obs=obs, var=var)
    if shape.layers:
        adata.layers["counts"] = form(matrix.astype(np.int32))
    pca = rng.standard_normal((shape.cells, 50), dtype=np.float32) + types[:, None]
    adata.obsm["X_pca"] = pca
    adata.obsm["X_umap"] = np.ascontiguousarray(pca[:, :2])
    adata.uns["pca"] = {"variance": np.linspace(10, 0.1, 50), "params": {"zero_center": True}}
    return adata


def make(folder, shape):
    """Writes `part_000.h5ad` (or `.zarr`) and so on into `folder`, which appears when all are there."""
    if folder.exists():
        return
    unfinished = folder.with_name(f"{folder.name}.partial-{shape.files}")
    unfinished.mkdir(parents=True, exist_ok=True)
    genes = Genes(shape)
    for i in range(shape.files):
        path = Path(unfinished, f"part_{i:03d}.{shape.format}")
        adata = store(i, shape, genes)
        if shape.format == "zarr":
            ad.settings.zarr_write_format = 3
            adata.write_zarr(path)
        else:
            adata.write_h5ad(path, compression=shape.compression)
    unfinished.rename(folder)
