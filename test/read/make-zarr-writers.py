"""Has other programs than zarr-python write arrays: `make-zarr-writers.py FOLDER`. What they hold is in expected.json."""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import zarr
from describe import hash_of
from zarr.codecs import BloscCodec, Crc32cCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from other_writers import layouts_v2, layouts_v3, write, write_by_zarrs  # noqa: E402

# What zarrs leaves to zarr-python would be no test.
warnings.simplefilter("error")
folder = Path(sys.argv[1])
random = np.random.default_rng(0)


def values():
    """Some chunks are all zeros, which tensorstore does not store."""
    matrix = random.normal(0, 1000, (50, 20))
    matrix[17:34] = 0
    for dtype in ("i1", "u2", "i4", "u8", "f4", "f8"):
        yield matrix.astype(dtype)
    yield (matrix[:, 0] > 0).astype("u1")
    yield matrix[:, 0]
    yield matrix.reshape(10, 10, 10)


expected = {}
for version, layouts in ((2, layouts_v2), (3, layouts_v3)):
    store = f"tensorstore-v{version}.zarr"
    zarr.open_group(folder / store, mode="w", zarr_format=version)
    expected[store] = {}
    for k, array in enumerate(values()):
        for i in range(len(list(layouts(array)))):
            write(folder / store / f"{k}-{i}", array, version, i)
            expected[store][f"{k}-{i}"] = {"dtype": array.dtype.name, "hash": hash_of(array)}

store = "zarrs-v3.zarr"
root = zarr.open_group(folder / store, mode="w", zarr_format=3)
expected[store] = {}
for k, array in enumerate(values()):
    chunk = tuple(max(1, n // 5) for n in array.shape)
    twice = tuple(2 * n for n in chunk)
    back = TransposeCodec(order=tuple(range(array.ndim))[::-1])
    layouts = {
        "gzip": {"chunks": chunk, "compressors": [GzipCodec()]},
        "zstd": {"chunks": chunk, "compressors": [ZstdCodec(level=3, checksum=True), Crc32cCodec()]},
        "blosc": {"chunks": chunk, "compressors": [BloscCodec(cname="lz4", shuffle="bitshuffle")]},
        "transposed": {"chunks": chunk, "filters": [back]},
        "shards": {"chunks": chunk, "shards": twice},
        "index first": {"chunks": twice, "serializer": ShardingCodec(chunk_shape=chunk, index_location="start"),
                        "compressors": None},
    }
    for name, layout in layouts.items():
        write_by_zarrs(root, f"{k}-{name}", array, **layout)
        expected[store][f"{k}-{name}"] = {"dtype": array.dtype.name, "hash": hash_of(array)}
(folder / "expected.json").write_text(json.dumps(expected))
