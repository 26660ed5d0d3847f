"""One part beside two of the same plan: npm run bench -- --parts [SCENARIO …] [--sizes N] [--runs N].

All parts of a plan are started at once, on this machine; then it is finished, into Zarr and into `.h5ad`.
"""

import json
import shutil
import statistics
import subprocess
import time

from scenarios import SCENARIOS
from stores import make

COUNTS = (1, 2)


def measure(cache, scenarios, program, size, runs):
    print("| scenario | result | parts | wall s of parts | of finish | together | × | MB/s of finish |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    folder = cache / "in-parts"
    for name in scenarios or ("a", "e"):
        scenario = SCENARIOS[name].larger(size)
        inputs = cache / f"{name}-{size}"
        make(inputs, scenario.shape)
        paths = sorted(map(str, inputs.iterdir()))
        for suffix in ("zarr", "h5ad"):
            # In turn, so that the ratios of one round hold when the machine's speed changes.
            rounds = [[once(folder, program, paths, suffix, count, scenario) for count in COUNTS] for _ in range(runs)]
            for i, count in enumerate(COUNTS):
                print(row(name, suffix, count, [(found[i], found[0]) for found in rounds]), flush=True)


def once(folder, program, paths, suffix, count, scenario):
    """Seconds of the parts and of finishing, and bytes before compression."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file = folder / "PLAN.json"
    options = ["--join", scenario.join, "--merge", "same", "--compression", scenario.compression]
    plan = [*program, "plan", *paths, "--out", str(folder / f"all.{suffix}"), "--parts", str(count), "--json", *options]
    with open(file, "w") as printed:
        subprocess.run(plan, check=True, stdout=printed)
    planned = json.loads(file.read_text())
    if planned["parts"]["count"] != count:
        raise SystemExit(f"{planned['parts']['count']} parts instead of {count}: take larger --sizes")
    started = time.perf_counter()
    numbers = range(1, count + 1)
    parts = [subprocess.Popen([*program, "run", str(file), "--part", str(k), "--quiet"], stdout=subprocess.DEVNULL) for k in numbers]
    if any(part.wait() != 0 for part in parts):
        raise SystemExit("a part failed")
    written = time.perf_counter()
    subprocess.run([*program, "finish", str(file), "--quiet"], check=True, stdout=subprocess.DEVNULL)
    ended = time.perf_counter()
    shutil.rmtree(folder)
    return written - started, ended - written, planned["estimate"]["outputBytes"]


def row(name, suffix, count, pairs):
    parts, finish = (min(found[i] for found, _ in pairs) for i in (0, 1))
    together = min(found[0] + found[1] for found, _ in pairs)
    ratio = statistics.median((a + b) / (c + d) for (a, b, _), (c, d, _) in pairs)
    speed = pairs[0][0][2] / finish / 1e6
    cells = f"{parts:.2f} | {finish:.2f} | {together:.2f} | {ratio:.2f} | {speed:.0f}"
    return f"| {name} | {suffix} | {count} | {cells} |"
