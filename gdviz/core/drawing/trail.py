"""The path of a run, thinned to what a screen can tell apart."""

import numpy as np

from gdviz.core.drawing.curve.growing import Growing
from gdviz.core.runs.trace import Trace
from gdviz.core.types import Array

_CELLS = 800
"""Across the domain; while the weight stays in one cell, its path has one point."""

_MOST = 2000
_WHOLE = 400
"""With more points than `_MOST` so many at either end stay, and the rest is thinned."""


class Trail:
    """The weights that draw the path of a growing trace.

    Only the steps that are new are looked at each time it is asked for, so that it
    takes no longer after a million steps.
    """

    def __init__(self) -> None:
        """Start with no trace."""
        self._trace: Trace | None = None
        self._kept = Growing(np.int64)
        self._seen = 0
        self._times = 1.0

    def weights(self, trace: Trace, position: int, times: float = 1.0) -> Array:
        """Return the weights of the path until `position` steps are taken, (n, dim).

        Args:
            trace: the run.
            position: until where.
            times: how many times as large as the whole domain on a screen it is drawn.
        """
        if trace is not self._trace or times != self._times:
            self._trace, self._times, self._seen = trace, times, 1
            self._kept = Growing(np.int64)
            self._kept.append(np.zeros(1, np.int64))
        self._look_at(trace, position + 1)
        kept = self._kept.all
        kept = kept[: np.searchsorted(kept, position)]
        if len(kept) > _MOST:
            # An odd stride keeps a path that goes to and fro as wide as it is.
            room = _MOST - 2 * _WHOLE
            stride = 1 + 2 * -((2 * _WHOLE - len(kept)) // (2 * room))
            middle = kept[_WHOLE:-_WHOLE:stride]
            kept = np.concatenate([kept[:_WHOLE], middle, kept[-_WHOLE:]])
        return np.asarray(trace.w[np.append(kept, position)])

    def _look_at(self, trace: Trace, count: int) -> None:
        """Keep each of the first `count` weights that is in another cell than the last."""
        if count <= self._seen:
            return
        low, high = np.array(trace.config.problem.domain).T
        new = trace.w[self._seen - 1 : count]
        cells = np.floor((new - low) * (self._times * _CELLS / (high - low)))
        moved = np.flatnonzero((np.diff(cells, axis=0) != 0).any(axis=1))
        self._kept.append(self._seen + moved)
        self._seen = count
