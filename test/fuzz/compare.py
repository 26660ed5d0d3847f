"""Judges results that were made of damaged stores: `compare.py CASES.json` prints a verdict on each.

CASES is a list of {"name", "inputs", "output", "options"}. A damaged store may still be a store, with other
values: then the result has to be what anndata makes of it. Each case is judged in a process of its own,
since the libraries may crash or hang on what they read.
"""

import json
import multiprocessing
import re
import sys
import warnings
from pathlib import Path

import anndata as ad
import zarr

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
from compare import compare  # noqa: E402

warnings.filterwarnings("ignore")
ad.settings.allow_write_nullable_strings = True
ad.AnnData.__bool__ = lambda self: True
PATIENCE = 30


def read(path):
    if path.endswith(".zip"):
        return ad.read_zarr(zarr.storage.ZipStore(path, mode="r"))
    return ad.read_h5ad(path) if path.endswith(".h5ad") else ad.read_zarr(path)


def judge(case, verdict):
    options = dict(case["options"])
    fill = options.get("fill_value")
    if isinstance(fill, str):
        options["fill_value"] = int(fill) if re.fullmatch(r"[-+]?\d+", fill) else float(fill)
    try:
        want = ad.concat([read(path) for path in case["inputs"]], **options)
    except BaseException as error:
        verdict.send(["reference fails", [f"{type(error).__name__}: {error}"[:300]]])
        return
    try:
        problems = compare(read(case["output"]), want).differences
    except BaseException as error:
        problems = [f"{type(error).__name__}: {error}"]
    verdict.send(["mismatch" if problems else "equal", problems])


context = multiprocessing.get_context("fork")
verdicts = {}
for case in json.loads(Path(sys.argv[1]).read_text()):
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=judge, args=(case, sender))
    process.start()
    sender.close()
    try:
        verdict = receiver.recv() if receiver.poll(PATIENCE) else ["reference fails", ["it hangs"]]
    except EOFError:
        verdict = ["reference fails", ["it crashes"]]
    process.kill()
    process.join()
    verdicts[case["name"]] = {"verdict": verdict[0], "problems": verdict[1]}
print(json.dumps(verdicts))
