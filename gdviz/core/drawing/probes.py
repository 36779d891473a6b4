"""The probes of a search, thinned to what a screen can tell apart."""

import numpy as np
import numpy.typing as npt

from gdviz.core.runs.trace import Trace
from gdviz.core.types import Array

_CELLS = {1: 1000, 2: 50}
"""Into so many parts each weight's domain is divided, by how many weights there are.

The first probe in a part stands for all of them; the dots of those in one would touch.
"""

_RECENT = 50
"""So many of the last probes are drawn, wherever they are: a search that closes in is seen to."""


class SearchTrail:
    """The probes and the boxes that draw a growing trace of a search of one or two weights.

    Only the probes that are new are looked at each time it is asked for.
    """

    def __init__(self) -> None:
        """Start with no trace."""
        self._trace: Trace | None = None
        self._first, self._moved = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._taken = np.zeros(0, np.bool_)
        self._seen = 0

    def probes(self, trace: Trace, count: int) -> npt.NDArray[np.int64]:
        """Return which of the first `count` probes draw them all, in their order, (n,)."""
        self._look_at(trace, count)
        first = self._first[: np.searchsorted(self._first, count)]
        return np.union1d(first, np.arange(max(0, count - _RECENT), count))

    def boxes(self, trace: Trace, count: int) -> Array:
        """Return the boxes that were in hand before the last one, (n, 2 corners, dim)."""
        self._look_at(trace, count)
        moved = self._moved[: np.searchsorted(self._moved, count)]
        return np.asarray(trace.state[moved - 1, 1:])

    def _look_at(self, trace: Trace, count: int) -> None:
        """Keep each new probe that is the first in its cell, or has another box in hand."""
        if trace is not self._trace:
            self._trace, self._seen = trace, 0
            self._first = self._moved = np.zeros(0, np.int64)
            self._taken = np.zeros(_CELLS[trace.config.dim] ** trace.config.dim, np.bool_)
        if count <= self._seen:
            return
        cells, found = np.unique(self._cells(trace, slice(self._seen, count)), return_index=True)
        new = np.sort(found[~self._taken[cells]]) + self._seen
        self._taken[cells] = True
        self._first = np.concatenate([self._first, new])
        before = max(0, self._seen - 1)
        bounds = trace.state[before:count, 1:].reshape(count - before, -1)
        moved = np.flatnonzero((bounds[1:] != bounds[:-1]).any(axis=1)) + before + 1
        self._moved = np.concatenate([self._moved, moved])
        self._seen = count

    @staticmethod
    def _cells(trace: Trace, seen: slice) -> npt.NDArray[np.int64]:
        """Return the number of the cell that each of those probes is in, (n,)."""
        low, high = np.array(trace.config.problem.domain).T
        dim = trace.config.dim
        parts = _CELLS[dim]
        along = (trace.w[seen] - low) * (parts / (high - low))
        cells = np.clip(np.floor(along), 0, parts - 1).astype(np.int64)
        return np.asarray(cells @ parts ** np.arange(dim))
