"""The user's own data: two columns of numbers from a CSV file."""

import codecs
import csv
import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

import numpy as np

from gdviz.core.parameters import InputError
from gdviz.core.types import Array
from gdviz.i18n import _

MAXIMUM_ROWS = 10_000_000
LARGEST = 1e100
"""The largest size of a number; beyond it squares and plots are of no use."""

_HEAD = 1 << 17
"""How many bytes at its start tell how a file is written."""
_CHUNK = 1 << 20
"""How many characters are read at a time: few enough that no other thread waits for long."""
_SHOWN = 10
_ENCODINGS = ("utf-8", "gb18030")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# With a decimal comma both may split the rows evenly, and then the semicolon is meant.
_DELIMITERS = ("\t", ";", ",")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MISSING = {"", "na", "n/a", "nan", "inf", "-inf", "null", "none"}

Progress = Callable[[float], bool]
"""Is told the fraction read so far, and answers whether to go on."""


class DataError(InputError):
    """A file that cannot be used as data; its text is for the user.

    Attributes:
        reason: what is wrong.
        line: on which line of the file, from 1; None if it is not one line's fault.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        """Put the line before the reason."""
        self.reason = reason
        self.line = line
        text = "{reason}" if line is None else _("line {line}: {reason}")
        super().__init__(text.format(line=line, reason=reason))


class CancelledError(Exception):
    """The progress callback said not to go on; nothing has been kept."""


@dataclass(frozen=True)
class Preview:
    """How a file is written, and its first rows.

    Attributes:
        path: the file.
        encoding: Python's name of its encoding.
        delimiter: what separates its columns.
        decimal: its decimal point or comma.
        header: whether its first row names the columns.
        names: the columns' names, or their numbers from "1" where they have none.
        numeric: which columns hold numbers, by index.
        rows: the cells of the first rows, without the header.
    """

    path: Path
    encoding: str
    delimiter: str
    decimal: str
    header: bool
    names: tuple[str, ...]
    numeric: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    def choose(self, x: str | int | None = None, y: str | int | None = None) -> tuple[int, int]:
        """Return the indices of the columns x and y, each given by name or number from 1.

        Without, they are the first columns of numbers.

        Raises:
            DataError: there is no such column, or they are the same.
        """
        picked = [self._index(column) for column in (x, y)]
        spare = (index for index in self.numeric if index not in picked)
        chosen = [next(spare, None) if index is None else index for index in picked]
        if chosen[0] is None or chosen[1] is None:
            text = _("two columns of numbers are needed; these are columns of numbers: {known}")
            known = ", ".join(self.names[index] for index in self.numeric) or "—"
            raise DataError(text.format(known=known))
        if chosen[0] == chosen[1]:
            raise DataError(_("x and y must be two different columns"))
        return chosen[0], chosen[1]

    def column(self, index: int) -> str | int:
        """Return what `choose` finds that column by: its name, or its number if two share it."""
        name = self.names[index]
        return name if self.names.count(name) == 1 else index + 1

    def _index(self, column: str | int | None) -> int | None:
        if column is None:
            return None
        if column in self.names:
            return self.names.index(str(column))
        if str(column).isdecimal() and 1 <= int(column) <= len(self.names):
            return int(column) - 1
        text = _("there is no column '{column}'; the columns are: {known}")
        raise DataError(text.format(column=column, known=", ".join(self.names)))


@dataclass(frozen=True)
class Source:
    """What of which file is read; what is None is told from the file.

    Attributes:
        path: the file.
        x: the inputs' column, by name or by number from 1.
        y: the targets' column, likewise.
        header: whether the first row names the columns.
    """

    path: Path
    x: str | int | None = None
    y: str | int | None = None
    header: bool | None = None


@dataclass(frozen=True, eq=False)
class Samples:
    """Pairs of numbers, exactly as the file has them.

    Attributes:
        x_name: the inputs' name.
        y_name: the targets' name.
        x: the inputs, (n_samples,).
        y: the targets, (n_samples,).
        source: where they were read; None if they were not.
    """

    x_name: str
    y_name: str
    x: Array
    y: Array
    source: Source | None = None


def preview(path: str | Path, header: bool | None = None) -> Preview:
    """Tell from its start how the file is written.

    Args:
        path: the file.
        header: whether its first row names the columns; told from the row unless given.

    Raises:
        DataError: it cannot be read, or has no two columns or no rows.
    """
    path = Path(path)
    lines, encoding = _head(path)
    delimiter = max(_DELIMITERS, key=lambda delimiter: _score(lines, delimiter))
    rows = [row for row in (_cells(line, delimiter) for line in lines) if any(row)]
    width = _width(rows)
    if width < 2:
        raise DataError(_("two columns are needed, separated by commas, semicolons or tabs"))
    decimal = _decimal(rows, delimiter)
    numeric = _numeric(rows[1:] or rows, width, decimal)
    if header is None:
        header = _is_header(rows[0], numeric, decimal)
    if len(rows) == 1 and (header or not numeric):
        raise DataError(_("there are names of columns but no rows of numbers"))
    names = [*rows[0], *[""] * width][:width] if header else [""] * width
    return Preview(
        path=path,
        encoding=encoding,
        delimiter=delimiter,
        decimal=decimal,
        header=header,
        names=tuple(name or str(number) for number, name in enumerate(names, 1)),
        # Of two columns both are meant, and a cell that is no number is a mistake in it.
        numeric=numeric if width > 2 else (0, 1),
        rows=tuple(tuple(row) for row in rows[header : header + _SHOWN]),
    )


def read_samples(
    path: str | Path,
    x: str | int | None = None,
    y: str | int | None = None,
    progress: Progress | None = None,
    header: bool | None = None,
) -> Samples:
    """Read the columns x and y, each given by name or by number from 1.

    Without, they are the first two columns of numbers. Blank rows are skipped.

    Args:
        path: the file.
        x: the inputs' column.
        y: the targets' column.
        progress: is called many times, in the caller's thread, with the fraction
            read; reading ends when it returns False.
        header: whether the first row names the columns; told from the row unless given.

    Raises:
        DataError: the file, a column or a row cannot be used.
        CancelledError: `progress` said not to go on.
    """
    layout = preview(path, header)
    chosen = layout.choose(x, y)
    with _opened(layout.path) as file:
        blocks = list(_read(file, layout, chosen, progress or (lambda _fraction: True)))
    if not blocks:
        raise DataError(_("the file is empty"))
    x_values, y_values = (np.concatenate(column) for column in zip(*blocks, strict=True))
    x_name, y_name = (layout.names[index] for index in chosen) if layout.header else ("x", "y")
    x_column, y_column = map(layout.column, chosen)
    source = Source(layout.path, x_column, y_column, layout.header)
    return Samples(x_name, y_name, x_values, y_values, source)


def _read(
    file: BinaryIO, layout: Preview, chosen: tuple[int, int], progress: Progress
) -> Iterator[tuple[Array, Array]]:
    """Yield the two columns, chunk by chunk."""
    size = os.fstat(file.fileno()).st_size
    number, count = 1, 0
    # Where a byte is not text it is in no number, and so in no cell that is used.
    with io.TextIOWrapper(file, layout.encoding, errors="replace", newline=None) as stream:
        if layout.header:
            heads = iter(stream.readline, "")
            blanks = takewhile(lambda line: not any(_cells(line, layout.delimiter)), heads)
            number += 1 + sum(1 for _blank in blanks)
        while text := stream.read(_CHUNK) + stream.readline():
            lines = text.removesuffix("\n").split("\n")
            columns = _parse(lines, layout, chosen)
            if columns is None:
                columns = _parse_slowly(lines, number, layout, chosen)
            number += len(lines)
            count += len(columns[0])
            if count > MAXIMUM_ROWS:
                limit = f"{MAXIMUM_ROWS:,}"
                text = _("the file has more than {maximum} rows; use a part of it")
                raise DataError(text.format(maximum=limit))
            yield columns
            if not progress(min(1.0, file.tell() / size)):
                raise CancelledError


def _parse(
    lines: list[str], layout: Preview, chosen: tuple[int, int]
) -> tuple[Array, Array] | None:
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
    kinds = ["f8" if index in chosen else "U1" for index in range(len(layout.names))]
    dtype = np.dtype([(str(index), kind) for index, kind in enumerate(kinds)])
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


def _parse_slowly(
    lines: list[str], first: int, layout: Preview, chosen: tuple[int, int]
) -> tuple[Array, Array]:
    """Return the two columns of the lines, of which the first has the number `first`.

    Raises:
        DataError: with the first line that cannot be used.
    """
    pairs = []
    for number, line in enumerate(lines, first):
        try:
            cells = _cells(line, layout.delimiter)
        except csv.Error as error:
            raise DataError(_("a cell is too long"), number) from error
        if not any(cells):
            continue
        width = len(layout.names)
        if len(cells) < width or any(cells[width:]):
            text = _("{found} column(s) instead of {expected}")
            if line.count('"') % 2:
                text = _("a quotation mark is not closed")
            raise DataError(text.format(found=len(cells), expected=width), number)
        pairs.append([_usable(cells, index, layout, number) for index in chosen])
    x, y = np.array(pairs, np.float64).reshape(-1, 2).T
    return x.copy(), y.copy()


def _usable(cells: Sequence[str], index: int, layout: Preview, line: int) -> float:
    """Return the number in that cell.

    Raises:
        DataError: it is empty, not a number, or too large.
    """
    cell, column = cells[index], layout.names[index]
    value = _number(cell, layout.decimal)
    if value is not None and abs(value) <= LARGEST:
        return value
    if not cell:
        text = _("column '{column}' is empty")
    elif value is None:
        text = _("'{value}' in column '{column}' is not a number")
    else:
        text = _("'{value}' in column '{column}' is larger than {largest}")
    shown = cell if len(cell) <= 40 else cell[:40] + "…"
    raise DataError(text.format(column=column, value=shown, largest=f"{LARGEST:g}"), line)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open the file for reading bytes.

    Raises:
        DataError: it is not there, or cannot be read.
    """
    try:
        if not path.is_file():
            raise DataError(_("there is no file '{path}'").format(path=path))
        with path.open("rb") as file:
            yield file
    except OSError as error:
        text = _("'{path}' cannot be read: {reason}")
        raise DataError(text.format(path=path, reason=error.strerror)) from error


