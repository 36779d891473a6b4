"""Reading the user's own data: long files, and those that change or never end meanwhile."""

import os
import sys
import threading
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from gdviz.core.cancelling import CancelledError
from gdviz.core.problems.data import DataError, preview, read_samples
from tests.core.problems.test_data import assert_samples

ROWS = 300_000


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Two columns of numbers and their file."""
    x, y = np.random.default_rng(0).normal(scale=1e3, size=(2, ROWS))
    path = tmp_path_factory.mktemp("large") / "large.csv"
    rows = (f"{a!r},{b!r}\n" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    path.write_text("x,y\n" + "".join(rows), encoding="utf-8")
    return x, y, path


def test_a_large_file_is_read_to_the_last_digit(large):
    x, y, path = large
    samples = read_samples(path)
    np.testing.assert_array_equal(samples.x, x)
    np.testing.assert_array_equal(samples.y, y)


def test_quoted_rows_are_parsed_a_little_at_a_time_and_to_the_last_digit(
    large, tmp_path, monkeypatch
):
    (x, y, _plain), path = large, tmp_path / "quoted.csv"
    given, parse = [], np.loadtxt

    def counted(lines, *others, **named):
        given.append(sum(map(len, lines)))
        return parse(lines, *others, **named)

    monkeypatch.setattr(np, "loadtxt", counted)
    rows = (f'"{a!r}","{b!r}"\n' for a, b in zip(x.tolist(), y.tolist(), strict=True))
    path.write_text("".join(rows), encoding="utf-8")
    assert_samples(read_samples(path), x.tolist(), y.tolist())
    assert sum(given) > path.stat().st_size // 2
    assert max(given) < 10_000  # the window waits meanwhile


@pytest.mark.parametrize("line", [150_000, ROWS + 1])
def test_a_bad_row_is_found_in_a_large_file(large, tmp_path, line):
    lines = large[2].read_text(encoding="utf-8").split("\n")
    lines[line - 1] = "1;2"
    bad = tmp_path / "bad.csv"
    bad.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_samples(bad)
    assert caught.value.line == line


@pytest.fixture
def slow(monkeypatch):
    """Reading that takes a second for each part."""
    monkeypatch.setattr("gdviz.core.problems.data.reading.perf_counter", count(1).__next__)


def told(path):
    """Return which fractions a reader is told."""
    seen = []
    read_samples(path, progress=lambda fraction: not seen.append(fraction))
    return seen


@pytest.mark.usefixtures("slow")
def test_progress_goes_from_nothing_to_all(large):
    seen = told(large[2])
    assert len(seen) > 5
    assert 0 < seen[0] < 0.02
    assert seen == sorted(seen)
    assert seen[-1] == 1


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_of_rows_that_are_read_one_by_one_it_is_told_more_often(large, tmp_path, encoding):
    path = tmp_path / "mixed.csv"
    rows = large[2].read_text(encoding="utf-8").split("\n")[1:50_000]
    rows[::5] = [f"{row}," for row in rows[::5]]  # a cell too many
    path.write_text("\n".join(["x,y", *rows]), encoding=encoding)
    steps = np.diff([0.0, *told(path)])
    assert steps.sum() == 1
    assert steps.min() >= 0
    assert steps.max() < 0.01


def test_it_is_told_no_more_often_than_anybody_could_see(large, monkeypatch):
    monkeypatch.setattr("gdviz.core.problems.data.reading.perf_counter", lambda: 1.0)
    assert len(told(large[2])) == 2, "how it begins, and that it is over"


def test_a_file_that_is_cut_off_while_it_is_read_is_refused(large, tmp_path):
    whole = large[2].read_bytes()
    path = tmp_path / "cut.csv"
    middle = len(whole) // 2
    # At the end of a row, where nothing that is left looks wrong, and within one.
    for size in (whole.index(b"\n", middle) + 1, whole.index(b",", middle)):
        path.write_bytes(whole)

        def cut(_fraction, size=size):
            os.truncate(path, size)
            return True

        expected = f"from {len(whole):,} to {size:,} bytes; open it again once it is whole"
        with pytest.raises(DataError, match=expected) as caught:
            read_samples(path, progress=cut)
        assert caught.value.line is None


def test_a_file_that_grows_while_it_is_read_is_refused(write):
    path = write("x,y\n1,2\n3,4\n")

    def grow(_fraction):
        with path.open("a") as file:
            file.write("5,6\n")
        return True

    with pytest.raises(DataError, match="from 12 to 16 bytes"):
        read_samples(path, progress=grow)
    assert_samples(read_samples(path), [1, 3, 5], [2, 4, 6])


def test_a_file_that_is_replaced_while_it_is_read_is_the_one_that_was_opened(write, tmp_path):
    path = write("1,2\n3,4\n")
    (tmp_path / "other.csv").write_text("5,6\n7,8\n9,9\n")

    def replace(_fraction):
        (tmp_path / "other.csv").replace(path)
        return True

    assert_samples(read_samples(path, progress=replace), [1, 3], [2, 4])


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has files that claim to be empty")
def test_a_file_that_claims_to_be_empty_is_read(tmp_path):
    comm = Path("/proc/self/task", str(threading.get_native_id()), "comm")
    name = comm.read_bytes()
    assert comm.stat().st_size == 0
    seen = []
    try:
        comm.write_text("1,2")
        assert_samples(
            read_samples(comm, progress=lambda fraction: not seen.append(fraction)), [1], [2]
        )
    finally:
        comm.write_bytes(name)
    assert seen == [1]


@pytest.mark.skipif(os.name != "posix", reason="POSIX has pipes among its files")
def test_nobody_waits_for_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(DataError, match="there is no file"):
        preview(tmp_path / "pipe.csv")


@pytest.mark.usefixtures("slow")
def test_reading_ends_when_progress_says_so(large):
    seen = []

    def progress(fraction):
        seen.append(fraction)
        return len(seen) < 3

    with pytest.raises(CancelledError):
        read_samples(large[2], progress=progress)
    assert len(seen) == 3
    assert seen[-1] < 1
