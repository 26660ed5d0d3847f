"""Immune receptors as scirpy stores them: lists of records whose fields may be None.

`chains.py make FOLDER CELLS` writes stores, the first of so many cells; `chains.py check FOLDER OUT…`
compares each output with `anndata.concat`; `chains.py damage FOLDER` lets an index point to nothing;
`chains.py odd FOLDER` writes two stores with awkward arrays in unusual places,
`mend` takes those away that cannot be joined, and `show` prints what became of the others.
"""

import sys
import warnings
from pathlib import Path

import anndata as ad
import awkward as ak
import h5py
import numpy as np
import pandas as pd
import zarr

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402

warnings.filterwarnings("ignore")
INPUTS = ["first.h5ad", "second.zarr", "third.h5ad"]


def cells(rng, count):
    counts = rng.integers(0, 3, count)
    total = int(counts.sum())
    loci = rng.choice(np.array(["TRA", "TRB", None], dtype=object), total)
    records = ak.zip(
        {
            "locus": ak.from_iter(loci),
            "junction_aa": ak.from_iter([f"CASS{i}F" for i in range(total)]),
            "umi_count": ak.from_iter([None if i % 7 == 0 else i * 0.5 for i in range(total)]),
            "productive": ak.from_iter([None if i % 5 == 0 else i % 2 == 0 for i in range(total)]),
            "consensus_count": ak.from_numpy(rng.integers(0, 9, total)),
        }
    )
    return ak.unflatten(records, counts)


def make(folder, cell_count):
    rng = np.random.default_rng(0)
    for i, (name, count) in enumerate(zip(INPUTS, [cell_count, 30, 5_000])):
        adata = ad.AnnData(obs=pd.DataFrame(index=[f"c{i}_{j}" for j in range(count)]))
        adata.obsm["airr"] = cells(rng, count)
        if i != 1:
            adata.obsm["some"] = adata.obsm["airr"][["locus", "umi_count"]]
        adata.uns["scheme"] = ak.Array([{"a": [1, None]}, {"a": []}])
        if name.endswith(".zarr"):
            ad.io.write_elem(zarr.open_group(folder / name, mode="w", zarr_format=2), "/", adata)
        else:
            with h5py.File(folder / name, "w") as file:
                ad.io.write_elem(file, "/", adata, dataset_kwargs={"compression": "gzip"})


def read(path):
    return ad.read_h5ad(path) if path.suffix == ".h5ad" else ad.read_zarr(path)


def check(folder, outputs):
    expected = ad.concat([read(folder / name) for name in INPUTS], join="outer", uns_merge="same")
    for output in outputs:
        print(compare(read(folder / output), expected).differences)


def damage(folder):
    with h5py.File(folder / INPUTS[0], "r+") as file:
        index = next(node for name, node in file["obsm/airr"].items() if name.endswith("-index"))
        index[index.size // 2] = 1_000_000


def odd(folder):
    for i, names in enumerate((["a", "b"], ["b", "a"])):
        adata = ad.AnnData(np.ones((2, 2), "float32"), var=pd.DataFrame(index=names))
        adata.obs_names = [f"c{i}_0", f"c{i}_1"]
        adata.obsm["flat"] = ak.Array([i, 2])
        adata.obsm["dates"] = ak.Array([[1], []])
        adata.layers["regular"] = ak.Array(np.ones((2, 2)))
        adata.varp["moved"] = ak.Array(np.ones((2, 2)))
        adata.uns["kept"] = ak.Array([[1.0], []])
        with h5py.File(folder / f"odd{i}.h5ad", "w") as file:
            ad.io.write_elem(file, "/", adata)
            # h5py writes no dates; a plan looks no further than at their form.
            dates = file["obsm/dates"].attrs
            dates["form"] = dates["form"].replace('"primitive": "int64"', '"primitive": "datetime64[us]"')


def layers(folder):
    for i, name in enumerate(("odd0.h5ad", "odd1.h5ad")):
        adata = ad.AnnData(np.ones((2, 2), "float32"), var=pd.DataFrame(index=["a", "b"]))
        adata.obs_names = [f"c{i}_0", f"c{i}_1"]
        adata.layers["both"] = ak.to_regular(ak.Array([[[1.5], [i, 2]], [[], [3]]]), axis=1)
        if i == 0:
            adata.layers["some"] = ak.Array(np.ones((2, 2)))
        adata.write_h5ad(folder / name)


command, folder, *rest = sys.argv[1:]
if command == "make":
    make(Path(folder), int(rest[0]))
elif command == "odd":
    odd(Path(folder))
elif command == "layers":
    layers(Path(folder))
elif command == "mend":
    for name in ("odd0.h5ad", "odd1.h5ad"):
        with h5py.File(Path(folder) / name, "r+") as file:
            for elem in ("layers/regular", "obsm/dates", "varp/moved"):
                del file[elem]
elif command == "show":
    adata = ad.read_h5ad(Path(folder) / "out.h5ad")
    print(adata.obsm["flat"].to_list(), adata.uns["kept"].to_list())
elif command == "check":
    check(Path(folder), rest)
else:
    damage(Path(folder))
