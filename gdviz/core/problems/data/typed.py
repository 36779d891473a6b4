"""A few samples that are typed or pasted: an x and a y on each line."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.core.parameters import InputError
from gdviz.core.problems.data.cells import LARGEST, DataError, number
from gdviz.core.problems.data.reading import Progress, Samples
from gdviz.core.reading import read_number
from gdviz.i18n import _

MOST_ROWS = 2000
_LONGEST = 60 * MOST_ROWS

_COMMA, _SEMICOLON = re.compile("[,，、]"), re.compile("[;；]")


@dataclass(frozen=True)
class Typed:
    """Samples as they were typed.

    Attributes:
        text: a row on each line, or between semicolons where there is one line; between its
            numbers a tab, spaces or a comma. The first row may name the columns.
    """

    text: str

    @property
    def settings(self) -> dict[str, Any]:
        """What is typed, by the names of the command line's options."""
        return {"samples": self.text}

    def read(self, progress: Progress | None = None) -> Samples:
        """Return the samples; they are too few to tell how far it is.

        Raises:
            DataError: a row is not two numbers, there is none, or there are too many.
        """
        if len(self.text) > _LONGEST:
            raise _too_many()
        names: tuple[str, str] | None = None
        pairs: list[tuple[float, float]] = []
        for line, row in enumerate(self._rows(), 1):
            if not row.strip():
                continue
            cells = _cells(row)
            if len(cells) != 2:
                text = _("{found} column(s) instead of {expected}")
                raise DataError(text.format(found=len(cells), expected=2), line)
            if not pairs and names is None and _are_names(cells):
                names = (cells[0], cells[1])
                continue
            pairs.append((_value(cells[0], line), _value(cells[1], line)))
            if len(pairs) > MOST_ROWS:
                raise _too_many()
        if not pairs:
            raise DataError(_("Type or paste an x and a y on each line"))
        x, y = np.array(pairs).T
        return Samples(*(names or ("x", "y")), x.copy(), y.copy(), self)

    def _rows(self) -> list[str]:
        rows = self.text.splitlines()
        return rows if len(rows) > 1 else _SEMICOLON.split(self.text)


def _cells(row: str) -> list[str]:
    """Return what stands in the columns of a row, however they are parted."""
    for sign in (re.compile("\t"), _SEMICOLON):
        cells = [cell.strip() for cell in sign.split(row)]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > 1:
            return cells
    words = row.split()
    if len(words) == 2 and not _COMMA.match(words[1]) and not _COMMA.search(words[0][-1]):
        return words
    cells = [cell.strip() for cell in _COMMA.split(row)]
    return cells if len(cells) > 1 else words


def _are_names(cells: list[str]) -> bool:
    """Tell whether the first row has no number, and names the columns."""
    return all(cell[:1].isalpha() for cell in cells)


def _value(cell: str, line: int) -> float:
    """Return a cell's number.

    Raises:
        DataError: it is none, or too large.
    """
    value = number(cell, ".")
    try:
        value = read_number(cell) if value is None else value
    except InputError as error:
        raise DataError(str(error), line) from None
    if abs(value) > LARGEST:
        text = _("'{value}' is larger than {largest}")
        raise DataError(text.format(value=cell[:40], largest=f"{LARGEST:g}"), line)
    return value


def _too_many() -> DataError:
    text = _("more than {most} rows belong in a file: save them as CSV, and open that")
    return DataError(text.format(most=f"{MOST_ROWS:,}"))
