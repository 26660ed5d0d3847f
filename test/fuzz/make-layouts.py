"""Golden inputs in layouts that anndata does not write by itself: `make-layouts.py GOLDENS OUT`.

OUT gets cases as GOLDENS has them: of HDF5's newest format with several of its chunk indexes and filters, of
Zarr 3 in shards, of the same in archives, with masked names, and as tensorstore writes both versions. What is
served is read over HTTP.
"""

import json
import os
import shutil
import sys
import warnings
import zipfile
from pathlib import Path

import anndata as ad
import h5py
import pandas as pd
import zarr

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from other_writers import rewrite  # noqa: E402

warnings.filterwarnings("ignore")
ad.settings.zarr_write_format = 3
ad.settings.allow_write_nullable_strings = True
goldens, out = map(Path, sys.argv[1:])

FILTERS = [
    {},
    {"compression": "gzip", "shuffle": True},
    {"compression": "lzf"},
    {"compression": "gzip", "fletcher32": True},
]


def latest(source, target):
    with h5py.File(source) as old, h5py.File(target, "w", libver="latest") as new:
        new.attrs.update(old.attrs)
        for name in old:
            old.copy(name, new)
        arrays = []
        new.visititems(lambda name, node: arrays.append(name) if isinstance(node, h5py.Dataset) else None)
        for i, name in enumerate(sorted(arrays)):
            array = new[name]
            # One unlimited axis makes an extensible array, two make a B-tree, none a fixed array.
            if not array.shape or array.size == 0 or array.dtype.kind not in "iuf":
                continue
            values, attrs = array[()], dict(array.attrs)
            del new[name]
            free = i % 3
            limits = tuple(None if axis < free else n for axis, n in enumerate(values.shape))
            chunks = tuple(max(1, n // 3) for n in values.shape) if i % 5 else values.shape
            made = new.create_dataset(
                name, data=values, chunks=chunks, maxshape=limits if free else None, **FILTERS[i % 4]
            )
            made.attrs.update(attrs)


def shards(source, target):
    ad.read_h5ad(source).write_zarr(target)
    root = zarr.open_group(target, mode="r+", use_consolidated=False)
    for name, array in sorted(root.members(max_depth=None)):
        if not isinstance(array, zarr.Array) or not array.shape or 0 in array.shape or array.dtype.kind not in "iuf":
            continue
        values, attrs = array[()], dict(array.attrs)
        inner = tuple(max(1, n // 3) for n in values.shape)
        # Shards are of two chunks along each axis.
        root.create_array(
            name, data=values, chunks=inner, shards=tuple(2 * n for n in inner), attributes=attrs, overwrite=True
        )
    zarr.consolidate_metadata(target)


def archive(source, target):
    folder = target.with_suffix("")
    shards(source, folder)
    with zipfile.ZipFile(target, "w") as made:
        for i, file in enumerate(sorted(file for file in folder.rglob("*") if file.is_file())):
            kind = zipfile.ZIP_DEFLATED if i % 2 else zipfile.ZIP_STORED
            made.write(file, file.relative_to(folder), kind)


def masked(source, target):
    """The index as anndata 0.13 writes it under pandas 3."""
    shutil.copy(source, target)
    with h5py.File(target, "r+") as file:
        for frame in (file["obs"], file["var"]):
            name = frame.attrs["_index"]
            names = frame[name].asstr()[()]
            del frame[name]
            ad.io.write_elem(frame, name, pd.array(names, dtype="string"))


def plain(source, target):
    """anndata consolidates it."""
    with ad.settings.override(zarr_write_format=2):
        ad.read_h5ad(source).write_zarr(target)


def of_tensorstore(version):
    def write(source, target):
        with ad.settings.override(zarr_write_format=version):
            ad.read_h5ad(source).write_zarr(target)
        rewrite(target, version)

    return write


# How a layout is written, its suffix, and whether it is served.
LAYOUTS = {
    "latest": (latest, ".h5ad", False),
    "masked": (masked, ".h5ad", False),
    "shards": (shards, ".zarr", False),
    "archive": (archive, ".zarr.zip", False),
    "tensorstore 2": (of_tensorstore(2), ".zarr", False),
    "tensorstore 3": (of_tensorstore(3), ".zarr", False),
    "served": (plain, ".zarr", True),
    "served shards": (shards, ".zarr", True),
    "served archive": (archive, ".zarr.zip", True),
}

names = sorted(
    case.name
    for case in goldens.iterdir()
    if case.is_dir() and not case.name.startswith("err_") and not list(case.glob("in*.zarr"))
)
for i, name in enumerate(names[::4]):
    layout = list(LAYOUTS)[i % len(LAYOUTS)]
    write, suffix, served = LAYOUTS[layout]
    case = json.loads((goldens / name / "options.json").read_text())
    folder = out / f"{name} {layout}"
    os.makedirs(folder)
    inputs = [Path(source).stem + suffix for source in case["inputs"]]
    for source, target in zip(case["inputs"], inputs):
        write(goldens / name / source, folder / target)
    (folder / "options.json").write_text(json.dumps({"inputs": inputs, "options": case["options"], "served": served}))
