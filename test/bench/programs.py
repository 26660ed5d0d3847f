"""The programs that are compared: `programs.py on-disk|in-memory OUT JOIN AXIS COMPRESSION INPUT…`."""

import sys
import warnings

warnings.filterwarnings("ignore")


def on_disk(inputs, out, join, axis, compression):
    """It has no choice of compression: the result is not compressed."""
    from anndata import settings
    from anndata.experimental import concat_on_disk

    settings.zarr_write_format = 3
    concat_on_disk(inputs, out, join=join, axis=axis, merge="same")


def in_memory(inputs, out, join, axis, compression):
    import anndata as ad

    ad.settings.zarr_write_format = 3
    result = loaded(inputs, join, axis)
    if out.endswith(".zarr"):
        result.write_zarr(out)
    else:
        result.write_h5ad(out, compression=None if compression == "none" else compression)


def loaded(inputs, join, axis):
    import anndata as ad

    return ad.concat([read(path) for path in inputs], join=join, axis=axis, merge="same")


def read(path):
    import anndata as ad

    return ad.read_zarr(path) if str(path).endswith(".zarr") else ad.read_h5ad(path)


if __name__ == "__main__":
    name, out, join, axis, compression, *inputs = sys.argv[1:]
    {"on-disk": on_disk, "in-memory": in_memory}[name](inputs, out, join, axis, compression)
