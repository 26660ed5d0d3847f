"""Writes Zarr stores with every codec and layout that a reader may meet, and what Python reads."""

import json
import os
import sys

import anndata
import numpy as np
import pandas as pd
import scipy.sparse
import zarr
from describe import array, canonical, dtype_name, group
from numcodecs import GZip, LZ4, Blosc, Shuffle, Zlib, Zstd
from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, TransposeCodec, ZstdCodec

NUMERIC = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
TEXTS = ["", "a", "gène", "日本語", "😀", "x" * 300, "  spaced "]
V2_CODECS = {
    "none": None,
    "blosc-lz4": Blosc("lz4", 5, Blosc.SHUFFLE),
    "blosc-zstd-bit": Blosc("zstd", 3, Blosc.BITSHUFFLE),
    "blosc-zlib": Blosc("zlib", 5, Blosc.NOSHUFFLE),
    "zstd": Zstd(3),
    "gzip": GZip(5),
    "zlib": Zlib(5),
    "lz4": LZ4(),
}
V3_CODECS = {
    "none": None,
    "blosc-lz4": [BloscCodec(cname="lz4", shuffle="shuffle")],
    "blosc-zstd-bit": [BloscCodec(cname="zstd", shuffle="bitshuffle")],
    "zstd": [ZstdCodec(level=0)],
    "zstd-checksum": [ZstdCodec(level=3, checksum=True)],
    "gzip": [GzipCodec(level=5)],
    "crc32c": [Crc32cCodec()],
    "gzip-crc32c": [GzipCodec(level=5), Crc32cCodec()],
}


def numbers(dtype, shape, seed=0):
    random = np.random.default_rng(seed)
    if dtype == "?":
        return random.random(shape) < 0.5
    kind = np.dtype(dtype)
    if kind.kind == "f":
        values = random.normal(size=shape).astype(kind)
        values.flat[:3] = [np.nan, np.inf, -0.0]
        return values
    bounds = np.iinfo(kind)
    return random.integers(bounds.min, bounds.max, shape, kind.newbyteorder("="), True).astype(kind)


