"""Two columns of plain numbers, out of the bytes of many rows at once.

What makes a cell's number are its marks, the bytes that are not digits, and the digits between
them, eight of which are a word and become an integer in three steps. A cell that is written in
any other way is read by itself; where there are many of them, or rows are not all alike, the
block is left to others.
"""

from functools import cache

import numpy as np

from gdviz.core.problems.data.cells import LARGEST, number
from gdviz.core.problems.data.decimals import Flags, Indices, Words, scaled
from gdviz.core.problems.data.layout import Preview
from gdviz.core.types import Array

_NEWLINE, _SPACE, _PLUS, _MINUS, _ZERO, _E = b"\n +-0e"
_LOWER = 0x20
"""The bit that makes a letter a small one."""

_WORD = 8
_WORDS = 2
"""As many as most numbers need; some have a few digits more."""
_TENS = 10 ** np.arange(20, dtype=np.uint64)
"""All powers of ten that such an integer holds; and any nineteen digits."""

_BEFORE = b"0" * (_WORD * (_WORDS + 1)) + b"\n"
"""What is put before the first row, so that there are as many bytes and an end before each cell."""
_SPACES = 32
_OTHERS = 1 / 8
"""The largest share of cells that are read by themselves."""


def parse_plain(
    block: bytes, layout: Preview, chosen: tuple[int, int]
) -> tuple[Array, Array] | None:
    r"""Return the two columns of the rows, each (n_rows,); None if they are not plain.

    Args:
        block: whole lines in UTF-8, parted by "\n".
        layout: how they are written.
        chosen: the columns' indices.
    """
    if b'"' in block:
        return None
    text = b"".join((_BEFORE, block, b"" if block.endswith(b"\n") else b"\n"))
    values = _Cells(text, layout).read(chosen)
    if values is None or np.abs(values).max(initial=0) > LARGEST:
        return None
    x, y = values.reshape(2, -1)
    return x, y


