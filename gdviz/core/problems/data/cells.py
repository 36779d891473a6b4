"""What stands in the rows of a table, and the error that names one of them."""

import csv
import re

from gdviz.core.parameters import InputError
from gdviz.i18n import _

LARGEST = 1e100
"""The largest size of a number; beyond it squares and plots are of no use."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


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


def split(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line, without quotation marks and outer spaces."""
    reader = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
    return [cell.strip() for cell in next(reader, [])]


def number(cell: str, decimal: str) -> float | None:
    """Return the cell's number; None if it is not one."""
    if decimal == ",":
        cell = "" if "." in cell else cell.replace(",", ".")
    return float(cell) if _NUMBER.fullmatch(cell) else None


def shortened(text: str) -> str:
    """Return a text as far as it is worth repeating."""
    return text if len(text) <= 40 else text[:40] + "…"
