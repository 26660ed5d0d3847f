"""Writes FOLDER/{half,csr,pairs}.h5ad, float16 beside sparse values and as pairs; prints what anndata.concat says of both."""

import json
import sys
from pathlib import Path

import anndata as ad
import numpy as np
import scipy.sparse as sp

folder = Path(sys.argv[1])


def said(adatas, **options):
    try:
        ad.concat(adatas, **options)
        return None
    except ValueError as error:
        return str(error)


half = ad.AnnData(np.ones((2, 2), "float16"))
csr = ad.AnnData(sp.csr_matrix(np.eye(2, dtype="float32")))
pairs = ad.AnnData(shape=(2, 2), obsp={"near": np.ones((2, 2), "float16")})
for name, adata in (("half", half), ("csr", csr), ("pairs", pairs)):
    adata.write_h5ad(folder / f"{name}.h5ad")
print(json.dumps([said([half, csr]), said([pairs, pairs], pairwise=True)]))