def _head(path: Path) -> tuple[list[str], str]:
    """Return the file's first lines, without blank ones, and its encoding.

    Raises:
        DataError: it is not text, or empty.
    """
    with _opened(path) as file:
        head, more = file.read(_HEAD), file.read(1)
    text, encoding = _decode(head)
    lines = io.StringIO(text, newline=None).readlines()
    if more:
        lines.pop()
        if not lines:
            raise DataError(_("more than {length} characters long").format(length=len(text)), 1)
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise DataError(_("the file is empty"))
    return lines, encoding


def _decode(head: bytes) -> tuple[str, str]:
    """Return the text of a file's head and its encoding.

    Raises:
        DataError: it is not text.
    """
    marked = [encoding for mark, encoding in _MARKS.items() if head.startswith(mark)]
    if b"\0" in head and not marked:
        raise DataError(_("this is not a text file; save the table as CSV"))
    for encoding in marked or _ENCODINGS:
        try:
            # The head may end within a character.
            return codecs.getincrementaldecoder(encoding)().decode(head), encoding
        except UnicodeDecodeError:
            continue
    raise DataError(_("the text is neither UTF-8 nor GBK; save it as UTF-8"))


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line, without quotation marks and outer spaces."""
    reader = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
    return [cell.strip() for cell in next(reader, [])]


def _number(cell: str, decimal: str) -> float | None:
    """Return the cell's number; None if it is not one."""
    if decimal == ",":
        cell = "" if "." in cell else cell.replace(",", ".")
    return float(cell) if _NUMBER.fullmatch(cell) else None


