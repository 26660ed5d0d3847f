"""Writes HDF5 files with every layout that a reader may meet, and what h5py says of them."""

import json
import os
import sys

import h5py
import numpy as np
from describe import array, canonical, group, dtype_name

NUMERIC = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
TEXTS = ["", "a", "gène", "日本語", "😀", "x" * 300, "y" * 5000, "  spaced ", "tab\t"]


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


def texts(count):
    return np.array([TEXTS[i % len(TEXTS)] + str(i // 9) for i in range(count)], dtype=object)


def numeric_layouts(file):
    layouts = {
        "contiguous": {},
        "chunked": dict(chunks=(128,)),
        "growing": dict(chunks=(128,), maxshape=(None,)),
        "gzip": dict(chunks=(128,), compression="gzip"),
        "gzip-shuffle": dict(chunks=(128,), compression="gzip", shuffle=True),
        "fletcher32": dict(chunks=(128,), fletcher32=True),
        "all-filters": dict(chunks=(128,), compression="gzip", shuffle=True, fletcher32=True),
        "lzf": dict(chunks=(128,), compression="lzf"),
        "lzf-shuffle": dict(chunks=(128,), compression="lzf", shuffle=True),
        "one-chunk": dict(chunks=(1000,), compression="gzip"),
    }
    for dtype in NUMERIC:
        for name, options in layouts.items():
            file.create_dataset(f"{name}/{dtype}", data=numbers(dtype, 1000), **options)
        values = numbers(dtype, (37, 23))
        file.create_dataset(f"matrix/{dtype}", data=values, chunks=(10, 7), compression="gzip")
        if dtype not in ("?", "i1", "u1"):
            big = values.astype(np.dtype(dtype).newbyteorder(">"))
            file.create_dataset(f"big-endian/{dtype}", data=big)
            file.create_dataset(f"big-endian-gzip/{dtype}", data=big, chunks=(8, 8), compression="gzip")
    file.create_dataset("cube", data=numbers("f4", (5, 6, 7)), chunks=(2, 4, 3), shuffle=True)
    repeated = np.repeat(np.arange(3000, dtype="i4"), 7)
    file.create_dataset("compressible/lzf", data=repeated, chunks=(1000,), compression="lzf")
    file.create_dataset("compressible/gzip", data=repeated, chunks=(1000,), compression="gzip")


def indexes(file):
    """In files of the latest version, each of these has an index of another kind or depth."""
    values = numbers("i4", 20000)
    file.create_dataset("index/fixed-paged", data=values, chunks=(7,))
    file.create_dataset("index/fixed-filtered", data=values, chunks=(7,), compression="gzip")
    file.create_dataset("index/extensible", data=values, chunks=(7,), maxshape=(None,))
    file.create_dataset(
        "index/extensible-filtered", data=values, chunks=(7,), maxshape=(None,), compression="gzip"
    )
    matrix = numbers("f8", (61, 23))
    file.create_dataset("index/grow-rows", data=matrix, chunks=(4, 5), maxshape=(None, 40))
    file.create_dataset("index/grow-columns", data=matrix, chunks=(4, 5), maxshape=(100, None))
    file.create_dataset("index/grow-both", data=matrix, chunks=(4, 5), maxshape=(None, None))
    file.create_dataset("index/bounded", data=matrix, chunks=(4, 5), maxshape=(100, 40))
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_chunk((4, 5))
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    space = h5py.h5s.create_simple((61, 23))
    path = b"index/implicit"
    dataset = h5py.h5d.create(file.id, path, h5py.h5t.IEEE_F64LE, space, early)
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, matrix)


def absent_values(file):
    for name, options in {"default": {}, "seven": dict(fillvalue=7)}.items():
        file.create_dataset(f"absent/{name}-chunked", (1000,), "i4", chunks=(100,), **options)
        file.create_dataset(f"absent/{name}-contiguous", (1000,), "i4", **options)
        partly = file.create_dataset(
            f"absent/{name}-partly", (50, 50), ">f8", chunks=(10, 10), compression="gzip", **options
        )
        partly[12:25, 31:44] = numbers("f8", (13, 13))
    strings = file.create_dataset("absent/strings", (40,), h5py.string_dtype(), chunks=(10,))
    strings[12:17] = texts(5)


def string_layouts(file):
    vlen = h5py.string_dtype()
    for name, options in {
        "contiguous": {},
        "chunked": dict(chunks=(64,)),
        "gzip": dict(chunks=(64,), compression="gzip"),
        "lzf": dict(chunks=(64,), compression="lzf"),
    }.items():
        file.create_dataset(f"strings/{name}", data=texts(1000), dtype=vlen, **options)
    file.create_dataset("strings/matrix", data=texts(35).reshape(7, 5), dtype=vlen)
    file.create_dataset("strings/ascii", data=[b"abc", b"", b"de"], dtype=h5py.string_dtype("ascii"))
    file.create_dataset("strings/empty", (0,), vlen)
    fixed = np.array([b"abcdefgh", b"", b"x", b" a ", "gène".encode()] * 50, dtype="S8")
    file.create_dataset("fixed/padded", data=fixed)
    file.create_dataset("fixed/gzip", data=fixed, chunks=(60,), compression="gzip", shuffle=True)
    file.create_dataset("fixed/utf8", data=fixed.astype(h5py.string_dtype("utf-8", 8)))
    for name, padding in {"terminated": h5py.h5t.STR_NULLTERM, "spaces": h5py.h5t.STR_SPACEPAD}.items():
        kind = h5py.h5t.C_S1.copy()
        kind.set_size(8)
        kind.set_strpad(padding)
        space = h5py.h5s.create_simple((250,))
        dataset = h5py.h5d.create(file.id, f"fixed/{name}".encode(), kind, space)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, fixed)


def small_things(file):
    for dtype in NUMERIC:
        file.create_dataset(f"scalar/{dtype}", data=numbers(dtype, 5)[4])
    file.create_dataset("scalar/text", data="gène 😀", dtype=h5py.string_dtype())
    file.create_dataset("scalar/fixed", data=np.bytes_(b"fixed"))
    file.create_dataset("null", data=h5py.Empty("f4"))
    for shape in [(0,), (0, 5), (3, 0)]:
        name = "x".join(map(str, shape))
        file.create_dataset(f"zero/{name}", shape, "f8")
        file.create_dataset(f"zero/{name}-chunked", shape, "i8", chunks=tuple(n + 1 for n in shape), maxshape=(None,) * len(shape))
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    dataset = h5py.h5d.create(file.id, b"compact", h5py.h5t.STD_I32LE, h5py.h5s.create_simple((9,)), compact)
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(9, dtype="i4"))


