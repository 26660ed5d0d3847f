"""Proves that the comparison can tell: prints each change of an AnnData that it did not notice."""

import sys
import warnings
from pathlib import Path

import anndata as ad
import awkward as ak
import numpy as np
import pandas as pd
import scipy.sparse as sp

sys.path.insert(0, str(Path(__file__).resolve().parent))
from compare import compare  # noqa: E402

warnings.filterwarnings("ignore")


RECORD = [("n", "int32"), ("text", object), ("f", "float64")]


def sample():
    obs = pd.DataFrame(
        {
            "int": np.array([1, 2, 3], "int32"),
            "float": np.array([1.5, np.nan, 3.5], "float32"),
            "text": np.array(["x", "y", "z"], object),
            "cat": pd.Categorical(["b", "a", None], categories=["a", "b", "unused"]),
            "Int": pd.array([1, None, 3], "Int64"),
            "bool": pd.array([True, None, False], "boolean"),
            "string": pd.array(["x", None, "z"], "string"),
        },
        index=["c0", "c1", "c2"],
    )
    adata = ad.AnnData(
        X=sp.csr_matrix(np.array([[0, 1, np.nan], [2, 0, 0], [0, 0, 3]], "float32")),
        obs=obs,
        var=pd.DataFrame({"gene": [1.0, 2.0, 3.0]}, index=["g0", "g1", "g2"]),
        layers={"counts": np.arange(9, dtype="int64").reshape(3, 3)},
        obsm={
            "pca": np.ones((3, 2), "float32"),
            "frame": pd.DataFrame({"x": [1, 2, 3]}, index=obs.index),
            "ragged": ak.Array([[1], [], [2, 3]]),
        },
        varm={"loadings": np.ones((3, 2))},
        obsp={"near": sp.csr_matrix(np.eye(3))},
        varp={"linked": np.eye(3)},
        uns={
            "deep": {"n": 1, "t": "text", "a": np.arange(2)},
            "none": None,
            "records": np.array([(1, "x", np.nan), (2, "y", 1.5)], RECORD),
            "complex": np.complex128(1 + 2j),
        },
    )
    adata.raw = adata.copy()
    return adata


def setting(elem, change):
    """Replaces `elem` (as in `obsm/pca`) by what `change` makes of it."""
    name, _, key = elem.partition("/")

    def mutate(adata):
        if key:
            container = getattr(adata, name)
            container[key] = change(container[key])
        else:
            setattr(adata, name, change(getattr(adata, name)))

    return mutate


def changed(adata, mutate):
    mutate(adata)
    return adata


MUTATIONS = {
    "dtype of X": setting("X", lambda x: x.astype("float64")),
    "container of X": setting("X", lambda x: x.toarray()),
    "format of X": setting("X", sp.csc_matrix),
    "value of X": setting("X", lambda x: x * 2),
    "NaN of X": setting("X", lambda x: sp.csr_matrix(np.nan_to_num(x.toarray()))),
    "no X": lambda a: a.__dict__.update(_X=None),
    "value of a layer": setting("layers/counts", lambda x: x + 1),
    "dtype of a layer": setting("layers/counts", lambda x: x.astype("int32")),
    "layer lost": lambda a: a.layers.pop("counts"),
    "obsm lost": lambda a: a.obsm.pop("pca"),
    "obsm added": lambda a: a.obsm.update(more=np.ones((3, 1))),
    "width of obsm": setting("obsm/pca", lambda x: x[:, :1]),
    "dataframe in obsm": setting("obsm/frame", lambda x: x.rename(columns={"x": "y"})),
    "awkward": setting("obsm/ragged", lambda x: ak.Array([[1], [], [2, 4]])),
    "type of awkward": setting("obsm/ragged", lambda x: ak.values_astype(x, "int32")),
    "None in awkward": setting("obsm/ragged", lambda x: ak.Array([[1], None, [2, 3]])),
    "form of awkward": setting("obsm/ragged", lambda x: ak.mask(x, [True] * 3)),
    "obsp": setting("obsp/near", lambda x: x * 2),
    "container of varp": setting("varp/linked", sp.csr_matrix),
    "varm": setting("varm/loadings", lambda x: x * 2),
    "order of columns": lambda a: setattr(a, "obs", a.obs[a.obs.columns[::-1]]),
    "column lost": lambda a: a.obs.pop("int"),
    "column added": lambda a: a.obs.insert(0, "more", 1),
    "names": lambda a: setattr(a, "obs_names", ["c0", "c1", "cX"]),
    "name of the index": lambda a: setattr(a.obs.index, "name", "cell"),
    "int value": setting("obs/int", lambda c: c + 1),
    "int dtype": setting("obs/int", lambda c: c.astype("int64")),
    "float missing": setting("obs/float", lambda c: c.fillna(0)),
    "float value": setting("obs/float", lambda c: c * 2),
    "text value": setting("obs/text", lambda c: c.str.upper()),
    "text as categorical": setting("obs/text", lambda c: c.astype("category")),
    "categorical as text": setting("obs/cat", lambda c: c.astype(object)),
    "order of categories": setting("obs/cat", lambda c: c.cat.reorder_categories(["b", "a", "unused"])),
    "unused category": setting("obs/cat", lambda c: c.cat.remove_unused_categories()),
    "ordered flag": setting("obs/cat", lambda c: c.cat.as_ordered()),
    "code": setting("obs/cat", lambda c: c.fillna("a")),
    "Int missing": setting("obs/Int", lambda c: c.fillna(0)),
    "Int as float": setting("obs/Int", lambda c: c.astype("float64")),
    "bool value": setting("obs/bool", lambda c: ~c),
    "string missing": setting("obs/string", lambda c: c.fillna("")),
    "var column": setting("var/gene", lambda c: c + 1),
    "uns lost": lambda a: a.uns.pop("deep"),
    "uns deep value": lambda a: a.uns["deep"].update(n=2),
    "uns deep kind": lambda a: a.uns["deep"].update(n=np.array([1])),
    "uns deep dtype": lambda a: a.uns["deep"].update(a=np.arange(2, dtype="int8")),
    "uns deep text": lambda a: a.uns["deep"].update(t="Text"),
    "uns deep more": lambda a: a.uns["deep"].update(more=1),
    "uns null": lambda a: a.uns.update(none="None"),
    "uns record value": lambda a: a.uns["records"]["n"].__setitem__(0, 5),
    "uns record text": lambda a: a.uns["records"]["text"].__setitem__(0, "z"),
    "uns complex": lambda a: a.uns.update(complex=np.complex128(1 + 3j)),
    "no raw": lambda a: setattr(a, "raw", None),
    "raw": lambda a: setattr(a, "raw", changed(sample(), setting("X", lambda x: x * 2))),
}

same = compare(sample(), sample())
unnoticed = [f"equal, yet {text}" for text in same.differences] + [
    name for name, mutate in MUTATIONS.items() if not compare(changed(sample(), mutate), sample()).differences
]
print(len(MUTATIONS), "mutations")
for name in unnoticed:
    print("not noticed:", name)
sys.exit(1 if unnoticed else 0)
