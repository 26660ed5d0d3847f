"""How time and memory grow: npm run bench -- --scaling [CASE …]. Each case at one, two and four times its size."""

import shutil
from pathlib import Path

import h5py
import numpy as np
from measure import run

MIB = 2**20
GROWTH = (1, 2, 4)


def names(folder, n):
    """Two inputs with n variables each, half of them shared, none in order: an outer join sorts them."""
    rng = np.random.default_rng(n)
    for i in range(2):
        ids = rng.permutation(n) + i * (n // 2)
        write(folder / f"{i}.h5ad", texts("AC%08d.1-gene", range(10)), texts("AC%08d.1-gene", ids))


def categories(folder, n):
    """Two inputs with n observations that are each of a category of its own, half of them shared."""
    for i in range(2):
        column = (texts("clone_%d", np.arange(n) + i * (n // 2)), np.arange(n, dtype=np.int32))
        write(folder / f"{i}.h5ad", texts(f"{i}_%d", range(n)), texts("g%d", range(10)), {"clone": column})


def columns(folder, n):
    """Two inputs with n columns of obs."""
    for i in range(2):
        obs = {f"score_{k}": np.full(50, k, dtype=np.float32) for k in range(n)}
        write(folder / f"{i}.h5ad", texts(f"{i}_%d", range(50)), texts("g%d", range(10)), obs)


def inputs(folder, n):
    """n inputs of 50 observations and 500 variables."""
    for i in range(n):
        column = (texts("type %d", range(5)), np.arange(50, dtype=np.int8) % 5)
        write(folder / f"{i:05}.h5ad", texts(f"{i}_%d", range(50)), texts("g%d", range(500)), {"type": column})


def cells(folder, n):
    """Two inputs of n observations with five columns, and 10 variables."""
    rng = np.random.default_rng(n)
    for i in range(2):
        obs = {
            "type": (texts("type %d", range(20)), rng.integers(0, 20, n).astype(np.int8)),
            "donor": (texts(f"{i}_%d", range(200)), rng.integers(0, 200, n).astype(np.int16)),
            "counts": rng.random(n, dtype=np.float32),
            "run": rng.integers(0, 1000, n),
            "doublet": rng.random(n) < 0.05,
        }
        write(folder / f"{i}.h5ad", texts(f"AAACCTGAGAAACC-{i}_%d", range(n)), texts("g%d", range(10)), obs)


CASES = {
    "names": (names, 1_250_000, ["--join", "outer"]),
    "categories": (categories, 250_000, []),
    "columns": (columns, 2_500, []),
    "inputs": (inputs, 250, []),
    "cells": (cells, 1_250_000, []),
}


def texts(form, values):
    return np.array([(form % value).encode() for value in values], dtype=object)


def write(path, obs_names, var_names, obs=None):
    """A store with an empty X. A column is an array, or categories and codes."""
    with h5py.File(path, "w", libver=("v110", "v110")) as file:
        attrs(file, "anndata", "0.1.0")
        frame(file, "obs", obs_names, obs or {})
        frame(file, "var", var_names, {})
        x = attrs(file.create_group("X"), "csr_matrix", "0.1.0")
        x.attrs["shape"] = [len(obs_names), len(var_names)]
        x["data"] = np.zeros(0, np.float32)
        x["indices"] = np.zeros(0, np.int32)
        x["indptr"] = np.zeros(len(obs_names) + 1, np.int32)


def frame(file, name, index, members):
    group = attrs(file.create_group(name, track_order=False), "dataframe", "0.2.0")
    group.attrs["_index"] = "_index"
    text(group, "_index", index)
    column_order = np.array(list(members), dtype=h5py.string_dtype())
    # Larger than an attribute may be in the oldest format.
    group.attrs.create("column-order", column_order)
    for key, values in members.items():
        if isinstance(values, tuple):
            column = attrs(group.create_group(key), "categorical", "0.2.0")
            column.attrs["ordered"] = False
            text(column, "categories", values[0])
            attrs(column.create_dataset("codes", data=values[1]), "array", "0.2.0")
        else:
            attrs(group.create_dataset(key, data=values), "array", "0.2.0")


def text(group, name, values):
    attrs(group.create_dataset(name, data=values, dtype=h5py.string_dtype()), "string-array", "0.2.0")


def attrs(node, encoding, version):
    node.attrs["encoding-type"] = encoding
    node.attrs["encoding-version"] = version
    return node


def folder_of(cache, case, factor=1):
    """Where the inputs of a case are, which are made once."""
    make, base, _ = CASES[case]
    n = base * factor
    folder = cache / f"{case}-{n}"
    if not folder.exists():
        unfinished = Path(f"{folder}.partial-{n}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        make(unfinished, n)
        unfinished.rename(folder)
    return folder


def measure(cache, cases, command, runs):
    print("| case | n | CPU s | × | peak MiB | × |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for case in cases or CASES:
        _, base, options = CASES[case]
        before = None
        for factor in GROWTH:
            n = base * factor
            folder = folder_of(cache, case, factor)
            out = cache / "scaled.h5ad"
            measured = []
            for _ in range(runs):
                out.unlink(missing_ok=True)
                measured.append(run([*command, *sorted(map(str, folder.iterdir())), "--out", str(out), "--quiet", *options]))
                if not measured[-1].ok:
                    raise SystemExit(f"{case} {n}: {measured[-1].message}")
            out.unlink(missing_ok=True)
            found = [min(getattr(m, f) for m in measured) for f in ("cpu", "peak")]
            grown = ["" if before is None else f"{now / then:.2f}" for now, then in zip(found, before or found)]
            print(f"| {case} | {n:,} | {found[0]:.2f} | {grown[0]} | {found[1] / MIB:.0f} | {grown[1]} |", flush=True)
            before = found
