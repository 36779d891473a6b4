"""A table's lines, a megabyte at a time, and the two columns that are in them."""

import codecs
import io
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from itertools import chain, islice, repeat
from typing import BinaryIO, NamedTuple

import numpy as np

from gdviz.core.problems.data.cells import split
from gdviz.core.problems.data.layout import Preview
from gdviz.core.problems.data.plain import parse_plain
from gdviz.core.problems.data.rows import Columns, parse_others

_BLOCK = 1 << 20
"""How many bytes are parsed at a time: with fewer, threads would mostly wait for each other."""
_FIRST_BLOCK = 1 << 16
"""So many at first: how far it is, and how fast it goes, is known the sooner."""

_THREADS = 2
_SPARE = 1 << 21
"""How many numbers an array has whose only use is to be freed.

The C library of Linux keeps as much for what comes next; without, each block's arrays are memory
that the system takes back and clears anew: five times as many page faults.
"""

_UTF_8 = {"utf-8": 0, "utf-8-sig": len(codecs.BOM_UTF8)}
"""Encodings in which lines can be told by their bytes, and where the first one begins."""


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


def parse_blocks(
    file: BinaryIO, layout: Preview, chosen: tuple[int, int]
) -> Iterator[tuple[Columns, float]]:
    """Yield the two columns, each (n_rows,), some rows at a time, and about where these end.

    Args:
        file: the file.
        layout: how its rows are written.
        chosen: the columns' indices.

    Yields:
        The columns, and at about which of the file's bytes they end.

    Raises:
        DataError: with the first line that cannot be used.
    """
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