def _width(rows: list[list[str]]) -> int:
    """Return how many cells most rows have."""
    counts = Counter(map(len, rows))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _count_numbers(rows: list[list[str]], decimal: str) -> int:
    return sum(_number(cell, decimal) is not None for row in rows for cell in row)


def _decimal(rows: list[list[str]], delimiter: str) -> str:
    """Return the decimal sign; a comma is one only where semicolons separate the columns."""
    comma = delimiter == ";" and _count_numbers(rows, ",") > _count_numbers(rows, ".")
    return "," if comma else "."


def _score(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Return how well the delimiter fits: the rows of one width, and the numbers it leaves."""
    rows = [_cells(line, delimiter) for line in lines]
    width = _width(rows)
    if width < 2:
        return 0, 0
    numbers = _count_numbers(rows, _decimal(rows, delimiter))
    return sum(len(row) == width for row in rows), numbers


def _numeric(rows: list[list[str]], width: int, decimal: str) -> tuple[int, ...]:
    """Return the columns in which at least half of the rows have a number."""

    def share(index: int) -> float:
        cells = [row[index] for row in rows if index < len(row)]
        return _count_numbers([cells], decimal) / len(rows)

    return tuple(index for index in range(width) if share(index) >= 0.5)


def _is_header(row: list[str], numeric: tuple[int, ...], decimal: str) -> bool:
    """Tell whether the first row has no number, and a name above a column of numbers."""
    above = [row[index] for index in numeric if index < len(row)]
    named = any(cell.lower() not in _MISSING for cell in above)
    return named and not _count_numbers([row], decimal)
