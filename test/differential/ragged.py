"""Random awkward arrays, of types that the stores of a case have in common, more or less.

A type is a tuple: its kind, and what the kind takes. Draws are of a generator of their own, so that
all else of a case stays what it was.
"""

import awkward as ak
import numpy as np
from awkward.contents import (
    BitMaskedArray, ByteMaskedArray, EmptyArray, IndexedArray, IndexedOptionArray, ListOffsetArray,
    NumpyArray, RecordArray, RegularArray, UnionArray, UnmaskedArray,
)  # fmt: skip
from awkward.index import Index8, Index64, IndexU8

DTYPES = ["bool", "int8", "int32", "int64", "uint8", "uint64", "float32", "float64", "int64", "float64"]
TEXTS = ["TRA", "IGH", "CASSF", "", "é", "😀"]
# Immune receptors as scirpy stores them: a list of chains of each cell.
CHAINS = (
    "list",
    (
        "record",
        (
            ("locus", ("option", ("text",), "indexed")),
            ("junction_aa", ("option", ("text",), "indexed")),
            ("umi_count", ("option", ("number", "float64"), "indexed")),
            ("consensus_count", ("number", "int64")),
            ("productive", ("option", ("number", "bool"), "byte")),
        ),
        None,
    ),
)


class Ragged:
    def __init__(self, seed):
        self.rng = np.random.default_rng([seed, 1])
        self.types = {key: self.common() for key in ("airr", "ragged") if self.chance(0.3)}
        self.varm = self.comparable() if self.chance(0.15) else None
        self.uns = self.comparable() if self.chance(0.2) else None

    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, options):
        return options[self.rng.integers(len(options))]

    # Types

    def common(self):
        return CHAINS if self.chance(0.3) else self.rows(2)

    def comparable(self):
        """A type without unions: awkward cannot compare one of which a type is not in use."""
        while "union" in repr(drawn := self.common()):
            pass
        return drawn

    def rows(self, depth):
        """A type for a whole array, which has an axis 1 as anndata wants it."""
        inner = self.any(depth)
        kind = self.pick(["list", "list", "list", "regular", "record", "option"])
        if kind == "option":
            # anndata cannot take the length of axis 1 of masked lists.
            return ("option", ("list", inner), self.pick(["indexed", "unmasked"]))
        if kind == "regular":
            return ("regular", inner, self.pick([1, 2]))
        return self.record(depth) if kind == "record" else ("list", inner)

    def any(self, depth):
        if depth == 0 or self.chance(0.25):
            return self.pick([("number", self.pick(DTYPES))] * 3 + [("text",), ("bytes",), ("categories",)])
        kind = self.pick(["list", "list", "regular", "record", "record", "tuple", "option", "option", "union", "empty"])
        if kind == "list":
            return ("list", self.any(depth - 1))
        if kind == "regular":
            return ("regular", self.any(depth - 1), self.pick([1, 2, 2]))
        if kind == "record":
            return self.record(depth - 1)
        if kind == "tuple":
            return ("tuple", tuple(self.any(depth - 1) for _ in range(2)))
        if kind == "option":
            return ("option", self.plain(depth - 1), self.pick(["indexed", "indexed", "byte", "bit", "unmasked"]))
        if kind == "union":
            return ("union", (("number", self.pick(DTYPES)), self.pick([("text",), ("list", ("text",))])))
        return ("list", ("empty",))

    def plain(self, depth):
        """A type that may be None: neither an option nor a union nor categories."""
        while (drawn := self.any(depth))[0] in ("option", "union", "categories"):
            pass
        return drawn

    def record(self, depth):
        names = [name for name in ("a", "b", "a b", "c") if self.chance(0.5)] or ["a"]
        return ("record", tuple((name, self.any(max(0, depth))) for name in names), self.pick([None, None, "P"]))

    def drifted(self, common):
        """The common type, or one that differs from it in some place."""
        return self.changed(common) if self.chance(0.3) else common

    def changed(self, old):
        kind, *rest = old
        if kind == "number":
            return self.pick([("number", self.pick(DTYPES)), ("number", self.pick(DTYPES)), ("text",)])
        if kind in ("list", "regular"):
            content = self.changed(rest[0]) if self.chance(0.7) else rest[0]
            return self.pick([("list", content), ("regular", content, 2)]) if self.chance(0.2) else (kind, content, *rest[1:])
        if kind == "record":
            fields, name = list(rest[0]), rest[1]
            at = self.rng.integers(len(fields))
            if self.chance(0.3):
                fields = fields[::-1]
            elif self.chance(0.5):
                fields[at] = (fields[at][0], self.changed(fields[at][1]))
            elif len(fields) > 1:
                del fields[at]
            else:
                fields.append(("more", ("number", "int64")))
            return ("record", tuple(fields), name)
        if kind == "option":
            return self.pick([rest[0], (kind, rest[0], self.pick(["indexed", "unmasked"]))])
        if kind == "union":
            return self.pick([rest[0][0], rest[0][1], old])
        if kind in ("text", "bytes"):
            return self.pick([("option", old, "indexed"), ("categories",), ("number", "int64")])
        return old

    # Arrays

    def array(self, common, length):
        return ak.Array(self.make(self.drifted(common), length))

    def make(self, drawn, n):
        kind, *rest = drawn
        return getattr(self, f"make_{kind}")(n, *rest)

    def make_number(self, n, dtype):
        values = self.rng.integers(0, 4, n)
        return NumpyArray((values * 0.5 if dtype.startswith("float") else values).astype(dtype))

    def make_empty(self, n):
        # Of an unknown type are only arrays without items; a drift may ask for some.
        return EmptyArray() if n == 0 else self.make_number(n, "int64")

    def make_text(self, n, array="string", item="char"):
        texts = [self.pick(TEXTS).encode() for _ in range(n)]
        offsets = np.cumsum([0, *map(len, texts)])
        content = NumpyArray(np.frombuffer(b"".join(texts), "uint8"), parameters={"__array__": item})
        return ListOffsetArray(Index64(offsets), content, parameters={"__array__": array})

    def make_bytes(self, n):
        return self.make_text(n, "bytestring", "byte")

    def make_categories(self, n):
        # Of three different texts.
        content = ListOffsetArray(
            Index64(np.array([0, 1, 3, 3])),
            NumpyArray(np.frombuffer(b"xyz", "uint8"), parameters={"__array__": "char"}),
            parameters={"__array__": "string"},
        )
        return IndexedArray(Index64(self.rng.integers(0, 3, n)), content, parameters={"__array__": "categorical"})

    def make_list(self, n, content):
        offsets = np.cumsum([0, *(self.rng.integers(0, 1 if content == ("empty",) else 4, n))])
        return ListOffsetArray(Index64(offsets), self.make(content, int(offsets[-1])))

    def make_regular(self, n, content, size):
        return RegularArray(self.make(content, n * size), size, n)

    def make_record(self, n, fields, name):
        parameters = None if name is None else {"__record__": name}
        contents = [self.make(content, n) for _, content in fields]
        return RecordArray(contents, [field for field, _ in fields], n, parameters=parameters)

    def make_tuple(self, n, contents):
        return RecordArray([self.make(content, n) for content in contents], None, n)

    def make_option(self, n, content, form):
        mask = self.rng.random(n) < 0.3
        if form == "unmasked":
            return UnmaskedArray.simplified(self.make(content, n))
        if form == "byte":
            return ByteMaskedArray.simplified(Index8(mask.astype("int8")), self.make(content, n), self.chance(0.5))
        if form == "bit":
            bits = IndexU8(np.packbits(mask, bitorder="little"))
            return BitMaskedArray.simplified(bits, self.make(content, n), self.chance(0.5), n, True)
        index = np.where(mask, -1, np.cumsum(~mask) - 1)
        return IndexedOptionArray.simplified(Index64(index), self.make(content, int((~mask).sum())))

    def make_union(self, n, contents):
        tags = self.rng.integers(0, len(contents), n)
        index = np.zeros(n, "int64")
        for tag in range(len(contents)):
            index[tags == tag] = np.arange((tags == tag).sum())
        made = [self.make(content, int((tags == tag).sum())) for tag, content in enumerate(contents)]
        return UnionArray.simplified(Index8(tags.astype("int8")), Index64(index), made)

    # Stores

    def add_to(self, adata):
        for key, common in self.types.items():
            if self.chance(0.8):
                adata.obsm[key] = self.array(common, adata.n_obs)
        if self.varm is not None and self.chance(0.8):
            adata.varm["ragged"] = self.array(self.varm, adata.n_vars)
        if self.uns is not None and self.chance(0.8):
            # Equal arrays, now and then.
            self.rng, own = np.random.default_rng(self.pick([1, 1, 2])), self.rng
            adata.uns["ragged"] = self.array(self.uns, 3)
            self.rng = own


class RaggedLayer(Ragged):
    """A layer with something for each pair of cell and variable."""

    def __init__(self, seed):
        self.rng = np.random.default_rng([seed, 2])
        self.content = self.any(1) if self.chance(0.1) else None

    def add_to(self, adata):
        if self.content is not None and self.chance(0.95):
            rows = ("regular", self.drifted(self.content), adata.n_vars)
            adata.layers["ragged"] = ak.Array(self.make(rows, adata.n_obs))
