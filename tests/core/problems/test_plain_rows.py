"""Rows that are read many at once, against `float` and against reading them one by one."""

import math
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdviz.core.problems.data import (
    DataError,
    Preview,
    blocks,
    plain,
    preview,
    read_samples,
)
from gdviz.core.problems.data.cells import number
from gdviz.core.problems.data.plain import parse_plain
from gdviz.core.problems.data.rows import _parse_slowly
from gdviz.core.types import Array

LAYOUT = Preview(Path("a.csv"), "utf-8", ",", ".", False, ("1", "2"), (0, 1), ())


def between(value: float) -> str:
    """Return, with all its digits, what lies halfway between a float and the next."""
    with localcontext(prec=400):
        return str((Decimal(value) + Decimal(math.nextafter(value, math.inf))) / 2)


def nearly_between(power: int, bits: int) -> Iterator[str]:
    """Yield what is nearest of all to halfway between two floats, of up to nineteen digits.

    These are m·10^k, where the halves are p·2^e with an odd p of 54 bits: so p/m is a convergent of
    the continued fraction of 10^k·2^-e.
    """
    rest = Fraction(10) ** power * Fraction(2) ** bits
    p, before, m, m_before = 1, 0, 0, 1
    while m < 10**19 and p < 2**54:
        if p > 2**53 and p % 2:
            yield f"{m}e{power}"
        whole = rest.numerator // rest.denominator
        p, before, m, m_before = whole * p + before, p, whole * m + m_before, m
        if rest == whole:
            return
        rest = 1 / (rest - whole)


NEARLY = [
    cell
    for power in range(-98, 81)
    for bits in range(-10, 1)
    for cell in nearly_between(power, bits - math.frexp(10.0**power)[1])
]
FINITE = st.floats(-1e100, 1e100)
NUMBERS = st.one_of(
    FINITE.map(repr),
    st.builds("{:.{}{}}".format, FINITE, st.integers(0, 25), st.sampled_from("eEf")),
    st.floats(1e-12, 1e25).map(between),
    st.integers(2**52, 2**64).map("{}.5".format),
    st.integers(-(2**66), 2**66).map(str),
    st.integers(2**52, 2**62).map(lambda whole: f"{2 * whole + 1}"),
    st.from_regex(
        r"[+-]?([0-9]{1,28}\.?[0-9]{0,28}|\.[0-9]{1,28})([eE][+-]?0{0,2}[0-9]{1,2})?",
        fullmatch=True,
    ),
).filter(lambda cell: abs(float(cell)) <= 1e100)


def bits(numbers: Array) -> list[int]:
    """Return what tells any two numbers apart, 0 and −0 too."""
    return np.array(numbers, np.float64).view(np.int64).tolist()


def assert_read(cells: Sequence[str]) -> None:
    """Read each cell among so many plain ones that none is read row by row."""
    block = "".join(f"{cell},-2.5\n" + "1,-2.5\n" * 3 for cell in cells)
    columns = parse_plain(block.encode(), LAYOUT, (0, 1))
    assert columns is not None
    assert bits(columns[0][::4]) == bits(np.array([float(cell) for cell in cells]))
    assert columns[0][1::4].tolist() == [1.0] * len(cells)
    assert columns[1].tolist() == [-2.5] * len(columns[1])


@settings(max_examples=150)
@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_numbers_are_to_the_bit_those_of_float(cells: list[str]) -> None:
    assert_read(cells)


def test_what_lies_nearly_between_two_floats_goes_to_the_nearer() -> None:
    assert len(NEARLY) > 500
    assert_read(NEARLY)


@settings(max_examples=300)
@given(st.text("0123456789+-.eE_  ", max_size=8) | st.sampled_from(["2e101", f"{' ' * 50}-3 "]))
def test_a_cell_among_plain_ones_is_read_or_refused_as_by_itself(cell: str) -> None:
    value = number(cell.strip(), ".")
    for row, column in ((f"{cell},2\n", 0), (f"2,{cell}\n", 1)):
        columns = parse_plain(("1,-2.5\n1e-3,4\n" * 9 + row).encode(), LAYOUT, (0, 1))
        if value is None or abs(value) > 1e100:
            assert columns is None
        else:
            assert columns is not None
            assert bits(columns[column][-1:]) == bits(np.array([value]))


