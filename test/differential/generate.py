"""Makes random cases: `generate.py FOLDER FROM COUNT` writes FOLDER/SEED/{case.json,in0.h5ad,…}.

A case depends on its seed alone. It is small, since mistakes show in small stores as well, and odd:
names, dtypes, containers and keys agree between the stores of a case often, but not always.
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
import scipy.sparse as sp
import zarr
from ragged import Ragged, RaggedLayer

warnings.filterwarnings("ignore")
ad.settings.allow_write_nullable_strings = True

INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float32", "float64"]
TEXTS = ["alpha", "beta", "x10", "x2", "X3", "é", "～", "😀", "a b", "1.5", "nan", ""]
WORDS = ["g0", "g1", "g10", "g2", "gä", "～", "😀", "G1", "a/b", "% mito", "10", "2"]
NULLABLE = ["Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64"]
# Categories that are no text, in the dtype that they have.
CATEGORIES = {
    "int categorical": np.array([3, 1, 2, 10]),
    "int8 categorical": np.array([2, 1, 3], "int8"),
    "float categorical": np.array([0.5, -1, 3, 2], "float32"),
    "bool categorical": np.array([True, False]),
    "no categories": np.array([], "float64"),
}
COLUMN_KINDS = [
    *INTEGERS, *FLOATS, "float16", "bool", "text", "categorical", "ordered", *CATEGORIES,
    *NULLABLE, "boolean", "string", "text", "categorical", "bool", "boolean", "string",
]  # fmt: skip
COLUMN_NAMES = ["a", "b", "c", "d", "e", "f", "é", "％ mito", "x y", "10", "G", "g", "😀", "?#", "..a"]


class Case:
    """Draws what the stores of a case have in common, and then the stores."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.ragged = [Ragged(seed), RaggedLayer(seed)]
        self.count = self.pick([1, 2, 2, 2, 2, 3, 3, 3, 4, 5, 6])
        self.pool = self.sample(WORDS, self.rng.integers(1, len(WORDS) + 1))
        self.names = self.pick(["equal", "equal", "permuted", "subset", "subset", "any"])
        self.shares = self.chance(0.6)
        # Columns of many kinds in any order, and little beside them.
        self.is_wide = self.chance(0.2)
        most, names = (15, COLUMN_NAMES) if self.is_wide else (4, COLUMN_NAMES[:6])
        self.columns = {axis: self.members(names, most, COLUMN_KINDS) for axis in ("obs", "var")}
        self.x = self.pick_matrix()
        self.layers = {key: self.pick_matrix() for key in self.some(["counts", "spliced"])}
        self.obsm = self.members(["pca", "umap", "frame"], 3, ["dense", "dense", "sparse", "frame", "3d"])
        self.varm = self.members(["PCs", "w"], 2, ["dense", "sparse", "frame"])
        self.pairs = {axis: self.some(["near", "far"]) for axis in ("obs", "var")}
        self.raw = self.pick(["none", "none", "all", "all", "some"])
        self.index_names = {axis: self.pick([None, None, "cell", "id"]) for axis in ("obs", "var")}

    def pick(self, options):
        return options[self.rng.integers(len(options))]

    def chance(self, probability):
        return self.rng.random() < probability

    def sample(self, options, count=None):
        """So many of the options (all without a count), in any order."""
        return [options[i] for i in self.rng.permutation(len(options))[:count]]

    def some(self, options):
        return [option for option in options if self.chance(0.4)]

    def members(self, keys, most, kinds):
        return {key: self.pick(kinds) for key in self.sample(keys, self.rng.integers(most + 1))}

    def drift(self, value, options, probability=0.12):
        """The common value, but now and then another."""
        return self.pick(options) if self.chance(probability) else value

    def pick_matrix(self):
        dtypes = [*INTEGERS, *FLOATS, *FLOATS, *FLOATS, "bool"]
        container = self.pick(["dense", "csr", "csr", "csc"])
        # scipy has no sparse matrices of float16.
        return (container, self.pick([*dtypes, "float16"] if container == "dense" else dtypes))

    # Values

    def matrix(self, shape, container, dtype):
        values = self.rng.integers(0, 5, shape) * (self.rng.random(shape) < 0.5)
        is_float = dtype in FLOATS or dtype == "float16"
        values = (values * 1.5 if is_float else values).astype(dtype)
        if is_float and self.chance(0.2):
            values[self.rng.random(shape) < 0.1] = np.nan
        if container == "dense":
            return values
        matrix = {"csr": sp.csr_matrix, "csc": sp.csc_matrix}[container](values)
        if matrix.nnz > 0 and self.chance(0.2):
            matrix.data[0] = 0
        if self.chance(0.2):
            matrix = unsorted(matrix)
        return matrix

    def column(self, n, kind):
        gaps = self.rng.random(n) < self.pick([0, 0, 0.2, 0.2, 0.2, 1] if self.is_wide else [0, 0.2])
        texts = self.rng.choice(TEXTS[: self.rng.integers(1, len(TEXTS) + 1)], n).astype(object)
        numbers = self.rng.integers(0, 4, n)
        if kind in INTEGERS:
            return numbers.astype(kind)
        if kind in FLOATS or kind == "float16":
            return np.where(gaps, np.nan, numbers * 0.5).astype(kind)
        if kind == "bool":
            return numbers > 1
        if kind == "text":
            return texts
        if kind == "categorical":
            texts[gaps] = None
            categories = self.sample(sorted({t for t in texts if t is not None}))
            return pd.Categorical(texts, categories=categories + self.some(["unused"]))
        if kind == "ordered":
            categories = self.drift(["low", "mid", "high"], [["high", "mid", "low"], ["low", "mid"]])
            codes = np.where(gaps, -1, self.rng.integers(0, len(categories), n))
            return pd.Categorical.from_codes(codes, categories, ordered=True)
        if kind in CATEGORIES:
            categories = self.sample(CATEGORIES[kind], self.pick([None, 2]))
            categories = np.array(categories, CATEGORIES[kind].dtype)
            codes = np.where(gaps, -1, numbers % max(len(categories), 1) - (len(categories) == 0))
            return pd.Categorical.from_codes(codes, categories, ordered=self.chance(0.05))
        if kind in NULLABLE:
            return pd.array(np.where(gaps, None, numbers), dtype=kind)
        if kind == "boolean":
            return pd.array(np.where(gaps, None, numbers > 1), dtype="boolean")
        return pd.array(np.where(gaps, None, texts), dtype="string")

    def frame(self, names, columns, index_name, kinds):
        frame = pd.DataFrame(index=pd.Index(names, dtype=object, name=self.drift(index_name, [None, "cell"])))
        for name in self.sample(list(columns)) if self.is_wide else columns:
            if self.chance(0.85):
                kind = self.drift(columns[name], kinds, 0.4 if self.is_wide else 0.12)
                frame[name] = self.column(len(names), kind)
        return frame

    def mapping(self, names, kinds):
        n, mapping = len(names), {}
        for key, kind in kinds.items():
            if self.chance(0.2):
                continue
            kind = self.drift(kind, ["dense", "sparse", "frame"], 0.05)
            width, dtype = self.pick([1, 2, 2, 2, 3]), self.pick(["float32", "float64", "float32", "int32"])
            if kind == "frame":
                columns = {c: self.pick(["int32", "float64", "categorical", "text"]) for c in self.some("xyz")}
                mapping[key] = self.frame(names, columns, None, COLUMN_KINDS)
            elif kind == "3d":
                mapping[key] = self.matrix((n, width, 2), "dense", dtype)
            else:
                mapping[key] = self.matrix((n, width), "csr" if kind == "sparse" else "dense", dtype)
        return mapping

    def uns_value(self, depth=0):
        kind = self.rng.integers(11 if depth < 2 else 8)
        if kind == 0:
            return self.pick([1, 2, 1.5, True, float("nan")])
        if kind == 1:
            return self.pick(["text", "other", "ü"])
        if kind == 2:
            return np.arange(self.pick([2, 3]), dtype=self.pick(["int32", "int64", "float64"]))
        if kind == 3:
            return np.array(self.pick([["a", "b"], ["a", "c"]]), dtype=object)
        if kind == 4:
            return sp.csr_matrix(np.eye(2, dtype="float32") * self.pick([1, 2]))
        if kind == 5:
            return self.pick([None, pd.DataFrame({"v": [1, 2]}, index=["a", "b"])])
        if kind == 6:
            fields = [("n", self.pick(["int32", "float64"])), ("text", object), ("flag", bool)]
            rows = [(1, "ü", True), (2, self.pick(["", "long text"]), False), (3, "x", True)]
            return np.array(rows[: self.pick([2, 3])], dtype=fields)
        if kind == 7:
            return self.pick([np.complex64(1 + 2j), np.complex128(1 - 2j), np.array([1j, np.nan, 2])])
        return {key: self.uns_value(depth + 1) for key in self.some(["p", "q", "r"])}

    # Stores

    def axis_names(self, common):
        if self.names == "equal" and not self.chance(0.03):
            return common
        if self.names == "permuted":
            return self.sample(common)
        if self.names == "any":
            common = WORDS
        return self.sample(common, self.rng.integers(len(common) + 1))

    def store(self, i, own_axis):
        n = self.pick([0, 1, 2, 3, 5, 5, 8, 8, 40])
        own = [f"c{j}" if self.shares else f"c{i}_{j}" for j in range(n)]
        alt = self.axis_names(self.pool)
        if len(alt) > 1 and self.chance(0.02):
            alt[0] = alt[1]
        obs_names, var_names = (own, alt) if own_axis == "obs" else (alt, own)
        shape = (len(obs_names), len(var_names))
        frames = [
            self.frame(names, self.columns[axis], self.index_names[axis], COLUMN_KINDS)
            for axis, names in (("obs", obs_names), ("var", var_names))
        ]
        adata = ad.AnnData(shape=shape)
        adata.obs, adata.var = frames
        if self.has_x and not self.chance(0.02):
            adata.X = self.drawn_matrix(shape, self.x)
        for key, matrix in self.layers.items():
            if self.chance(0.8):
                adata.layers[key] = self.drawn_matrix(shape, matrix)
        adata.obsm.update(self.mapping(obs_names, self.obsm))
        adata.varm.update(self.mapping(var_names, self.varm))
        for axis, pairs, length in (("obs", adata.obsp, shape[0]), ("var", adata.varp, shape[1])):
            for key in self.pairs[axis]:
                if self.chance(0.8):
                    container, dtype = self.pick(["csr", "csr", "dense"]), self.pick(["float32", "int64"])
                    pairs[key] = self.matrix((length, length), container, dtype)
        adata.uns = {key: self.uns_value() for key in self.some(["u", "v", "w"])} if self.has_uns else {}
        for ragged in self.ragged:
            ragged.add_to(adata)
        if self.raw == "all" or (self.raw == "some" and self.chance(0.5)):
            adata.raw = self.raw_of(adata, var_names)
        return adata

    def drawn_matrix(self, shape, common):
        container, dtype = (self.drift(common[0], ["dense", "csr", "csc"]), self.drift(common[1], INTEGERS + FLOATS))
        if container != "dense" and dtype == "float16":
            dtype = "float32"
        return self.matrix(shape, container, dtype)

    def raw_of(self, adata, var_names):
        names = list(dict.fromkeys([*var_names, *(f"raw{j}" for j in range(self.pick([0, 0, 2])))]))
        shape = (adata.n_obs, len(names))
        raw = ad.AnnData(self.drawn_matrix(shape, self.x), obs=adata.obs[[]], var=pd.DataFrame(index=names))
        if len(names) > 0 and self.chance(0.3):
            raw.var["length"] = np.arange(len(names))
        return raw

    def options(self):
        options = {"join": self.pick(["inner", "outer"])}
        if self.chance(0.25):
            options["axis"] = "var"
        if self.chance(0.5):
            options["merge"] = self.pick(["same", "unique", "first", "only"])
        if self.chance(0.5):
            options["uns_merge"] = self.pick(["same", "unique", "first", "only"])
        if self.chance(0.4):
            options["label"] = self.pick(["batch", "a"])
        if self.chance(0.3):
            options["keys"] = [f"k{i}" for i in reversed(range(self.count + self.pick([0, 0, 1])))]
        if self.chance(0.3):
            options["index_unique"] = self.pick(["-", "", "_ü_"])
        if self.chance(0.4):
            options["fill_value"] = self.pick(["0", "0.0", "nan", "1.5", "3", "300", "-1"])
        if self.chance(0.3):
            options["pairwise"] = True
        return options

    def stores(self, axis):
        self.has_x = self.chance(0.93)
        self.has_uns = self.chance(0.5)
        return [self.store(i, axis) for i in range(self.count)]

    def write(self, adata, folder, name):
        # Zarr takes ten times as long to write.
        form = self.pick(["h5ad"] * 6 + ["gzip"] * 4 + ["zarr2", "zarr3"])
        if form in ("h5ad", "gzip"):
            path = folder / f"{name}.h5ad"
            kwargs = {"compression": "gzip"} if form == "gzip" else {}
            with h5py.File(path, "w") as file:
                ad.io.write_elem(file, "/", adata, dataset_kwargs=kwargs)
        else:
            path = folder / f"{name}.zarr"
            ad.settings.zarr_write_format = int(form[-1])
            group = zarr.open_group(path, mode="w", zarr_format=int(form[-1]))
            ad.io.write_elem(group, "/", adata)
        return path.name, form


