"""How long runs take to end once they are asked to: npm run bench -- --cancel [CASE …].

Each run gets SIGINT or SIGTERM at a random moment (seeded) of the time that an unbroken one takes. Wall is
what a user waits for; CPU, of all threads, is what the same takes on a machine that has nothing else to do.
"""

import os
import random
import shutil
import signal
import statistics
import subprocess
import threading
import time

import scaling
from scenarios import SCENARIOS
from stores import make

TICKS = os.sysconf("SC_CLK_TCK")
TARGET = 1.0
"""Seconds."""

CASES = {
    "names": ("names", ["--join", "outer"], "h5ad"),
    "categories": ("categories", [], "zarr"),
    "columns": ("columns", [], "h5ad"),
    "inputs": ("inputs", [], "zarr"),
    "csr, verify full": ("a", ["--verify", "full"], "h5ad"),
    "csr to Zarr, gzip": ("a", ["--compression", "gzip:1"], "zarr"),
    "csc": ("j", [], "h5ad"),
    "dense, gzip": ("e", ["--compression", "gzip:1"], "h5ad"),
    "outer, verify full": ("c", ["--join", "outer", "--verify", "full"], "zarr"),
    "Zarr to Zarr": ("i", [], "zarr"),
    "many cells": ("g", [], "zarr"),
}


def stores(cache, case):
    """The first two of the inputs of a scenario, or all of a case of growth."""
    if case in scaling.CASES:
        return sorted(map(str, scaling.folder_of(cache, case).iterdir()))
    folder = cache / f"{case}-1"
    make(folder, SCENARIOS[case].shape)
    return sorted(map(str, folder.iterdir()))[:2]


def measure(cache, cases, command, runs):
    outputs = cache / "cancelled"
    print("| case | cancels | wall s: median | p99 | most | CPU s: median | most |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    everything = []
    for case in cases or CASES:
        name, options, suffix = CASES[case]
        line = [*command, *stores(cache, name), "--quiet", *options, "--out", str(outputs / f"o.{suffix}")]
        rng = random.Random(case)
        shutil.rmtree(outputs, ignore_errors=True)
        outputs.mkdir()
        took = stop(line, None, None)[0]
        shutil.rmtree(outputs)
        outputs.mkdir()
        found = []
        while len(found) < runs:
            _, code, wall, cpu = stop(line, rng.random() * took, rng.choice([signal.SIGINT, signal.SIGTERM]))
            left = sorted(p.name for p in outputs.iterdir())
            if code == 0:
                # It was done before.
                shutil.rmtree(outputs)
                outputs.mkdir()
                continue
            # Before it listens, the system ends it.
            if code not in (130, -signal.SIGINT, -signal.SIGTERM) or left:
                raise SystemExit(f"{case}: ends with {code}, leaves {left}")
            found.append((wall, cpu))
        print(row(case, found), flush=True)
        everything += found
    print(row("all", everything))
    late = sum(wall > TARGET for wall, _ in everything)
    print(f"\n{late} of {len(everything)} took more than a second; load {os.getloadavg()[0]:.0f} of {os.cpu_count()} cores")
    shutil.rmtree(outputs)


def stop(line, after, name):
    """Seconds of the run, its exit code, and seconds and CPU seconds from the signal to the end."""
    started = time.perf_counter()
    asked = []
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:

        def ask():
            asked.append((time.perf_counter(), cpu_of(process.pid)))
            os.kill(process.pid, name)

        timer = threading.Timer(after or 0, ask)
        if name is not None:
            timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        ended = time.perf_counter()
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    at, cpu = asked[0] if asked else (ended, 0)
    return ended - started, process.returncode, ended - at, usage.ru_utime + usage.ru_stime - cpu


def cpu_of(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def row(case, found):
    walls, cpus = zip(*found)
    p99 = sorted(walls)[min(len(walls) - 1, int(0.99 * len(walls)))]
    figures = [statistics.median(walls), p99, max(walls), statistics.median(cpus), max(cpus)]
    return f"| {case} | {len(found)} | {' | '.join(f'{f:.2f}' for f in figures)} |"
