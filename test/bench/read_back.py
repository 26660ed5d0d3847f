"""Reading our results beside what anndata writes of the same: npm run bench -- --read [SCENARIO …] [--runs N].

Both are read by anndata, as processes of their own, in turn: wholly, and 1,000 random rows of X, each by itself, of
the store opened without loading it. The seconds are those of reading, without the import of anndata.
"""

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from scenarios import SCENARIOS
from stores import make

ROWS = 1000
SEED = 7
THEIRS = str(Path(__file__).with_name("programs.py"))
WAYS = ("whole", "rows")


def measure(cache, scenarios, program, runs):
    print(f"| scenario | ours MB | anndata's MB | whole: s | × | {ROWS} rows: s | × |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    folder = cache / "read-back"
    for name in scenarios or ("a", "b2", "e", "f2", "g", "i", "j"):
        scenario = SCENARIOS[name]
        owner = next(n for n, s in SCENARIOS.items() if s.shape == scenario.shape)
        make(cache / f"{owner}-1", scenario.shape)
        inputs = sorted(map(str, (cache / f"{owner}-1").iterdir()))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        ours, theirs = (folder / f"{writer}.{scenario.shape.format}" for writer in ("ours", "theirs"))
        options = ["--join", scenario.join, "--axis", scenario.axis, "--merge", "same", "--quiet"]
        write([*program, "concat", *inputs, "--out", ours, "--compression", scenario.compression, *options])
        asked = [scenario.join, scenario.axis, scenario.compression]
        write([sys.executable, THEIRS, "in-memory", theirs, *asked, *inputs])
        cells = [name, *(f"{bytes_of(path) / 1e6:.0f}" for path in (ours, theirs))]
        for way in WAYS:
            pairs = [[seconds(way, path) for path in (ours, theirs)] for _ in range(runs)]
            cells += [f"{min(a for a, _ in pairs):.2f}", f"{statistics.median(a / b for a, b in pairs):.2f}"]
        print(f"| {' | '.join(cells)} |", flush=True)
    shutil.rmtree(folder)


def write(command):
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)


def seconds(way, path):
    printed = subprocess.run([sys.executable, __file__, way, str(path)], check=True, capture_output=True, text=True)
    return float(printed.stdout)


def bytes_of(path):
    return sum(p.stat().st_size for p in [path, *path.rglob("*")] if p.is_file())


def read_rows(path):
    import anndata as ad
    import h5py
    import numpy as np
    import zarr

    file = zarr.open(path, mode="r") if path.endswith(".zarr") else h5py.File(path)
    x = file["X"]
    if x.attrs["encoding-type"] != "array":
        x = ad.io.sparse_dataset(x)
    for row in np.random.default_rng(SEED).integers(0, x.shape[0], ROWS):
        x[int(row)]


if __name__ == "__main__":
    import anndata  # noqa: F401
    import programs

    way, path = sys.argv[1:]
    started = time.perf_counter()
    if way == "whole":
        programs.read(path)
    else:
        read_rows(path)
    print(time.perf_counter() - started)
