"""Writes FOLDER/{half,csr}.h5ad, X dense of float16 and sparse, and prints what anndata.concat says."""

import json
import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import scipy.sparse as sp

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
stores = {"half": ad.AnnData(np.ones((2, 2), "f2")), "csr": ad.AnnData(sp.csr_matrix(np.eye(2, dtype="f4")))}
for name, adata in stores.items():
    with h5py.File(folder / f"{name}.h5ad", "w") as file:
        ad.io.write_elem(file, "/", adata)
try:
    ad.concat(list(stores.values()))
    print(json.dumps(None))
except ValueError as error:
    print(json.dumps(str(error)))