def unsorted(matrix):
    """The same matrix, with the entries of each row (column of csc) in reverse order."""
    matrix = matrix.copy()
    for start, end in zip(matrix.indptr[:-1], matrix.indptr[1:]):
        for part in (matrix.indices, matrix.data):
            part[start:end] = part[start:end][::-1].copy()
    matrix.has_sorted_indices = False
    return matrix


def kind_of(v):
    if sp.issparse(v):
        return f"{v.format} {v.dtype}"
    if isinstance(v, ak.Array):
        return str(v.type)
    return f"{v.dtype}{list(v.shape)}" if hasattr(v, "dtype") else type(v).__name__


def describe(adata, form):
    """A store in one line."""
    parts = [f"{adata.n_obs}×{adata.n_vars} {form}", f"X {None if adata.X is None else kind_of(adata.X)}"]
    for axis in ("obs", "var"):
        frame = getattr(adata, axis)
        parts.append(f"{axis} {dict(frame.dtypes.astype(str))}")
    parts.append(f"var_names {list(adata.var_names)[:12]}")
    for name in ("layers", "obsm", "varm", "obsp", "varp"):
        mapping = {key: kind_of(v) for key, v in getattr(adata, name).items()}
        if mapping:
            parts.append(f"{name} {mapping}")
    if adata.raw is not None:
        parts.append(f"raw {kind_of(adata.raw.X)} of {adata.raw.n_vars}")
    return "; ".join(parts)


def main(folder, start, count):
    for seed in range(start, start + count):
        case, target = Case(seed), folder / str(seed)
        target.mkdir(parents=True)
        options = case.options()
        stores = case.stores(options.get("axis", "obs"))
        written = [case.write(adata, target, f"in{i}") for i, adata in enumerate(stores)]
        description = {
            "inputs": [name for name, _ in written],
            "options": options,
            # So few that a block is a row or two.
            "maxLoadedElems": int(case.pick([1, 20, 200, 100_000_000])),
            "columnConflicts": case.pick(["string", "drop"] if case.is_wide else ["error", "error", "string"]),
            "format": case.pick(["h5ad"] * 6 + ["zarr2", "zarr2", "zarr3", "zarr3"]),
            "about": [describe(adata, form) for adata, (_, form) in zip(stores, written)],
        }
        (target / "case.json").write_text(json.dumps(description))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
