"""Plans in parts of results that no disk here could hold: npm run bench -- --simulate [INPUTS …].

The inputs are on paper (paper.py). Of each number of them: the plan, and its first part, which is written; then
as many inputs of few cells and entries, of which all parts are written and finished, since what a finisher holds
grows with inputs and names.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path

from measure import run
from paper import Paper, make

MIB = 2**20
NUMBERS = (100, 1_000, 10_000)
INPUTS_OF_PART = 10
"""10 GB."""
SMALL = {"cells": 100, "entries": 64}

ROWS = {
    "inputs": "{:,}",
    "cells": "{:,}",
    "GB before compression": "{:,.0f}",
    "parts": "{:,}",
    "files of shards": "{:,}",
    "CPU s of plan": "{:.1f}",
    "wall s of plan": "{:.1f}",
    "peak MiB of plan": "{:.0f}",
    "MB of PLAN.json": "{:.2f}",
    "CPU s of a part": "{:.1f}",
    "peak MiB of a part": "{:.0f}",
    "MiB asked for a part": "{:.0f}",
    "CPU s of finish": "{:.1f}",
    "peak MiB of finish": "{:.0f}",
    "MiB asked for finish": "{:.0f}",
}


def measure(cache, numbers, node, cli):
    program = [node, "--import", str(Path(__file__).with_name("room.mjs")), cli]
    found = []
    for inputs in numbers or NUMBERS:
        paper = Paper(inputs=inputs)
        found.append(large(cache / "paper", program, paper) | small(cache / "paper", program, replace(paper, **SMALL)))
        print(found[-1], flush=True)
    print("|".join(["| ", *(" " for _ in found), ""]))
    print("|".join(["", "---", *("---:" for _ in found), ""]))
    for name, form in ROWS.items():
        print("|".join(["", f" {name} ", *(f" {form.format(of[name])} " for of in found), ""]))


def large(folder, program, paper):
    parts = max(1, paper.inputs // INPUTS_OF_PART)
    planned, file, plan = planning(folder, program, paper, parts)
    part = right(run([*program, "run", str(file), "--part", "1", "--quiet"]))
    of = {
        "inputs": paper.inputs,
        "cells": paper.inputs * paper.cells,
        "GB before compression": (sum(plan["parts"]["bytes"]) + plan["parts"]["finishBytes"]) / 1e9,
        "parts": plan["parts"]["count"],
        "files of shards": sum(files(elem) for elem in plan["parts"]["split"]),
        "CPU s of plan": planned.cpu,
        "wall s of plan": planned.wall,
        "peak MiB of plan": planned.peak / MIB,
        "MB of PLAN.json": file.stat().st_size / 1e6,
        "CPU s of a part": part.cpu,
        "peak MiB of a part": part.peak / MIB,
        "MiB asked for a part": plan["parts"]["memory"]["part"] / MIB,
        "MiB asked for finish": plan["parts"]["memory"]["finish"] / MIB,
    }
    shutil.rmtree(folder)
    return of


def small(folder, program, paper):
    _, file, plan = planning(folder, program, paper, 2)
    for k in range(plan["parts"]["count"]):
        right(run([*program, "run", str(file), "--part", str(k + 1), "--quiet"]))
    finished = right(run([*program, "finish", str(file), "--quiet"]))
    shutil.rmtree(folder)
    return {"CPU s of finish": finished.cpu, "peak MiB of finish": finished.peak / MIB}


def planning(folder, program, paper, parts):
    """What planning took, the plan's file, and the plan."""
    paths = make(folder, paper)
    file = folder / "PLAN.json"
    command = [*program, "plan", *paths, "--out", str(folder / "all.zarr"), "--parts", str(parts), "--json"]
    with open(file, "w") as printed:
        planned = right(run(command, printed))
    return planned, file, json.loads(file.read_text())


def files(elem):
    """Files of the shards of a split elem: a sparse one has them for its data and for its indices."""
    first, last = elem["borders"][0], elem["borders"][-1]
    arrays = 1 if first["entries"] is None and not elem["isCounted"] else 2
    return arrays * (last["shard"] - first["shard"])


def right(measured):
    if not measured.ok:
        raise SystemExit(measured.message)
    return measured
