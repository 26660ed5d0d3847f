"""What is waited for before anything is written: npm run bench -- --start [--runs N].

The time until the first byte of a result, of planning many files, and of a plan and a look at a store of 100 GB,
which takes no room on disk: its numbers were never written.
"""

import shutil
import subprocess
import time

import h5py
import numpy as np
import scaling
from scenarios import SCENARIOS
from stores import make

LARGE = 100e9
GENES = 20_000
FILES = 4
"""Times the inputs of the smallest case of growth."""


def measure(cache, program, runs):
    print("| what | least wall s | |")
    print("| --- | ---: | --- |")
    folder = cache / "first"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(cache / "a-1", SCENARIOS["a"].shape)
    inputs = sorted(map(str, (cache / "a-1").iterdir()))
    found = min(first_byte([*program, "concat", *inputs, "--quiet"], folder) for _ in range(runs))
    show("from the start to the first byte of a result, scenario a", found, "")

    many = sorted(map(str, scaling.folder_of(cache, "inputs", FILES).iterdir()))
    found = min(until_end([*program, "plan", *many, "-o", f"{folder}/o.h5ad"]) for _ in range(runs))
    show(f"a plan of {len(many)} files", found, f"{found / len(many) * 1000:.1f} ms a file")

    large = folder / "large.h5ad"
    make_large(large)
    size = large.stat().st_size / 1e9
    for command, args in (("plan", [large, large, "--keys", "a", "b", "-o", folder / "o.h5ad"]), ("inspect", [large])):
        found = min(until_end([*program, command, *map(str, args)]) for _ in range(runs))
        show(f"`{command}` of a store of {size:.0f} GB", found, "")
    shutil.rmtree(folder)


def show(what, seconds, note):
    print(f"| {what} | {seconds:.2f} | {note} |", flush=True)


def first_byte(command, folder):
    """Seconds until a file of the unfinished result has a byte."""
    started = time.perf_counter()
    with subprocess.Popen([*command, "--out", f"{folder}/o.h5ad"], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not any(size_of(path) for path in folder.glob(f".o.h5ad.partial-{'?' * 8}")):
            time.sleep(0.001)
        found = time.perf_counter() - started
        if process.wait() != 0:
            raise SystemExit(f"{command[2]} fails")
    (folder / "o.h5ad").unlink()
    return found


def size_of(path):
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def until_end(command):
    started = time.perf_counter()
    # A plan that cannot be carried out, as a disk has no room for it, is told by exit code 3.
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    if code not in (0, 3):
        raise SystemExit(f"{command[2]} fails: {code}")
    return time.perf_counter() - started


def make_large(path):
    """csr of 100 GB. Its numbers are left out, so that the file is one hole where they are."""
    stored = int(LARGE / 8)
    cells = 1_000_000
    ids = scaling.texts("gene_%d", range(GENES))
    with h5py.File(path, "w", libver=("v110", "v110")) as file:
        scaling.attrs(file, "anndata", "0.1.0")
        scaling.frame(file, "obs", scaling.texts("cell_%d", range(cells)), {})
        scaling.frame(file, "var", ids, {})
        x = scaling.attrs(file.create_group("X"), "csr_matrix", "0.1.0")
        x.attrs["shape"] = [cells, GENES]
        x["indptr"] = np.linspace(0, stored, cells + 1).astype(np.int64)
        for name, dtype in (("data", np.float32), ("indices", np.int32)):
            early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
            early.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
            space = h5py.h5s.create_simple((stored,))
            h5py.h5d.create(x.id, name.encode(), h5py.h5t.py_create(np.dtype(dtype)), space, early)
