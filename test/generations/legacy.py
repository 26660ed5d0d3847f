"""Unpacks stores of anndata before 0.7, or compares what was made of them with `anndata.concat`.

`legacy.py unpack ARCHIVES FOLDER` unpacks each `VERSION.zip` into `FOLDER/VERSION`.
`legacy.py compare CASES.json` prints a report of each case; CASES is a list of
{"name", "inputs", "options", "output"}.
"""

import json
import sys
import warnings
import zipfile
from pathlib import Path

import anndata as ad

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402

warnings.filterwarnings("ignore")


def read(path):
    return ad.read_h5ad(path) if path.endswith(".h5ad") else ad.read_zarr(path)


def unpack(archives, folder):
    for archive in Path(archives).glob("*.zip"):
        with zipfile.ZipFile(archive) as members:
            members.extractall(Path(folder) / archive.stem)


def report(case):
    try:
        expected = ad.concat([read(path) for path in case["inputs"]], **case["options"])
    except Exception as error:
        return {"differences": [f"anndata fails: {error!r}"], "deviations": []}
    found = compare(read(case["output"]), expected)
    return {"differences": found.differences, "deviations": found.deviations}


if sys.argv[1] == "unpack":
    unpack(*sys.argv[2:])
else:
    cases = json.loads(Path(sys.argv[2]).read_text())
    print(json.dumps({case["name"]: report(case) for case in cases}))
