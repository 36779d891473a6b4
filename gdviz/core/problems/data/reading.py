"""Reading two columns of numbers, exactly as the file has them."""

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from gdviz.core.cancelling import CancelledError, heed
from gdviz.core.problems.data.cells import DataError, number, shortened, split
from gdviz.core.problems.data.layout import Preview, look, opened
from gdviz.core.types import Array
from gdviz.i18n import _

if TYPE_CHECKING:
    from gdviz.core.problems.data.typed import Typed

MAXIMUM_ROWS = 10_000_000
LARGEST = 1e100
"""The largest size of a number; beyond it squares and plots are of no use."""

_CHUNK = 1 << 18
"""How many characters are read at a time: few enough that no other thread waits for long."""

_HEEDED = 1 << 10
"""After so many lines that are read slowly it may be cancelled."""

_IN_NUMBERS = b"0123456789+-.eE \t"
"""All that plain numbers are written with."""

Progress = Callable[[float], bool]
"""Is told the fraction read so far, and answers whether to go on."""


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

    @property
    def settings(self) -> dict[str, Any]:
        """What is read, by the names of the command line's options."""
        return {"data": str(self.path), "x": self.x, "y": self.y, "header": self.header}

    def read(self, progress: Progress | None = None) -> "Samples":
        """Return the samples, as `read_samples` does."""
        return read_samples(self.path, self.x, self.y, progress, self.header)


@dataclass(frozen=True, eq=False)
class Samples:
    """Pairs of numbers, exactly as the file has them.

    Attributes:
        x_name: the inputs' name.
        y_name: the targets' name.
        x: the inputs, (n_samples,).
        y: the targets, (n_samples,).
        source: where they were read, or what was typed; None if it was neither.
    """

    x_name: str
    y_name: str
    x: Array
    y: Array
    source: "Source | Typed | None" = None


def read_samples(
    path: str | Path,
    x: str | int | None = None,
    y: str | int | None = None,
    progress: Progress | None = None,
    header: bool | None = None,
) -> Samples:
    """Read the columns x and y, each given by name or by number from 1.

    Without, they are the first two columns of numbers. Blank rows are skipped. A file that
    has been cut off, or has grown, by the time it has been read is refused: what writes to
    it may be in the middle of a row.

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
    path = Path(path)
    with opened(path) as file, _unchanged(file):
        layout = look(path, file, header)
        chosen = layout.choose(x, y)
        file.seek(0)
        blocks = list(_read(file, layout, chosen, progress or (lambda _fraction: True)))
    if not blocks:
        raise DataError(_("the file is empty"))
    x_values, y_values = (_joined(column) for column in zip(*blocks, strict=True))
    x_name, y_name = (layout.names[index] for index in chosen) if layout.header else ("x", "y")
    x_column, y_column = map(layout.column, chosen)
    source = Source(layout.path, x_column, y_column, layout.header)
    return Samples(x_name, y_name, x_values, y_values, source)


def _joined(columns: Sequence[Array]) -> Array:
    """Return the columns as one; it may be cancelled in between."""
    joined = np.empty(sum(map(len, columns)))
    end = 0
    for column in columns:
        heed()
        first, end = end, end + len(column)
        joined[first:end] = column
    return joined


@contextmanager
def _unchanged(file: BinaryIO) -> Iterator[None]:
    """Let nothing that is read of a file pass that has become shorter or longer meanwhile.

    Raises:
        DataError: with its size before and after.
    """
    before = os.fstat(file.fileno()).st_size

    def check() -> None:
        after = os.fstat(file.fileno()).st_size
        if after != before:
            text = _(
                "the file was changed while it was read, from {before} to {after} bytes;"
                " open it again once it is whole"
            )
            raise DataError(text.format(before=f"{before:,}", after=f"{after:,}"))

    try:
        yield
    except DataError:
        check()  # a row that has been cut off is not the row's fault
        raise
    check()


def _read(
    file: BinaryIO, layout: Preview, chosen: tuple[int, int], progress: Progress
) -> Iterator[tuple[Array, Array]]:
    """Yield the two columns, chunk by chunk."""
    size = os.fstat(file.fileno()).st_size
    line, count = 1, 0
    # Where a byte is not text it is in no number, and so in no cell that is used.
    stream = io.TextIOWrapper(file, layout.encoding, errors="replace", newline=None)
    try:
        if layout.header:
            heads = iter(stream.readline, "")
            blanks = takewhile(lambda text: not any(split(text, layout.delimiter)), heads)
            line += 1 + sum(1 for _blank in blanks)
        while text := stream.read(_CHUNK) + stream.readline():
            text = text.removesuffix("\n")
            columns = _parse_plain(text, layout, chosen)
            if columns is not None:
                line += len(columns[0])
            else:
                lines = text.split("\n")
                columns = _parse(lines, layout, chosen)
                if columns is None:
                    columns = _parse_slowly(lines, line, layout, chosen)
                line += len(lines)
            count += len(columns[0])
            if count > MAXIMUM_ROWS:
                limit = f"{MAXIMUM_ROWS:,}"
                reason = _("the file has more than {maximum} rows; use a part of it")
                raise DataError(reason.format(maximum=limit))
            yield columns
            if 0 < size < file.tell():
                return  # it grows, for ever perhaps
            # Some files of the system's claim to have no bytes.
            if not progress(min(1.0, file.tell() / size) if size else 1.0):
                raise CancelledError
    finally:
        stream.detach()  # or it would close the file


def _parse_plain(text: str, layout: Preview, chosen: tuple[int, int]) -> tuple[Array, Array] | None:
    """Return the two columns of the lines; None if they are not numbers as JSON writes them.

    Like `_parse`, and five times as fast: a number takes a JSON parser a tenth of a microsecond.
    """
    if not text.isascii():
        return None
    delimiter, written = layout.delimiter.encode(), text.encode()
    if delimiter != b",":  # the comma is a decimal one, or has no place here
        if (b"." if layout.decimal == "," else b",") in written:
            return None
        written = written.replace(b",", b".").replace(delimiter, b",")
    width = len(layout.names)
    ends = written.translate(None, _IN_NUMBERS) + b"\n"
    if ends != (b"," * (width - 1) + b"\n") * ends.count(b"\n"):
        return None  # another number of cells, or words and brackets, which JSON has too
    import orjson

    cells = written.replace(b"\n", b",")
    if b"-0," in cells + b",":
        return None  # which would lose its sign, being a whole number in JSON
    try:
        numbers = orjson.loads(b"[%b]" % cells)
    except orjson.JSONDecodeError:
        return None
    table = np.fromiter(numbers, np.float64, len(numbers)).reshape(-1, width)
    x, y = (np.ascontiguousarray(table[:, index]) for index in chosen)
    return (x, y) if _usable_all(x, y) else None


def _usable_all(x: Array, y: Array) -> bool:
    return bool((np.abs(x) <= LARGEST).all() and (np.abs(y) <= LARGEST).all())


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
    dtype = _row_type(len(layout.names), chosen)
    try:
        table = np.loadtxt(
            lines, dtype, comments=None, delimiter=layout.delimiter, quotechar='"', ndmin=1
        )
    except ValueError:
        return None
    x, y = (np.ascontiguousarray(table[str(index)]) for index in chosen)
    # A quotation mark that is not closed makes one row of several lines.
    return (x, y) if _usable_all(x, y) and len(table) == expected else None


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
