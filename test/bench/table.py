"""The tables of docs/performance.md, one row for a scenario and size: what `npm run bench -- --write` puts there."""

import re
import statistics
from pathlib import Path

MIB = 2**20
MB = 1e6
COLUMNS = (
    ("scenario", "size", "input MB"),
    ("wall s", "×", "CPU s", "×", "cp ×"),
    ("peak MiB", "other's", "result"),
)


class Table:
    """Rows of what was measured. × is the median of the ratios to the other program, round by round."""

    def __init__(self):
        self.rows = []
        self.peaks = {}

    def add(self, name, title, size, input_bytes, ours, other, cp, verdict):
        """`ours`, `other` and `cp` are runs in the same rounds; `verdict` is what the comparison said."""
        peak = max(run.peak for run in ours) / MIB
        small = self.peaks.setdefault(name, peak)
        growth = "" if size == 1 or small == peak else f" ({peak / small - 1:+.0%})"
        self.rows.append(
            [
                f"{name} {title}",
                str(size),
                f"{input_bytes / MB:.0f}",
                f"{min(run.wall for run in ours):.2f}",
                ratio(ours, other, "wall"),
                f"{min(run.cpu for run in ours):.2f}",
                ratio(ours, other, "cpu"),
                ratio(ours, cp, "wall"),
                f"{peak:.0f}{growth}",
                f"{max(run.peak for run in other) / MIB:.0f}" if other else "",
                verdict,
            ]
        )

    def text(self):
        heads = [head for group in COLUMNS for head in group]
        marks = ["---", *["---:"] * (len(heads) - 2), "---"]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in [heads, marks, *self.rows])


def ratio(measured, base, figure):
    """Median of the ratios, round by round."""
    if not base:
        return ""
    pairs = zip(measured, base, strict=True)
    return f"{statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in pairs):.2f}"


def put(page, name, text):
    """Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->` in a page."""
    path = Path(page)
    found = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.S)
    replaced, count = found.subn(lambda _: f"\n{text}\n\n", path.read_text())
    if count != 1:
        raise SystemExit(f"{page} has no place for {name}")
    path.write_text(replaced)