def other_types(file):
    file.create_dataset("other/half complex", data=np.zeros(2, [("r", "f2"), ("i", "f2")]))
    file.create_dataset("other/compound", data=np.zeros(3, [("a", "i4"), ("b", "V3")]))
    file.create_dataset("other/reference", data=np.array([file["null"].ref], dtype=h5py.ref_dtype))
    file.create_dataset("other/lists", (2,), h5py.vlen_dtype("i4"))
    file.create_dataset("other/array", (2,), np.dtype(("i4", (3,))))
    file.create_dataset("other/opaque", data=np.array([b"ab"], dtype="V2"))
    colours = h5py.enum_dtype({"RED": 0, "BLUE": 300}, basetype="i2")
    file.create_dataset("other/enum", data=np.array([0, 300, 0], "i2"), dtype=colours)
    file["other/named type"] = np.dtype("f4")
    committed = file.create_dataset("other/committed", (4,), file["other/named type"], chunks=(2,))
    committed[:] = [1, 2, 3, 4]


TEXT = h5py.string_dtype()
FIELDS = np.dtype(
    [
        ("whole", "<i2"),
        ("text", TEXT),
        ("list", "<f4", (2, 3)),
        ("flag", "?"),
        ("a/b", "S5"),
        ("inner", [("big", ">i4"), ("text", TEXT), ("complex", "<c8")]),
        ("complex", ">c16"),
        ("texts", TEXT, (2,)),
        ("half", "<f2"),
        ("unsigned", "<u8"),
    ]
)


def records(count):
    values = np.zeros(count, FIELDS)
    for i in range(count):
        words = ["", f"gène {i}", "x" * (i % 40)]
        values[i] = (
            i, words[i % 3], np.arange(6).reshape(2, 3) / (i + 1), i % 2, f"b{i}".encode()[:5],
            (-i, words[(i + 1) % 3], i - 2j), 1j - i, words[:2], i / 8, 2**63 + i,
        )
    return values


def record_layouts(file):
    values = records(300)
    file.create_dataset("records/contiguous", data=values)
    file.create_dataset("records/chunked", data=values, chunks=(70,))
    file.create_dataset("records/gzip", data=values, chunks=(64,), compression="gzip", shuffle=True)
    file.create_dataset("records/2d", data=values.reshape(30, 10), chunks=(7, 4))
    file.create_dataset("records/absent", (100,), FIELDS, chunks=(30,))
    file.create_dataset("records/none", (0,), FIELDS)
    file.create_dataset("records/one", data=values[["text"]][:50].astype([("text", TEXT)]))
    file.create_dataset("records/scalar", data=values[5], dtype=FIELDS)
    numbers = np.array([(1, 2.5), (-3, 1e9)], [("a", ">i4"), ("b", ">f8")])
    for name, types in {
        "numbers": [("a", ">i4"), ("b", ">f8")],
        "fixed text": [("a", ">i4"), ("s", "S3"), ("b", ">f8")],
        "text": [("a", ">i4"), ("s", TEXT), ("b", ">f8")],
        "list": [("a", ">i4"), ("l", ">u2", (2,)), ("b", ">f8")],
        "bytes": [("a", ">i4"), ("c", "i1"), ("b", ">f8")],
        "flag": [("a", ">i4"), ("c", "?"), ("b", ">f8")],
        "inner": [("a", ">i4"), ("c", [("d", ">i8")]), ("b", ">f8")],
    }.items():
        values = np.zeros(2, types)
        values["a"], values["b"] = numbers["a"], numbers["b"]
        if "s" in values.dtype.names:
            values["s"] = [b"ab", b"c"]
        if "l" in values.dtype.names:
            values["l"] = [[1, 2], [3, 4]]
        file.create_dataset(f"records/big-endian {name}", data=values)
    for dtype in ["<c8", ">c8", "<c16", ">c16"]:
        numbers = (np.arange(60) - 3j * np.arange(60)).astype(dtype).reshape(20, 3)
        file.create_dataset(f"complex/{dtype}", data=numbers)
        file.create_dataset(f"complex/{dtype} chunked", data=numbers, chunks=(7, 2), compression="gzip")
        file.create_dataset(f"complex/{dtype} scalar", data=numbers[1, 1])