@pytest.mark.parametrize("write", [repr, "{:.18e}".format, "{:+.3E}".format, "{:.0f}".format])
def test_what_is_written_as_usual_is_not_read_cell_by_cell(
    write: Callable[[float], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(plain, "number", lambda cell, _decimal: asked.append(cell) or float(cell))
    draw = np.random.default_rng(0)
    for scale in (1e-3, 1.0, 1e6):
        cells = [write(value) for value in draw.normal(0, scale, 10_000).tolist()]
        columns = parse_plain(
            "".join(f"{cell},{cell}\n" for cell in cells).encode(), LAYOUT, (1, 0)
        )
        assert columns is not None
        assert bits(columns[0]) == bits(columns[1]) == bits(np.array([float(c) for c in cells]))
    assert len(asked) < 600


CELLS = st.one_of(
    st.sampled_from(["1", "-2.5", "0", "-0", "3.", ".5", "+7", "1e5", "2E-3", "12345.678901"]),
    st.sampled_from(
        [
            "1,5",
            "1  2",
            " 4",
            "5   ",
            " " * 40 + "6",
            "\t6",
            '"7"',
            '" 8 "',
            "９",
            "1e5-3",
            "1-",
            "e5",
        ]
    ),
    st.sampled_from(["", "", " ", "-", ".", "+.", "1e", "1e+", "--1", "nan", "inf", "1e101", "'1"]),
    st.sampled_from(['"', '"a', 'a"b', '"a,b"', '"a;b"', "é", "备注", "1\xa0", "\x00", "0x1"]),
    st.text("0123456789+-.eE ", max_size=6),
)
WORDS = st.sampled_from([*["a", "no 1", "é", "", "1 2"] * 3, '"', '"1', '"a,b"', "a;b"])
MOSTLY = st.sampled_from(["1", "-2.5", "0.1", "3", "-0", "12.75", "1e3"])


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Draw a file: plain rows, and sometimes others between them, in any way of writing them."""
    delimiter, width = draw(st.sampled_from(",;\t")), draw(st.integers(2, 3))
    words = draw(st.sampled_from([None, None, 0, width]))
    few = st.one_of(*[MOSTLY] * draw(st.sampled_from([1, 6, 30])), CELLS)
    cell = draw(st.sampled_from([MOSTLY, few]))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=25))
    for place in draw(st.sets(st.integers(0, len(rows) - 1), max_size=draw(st.integers(0, 2)))):
        rows[place] = draw(st.lists(CELLS, max_size=width + 1))
    if words is not None:
        for row in rows:
            row.insert(words, draw(WORDS))
    if draw(st.booleans()):
        rows.insert(0, list("wxyz"[: len(rows[0])]))
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    ends = st.sampled_from([end] * 20 + ["\n", "\r\n", "\r", end + end, ""])
    text = "".join(delimiter.join(cells) + draw(ends) for cells in rows)
    if draw(st.booleans()):
        text = text.replace(".", ",") if delimiter == ";" else text
    encoding = draw(st.sampled_from(["utf-8"] * 4 + ["utf-8-sig", "gb18030", "utf-16"]))
    return text.encode(encoding)


def one_by_one(path: Path) -> tuple[Array, Array]:
    """Return the columns, reading one line after the other."""
    layout = preview(path)
    chosen = layout.choose()
    with path.open(encoding=layout.encoding, errors="replace", newline=None) as file:
        lines = file.read().removesuffix("\n").split("\n")
    first = 1
    if layout.header:
        blank = {layout.delimiter, " ", '"', "\t"}
        while not set(lines[first - 1]) - blank:
            first += 1
        first += 1
    return _parse_slowly(lines[first - 1 :], first, layout, chosen)


def as_usual(path: Path) -> tuple[Array, Array]:
    samples = read_samples(path)
    return samples.x, samples.y


def found(read: Callable[[Path], tuple[Array, Array]], path: Path) -> list[list[int]] | str:
    """Return what the file holds, or what is wrong with it."""
    try:
        return [bits(column) for column in read(path)]
    except DataError as error:
        return str(error)


@settings(max_examples=200)
@given(tables(), st.sampled_from([1, 30, 300]))
def test_a_table_is_read_as_if_row_by_row(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, size: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_BLOCK", size)
        patch.setattr(blocks, "_FIRST_BLOCK", size)
        assert found(as_usual, path) == found(one_by_one, path)
