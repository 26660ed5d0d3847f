"""`compare.py ONE OTHER`: fails where two Zarr stores differ, as anndata reads them."""

import sys
from pathlib import Path

import anndata as ad

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402

one, other = (ad.read_zarr(path) for path in sys.argv[1:])
found = compare(one, other)
if found.differences or found.deviations:
    raise SystemExit(f"{sys.argv[1]} differs: {found.differences} {found.deviations}")
