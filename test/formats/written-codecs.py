"""Writes inputs or prints how arrays are stored.

`written-codecs.py write FOLDER` writes a store in each of the ways to compress that `auto` tells apart.
`written-codecs.py print STORE ...` prints the codecs of each array, as h5py and zarr-python name them.
"""

import json
import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import numcodecs
import numpy as np
import pandas as pd
import scipy.sparse as sp
import zarr

warnings.filterwarnings("ignore")
ROWS, COLUMNS = 30_000, 40


def store():
    rng = np.random.default_rng(3)
    counts = sp.random(ROWS, COLUMNS, 0.9, "csr", "f4", random_state=rng, data_rvs=lambda n: rng.integers(1, 9, n))
    # Few distinct values, and all distinct.
    few = counts.copy()
    few.data = np.log1p(few.data * np.float32(1.7))
    adata = ad.AnnData(
        few,
        obs=pd.DataFrame(
            {"text": [f"t{i}" for i in range(ROWS)], "n": rng.integers(0, 99, ROWS)},
            index=[f"cell {i}" for i in range(ROWS)],
        ),
        var=pd.DataFrame(index=[f"gene {i}" for i in range(COLUMNS)]),
        layers={"counts": counts.astype("i4").toarray()},
        obsm={"pca": rng.standard_normal((ROWS, 4))},
        uns={"values": np.arange(100_000)},
    )
    adata.strings_to_categoricals()
    adata.obs["text"] = adata.obs["text"].astype(object)
    return adata


def write(folder):
    adata = store()
    adata.write_h5ad(folder / "none.h5ad")
    adata.write_h5ad(folder / "gzip.h5ad", compression="gzip")
    adata.write_h5ad(folder / "lzf.h5ad", compression="lzf")
    ad.settings.zarr_write_format = 2
    adata.write_zarr(folder / "blosc.zarr")


def codecs(array):
    if isinstance(array, h5py.Dataset):
        level = "" if array.compression is None else f"{array.compression}:{array.compression_opts}"
        return ", ".join(["shuffle"] * array.shuffle + [level] * (level != ""))
    names = []
    for codec in array.compressors:
        config = codec.get_config() if isinstance(codec, numcodecs.abc.Codec) else codec.to_dict()
        names.append(f"{config.get('id', config.get('name'))}:{config.get('configuration', config)['level']}")
    return ", ".join(names) + (" in shards" if array.shards is not None else "")


def described(path):
    found = {}

    def visit(name, node):
        if isinstance(node, (h5py.Dataset, zarr.Array)):
            found[name] = codecs(node)

    if path.endswith(".h5ad"):
        with h5py.File(path) as file:
            file.visititems(visit)
    else:
        root = zarr.open_group(path, mode="r")
        for name, node in root.members(max_depth=None):
            visit(name, node)
        found["consolidated"] = "yes" if root.metadata.consolidated_metadata is not None else "no"
    return found


if sys.argv[1] == "write":
    write(Path(sys.argv[2]))
else:
    print(json.dumps({path: described(path) for path in sys.argv[2:]}))
