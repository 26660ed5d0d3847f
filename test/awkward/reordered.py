"""Awkward arrays of many forms, whose rows follow names that two stores have in different orders.

`reordered.py make FOLDER AXIS JOIN` writes the stores. `reordered.py check FOLDER AXIS JOIN MERGE OUT`
prints how many arrays `anndata.concat` keeps, and what of their forms and buffers in the output is not
as anndata writes them.
"""

import json
import sys
import warnings
from pathlib import Path

import anndata as ad
import awkward as ak
import h5py
import numpy as np
import pandas as pd
import zarr
from awkward.contents import (
    BitMaskedArray, ByteMaskedArray, IndexedArray, IndexedOptionArray, ListOffsetArray, NumpyArray,
    RecordArray, RegularArray, UnionArray, UnmaskedArray,
)  # fmt: skip
from awkward.index import Index8, Index64, IndexU8

warnings.filterwarnings("ignore")
INPUTS = ["first.h5ad", "second.zarr"]
ROWS = 61


def numbers(length, dtype="int64"):
    return NumpyArray((np.arange(length) * 7 % 101).astype(dtype))


def large(length):
    return NumpyArray(np.arange(length, dtype="int64") + 2**60)


def strings(length):
    return ak.from_iter([f"{'é' * (i % 4)}{i}" for i in range(length)]).layout


def lists(length, content, step=4):
    offsets = np.concatenate([[0], np.cumsum(np.arange(length) % step)])
    return ListOffsetArray(Index64(offsets), content(int(offsets[-1])))


def regular(length, content, size=3):
    return RegularArray(content(length * size), size, length)


def record(length):
    return RecordArray([numbers(length), strings(length), lists(length, masked)], ["a", "b", "c"], length)


def option(length, content):
    index = np.where(np.arange(length) % 3 == 1, -1, np.cumsum(np.arange(length) % 3 != 1) - 1)
    return IndexedOptionArray(Index64(index), content(int((index >= 0).sum())))


def masked(length, content=numbers, valid=True):
    return ByteMaskedArray(Index8((np.arange(length) % 3 > 0).astype("i1")), content(length), valid)


