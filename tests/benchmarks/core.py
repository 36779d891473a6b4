"""What the core costs, as ratios: each row of a table is measured against something else.

Run it with `make bench`. Both sides of a row have their turns in one process, ours, theirs,
ours, theirs and so on, and the ratio is the median over the pairs, so that a machine that is
busy in the meantime slows both. It prints the table as Markdown; `--json` writes all that
was measured.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.benchmarks.pairs import QUICK, Measured, Row, Scale, machine
from tests.benchmarks.rows import ROWS

HEADER = ("#", "what", "against", "before", "goal", f"{'now':16}", "reached")


def times(ratio: float | None) -> str:
    """Return a ratio to two digits."""
    return "–" if ratio is None else f"{float(f'{ratio:.2g}'):,g}×"


def cells(row: Row, measured: Measured | None = None) -> tuple[str, ...]:
    """Return the cells of a row, as far as it has been measured."""
    now, reached = "", ""
    if measured:
        name = measured.lacking or measured.worst
        now = times(measured.ratio) + (f" ({name})" if name else "")
        reached = {True: "yes", False: "no", None: ""}[measured.reached]
    goal = f"{'≤' if row.cost else '≥'} {times(row.goal)}"
    return row.number, row.what, row.against, times(row.before), goal, now, reached


def main(table: Sequence[Row] = ROWS) -> None:
    """Measure the rows of a table, and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", help="measure only such, as 3 or 1a")
    parser.add_argument("--quick", action="store_true", help="fewer pairs and smaller numbers")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured")
    options = parser.parse_args()
    wanted = {*options.rows}
    rows = [row for row in table if not wanted or {row.number, row.number.rstrip("abc")} & wanted]
    columns = zip(HEADER, *map(cells, rows), strict=True)
    widths = [max(map(len, column)) for column in columns]

    def show(texts: Iterable[str]) -> None:
        padded = [text.ljust(width) for text, width in zip(texts, widths, strict=True)]
        print(f"| {' | '.join(padded)} |", flush=True)

    show(HEADER)
    show("-" * width for width in widths)
    found = []
    for row in rows:
        found.append(row.measure(QUICK if options.quick else Scale()))
        show(cells(row, found[-1]))
    if options.quick:
        print("Fewer pairs and smaller numbers than the rows say.")
    if options.json:
        document = {**machine(), "quick": options.quick, "rows": [*map(Measured.described, found)]}
        options.json.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
