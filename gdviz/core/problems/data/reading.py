"""Reading two columns of numbers, exactly as the file has them."""

import codecs
import io
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, islice, repeat
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import numpy as np

from gdviz.core.cancelling import CancelledError
from gdviz.core.problems.data.cells import DataError, split
from gdviz.core.problems.data.layout import Preview, look, opened
from gdviz.core.problems.data.plain import parse_plain
from gdviz.core.problems.data.rows import Columns, parse_others
from gdviz.core.types import Array
from gdviz.i18n import _

if TYPE_CHECKING:
    from gdviz.core.problems.data.typed import Typed

MAXIMUM_ROWS = 10_000_000

FEW = 2000
"""Rows of which a copy is kept, so that what was made of them needs no file any more."""

_BLOCK = 1 << 20
"""How many bytes are parsed at a time: with fewer, threads would mostly wait for each other."""
_FIRST_BLOCK = 1 << 16
"""So many at first: how far it is, and how fast it goes, is known the sooner."""

_NEWS_S = 0.02
"""So often it is told how far it is, at most."""

_THREADS = 2
_SPARE = 1 << 21
"""How many numbers an array has whose only use is to be freed.

The C library of Linux keeps as much for what comes next; without, each block's arrays are memory
that the system takes back and clears anew: five times as many page faults.
"""

_UTF_8 = {"utf-8": 0, "utf-8-sig": len(codecs.BOM_UTF8)}
"""Encodings in which lines can be told by their bytes, and where the first one begins."""

Progress = Callable[[float], bool]
"""Is told the fraction read so far, and answers whether to go on."""


class _Block(NamedTuple):
    """Some of the file's lines.

    Attributes:
        text: the lines, in UTF-8.
        end: at about which byte of the file they end.
        above: how many lines were left out above them.
    """

    text: bytes
    end: int
    above: int = 0


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
    for columns, end in _parsed(file, layout, chosen):
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


def _parsed(
    file: BinaryIO, layout: Preview, chosen: tuple[int, int]
) -> Iterator[tuple[Columns, float]]:
    """Yield the two columns, some rows at a time, and at about which byte these end."""
    line, begin = 1, 0
    with closing(_blocks(file, layout.encoding)) as blocks:
        for block, plain in _ahead(_below_header(blocks, layout), layout, chosen):
            line += block.above
            if plain is not None:
                yield plain, block.end
                line += len(plain[0])
            else:
                for columns, share in parse_others(block.text, line, layout, chosen):
                    yield columns, begin + share * (block.end - begin)
                line += block.text.count(b"\n")  # which only the last line may lack
            begin = block.end


def _ahead(
    blocks: Iterator[_Block], layout: Preview, chosen: tuple[int, int]
) -> Iterator[tuple[_Block, Columns | None]]:
    """Yield the blocks with their columns where they are plain, which threads find meanwhile."""
    asked: deque[tuple[_Block, Future[Columns | None]]] = deque()
    np.empty(_SPARE)
    with ThreadPoolExecutor(_THREADS) as pool:
        while True:
            for block in islice(blocks, 1 + _THREADS - len(asked)):
                asked.append((block, pool.submit(parse_plain, block.text, layout, chosen)))
            if not asked:
                return
            block, plain = asked.popleft()
            yield block, plain.result()


def _blocks(file: BinaryIO, encoding: str) -> Generator[_Block, None, None]:
    r"""Yield the file's lines in UTF-8, parted by "\n", some thousand at a time."""
    file.seek(0)
    sizes = chain([_FIRST_BLOCK], repeat(_BLOCK))
    if encoding in _UTF_8 and file.readline(_BLOCK).endswith(b"\n"):
        file.seek(_UTF_8[encoding])
        while block := file.read(next(sizes)) + file.readline():
            if b"\r" in block:  # it takes longer to find that there are no two
                block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            yield _Block(block, file.tell())
        return
    file.seek(0)
    # Where a byte is not text it is in no number, and so in no cell that is used.
    stream = io.TextIOWrapper(file, encoding, errors="replace", newline=None)
    try:
        while text := stream.read(next(sizes)) + stream.readline():
            yield _Block(text.encode(), file.tell())
    finally:
        stream.detach()  # or it would close the file


def _below_header(blocks: Iterable[_Block], layout: Preview) -> Iterator[_Block]:
    """Yield the blocks without the columns' names."""
    named, above = not layout.header, 0
    for block in blocks:
        lines = io.BytesIO(block.text)
        while not named and (text := lines.readline()):
            named = any(split(text.decode(errors="replace"), layout.delimiter))
            above += 1
        if rows := lines.read():
            yield block._replace(text=rows, above=above)
            above = 0
