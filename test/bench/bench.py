"""Measures the built command line beside anndata and cp: npm run bench -- [SCENARIO …] [--sizes N …] [--runs N].

Every program runs as a whole process, in turn with the others, so that the ratios of one round hold when
the machine's speed changes. A scenario's stores are made once and kept in `test-output/bench`. The first
result of each scenario is compared with that of `anndata.concat`, where that has room for all of it.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import cancel
import first
import parts
import read_back
import scaling
import simulate
from measure import run
from scenarios import SCENARIOS
from stores import make
from table import Table, put, ratio

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

PAGE = ROOT / "docs/performance.md"
MIB = 2**20
CHECKED = 1
"""The largest size whose result is compared: loading more takes more memory than a usual machine has."""
CACHE = ROOT / "test-output/bench"
OURS = "anndata-concat"


def main():
    parser = argparse.ArgumentParser(description=__doc__, prog="npm run bench --")
    parser.add_argument("scenarios", nargs="*", help="all without any")
    parser.add_argument("--scaling", action="store_true", help="growth with the number of names, inputs …")
    parser.add_argument("--cancel", action="store_true", help="time that cancelled runs take to end")
    parser.add_argument("--parts", action="store_true", help="one part beside two of the same plan")
    parser.add_argument("--simulate", action="store_true", help="plans in parts of results of any size")
    parser.add_argument("--start", action="store_true", help="time to the first byte, and of planning")
    parser.add_argument("--read", action="store_true", help="reading results beside what anndata writes")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 4], help="times as much data")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="the table into docs/performance.md")
    parser.add_argument("--programs", help=f"of {OURS},on-disk,in-memory,cp; all that tell something without it")
    parser.add_argument("--cli", default=str(ROOT / "dist/cli.mjs"))
    parser.add_argument("--node", default="node")
    parser.add_argument("--no-check", action="store_true")
    parser.add_argument("--option", action="append", default=[], help="further ones of ours")
    args = parser.parse_args()
    if args.simulate:
        simulate.measure(CACHE, [int(number) for number in args.scenarios], args.node, args.cli)
        return
    known = cancel.CASES if args.cancel else scaling.CASES if args.scaling else SCENARIOS
    if not known.keys() >= set(args.scenarios):
        parser.error(f"choose from {', '.join(known)}")
    if args.scaling:
        scaling.measure(CACHE, args.scenarios, [args.node, args.cli, "concat"], args.runs)
        return
    if args.cancel:
        cancel.measure(CACHE, args.scenarios, [args.node, args.cli, "concat"], args.runs)
        return
    if args.parts:
        parts.measure(CACHE, args.scenarios, [args.node, args.cli], args.sizes[0], args.runs)
        return
    if args.start:
        first.measure(CACHE, [args.node, args.cli], args.runs)
        return
    if args.read:
        read_back.measure(CACHE, args.scenarios, [args.node, args.cli], args.runs)
        return
    print("| scenario | program | wall s | × | CPU s | × | peak MiB | result MB | |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    table = Table()
    is_right = True
    for name in args.scenarios or SCENARIOS:
        for size in args.sizes:
            is_right &= measure(name, size, args, table)
    print(f"\n{table.text()}")
    if args.write:
        put(PAGE, "bench", table.text())
    sys.exit(0 if is_right else 1)


def measure(name, size, args, table):
    """Prints a row for each program. True when our result is the expected one."""
    scenario = SCENARIOS[name].larger(size)
    folder = CACHE / f"{owner_of(name)}-{size}"
    make(folder, scenario.shape)
    inputs = sorted(map(str, folder.iterdir()))
    outputs = CACHE / "results"
    shutil.rmtree(outputs, ignore_errors=True)
    outputs.mkdir()
    runs = {program: [] for program in (args.programs or programs_for(scenario)).split(",")}
    sizes = {}
    verdict = ""
    for turn in range(args.runs):
        for program, measured in runs.items():
            if measured and not measured[-1].ok:
                continue
            out = outputs / f"{program}.{scenario.shape.format}"
            measured.append(run(command(program, inputs, out, scenario, args)))
            sizes[program] = bytes_of(out)
            if program == OURS and turn == 0 and measured[-1].ok and size <= CHECKED and not args.no_check:
                verdict = check(out, inputs, scenario)
            remove(out)
    ours, cp = runs.get(OURS, []), runs.get("cp")
    other = next((p for p in runs if p not in (OURS, "cp") and runs[p][-1].ok), None)
    for program, measured in runs.items():
        note = verdict if program == OURS else ""
        print(row(f"{name}-{size}", program, measured, runs.get(other), sizes, note), flush=True)
    if ours and all(r.ok for r in ours):
        small = "" if other is None or scenario.compression == "none" else f"{sizes[OURS] / sizes[other]:.2f} × bytes"
        shown = " ".join(filter(None, (verdict, small)))
        input_bytes = sum(bytes_of(Path(path)) for path in inputs)
        table.add(name, scenario.title, size, input_bytes, ours, runs.get(other), cp, shown)
    return verdict in ("", "equal") and all(r.ok for r in ours)


def owner_of(name):
    """Scenarios of the same stores share them."""
    return next(n for n, s in SCENARIOS.items() if s.shape == SCENARIOS[name].shape)


def programs_for(scenario):
    """on-disk can neither compress nor join along var or in csc: memory is what is left of anndata there."""
    fails = scenario.compression != "none" or scenario.axis == "var" or scenario.shape.layout == "csc"
    return f"{OURS},{'in-memory' if fails else 'on-disk'},cp"


def command(program, inputs, out, scenario, args):
    if program == OURS:
        options = ["--join", scenario.join, "--axis", scenario.axis, "--merge", "same", *args.option]
        options += ["--compression", scenario.compression]
        return [args.node, args.cli, "concat", *inputs, "--out", str(out), "--quiet", *options]
    if program == "cp":
        return ["cp", "-r", "--reflink=never", *inputs, out.parent]
    options = [str(out), scenario.join, scenario.axis, scenario.compression]
    return [sys.executable, str(HERE / "programs.py"), program, *options, *inputs]


def check(out, inputs, scenario):
    script = [sys.executable, str(HERE / "check.py"), str(out), scenario.join, scenario.axis, *inputs]
    return subprocess.run(script, check=True, capture_output=True, text=True).stdout.strip()


def row(title, program, measured, base, sizes, note):
    if not measured[-1].ok:
        return f"| {title} | {program} | fails | | | | | | {measured[-1].message[-120:]} |"
    best = [min(getattr(r, figure) for r in measured) for figure in ("wall", "cpu")]
    cells = [f"{best[0]:.2f}", ratio(measured, base, "wall"), f"{best[1]:.2f}", ratio(measured, base, "cpu")]
    peak = max(r.peak for r in measured) / MIB
    return f"| {title} | {program} | {' | '.join(cells)} | {peak:.0f} | {sizes[program] / 1e6:.0f} | {note} |"


def bytes_of(path):
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files)


def remove(out):
    for path in out.parent.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


if __name__ == "__main__":
    main()