def attributes(file):
    attrs = file.create_group("attributes").attrs
    attrs["text"] = "gène"
    attrs["fixed"] = np.bytes_(b"abc")
    attrs["empty text"] = ""
    attrs["bool"] = True
    attrs["bools"] = np.array([True, False])
    attrs["small"] = np.int8(-5)
    attrs["exact"] = np.int64(2**53 - 1)
    attrs["beyond"] = np.int64(2**53 + 1)
    attrs["unsigned"] = np.uint64(2**64 - 1)
    attrs["float"] = 0.1
    attrs["single"] = np.float32(0.1)
    attrs["half"] = np.float16(0.1)
    attrs["nan"] = np.nan
    attrs["integers"] = np.array([1, 2**60], "i8")
    attrs["big-endian"] = np.array([1, 2], ">i4")
    attrs["matrix"] = np.arange(6).reshape(2, 3)
    attrs["strings"] = np.array(["a", "", "日本"], dtype=object)
    attrs["no strings"] = np.array([], dtype="S1")
    attrs["nothing"] = h5py.Empty("f4")
    attrs["reference"] = file["scalar/text"].ref
    attrs["references"] = np.array([file["cube"].ref, file["null"].ref], dtype=h5py.ref_dtype)
    attrs["__proto__"] = "a name like any other"
    many = file.create_group("attributes/many").attrs
    for i in range(200):
        many[f"attribute {i}"] = "x" * i


def names(file):
    for name in ["% mito", "gène", "a b", "q?x", "h#1", "pct%20x", "😀", "ﬀ", "__proto__", "constructor", "a.b", ".hidden", "\\", "tab\t"]:
        file.create_dataset("names/" + name, data=[1, 2, 3])


def write(path, members, **options):
    with h5py.File(path, "w", **options) as file:
        for part in [numeric_layouts, indexes, absent_values, string_layouts, small_things, other_types, record_layouts, attributes, names]:
            part(file)
        for i in range(members):
            file.create_dataset(f"big/{i}", data=i, dtype="i4")


def filter_names(dataset):
    pipeline = dataset.id.get_create_plist()
    known = {1: "gzip", 2: "shuffle", 3: "fletcher32", 32000: "lzf"}
    return [known[pipeline.get_filter(i)[0]] for i in range(pipeline.get_nfilters())]


def attributes_of(file, node):
    def value(name):
        found = node.attrs[name]
        if isinstance(found, h5py.Empty):
            return None
        if isinstance(found, h5py.Reference):
            return file[found].name[1:]
        if isinstance(found, np.ndarray) and h5py.check_ref_dtype(node.attrs.get_id(name).dtype):
            return [file[item].name[1:] for item in found]
        return found

    return {name: canonical(value(name)) for name in node.attrs}


def node_of(file, node):
    attrs = attributes_of(file, node)
    if isinstance(node, h5py.Group):
        return group(node.keys(), attrs)
    chunks, filters = node.chunks, filter_names(node)
    if h5py.check_string_dtype(node.dtype):
        values = node[()] if node.shape != () else np.array([node[()]], dtype=object)
        return array("string", node.shape, attrs, values, chunks, filters)
    if node.name.startswith(("/records/", "/complex/")):
        return array(dtype_name(node.dtype), node.shape, attrs, node[()], chunks, filters)
    if h5py.check_ref_dtype(node.dtype) or h5py.check_vlen_dtype(node.dtype) or node.dtype.kind in "cVO":
        return array("opaque", node.shape, attrs, None, chunks, filters)
    if node.shape is None:
        return array(node.dtype.newbyteorder("=").name, None, attrs)
    return array(node.dtype.newbyteorder("=").name, node.shape, attrs, node[()], chunks, filters)


def main(folder):
    expected = {}
    for name, options in {
        "default.h5": dict(members=10000),
        "v108.h5": dict(members=10, libver=("v108", "v108")),
        "latest.h5": dict(members=2000, libver="latest"),
        "user-block.h5": dict(members=10, userblock_size=1024),
    }.items():
        path = os.path.join(folder, name)
        write(path, **options)
        with h5py.File(path) as file:
            nodes = {"": node_of(file, file["/"])}
            file.visititems(
                lambda at, node: isinstance(node, h5py.Datatype)
                or nodes.__setitem__(at, node_of(file, node))
            )
        expected[name] = nodes
    with open(os.path.join(folder, "expected.json"), "w") as out:
        json.dump(expected, out)


main(sys.argv[1])