class _Cells:
    """The cells of a table, by the marks that they are written with."""

    def __init__(self, text: bytes, layout: Preview) -> None:
        self._text, self._layout = text, layout
        self._bytes = np.frombuffer(text, np.uint8)
        self._marks = np.flatnonzero(self._bytes - np.uint8(_ZERO) > 9)
        self._kinds = self._bytes.take(self._marks)

    def read(self, chosen: tuple[int, int]) -> Array | None:
        """Return the numbers of the one column and then of the other; None if it cannot."""
        newlines = self._kinds == _NEWLINE
        ends = np.flatnonzero(newlines | (self._kinds == ord(self._layout.delimiter)))
        width = len(self._layout.names)
        last = newlines[ends[::width]]
        if len(ends) % width != 1 or not last.all() or len(last) != np.count_nonzero(newlines):
            return None
        before = np.concatenate([ends[index:-1:width] for index in chosen])
        after = np.concatenate([ends[index + 1 :: width] for index in chosen])
        if b" " in self._text:
            self._move(before, 1)
            self._move(after, -1)
        values, sure = self._numbers(before, after)
        others = np.flatnonzero(~sure)
        if len(others) > _OTHERS * len(values):
            return None
        for at in others:
            first, stop = self._marks[before[at]] + 1, self._marks[after[at]]
            cell = self._text[first:stop].decode(errors="replace").strip()
            value = number(cell, self._layout.decimal)
            if value is None:
                return None
            values[at] = value
        return values

    def _move(self, marks: Indices, step: int) -> None:
        """Move each mark on past the spaces beside it, unless these are very many."""
        for _space in range(_SPACES):
            beside = marks + step
            spaces = self._kinds[beside] == _SPACE
            spaces &= self._marks[beside] - self._marks[marks] == step
            if not spaces.any():
                return
            marks += step * spaces

    def _numbers(self, before: Indices, after: Indices) -> tuple[Array, Flags]:
        """Return the number of each cell, given the marks around it, and where it is right."""
        exponents: Indices | int = 0
        sure: Flags | bool = True
        if b"e" in self._text or b"E" in self._text:
            exponents, after, sure = self._exponents(after)
        first, stop, last = self._marks.take(before) + 1, self._marks.take(after), after - 1
        sign = self._bytes.take(first)
        negative = sign == _MINUS
        signed = negative | (sign == _PLUS)
        pointed = self._kinds.take(last) == ord(self._layout.decimal)
        point = self._marks.take(after - pointed)
        digits, places = point - first - signed, stop - point - pointed
        whole, fits = self._integers(point, digits)
        fraction, fraction_fits = self._integers(stop, places)
        total = digits + places
        fits &= fraction_fits & ((total < len(_TENS)) | (whole == 0))
        whole *= _TENS.take(places, mode="clip")
        whole += fraction
        whole *= fits
        values, certain = scaled(whole, exponents - places)
        values *= 1.0 - 2.0 * negative
        others = last - before - signed - pointed  # of the marks
        return values, sure & certain & fits & (others == 0) & (total > 0)

    def _exponents(self, after: Indices) -> tuple[Indices, Indices, Flags]:
        """Return the exponents, the marks that end what is before them, and where they are right.

        Args:
            after: the mark after each cell.
        """
        stop, last = self._marks[after], after - 1
        minus = self._kinds[last] == _MINUS
        signed = minus | (self._kinds[last] == _PLUS)
        mark = last - signed
        given = (self._kinds[mark] | _LOWER) == _E
        places = np.where(given, stop - self._marks[last] - 1, 0)
        exponents, fits = self._integers(stop, places)
        fits &= ~given | ((places > 0) & (self._marks[last] - self._marks[mark] == signed))
        farthest = exponents.clip(max=9999).astype(np.intp)
        return farthest * (1 - 2 * minus), np.where(given, mark, after), fits

    def _integers(self, stop: Indices, digits: Indices) -> tuple[Words, Flags]:
        """Return what so many digits before each byte are as integers, and where they fit."""
        integers = self._words(stop, digits, 1 if digits.max(initial=0) <= _WORD else _WORDS)
        fits = digits <= (_WORDS + 1) * _WORD
        longer = np.flatnonzero(digits > _WORDS * _WORD)
        if len(longer):
            above = self._words(stop[longer] - _WORDS * _WORD, digits[longer] - _WORDS * _WORD, 1)
            integers[longer] += above * _TENS[_WORDS * _WORD]
            fits[longer] &= above < 1000  # more is no such integer
        return integers, fits

    def _words(self, stop: Indices, digits: Indices, words: int) -> Words:
        """Return what so many digits before each byte, at most those of the words, are."""
        size = words * _WORD
        windows: np.ndarray[tuple[int], np.dtype[np.void]] = np.ndarray(
            len(self._text) - size + 1, f"V{size}", self._text, strides=(1,)
        )
        parts = windows[stop - size].view("<u8").reshape(-1, words)
        parts &= _digits(words).take(digits, axis=0, mode="clip")
        for bits in (8, 16, 32):  # two neighbours become one, of one digit each, of two, of four
            parts *= np.uint64((10 ** (bits // 8) << bits) + 1)
            parts >>= np.uint64(bits)
            if bits < 32:
                parts &= np.uint64(0x00FF00FF00FF00FF if bits == 8 else 0x0000FFFF0000FFFF)
        integers: Words = parts[:, 0].copy()
        for part in parts.T[1:]:
            integers *= np.uint64(10**_WORD)
            integers += part
        return integers


@cache
def _digits(words: int) -> Words:
    """Return what is left of the bytes of so many words where the last 0, 1, 2, … are digits."""
    kept = np.zeros((1 + words * _WORD, words * _WORD), np.uint8)
    for count, row in enumerate(kept):
        row[len(row) - count :] = 0x0F
    return kept.view("<u8")
