"""The rows of a table that are not plain, some thousand at a time: all at once, or one by one."""

import csv
import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.problems.data.cells import LARGEST, DataError, number, shortened, split
from gdviz.core.problems.data.layout import Preview
from gdviz.core.types import Array
from gdviz.i18n import _

_HEEDED = 1 << 10
"""After so many lines that are read slowly it may be cancelled."""

_PART = 1 << 13
"""So many bytes are parsed at a time, as no other thread of Python's can go on meanwhile."""

Columns = tuple[Array, Array]


def parse_others(
    block: bytes, first: int, layout: Preview, chosen: tuple[int, int]
) -> Iterator[tuple[Columns, float]]:
    r"""Yield the two columns of some rows, each (n_rows,), and which share of all that was.

    The rows are not plain; blank ones are left out.

    Args:
        block: whole lines in UTF-8, parted by "\n".
        first: the number of the first line.
        layout: how they are written.
        chosen: the columns' indices.

    Raises:
        DataError: with the first line that cannot be used.
    """
    rows, line = io.BytesIO(block), first
    while part := rows.read(_PART) + rows.readline():
        # Where a byte is not text it is in no number, and so in no cell that is used.
        lines = part.removesuffix(b"\n").decode(errors="replace").split("\n")
        quoted = _parse_quoted(lines, layout, chosen)
        columns = _parse_slowly(lines, line, layout, chosen) if quoted is None else quoted
        yield columns, rows.tell() / len(block)
        line += len(lines)


def _parse_quoted(lines: list[str], layout: Preview, chosen: tuple[int, int]) -> Columns | None:
    """Return the two columns of the lines; None if any row is not as it should be.

    `_parse_slowly` says what should be; this is for speed, and takes no row that
    the other would refuse or read otherwise.
    """
    if layout.decimal == ",":
        text = "\n".join(lines)
        if "." in text:
            return None
        lines = text.replace(",", ".").split("\n")
    expected = len(lines) - lines.count("")
    if not expected:
        return np.empty(0), np.empty(0)
    dtype = _row_type(len(layout.names), chosen)
    try:
        table = np.loadtxt(
            lines, dtype, comments=None, delimiter=layout.delimiter, quotechar='"', ndmin=1
        )
    except ValueError:
        return None
    x, y = (np.ascontiguousarray(table[str(index)]) for index in chosen)
    usable = (np.abs(x) <= LARGEST).all() and (np.abs(y) <= LARGEST).all()
    # A quotation mark that is not closed makes one row of several lines.
    return (x, y) if usable and len(table) == expected else None


@lru_cache(maxsize=1)
def _row_type(width: int, chosen: tuple[int, int]) -> np.dtype[Any]:
    """Return the type of a row of which only the columns chosen are kept."""
    kinds = ["f8" if index in chosen else "U1" for index in range(width)]
    return np.dtype([(str(index), kind) for index, kind in enumerate(kinds)])


def _parse_slowly(
    lines: list[str], first: int, layout: Preview, chosen: tuple[int, int]
) -> tuple[Array, Array]:
    """Return the two columns of the lines, of which the first has the number `first`.

    Raises:
        DataError: with the first line that cannot be used.
    """
    pairs = []
    for at, line in enumerate(lines, first):
        if at % _HEEDED == 0:
            heed()
        try:
            cells = split(line, layout.delimiter)
        except csv.Error as error:
            raise DataError(_("a cell is too long"), at) from error
        if not any(cells):
            continue
        width = len(layout.names)
        if len(cells) < width or any(cells[width:]):
            text = _("{found} column(s) instead of {expected}")
            if line.count('"') % 2:
                text = _("a quotation mark is not closed")
            raise DataError(text.format(found=len(cells), expected=width), at)
        pairs.append([_usable(cells, index, layout, at) for index in chosen])
    x, y = np.array(pairs, np.float64).reshape(-1, 2).T
    return x.copy(), y.copy()


def _usable(cells: Sequence[str], index: int, layout: Preview, line: int) -> float:
    """Return the number in that cell.

    Raises:
        DataError: it is empty, not a number, or too large.
    """
    cell, column = cells[index], shortened(layout.names[index])
    value = number(cell, layout.decimal)
    if value is not None and abs(value) <= LARGEST:
        return value
    if not cell:
        text = _("column '{column}' is empty")
    elif value is None:
        text = _("'{value}' in column '{column}' is not a number")
    else:
        text = _("'{value}' in column '{column}' is larger than {largest}")
    said = text.format(column=column, value=shortened(cell), largest=f"{LARGEST:g}")
    raise DataError(said, line)
