"""Judges outcomes: `compare.py FOLDER` reads FOLDER/outcomes.json and prints a verdict on each case.

The expected result is `anndata.concat` of the inputs in memory, made here and now.
"""

import json
import re
import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import pandas as pd
from natsort import natsorted

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402
from layout import layout  # noqa: E402

warnings.filterwarnings("ignore")
ad.settings.allow_write_nullable_strings = True
# Without observations an AnnData is false, and then `if not raw` in its constructor loses raw.
ad.AnnData.__bool__ = lambda self: True

# What we refuse though anndata makes something of it: what is not supported yet.
UNSUPPORTED = {"C031"}
# What no writer of anndata can store: mixed kinds of values, or objects in a matrix.
UNWRITABLE = {"C040", "C044"}
# What anndata accepts, but is nearly always a mistake.
BY_DESIGN = {"C021"}


# What anndata says where it refuses, and what we say then. anndata stops at the first.
SAME_MEANING = {
    "Some (but not all) of the AnnData's": {"C030"},
    "cannot reindex on an axis with duplicate labels": {"C020"},
    "only valid with uniquely valued Index": {"C020"},
    "Cannot concatenate a dataframe with other array types": {"C034"},
    "Cannot concatenate an AwkwardArray with other array types": {"C034"},
    "has no attribute 'dtypes'": {"C034"},
    "must have same number of dimensions": {"C034", "C035"},
    "all the input array dimensions": {"C034", "C035"},
    "CSR arrays don't yet support": {"C034", "C035"},
    "does not support dtype float16": {"C034"},
    "The truth value of an array": {"C031"},
    "The truth value of a DataFrame": {"C031"},
    "indices are out-of-bounds": {"C031"},
    "codes need to be between": {"C011"},
    "Categorical categories must be unique": {"C010"},
    # Of awkward.
    "merging categorical arrays is currently not implemented": {"C031"},
    "cannot merge NumpyArray with": {"C031"},
    "cannot merge records with different sets of field names": {"C031"},
    "'NumpyArray' object has no attribute 'content'": {"C031"},
    "not an array of records": {"C031"},
    "no field": {"C031"},
    "This should be unreachable": {"C031"},
    "Values of layers must match dimensions": {"C031"},
    "The AwkwardArray is of variable length": {"C031"},
}


def is_same_meaning(error, findings):
    """Whether one of our findings says what anndata's error says."""
    codes = {finding["code"] for finding in findings}
    if codes <= BY_DESIGN:
        return True
    return any(codes & meaning for text, meaning in SAME_MEANING.items() if text in str(error))


def read(path):
    return ad.read_h5ad(path) if path.suffix == ".h5ad" else ad.read_zarr(path)


def fill_value(text):
    return int(text) if re.fullmatch(r"[-+]?\d+", text) else float(text)


def expected(folder, case):
    options = dict(case["options"])
    if "fill_value" in options:
        options["fill_value"] = fill_value(options["fill_value"])
    return ad.concat([read(folder / name) for name in case["inputs"]], **options)


def member(adata, path):
    """What a path as `raw/var/length` or `obsm/pca` names in an AnnData."""
    node = adata
    for name in path.split("/"):
        node = getattr(node, name) if hasattr(node, name) and not hasattr(node, "keys") else node[name]
    return node


def is_writable(elem):
    with h5py.File.in_memory() as file:
        try:
            ad.io.write_elem(file, "elem", elem if not isinstance(elem, pd.Series) else elem.to_frame("c"))
        except (TypeError, ad._io.specs.registry.IORegistryError, ValueError):
            return False
    return True


def judge_refusal(findings, want):
    """The verdict on a case that we refuse and anndata does not."""
    codes = {finding["code"] for finding in findings}
    if codes <= BY_DESIGN:
        return "by design", []
    if codes & UNSUPPORTED:
        return "unsupported", []
    if not codes <= UNWRITABLE | BY_DESIGN:
        return "mismatch", [f"refused with {sorted(codes)}, but anndata.concat works: {findings}"]
    elems = {f["elem"]: member(want, f["elem"]) for f in findings if f["code"] in UNWRITABLE}
    writable = [
        f"{findings} refuses what anndata can write: {path}, {getattr(elem, 'dtype', '')}, {list(elem)}"
        for path, elem in elems.items()
        if is_writable(elem)
    ]
    return ("mismatch" if writable else "unwritable"), writable


def text_of_input(adata, axis, parent, name):
    """The column of one input when its values, whatever they are, become text."""
    try:
        column = member(adata, parent)[name]
    except KeyError:
        return pd.Series([None] * getattr(adata, axis).shape[0], dtype=object)
    return column.astype(str).astype(object).where(column.notna(), None)


def settle(folder, case, plan, want):
    """What the result should be where columns of different kinds become text, or are left out."""
    texts = {finding["elem"] for finding in plan["findings"] if finding["code"] == "C045"}
    drops = {elem["path"] for elem in plan["elems"] if elem["why"] == "mixed-kinds"} - texts
    axis = case["options"].get("axis", "obs")
    problems = []
    for path in sorted(texts | drops):
        parent, _, name = path.rpartition("/")
        frame = member(want, parent)
        if is_writable(frame[name]):
            problems.append(f"{path} is treated as a conflict, but anndata can write it")
        if path in drops:
            del frame[name]
            continue
        columns = [text_of_input(read(folder / store), axis, parent, name) for store in case["inputs"]]
        text = pd.concat(columns).set_axis(frame.index)
        if text.isna().any():
            text = pd.Categorical(text, natsorted(set(text.dropna())))
        frame[name] = text
    return problems


def judge_result(path, plan, want, problems):
    report = compare(read(path), want)
    problems += report.differences + layout(path, plan["elems"])
    announced = [finding["elem"] for finding in plan["findings"] if finding["code"] == "C043"]
    deviations = [elem for elem, _ in report.deviations]
    if sorted(announced) != sorted(deviations):
        problems.append(f"deviations {deviations}, but announced are {announced}")
    return ("mismatch" if problems else "deviates" if deviations else "equal"), problems


def judge(folder, case, outcome):
    try:
        want = expected(folder, case)
    except Exception as error:
        want = error
    match outcome["kind"]:
        case "failed" | "invalid":
            return "mismatch", [f"{outcome}, and anndata gives {type(want).__name__}: {want}"]
        case "refused" if isinstance(want, Exception):
            if is_same_meaning(want, outcome["findings"]):
                return "both refuse", []
            said = f"{type(want).__name__}: {want}"
            return "mismatch", [f"refused as {outcome['findings']}, but anndata says {said}"]
        case "refused":
            return judge_refusal(outcome["findings"], want)
        case _ if isinstance(want, Exception):
            return "mismatch", [f"done, but anndata.concat raises {type(want).__name__}: {want}"]
        case _:
            problems = settle(folder, case, outcome["plan"], want)
            return judge_result(folder / outcome["output"], outcome["plan"], want, problems)


root = Path(sys.argv[1])
verdicts = {}
for seed, outcome in json.loads((root / "outcomes.json").read_text()).items():
    case = json.loads((root / seed / "case.json").read_text())
    verdict, problems = judge(root / seed, case, outcome)
    verdicts[seed] = {"verdict": verdict, "problems": problems}
print(json.dumps(verdicts))
