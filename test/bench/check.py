"""Holds a result against `anndata.concat` of the loaded inputs: check.py OUT JOIN AXIS INPUT…."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "oracle"))

from compare import compare  # noqa: E402
from programs import loaded, read  # noqa: E402

out, join, axis, *inputs = sys.argv[1:]
report = compare(read(out), loaded(inputs, join, axis))
print(f"DIFFERS: {report.differences[0]}" if report.differences else "equal")