def bits(length, valid=True, lsb=True):
    mask = (np.arange((length + 7) // 8) * 37 % 256).astype("u1")
    return BitMaskedArray(IndexU8(mask), numbers(length), valid, length, lsb)


def categories(length):
    index = Index64(np.arange(length) * 5 % 6)
    return IndexedArray(index, strings(6), parameters={"__array__": "categorical"})


def missing_categories(length):
    index = Index64(np.arange(length) * 5 % 7 - 1)
    return IndexedOptionArray(index, strings(6), parameters={"__array__": "categorical"})


def union(length, others):
    tags = (np.arange(length) % 3 == 0).astype("i1")
    index = np.where(tags == 1, np.cumsum(tags == 1), np.cumsum(tags == 0)) - 1
    counts = [int((tags == 0).sum()), int((tags == 1).sum())]
    return UnionArray(Index8(tags), Index64(index), [strings(counts[0]), others(counts[1])])


FORMS = {
    "bool": lambda n: numbers(n, "bool"),
    "float32": lambda n: numbers(n, "float32"),
    "large": large,
    "strings": strings,
    "lists": lambda n: lists(n, numbers),
    "deep": lambda n: lists(n, lambda m: lists(m, lambda k: option(k, strings))),
    "regular": lambda n: regular(n, numbers),
    "nothing": lambda n: regular(n, numbers, 0),
    "record": record,
    "records": lambda n: lists(n, record),
    "tuples": lambda n: RecordArray([numbers(n), bits(n)], None, n),
    "option": lambda n: option(n, numbers),
    "option-lists": lambda n: option(n, lambda m: lists(m, lambda k: option(k, record))),
    "masked": masked,
    "masked-not": lambda n: masked(n, lambda m: regular(m, strings), False),
    "masked-lists": lambda n: masked(n, lambda m: lists(m, bits)),
    "masked-record": lambda n: masked(n, record),
    "bits": bits,
    "bits-not": lambda n: bits(n, False, False),
    "bits-lists": lambda n: lists(n, bits),
    "unmasked": lambda n: UnmaskedArray(strings(n)),
    "unmasked-record": lambda n: UnmaskedArray(record(n)),
    "unmasked-deep": lambda n: lists(n, lambda m: UnmaskedArray(record(m))),
    "unmasked-field": lambda n: RecordArray([UnmaskedArray(record(n))], ["a"], n),
    "unmasked-regular": lambda n: regular(n, lambda m: UnmaskedArray(record(m))),
    "categories": categories,
    "categories-lists": lambda n: lists(n, missing_categories),
    "union": lambda n: union(n, numbers),
    "union-lists": lambda n: lists(n, lambda m: union(m, record)),
    "union-bits": lambda n: union(n, lambda m: lists(m, bits)),
}  # fmt: skip


def mapping(adata, axis):
    return adata.varm if axis == "obs" else adata.obsm


def store(axis, names, arrays):
    own = pd.DataFrame(index=[f"own{i}" for i in range(2)])
    other = pd.DataFrame(index=names)
    adata = ad.AnnData(obs=own, var=other) if axis == "obs" else ad.AnnData(obs=other, var=own)
    mapping(adata, axis).update(arrays)
    return adata


def write(path, adata):
    if path.suffix == ".zarr":
        ad.io.write_elem(zarr.open_group(path, mode="w", zarr_format=2), "/", adata)
    else:
        adata.write_h5ad(path)


def make(folder, axis, join):
    rng = np.random.default_rng(7)
    names = np.array([f"n{i:02}" for i in rng.permutation(ROWS)])
    whole = {key: ak.Array(form(ROWS)) for key, form in FORMS.items()}
    # With an inner join the first names of each are its own.
    start = 9 if join == "inner" else 0
    taken = rng.permutation(np.arange(start, ROWS))
    extra = rng.integers(0, ROWS, start)
    there = np.concatenate([taken, extra])
    order = rng.permutation(len(there))
    others = np.concatenate([names[taken], [f"x{i}" for i in range(start)]])[order]
    arrays = {f"both-{key}": value[there[order]] for key, value in whole.items()}
    arrays["differs"] = whole["records"][there[order][::-1]]
    own = {f"own-{key}": whole[key] for key in ("records", "bits", "union-lists")}
    both = {f"both-{key}": value for key, value in whole.items()}
    write(folder / INPUTS[0], store(axis, names, {**both, **own, "differs": whole["records"]}))
    write(folder / INPUTS[1], store(axis, others, arrays))


def read(path):
    return ad.read_h5ad(path) if path.suffix == ".h5ad" else ad.read_zarr(path)


def group(path, axis):
    root = zarr.open_group(path, mode="r") if path.suffix == ".zarr" else h5py.File(path)
    return root["varm" if axis == "obs" else "obsm"]


def differences(ours, theirs):
    if sorted(ours) != sorted(theirs):
        yield f"{sorted(ours)} instead of {sorted(theirs)}"
    for key in set(ours) & set(theirs):
        a, b = ours[key], theirs[key]
        forms = [json.loads(node.attrs["form"]) for node in (a, b)]
        if forms[0] != forms[1] or a.attrs["length"] != b.attrs["length"]:
            yield f"{key}: {forms[0]} instead of {forms[1]}"
        elif sorted(a) != sorted(b):
            yield f"{key}: {sorted(a)} instead of {sorted(b)}"
        else:
            for name in a:
                x, y = a[name][()], b[name][()]
                if x.dtype != y.dtype or x.tobytes() != y.tobytes():
                    yield f"{key}/{name}: {x} instead of {y}"


def check(folder, axis, join, merge, output):
    stores = [read(folder / name) for name in INPUTS]
    expected = ad.concat(stores, axis=axis, join=join, merge=merge, index_unique="-")
    expected.write_h5ad(folder / "expected.h5ad")
    theirs = group(folder / "expected.h5ad", axis)
    print(len(theirs), list(differences(group(folder / output, axis), theirs)))


command, folder, *rest = sys.argv[1:]
(make if command == "make" else check)(Path(folder), *rest)
