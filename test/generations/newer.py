"""Unpacks stores of an anndata that needs a newer Python: `newer.py ARCHIVE FOLDER`.

Beside them FOLDER gets `nameless.h5ad`, whose index says that a name is missing, `endless.h5ad`, whose index says that
it has 2^38 names, `na.h5ad`, whose text has NA,
and `narrow.h5ad`, whose indices are as small as they may be (`write_csr_csc_indices_with_min_possible_dtype`).
"""

import shutil
import sys
import tarfile
from pathlib import Path

import h5py

archive, folder = Path(sys.argv[1]), Path(sys.argv[2])
with tarfile.open(archive) as members:
    members.extractall(folder, filter="data")
shutil.copy(folder / "csr.h5ad", folder / "nameless.h5ad")
with h5py.File(folder / "nameless.h5ad", "a") as file:
    file["obs/cell names/mask"][3] = True
shutil.copy(folder / "csr.h5ad", folder / "na.h5ad")
with h5py.File(folder / "na.h5ad", "a") as file:
    file["obs/text"].attrs["na-value"] = "NA"
shutil.copy(folder / "csr.h5ad", folder / "narrow.h5ad")
with h5py.File(folder / "narrow.h5ad", "a") as file:
    for matrix in ("X", "layers/counts", "obsp/connectivities"):
        indices = file[matrix]["indices"][()].astype("u1")
        del file[matrix]["indices"]
        file[matrix]["indices"] = indices
shutil.copy(folder / "csr.h5ad", folder / "endless.h5ad")
with h5py.File(folder / "endless.h5ad", "a") as file:
    index = file["obs/cell names"]
    for name in ("values", "mask"):
        attrs, dtype = dict(index[name].attrs), index[name].dtype
        del index[name]
        index.create_dataset(name, (2**38,), dtype, chunks=(2**16,)).attrs.update(attrs)
