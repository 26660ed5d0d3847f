"""Unpacks stores of an anndata that needs a newer Python: `newer.py ARCHIVE FOLDER`.

Beside them FOLDER gets `nameless.h5ad`, whose index says that a name is missing, and `na.h5ad`, whose text has NA.
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
