"""The table of ratios: it can be measured, and the README has its rows as they are."""

import importlib.util
import json
from pathlib import Path

import pytest

from tests.benchmarks import core, whole, window
from tests.benchmarks.pairs import Measured, Pair, Row, Scale
from tests.benchmarks.rows import ROWS

README = Path(__file__).parents[1] / "README.md"
TINY = Scale(pairs=1, steps=500, samples=1_000, most_samples=2_000, rates=5)


def cells_of(lines):
    """The cells of those lines that are rows of a table."""
    rows = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    return [tuple(cell.strip() for cell in row) for row in rows]


def test_what_is_asked_for_is_measured_printed_and_written(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(core, "QUICK", TINY)
    path = tmp_path / "bench.json"
    monkeypatch.setattr("sys.argv", ["core", "1b", "4", "5", "--quick", "--json", str(path)])
    core.main()
    printed = cells_of(capsys.readouterr().out.splitlines())[2:]
    written = json.loads(path.read_text("utf-8"))["rows"]
    assert [cells[0] for cells in printed] == ["1b", "4", "5a", "5b"]
    assert [row["number"] for row in written] == ["1b", "4", "5a", "5b"]
    for cells, row in zip(printed, written, strict=True):
        lacks_torch = row["number"] == "5a" and not importlib.util.find_spec("torch")
        assert (row["ratio"] is None) == ("(no torch)" in cells[5]) == lacks_torch
        assert cells[6] == {True: "yes", False: "no", None: ""}[row["reached"]]


@pytest.mark.parametrize(("cost", "ratio", "reached"), [(False, 2.5, True), (True, 0.4, True)])
def test_the_median_of_the_worst_contest_counts(cost, ratio, reached):
    row = Row("1", "ours", "theirs", None, 0.4 if cost else 2.5, lambda _scale: {}, cost)
    pairs = {"better": [Pair(1, 9)], "worse": [Pair(1, 50), Pair(2, 5), Pair(4, 4)]}
    measured = Measured(row, pairs)
    assert (measured.worst, measured.ratio, measured.reached) == ("worse", ratio, reached)


def test_the_readme_has_the_rows_as_they_are_measured():
    rows = cells_of(README.read_text("utf-8").splitlines())
    known = {cells[0]: cells[:5] for cells in rows if len(cells) == len(core.HEADER)}
    for row in (*ROWS, *window.ROWS, *whole.ROWS):
        assert known[row.number] == core.cells(row)[:5]
