"""Writes an array with each codec that a Zarr store may name, and what Python reads."""

import json
import os
import sys
import warnings

import numcodecs as nc
import numpy as np
import zarr
from describe import array
from numcodecs import Blosc
from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec
from zarr.codecs import numcodecs as nc3

warnings.simplefilter("ignore")

SHUFFLES = {"no": 0, "byte": 1, "bit": 2}
COMPRESSORS = ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]
RANDOM = np.random.default_rng(0)
WHOLE = RANDOM.integers(-1000, 1000, 1000).astype("i4")
REAL = RANDOM.normal(size=1000)
TEXT = np.array(["", "gène", "日本", "😀"] * 25, dtype=object)


def v2_cases():
    """Name of the case, its row in the table of formats, values, and how they are stored."""
    for inner in COMPRESSORS:
        for name, shuffle in SHUFFLES.items():
            yield f"blosc-{inner}-{name}", "blosc", WHOLE, dict(compressor=Blosc(inner, 5, shuffle))
    for name, codec in [
        ("zstd", nc.Zstd(3)), ("gzip", nc.GZip(5)), ("zlib", nc.Zlib(5)), ("lz4", nc.LZ4()),
        ("bz2", nc.BZ2()), ("lzma", nc.LZMA()),
    ]:
        yield name, name, WHOLE, dict(compressor=codec)
    yield "zstd-checksum", "zstd", WHOLE, dict(compressor=nc.Zstd(3, checksum=True))
    for name, values, codec in filters():
        yield name, name.split("-")[0], values, dict(filters=[codec], compressor=nc.Zlib(1))
    yield "json2", "json2", TEXT, dict(filters=[nc.JSON()])
    yield "json2-matrix", "json2", TEXT.reshape(20, 5), dict(filters=[nc.JSON()])
    yield "pickle", "pickle", TEXT, dict(filters=[nc.Pickle()])
    yield "vlen-utf8", "vlen-utf8", TEXT, dict(filters=[nc.VLenUTF8()])
    yield "vlen-bytes", "vlen-bytes", np.array([t.encode() for t in TEXT], dtype=object), dict(filters=[nc.VLenBytes()])
    yield "categorize", "categorize", TEXT, dict(filters=[nc.Categorize(list("xy") + ["gène", "日本", "😀"], "O")])
    yield "order-F", "order F", REAL.reshape(50, 20), dict(order="F")
    yield "nested-keys", "nested keys", REAL.reshape(50, 20), dict(dimension_separator="/")
    yield "big-endian", "big-endian", WHOLE.astype(">i4"), dict()
    yield "float16", "float16", REAL.astype("f2"), dict()
    yield "fixed-U", "fixed-length text", TEXT.astype("<U5"), dict()
    yield "fixed-big-U", "fixed-length text", TEXT.astype(">U5"), dict()
    yield "fixed-S", "fixed-length text", np.array([b"a", b"", b"bcd"] * 30), dict()


def filters():
    for dtype in ["i1", "u2", "i4", "i8", "u8", "f4", "f8", ">i2"]:
        yield f"delta-{dtype}", np.cumsum(np.arange(1000) % 7).astype(dtype), nc.Delta(dtype)
    yield "delta-narrow", np.arange(1000, dtype="i8") * 3, nc.Delta("i8", astype="i2")
    for dtype, astype in [("f8", "u1"), ("f4", "i2"), ("f8", "f4"), ("i4", "u1"), ("f4", ">i4"), ("f8", "i8")]:
        values = (np.arange(1000) % 25 / (1 if dtype == "i4" else 10) + 100).astype(dtype)
        yield f"fixedscaleoffset-{dtype}-{astype.lstrip('>')}", values, nc.FixedScaleOffset(100, 10, dtype, astype)
    yield "quantize-f8", REAL, nc.Quantize(2, "f8")
    yield "quantize-narrow", REAL, nc.Quantize(2, "f8", astype="f4")
    yield "bitround-f4", REAL.astype("f4"), nc.BitRound(5)
    yield "packbits-bool", REAL[:999] > 0, nc.PackBits()
    yield "astype-i8", np.arange(1000, dtype="i8"), nc.AsType("i2", "i8")
    yield "astype-f4", np.arange(1000, dtype="f4"), nc.AsType("f8", "f4")
    yield "shuffle-4", WHOLE, nc.Shuffle(4)
    yield "base64-i4", WHOLE, nc.Base64()
    yield "crc32-start", WHOLE, nc.CRC32()
    yield "crc32-end", WHOLE, nc.CRC32(location="end")
    yield "adler32-start", WHOLE, nc.Adler32()
    yield "crc32c-end", WHOLE, nc.CRC32C()
    yield "fletcher32-end", WHOLE, nc.Fletcher32()
    yield "jenkins_lookup3", WHOLE, nc.JenkinsLookup3()


