"""Writes one AnnData in every place where a Zarr store may be, and zip archives of odd forms."""

import json
import os
import sys
import warnings
import zipfile

import anndata
import numpy as np
import pandas as pd
import scipy.sparse
import zarr

warnings.simplefilter("ignore")


def sample():
    obs = pd.DataFrame(
        {"% mito": np.arange(50) / 7, "q?x#1": np.arange(50), "cat": pd.Categorical(list("abcde") * 10)},
        index=[f"cell {i}" for i in range(50)],
    )
    return anndata.AnnData(
        scipy.sparse.random(50, 30, 0.2, "csr", "f4", np.random.default_rng(0)), obs=obs,
        obsm={"X_pca": np.arange(100, dtype="f4").reshape(50, 2)}, uns={"text": "gène"},
    )


def archive(folder, target, prefix="", method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(target, "w", method) as out:
        for place, _, files in os.walk(folder):
            for name in files:
                file = os.path.join(place, name)
                out.write(file, prefix + os.path.relpath(file, folder))


def add_extras(path):
    root = zarr.open_group(path, mode="r+", use_consolidated=False)
    values = np.arange(40_000, dtype="f4").reshape(2000, 20)
    if root.metadata.zarr_format == 3:
        root["obsm"].create_array("sharded", data=values[:50], chunks=(5, 20), shards=(25, 20))
    root["uns"].create_array("bare", data=values, chunks=(2000, 20), compressors=None)


def unconsolidate(path):
    """anndata consolidates what it writes; older versions did not."""
    if os.path.exists(os.path.join(path, ".zmetadata")):
        os.remove(os.path.join(path, ".zmetadata"))
        return
    file = os.path.join(path, "zarr.json")
    with open(file) as source:
        document = json.load(source)
    del document["consolidated_metadata"]
    with open(file, "w") as out:
        json.dump(document, out)


def main(folder):
    def at(name):
        return os.path.join(folder, name)

    for version in (2, 3):
        anndata.settings.zarr_write_format = version
        plain = at(f"plain-v{version}.zarr")
        sample().write_zarr(plain)
        unconsolidate(plain)
        add_extras(plain)
        archive(plain, at(f"top-v{version}.zarr.zip"))
        consolidated = at(f"consolidated-v{version}.zarr")
        sample().write_zarr(consolidated)
        add_extras(consolidated)
        zarr.consolidate_metadata(consolidated)
        archive(consolidated, at(f"folder-v{version}.zip"), "x.zarr/", zipfile.ZIP_DEFLATED)

    for name, codec in [("chunk", "auto"), ("bare", None)]:
        path = at(f"huge-{name}.zarr")
        anndata.AnnData(obs=sample().obs, var=pd.DataFrame(index=[f"gene {i}" for i in range(25)])).write_zarr(path)
        unconsolidate(path)
        root = zarr.open_group(path, mode="r+")
        if "X" in root:
            del root["X"]
        made = root.create_array("X", shape=(50, 25), chunks=(50_000, 25), dtype="f4", compressors=codec)
        made[...] = np.ones((50, 25))
        made.attrs.update({"encoding-type": "array", "encoding-version": "0.2.0"})

    # As zarr-python itself writes archives.
    store = zarr.storage.ZipStore(at("python.zip"), mode="w")
    anndata.io.write_elem(zarr.open_group(store, mode="w", zarr_format=3), "/", sample())
    store.close()
    archive(at("plain-v3.zarr"), at("two.zip"), "a.zarr/")
    with zipfile.ZipFile(at("two.zip"), "a") as out:
        out.writestr("b.zarr/zarr.json", "{}")
    with zipfile.ZipFile(at("none.zip"), "w") as out:
        out.writestr("readme.txt", "no store")
    with zipfile.ZipFile(at("escaping.zip"), "w") as out:
        out.writestr("zarr.json", '{"zarr_format": 3, "node_type": "group"}')
        for name in ("../outside/zarr.json", "/absolute/zarr.json", "a/../../b/zarr.json", "good/zarr.json", "a\\b/zarr.json"):
            out.writestr(name, '{"zarr_format": 3, "node_type": "group"}')
    with zipfile.ZipFile(at("many.zip"), "w") as out:
        out.writestr("zarr.json", '{"zarr_format": 3, "node_type": "group"}')
        out.writestr("x/zarr.json", open(at("plain-v3.zarr/uns/bare/zarr.json")).read().replace("2000", "70000", 1))
        for i in range(70_000):
            out.writestr(f"other/c/{i}", b"")
        out.writestr("x/c/0/0", np.arange(40_000, dtype="f4").tobytes())
    with zipfile.ZipFile(at("bzip2.zip"), "w", zipfile.ZIP_BZIP2) as out:
        out.writestr("zarr.json", "{}")

    # What zarr-python sees of a store whose consolidated metadata is out of date.
    for version in (2, 3):
        stale = at(f"stale-v{version}.zarr")
        root = zarr.open_group(stale, mode="w", zarr_format=version)
        root.create_array("old", data=np.arange(3))
        zarr.consolidate_metadata(stale)
        late = zarr.open_group(at("late"), mode="w", zarr_format=version)
        late.create_array("new", data=np.arange(3))
        os.rename(at("late/new"), os.path.join(stale, "new"))
        seen = sorted(zarr.open_group(stale, mode="r").keys())
        assert seen == ["old"], seen


main(sys.argv[1])
