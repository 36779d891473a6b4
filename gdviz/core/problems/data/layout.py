"""How a table is written: its encoding, its delimiter, the names of its columns."""

import codecs
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gdviz.core.problems.data.cells import DataError, number, shortened, split
from gdviz.files import open_regular
from gdviz.i18n import _

MAXIMUM_COLUMNS = 10_000

_HEAD = 1 << 17
"""How many bytes at its start tell how a file is written."""
_LONGEST_LINE = 1 << 17
_SHOWN, _LISTED = 10, 20
_ENCODINGS = ("utf-8", "gb18030")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# With a decimal comma both may split the rows evenly, and then the semicolon is meant.
_DELIMITERS = ("\t", ";", ",")
_MISSING = {"", "na", "n/a", "nan", "inf", "-inf", "null", "none"}


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
            known = [self.names[index] for index in self.numeric]
            raise DataError(text.format(known=_listed(known)))
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
        with suppress(ValueError):  # not every Python reads a number of thousands of digits
            if str(column).isdecimal() and 1 <= int(column) <= len(self.names):
                return int(column) - 1
        text = _("there is no column '{column}'; the columns are: {known}")
        raise DataError(text.format(column=shortened(str(column)), known=_listed(self.names)))


def preview(path: str | Path, header: bool | None = None) -> Preview:
    """Tell from its start how the file is written.

    Args:
        path: the file.
        header: whether its first row names the columns; told from the row unless given.

    Raises:
        DataError: it cannot be read, or has no two columns or no rows.
    """
    with opened(Path(path)) as file:
        return look(Path(path), file, header)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes.

    Raises:
        DataError: it is not there, or cannot be read.
    """
    if not path.is_file():
        raise DataError(_("there is no file '{path}'").format(path=path))
    try:
        with open_regular(path) as file:
            yield file
    except OSError as error:
        text = _("'{path}' cannot be read: {reason}")
        raise DataError(text.format(path=path, reason=error.strerror)) from error


def look(path: Path, file: BinaryIO, header: bool | None) -> Preview:
    """Tell what `preview` does of a file that is open, and at its beginning."""
    lines, encoding = _head(file)
    found = [mark for mark in _DELIMITERS if any(mark in line for line in lines)] or [","]
    delimiter = found[0]
    if len(found) > 1:
        delimiter = max(found, key=lambda delimiter: _score(lines, delimiter))
    rows = [row for row in (split(line, delimiter) for line in lines) if any(row)]
    width = _width(rows)
    if width < 2:
        raise DataError(_("two columns are needed, separated by commas, semicolons or tabs"))
    if width > MAXIMUM_COLUMNS:
        text = _("the file has more than {maximum} columns; use a part of it")
        raise DataError(text.format(maximum=f"{MAXIMUM_COLUMNS:,}"))
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


def _listed(names: Sequence[str]) -> str:
    """Return the names in a row, as many as one would read."""
    listed = [shortened(name) for name in names[:_LISTED]] or ["—"]
    return ", ".join(listed + ["…"] * (len(names) > _LISTED))


def _head(file: BinaryIO) -> tuple[list[str], str]:
    """Return the file's first lines, two at least if it has them, without blank ones; the encoding.

    Raises:
        DataError: it is not text, or empty, or has a line that is too long.
    """
    head = b""
    for _long_lines in range(2):
        piece = file.read(_HEAD)
        head += piece
        text, encoding = _decode(head)
        lines = io.StringIO(text, newline=None).readlines()
        for line, content in enumerate(lines, 1):
            if len(content) > _LONGEST_LINE:
                reason = _("more than {length} characters long")
                raise DataError(reason.format(length=_LONGEST_LINE), line)
        whole = len(piece) < _HEAD
        lines = [line for line in (lines if whole else lines[:-1]) if line.strip()]
        if whole or len(lines) > 1:
            break
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


def _width(rows: list[list[str]]) -> int:
    """Return how many cells most rows have."""
    counts = Counter(map(len, rows))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _count_numbers(rows: list[list[str]], decimal: str) -> int:
    return sum(number(cell, decimal) is not None for row in rows for cell in row)


def _decimal(rows: list[list[str]], delimiter: str) -> str:
    """Return the decimal sign; a comma is one only where semicolons separate the columns."""
    comma = delimiter == ";" and _count_numbers(rows, ",") > _count_numbers(rows, ".")
    return "," if comma else "."


def _score(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Return how well the delimiter fits: the rows of one width, and the numbers it leaves."""
    rows = [split(line, delimiter) for line in lines]
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
