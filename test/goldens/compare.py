"""Compares results with the expected ones: `compare.py CASES.json` prints a report of each case.

CASES is a list of {"name", "actual", "expected", "strNa"}; strNa says that the expected store has
nullable strings only since there is no encoding for what `anndata.concat` makes, strings with gaps.
"""

import json
import sys
import warnings
from pathlib import Path

import anndata as ad

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402

warnings.filterwarnings("ignore")
# Without observations an AnnData is false, and then reading Zarr loses raw.
ad.AnnData.__bool__ = lambda self: True


def read(path):
    return ad.read_h5ad(path) if path.endswith(".h5ad") else ad.read_zarr(path)


def expected(case):
    adata = ad.read_h5ad(case["expected"])
    if case["strNa"]:
        for frame in (adata.obs, adata.var):
            for name in frame.columns[frame.dtypes == "string"]:
                frame[name] = frame[name].astype(object)
    return adata


reports = {}
for case in json.loads(Path(sys.argv[1]).read_text()):
    report = compare(read(case["actual"]), expected(case))
    reports[case["name"]] = {
        "differences": report.differences,
        "deviations": report.deviations,
    }
print(json.dumps(reports))