def texts(shape):
    count = int(np.prod(shape))
    return np.array([TEXTS[i % len(TEXTS)] + str(i // 7) for i in range(count)], dtype=object).reshape(shape)


class Writer:
    def __init__(self, path, version):
        self.version = version
        self.root = zarr.open_group(path, mode="w", zarr_format=version)

    def put(self, name, values, **options):
        made = self.root.create_array(name, shape=values.shape, dtype=values.dtype, **options)
        if values.size:
            made[...] = values
        return made

    def numeric(self):
        codecs = V2_CODECS if self.version == 2 else V3_CODECS
        for dtype in NUMERIC:
            for name, codec in codecs.items():
                self.put(f"{name}/{dtype}", numbers(dtype, 1000), chunks=(128,), compressors=codec)
            self.put(f"matrix/{dtype}", numbers(dtype, (37, 23)), chunks=(10, 7))
            self.put(f"rows/{dtype}", numbers(dtype, (37, 23)), chunks=(10, 23), compressors=None)
            self.put(f"scalar/{dtype}", np.asarray(numbers(dtype, 5)[4]))
        self.put("cube", numbers("f4", (5, 6, 7)), chunks=(2, 4, 3))
        self.put("order/F", numbers("f8", (37, 23)), chunks=(10, 7), order="F")
        self.put("zero/0", np.zeros(0, "f4"), chunks=(10,))
        self.put("zero/3x0", np.zeros((3, 0), "i8"), chunks=(2, 1))
        for shape in [(1,), (1000,)]:
            self.put(f"one-chunk/{shape[0]}", numbers("i4", shape), chunks=shape, compressors=None)

    def absent(self):
        for name, dtype, fill in [
            ("nan", "f8", np.nan), ("infinity", "f4", -np.inf), ("half", "f2", 1.5), ("true", "?", True),
            ("beyond", "i8", 2**53 + 1), ("unsigned", "u8", 2**64 - 1), ("big", ">i4", 258),
        ]:
            made = self.root.create_array(
                f"absent/{name}", shape=(50, 20), chunks=(10, 20), dtype=dtype, fill_value=fill
            )
            made[10:20] = np.ones((10, 20), dtype)

    def endian(self):
        for dtype in [">i2", ">i4", ">i8", ">f4", ">f8"]:
            values = numbers(dtype, (37, 23))
            options = {} if self.version == 2 else dict(serializer=BytesCodec(endian="big"))
            kind = values.astype(values.dtype.newbyteorder("=")) if options else values
            self.put("endian/" + dtype[1:], kind, chunks=(10, 7), **options)
            self.put("endian-rows/" + dtype[1:], kind, chunks=(10, 23), compressors=None, **options)

    def strings(self):
        for name, shape, chunks in [("vector", (1000,), (64,)), ("matrix", (9, 7), (4, 3)), ("scalar", (), ())]:
            made = self.root.create_array(
                f"strings/{name}", shape=shape, chunks=chunks, dtype=str
            )
            made[...] = texts(shape) if shape else "gène 😀"
        self.root.create_array(
            "strings/absent", shape=(20,), chunks=(5,), dtype=str
        )[7:9] = np.array(["a", "b"], dtype=object)
        self.put("fixed/U", texts((100,)).astype("U20"), chunks=(30,))
        self.put("fixed/S", np.array([b"abc", b"", b"x"] * 30), chunks=(25,))
        if self.version == 2:
            self.put("fixed/big", texts((100,)).astype(">U20"), chunks=(30,))
            self.put("filtered", numbers("i4", 1000), chunks=(128,), filters=[Shuffle(4)], compressors=Zlib(3))

    def structured(self):
        for dtype in ["c8", "c16"]:
            parts = "f4" if dtype == "c8" else "f8"
            values = numbers(parts, (37, 46)).view(dtype)
            self.put(f"complex/{dtype}", values, chunks=(10, 7))
            self.put(f"complex-rows/{dtype}", values, chunks=(10, 23), compressors=None)
        fields = [("n", "<i4"), ("score", "<f8"), ("flag", "?"), ("half", "<f2"), ("name", "<U6"), ("beyond", "<u8")]
        records = np.zeros(100, fields)
        for name in ["n", "score", "flag", "half", "beyond"]:
            records[name] = numbers(records.dtype[name].str.lstrip("<|"), 100) if name != "flag" else numbers("?", 100)
        records["name"] = [text[:6] for text in texts((100,))]
        self.put("records/vector", records, chunks=(30,))
        self.put("records/none", records[:0], chunks=(30,))
        self.put("records/matrix", records.reshape(20, 5), chunks=(7, 3))

    def shards(self):
        inner = dict(chunks=(4, 5), shards=(16, 15))
        self.put("shards/matrix", numbers("f4", (37, 23)), **inner)
        self.put("shards/gzip", numbers("i8", (37, 23)), compressors=[GzipCodec(level=1)], **inner)
        self.put("shards/checksum", numbers("i2", (37, 23)), compressors=[Crc32cCodec()], **inner)
        self.put("shards/none", numbers("f2", (1000,)), chunks=(10,), shards=(100,), compressors=None)
        self.root.create_array("shards/strings", shape=(100,), chunks=(7,), shards=(28,), dtype=str)[...] = texts((100,))
        partly = self.root.create_array(
            "shards/partly", shape=(100,), chunks=(5,), shards=(50,), dtype="i4", fill_value=9
        )
        partly[12:17] = np.arange(5)
        self.put("transposed", numbers("f4", (5, 6, 7)), chunks=(2, 4, 3), filters=[TransposeCodec(order=(2, 0, 1))])
        self.put("dotted", numbers("i4", (20, 9)), chunks=(7, 4), chunk_key_encoding=dict(name="default", separator="."))
        self.put("v2-keys", numbers("i4", (20, 9)), chunks=(7, 4), chunk_key_encoding=dict(name="v2", separator="."))

    def others(self):
        attrs = self.root.create_group("attributes").attrs
        attrs.update({
            "text": "gène", "bool": True, "integer": -5, "beyond": 2**53 + 1, "float": 0.1, "nan": float("nan"),
            "list": [1, "a", None, [2]], "dict": {"a": {"b": 1}}, "null": None, "literals": "NaN 12345678901234567890",
            "long float": 0.12345678901234567,
        })
        for name in ["% mito", "gène", "a b", "q?x", "h#1", "pct%20x", "😀", "ﬀ", "a.b", "constructor"]:
            folder = self.root.create_group("names/" + name)
            folder.create_array("values", data=np.arange(10, dtype="i4"), chunks=(3,))
        for i in range(300):
            self.root.create_array(f"many/{i}", data=np.asarray(i), chunks=())

    def write(self):
        self.numeric()
        self.absent()
        self.endian()
        self.strings()
        self.structured()
        self.others()
        if self.version == 3:
            self.shards()


def write_anndata(path, version):
    obs = pd.DataFrame(
        {"% mito": np.arange(50) / 7, "cat": pd.Categorical(list("abcde") * 10), "text": [f"t{i}" for i in range(50)],
         "flag": np.arange(50) % 2 == 0, "maybe": pd.array([None, 1] * 25, dtype="Int64")},
        index=[f"cell {i}" for i in range(50)],
    )
    adata = anndata.AnnData(
        scipy.sparse.random(50, 30, 0.2, "csr", "f4", np.random.default_rng(0)), obs=obs,
        obsm={"X_pca": np.arange(100, dtype="f4").reshape(50, 2)},
        uns={"number": 3, "text": "x", "none": None, "nested": {"list": np.array(["a", "b"])}},
    )
    anndata.settings.zarr_write_format = version
    adata.write_zarr(path)


def codec_names(node):
    filters, serializer, compressors = node.filters, getattr(node, "serializer", None), node.compressors
    names = []
    for codec in (*filters, *compressors):
        config = codec.get_config() if hasattr(codec, "get_config") else codec.to_dict()
        names.append((config.get("id") or config["name"]).removeprefix("numcodecs."))
    if serializer is not None and type(serializer).__name__ == "ShardingCodec":
        names = [codec.to_dict()["name"] for codec in serializer.codecs if "Bytes" not in type(codec).__name__ and "VLen" not in type(codec).__name__]
    return [name for name in names if name not in ("vlen-utf8", "transpose")]


def describe_store(path):
    nodes = {}

    def visit(at, node):
        attrs = {name: canonical(value) for name, value in dict(node.attrs).items()}
        if isinstance(node, zarr.Group):
            nodes[at] = group([name for name, _ in node.members()], attrs)
            for name, member in node.members():
                visit(f"{at}/{name}".lstrip("/"), member)
            return
        kind = node.dtype
        values = node[...]
        text = kind.kind in "OSUT"
        nodes[at] = array(
            "string" if text else dtype_name(kind), node.shape, attrs,
            values, node.chunks, codec_names(node),
        )

    visit("", zarr.open_group(path, mode="r"))
    return nodes


def main(folder):
    expected = {}
    for version in (2, 3):
        name = f"matrix-v{version}.zarr"
        Writer(os.path.join(folder, name), version).write()
        expected[name] = describe_store(os.path.join(folder, name))
        name = f"anndata-v{version}.zarr"
        write_anndata(os.path.join(folder, name), version)
        expected[name] = describe_store(os.path.join(folder, name))
    with open(os.path.join(folder, "expected.json"), "w") as out:
        json.dump(expected, out)


main(sys.argv[1])
