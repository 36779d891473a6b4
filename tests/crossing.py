"""Tables of all with all, of which `make test` tries a part that has each entry in it."""

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest


def crossed(*axes: Iterable[Any], one_in: int = 5) -> list[Any]:
    """Return all rows of a table for `parametrize`; those for `make test-all` are marked `full`.

    The others are its diagonals: entries i, j, … of the axes, with i + j + … divisible by
    `one_in`. So each entry is tried with some of every other axis, a new one too.

    Args:
        axes: the entries of each; one that is a tuple is several arguments.
        one_in: how many rows there are for one that is not marked; of two axes, neither may have
            fewer entries than that.
    """
    numbered = [list(enumerate(axis)) for axis in axes]
    last = [len(axis) - 1 for axis in numbered]
    assert one_in <= 1 + sum(last) - max(last), "an entry of the longest axis would not be tried"
    return [
        pytest.param(
            *(value for _i, entry in row for value in _values(entry)),
            marks=[pytest.mark.full] if sum(i for i, _entry in row) % one_in else [],
        )
        for row in product(*numbered)
    ]


def _values(entry: Any) -> tuple[Any, ...]:
    return entry if isinstance(entry, tuple) else (entry,)
