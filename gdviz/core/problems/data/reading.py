"""Reading two columns of numbers, exactly as the file has them."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import numpy as np

from gdviz.core.cancelling import CancelledError
from gdviz.core.problems.data.blocks import parse_blocks
from gdviz.core.problems.data.cells import DataError
from gdviz.core.problems.data.layout import Preview, look, opened
from gdviz.core.problems.data.rows import Columns
from gdviz.core.types import Array
from gdviz.i18n import _

if TYPE_CHECKING:
    from gdviz.core.problems.data.typed import Typed

MAXIMUM_ROWS = 10_000_000

FEW = 2000
"""Rows of which a copy is kept, so that what was made of them needs no file any more."""

_NEWS_S = 0.02
"""So often it is told how far it is, at most."""

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
        contents: what was read there; None until it has been.
    """

    path: Path
    x: str | int | None = None
    y: str | int | None = None
    header: bool | None = None
    contents: "Contents | None" = field(default=None, compare=False)

    @property
    def settings(self) -> dict[str, Any]:
        """What is read, by the names of the command line's options."""
        return {"data": str(self.path), "x": self.x, "y": self.y, "header": self.header}

    def read(self, progress: Progress | None = None) -> "Samples":
        """Return the samples, as `read_samples` does, from the file unless they are at hand.

        Raises:
            DataError: the file, a column or a row cannot be used, or others were read before.
            CancelledError: `progress` said not to go on.
        """
        known = self.contents
        if known is not None and known.columns is not None:
            return Samples(*known.names, *known.columns, source=self)
        read = read_samples(self.path, self.x, self.y, progress, self.header)
        if known is not None and known.sha256 != digest(read.x, read.y):
            raise DataError(_("its numbers are others than they were"))
        return read


class Contents(NamedTuple):
    """What was read of a file, by which it is known again.

    Attributes:
        sha256: of the numbers, as `digest` has it.
        names: what x and y are called.
        columns: the numbers of both, (n_samples,) each, where they are few; None else.
    """

    sha256: str
    names: tuple[str, str] = ("x", "y")
    columns: tuple[Array, Array] | None = None


def digest(x: Array, y: Array) -> str:
    """Return the SHA-256 of the numbers x, and then y, as little-endian doubles."""
    taken = sha256(np.ascontiguousarray(x, "<f8").data)
    taken.update(np.ascontiguousarray(y, "<f8").data)
    return taken.hexdigest()


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
        x_values, y_values = _joined(
            _read(file, layout, chosen, progress or (lambda _fraction: True))
        )
    x_name, y_name = (layout.names[index] for index in chosen) if layout.header else ("x", "y")
    x_column, y_column = map(layout.column, chosen)
    few = (x_values, y_values) if len(x_values) <= FEW else None
    contents = Contents(digest(x_values, y_values), (x_name, y_name), few)
    source = Source(layout.path, x_column, y_column, layout.header, contents)
    return Samples(x_name, y_name, x_values, y_values, source)


def _joined(blocks: Iterable[Columns]) -> Columns:
    """Return the blocks' columns as one each, in memory that grows as they come.

    Raises:
        DataError: there is no row.
    """
    x_bytes, y_bytes = bytearray(), bytearray()
    for x, y in blocks:
        x_bytes += x.data
        y_bytes += y.data
    if not x_bytes:
        raise DataError(_("the file is empty"))
    return np.frombuffer(x_bytes), np.frombuffer(y_bytes)


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
) -> Iterator[Columns]:
    """Yield the two columns, some rows at a time."""
    size = os.fstat(file.fileno()).st_size
    count, told = 0, 0.0
    for columns, end in parse_blocks(file, layout, chosen):
        count += len(columns[0])
        if count > MAXIMUM_ROWS:
            limit = f"{MAXIMUM_ROWS:,}"
            reason = _("the file has more than {maximum} rows; use a part of it")
            raise DataError(reason.format(maximum=limit))
        yield columns
        if 0 < size < end:
            return  # it grows, for ever perhaps
        if end < size and perf_counter() - told < _NEWS_S:
            continue
        told = perf_counter()
        # Some files of the system's claim to have no bytes.
        if not progress(end / size if size else 1.0):
            raise CancelledError
