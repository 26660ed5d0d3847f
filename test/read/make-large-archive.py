"""Writes an archive with a shard of 5 GiB, and what is behind it: `make-large-archive.py FILE`. The file is sparse."""

import json
import sys
import zipfile

import google_crc32c
import numpy as np

BLOCK = 2**26
CHUNK = 2**20
CHUNKS = 5 * 2**30 // (4 * CHUNK)
ZEROS = bytes(BLOCK)
LITTLE = {"name": "bytes", "configuration": {"endian": "little"}}
SHARD = {"chunk_shape": [CHUNK], "codecs": [LITTLE], "index_codecs": [LITTLE, {"name": "crc32c"}]}
ARRAY = {
    "zarr_format": 3, "node_type": "array", "shape": [CHUNKS * CHUNK], "data_type": "float32", "fill_value": 7,
    "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [CHUNKS * CHUNK]}},
    "chunk_key_encoding": {"name": "default"}, "codecs": [{"name": "sharding_indexed", "configuration": SHARD}],
}


class Sparse:
    """Leaves holes where zeros are written."""

    def __init__(self, file):
        self.file = file

    def __getattr__(self, name):
        return getattr(self.file, name)

    def write(self, data):
        if data is not ZEROS:
            return self.file.write(data)
        self.file.seek(len(data), 1)
        return len(data)


ends = np.arange(1, 21, dtype="f4").tobytes()
index = np.array([[i * CHUNK * 4, CHUNK * 4] for i in range(CHUNKS)], "<u8").tobytes()
with open(sys.argv[1], "wb") as file, zipfile.ZipFile(Sparse(file), "w") as archive:
    with archive.open("x/c/0", "w", force_zip64=True) as shard:
        for _ in range(CHUNKS * CHUNK * 4 // BLOCK - 1):
            shard.write(ZEROS)
        shard.write(bytes(BLOCK - len(ends)) + ends)
        shard.write(index + google_crc32c.value(index).to_bytes(4, "little"))
    archive.writestr("zarr.json", json.dumps({"zarr_format": 3, "node_type": "group"}))
    archive.writestr("x/zarr.json", json.dumps(ARRAY))
    archive.writestr("y/zarr.json", json.dumps({**ARRAY, "shape": [20]}), zipfile.ZIP_DEFLATED)
