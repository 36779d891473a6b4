"""What is drawn, as numbers in rows and columns."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

N = TypeVar("N", bound=np.generic)

MOST_ROWS = 1_000_000
"""So many fit into a sheet; of more steps than that the last are meant."""


class Values(NamedTuple):
    """A table.

    Attributes:
        names: of the columns.
        columns: their numbers, (n,) each.
    """

    names: Sequence[str]
    columns: Sequence[npt.NDArray[Any]]

    def text(self) -> str:
        """Return it with a line a row, tabs between columns, numbers to their last digit."""
        rows = zip(*(column[-MOST_ROWS:].tolist() for column in self.columns), strict=True)
        return "\n".join(["\t".join(self.names), *("\t".join(map(repr, row)) for row in rows)])


def each_once(numbers: npt.NDArray[N]) -> npt.NDArray[N]:
    """Return the numbers, (n,), rising, each of them once.

    np.unique asks whether they are masked, and imports all that there is for masked arrays: that
    takes longer than a plot.
    """
    rising = np.sort(numbers)
    first = np.ones(len(rising), bool)
    first[1:] = rising[1:] != rising[:-1]
    return rising[first]