def v3_cases():
    for inner in COMPRESSORS:
        for name, shuffle in [("no", "noshuffle"), ("byte", "shuffle"), ("bit", "bitshuffle")]:
            yield f"blosc-{inner}-{name}", "blosc", WHOLE, dict(compressors=[BloscCodec(cname=inner, shuffle=shuffle)])
    yield "zstd", "zstd", WHOLE, dict(compressors=[ZstdCodec(level=3)])
    yield "zstd-checksum", "zstd", WHOLE, dict(compressors=[ZstdCodec(level=3, checksum=True)])
    yield "gzip", "gzip", WHOLE, dict(compressors=[GzipCodec()])
    yield "crc32c", "crc32c", WHOLE, dict(compressors=[Crc32cCodec()])
    for name, codec in [
        ("zlib", nc3.Zlib()), ("lz4", nc3.LZ4()), ("bz2", nc3.BZ2()), ("lzma", nc3.LZMA()),
        ("crc32", nc3.CRC32()), ("adler32", nc3.Adler32()), ("fletcher32", nc3.Fletcher32()),
        ("jenkins_lookup3", nc3.JenkinsLookup3()), ("shuffle", nc3.Shuffle(elementsize=4)),
    ]:
        yield name, name.split("-")[0], WHOLE, dict(compressors=[codec])
    yield "numcodecs-blosc", "blosc", WHOLE, dict(compressors=[nc3.Blosc(cname="lz4", shuffle=1)])
    yield "numcodecs-zstd", "zstd", WHOLE, dict(compressors=[nc3.Zstd(level=3)])
    yield "numcodecs-gzip", "gzip", WHOLE, dict(compressors=[nc3.GZip()])
    for name, values, codec in [
        ("delta", WHOLE, nc3.Delta(dtype="<i4")),
        ("fixedscaleoffset", np.arange(1000) % 25 / 10 + 100, nc3.FixedScaleOffset(offset=100, scale=10, dtype="<f8", astype="<u1")),
        ("quantize", REAL, nc3.Quantize(digits=2, dtype="<f8")),
        ("bitround", REAL.astype("f4"), nc3.BitRound(keepbits=5)),
        ("packbits", REAL[:1000] > 0, nc3.PackBits()),
        ("astype", np.arange(1000, dtype="i8"), nc3.AsType(encode_dtype="<i2", decode_dtype="<i8")),
    ]:
        yield name, name, values, dict(filters=[codec])
    matrix = REAL.reshape(50, 20)
    yield "transpose", "transpose", matrix, dict(filters=[TransposeCodec(order=(1, 0))])
    cube = REAL.reshape(10, 10, 10)
    twice = [TransposeCodec(order=(1, 2, 0)), TransposeCodec(order=(0, 2, 1))]
    yield "transpose-twice", "transpose", cube, dict(filters=twice, chunks=(3, 4, 5))
    yield "big-endian", "big-endian", WHOLE, dict(serializer=BytesCodec(endian="big"))
    yield "float16", "float16", REAL.astype("f2"), dict()
    yield "vlen-utf8", "vlen-utf8", TEXT.astype("T"), dict()
    yield "fixed-U", "fixed-length text", TEXT.astype("U5"), dict()
    yield "fixed-S", "fixed-length text", np.array([b"a", b"", b"bcd"] * 30), dict()
    yield "shards", "shards", matrix, dict(chunks=(5, 5), shards=(10, 20))
    start = ShardingCodec(chunk_shape=(5, 5), index_location="start")
    yield "shards-start", "shards, index first", matrix, dict(serializer=start, chunks=(10, 20), compressors=None)
    nested = ShardingCodec(chunk_shape=(10, 10), codecs=[ShardingCodec(chunk_shape=(5, 2), codecs=[BytesCodec(), ZstdCodec()])])
    yield "shards-nested", "shards in shards", matrix, dict(serializer=nested, chunks=(20, 20), compressors=None)
    yield "nested-keys", "nested keys", matrix, dict(chunk_key_encoding=dict(name="v2", separator="/"))


def bytes_v3(root):
    from zarr.core.dtype import VariableLengthBytes

    made = root.create_array("vlen-bytes", shape=(100,), chunks=(30,), dtype=VariableLengthBytes())
    made[...] = np.array([t.encode() for t in TEXT], dtype=object)
    return "vlen-bytes"


def put_objects(path, values, filters):
    """One chunk of objects, whose codecs zarr-python 3 does not all write any more."""
    os.makedirs(path)
    [codec] = filters
    meta = dict(zarr_format=2, shape=values.shape, chunks=values.shape, dtype="|O", compressor=None, order="C",
                fill_value=0, filters=[codec.get_config()])
    with open(os.path.join(path, ".zarray"), "w") as out:
        json.dump(meta, out)
    with open(os.path.join(path, ".".join("0" for _ in values.shape)), "wb") as out:
        out.write(bytes(codec.encode(values)))


def main(folder):
    expected, rows = {}, {}
    for version, cases in [(2, v2_cases()), (3, v3_cases())]:
        store = f"codecs-v{version}.zarr"
        root = zarr.open_group(os.path.join(folder, store), mode="w", zarr_format=version)
        nodes = {}
        rows[store] = {}
        for name, row, values, options in cases:
            rows[store][name] = row
            chunks = options.pop("chunks", tuple(max(1, n // 3) for n in values.shape))
            if values.dtype == object:
                put_objects(os.path.join(folder, store, name), values, **options)
                nodes[name] = values
                continue
            if version == 2:
                options = {"compressor": None, **options}
                made = zarr.create(values.shape, chunks=chunks, dtype=values.dtype, store=root.store_path.store,
                                   path=name, zarr_format=2, **options)
            else:
                made = root.create_array(name, shape=values.shape, chunks=chunks, dtype=values.dtype, **options)
            made[...] = values
            nodes[name] = None
        if version == 3:
            row = bytes_v3(root)
            nodes[row], rows[store][row] = None, row
        described = {}
        for name, node in nodes.items():
            if node is None:
                node = zarr.open_array(os.path.join(folder, store, name), mode="r")[...]
            values = np.asarray(node)
            text = values.dtype.kind in "OSUT"
            described[name] = array(
                "string" if text else values.dtype.newbyteorder("=").name, values.shape, {}, values
            )
        expected[store] = described
    with open(os.path.join(folder, "expected.json"), "w") as out:
        json.dump({"stores": expected, "rows": rows}, out)


main(sys.argv[1])
