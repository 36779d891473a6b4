"""The path of a run, thinned to what a screen can tell apart."""

import numpy as np
import numpy.typing as npt

from gdviz.core.drawing.curve.growing import Growing
from gdviz.core.runs.trace import Trace
from gdviz.core.types import Array

_CELLS = 800
"""Across the domain; while the weight stays in one cell, its path has one point."""

_MOST = 2000
"""A path of more points has those pieces alone that are the first between their two cells."""

_WHOLE = 400
"""With more than `_MOST` of these so many points at either end stay, and the rest is thinned."""

_FAR = 10.0
"""What is so many domains away is in one cell."""

_GAP = -1

Steps = npt.NDArray[np.int64]


class Trail:
    """The weights that draw the path of a growing trace.

    Only the steps that are new are looked at each time it is asked for, so that it
    takes no longer after a million steps. What goes to and fro about an optimum is drawn once.
    """

    def __init__(self) -> None:
        """Start with no trace."""
        self._trace: Trace | None = None
        self._begin(1.0)

    def _begin(self, times: float) -> None:
        self._times, self._seen = times, 1
        self._moves, self._first = Growing(np.int64), Growing(np.int64)
        self._moves.append(np.zeros(1, np.int64))
        self._pieces: set[bytes] = set()
        self._drawn: tuple[int, Steps] = 0, np.zeros(0, np.int64)

    def weights(self, trace: Trace, position: int, times: float = 1.0) -> Array:
        """Return the weights of the path until `position` steps are taken, (n, dim).

        NaN where there is a gap: what comes next has been drawn already.

        Args:
            trace: the run.
            position: until where.
            times: how many times as large as the whole domain on a screen it is drawn.
        """
        if trace is not self._trace or times != self._times:
            self._trace = trace
            self._begin(times)
        self._look_at(trace, position + 1)
        moves = self._moves.all
        moves = moves[: np.searchsorted(moves, position)]
        if len(moves) <= _MOST:
            return np.asarray(trace.w[np.append(moves, position)])
        first = int(np.searchsorted(self._first.all, len(moves)))
        steps = self._thinned(moves) if first > _MOST else self._pieced(moves, first)
        w: Array = trace.w[steps]
        w[steps == _GAP] = np.nan
        return np.concatenate([w, trace.w[position : position + 1]])

    def _thinned(self, moves: Steps) -> Steps:
        """Return some of the moves; an odd stride keeps a path that goes to and fro as wide."""
        room = _MOST - 2 * _WHOLE
        stride = 1 + 2 * -((2 * _WHOLE - len(moves)) // (2 * room))
        return np.concatenate([moves[:_WHOLE], moves[_WHOLE:-_WHOLE:stride], moves[-_WHOLE:]])

    def _pieced(self, moves: Steps, count: int) -> Steps:
        """Return the ends of the first so many pieces that are worth drawing, and the last move."""
        if count != self._drawn[0]:
            ends = self._first.all[:count]
            follows = np.append(False, ends[1:] == ends[:-1] + 1)
            both = np.stack([np.full(count, _GAP), moves[ends - 1], moves[ends]], axis=1)
            wanted = np.stack([~follows, ~follows, np.ones(count, bool)], axis=1)
            self._drawn = count, both[wanted][1:]  # with no gap before all of it
        last = [] if self._first.all[count - 1] == len(moves) - 1 else [_GAP, moves[-1]]
        return np.append(self._drawn[1], last).astype(np.int64)

    def _look_at(self, trace: Trace, count: int) -> None:
        """Keep each of the first `count` weights that is in another cell than the last."""
        if count <= self._seen:
            return
        low, high = np.array(trace.config.problem.domain).T
        new = trace.w[self._seen - 1 : count]
        cells = np.floor((new - low) * (self._times * _CELLS / (high - low)))
        moved = np.flatnonzero((np.diff(cells, axis=0) != 0).any(axis=1))
        if len(self._first) <= _MOST:
            self._keep_first(cells[moved], cells[moved + 1])
        self._moves.append(self._seen + moved)
        self._seen = count

    def _keep_first(self, before: Array, after: Array) -> None:
        """Keep which of the moves that are new lead from one cell to another for the first time."""
        far = _FAR * _CELLS * self._times
        before, after = (np.nan_to_num(cells, nan=far).clip(-far, far) for cells in (before, after))
        ways = np.sign(after - before)  # a piece and the same one backwards have these in common:
        common = [np.minimum(before, after), np.maximum(before, after), ways[:, :1] * ways[:, 1:]]
        pieces = np.concatenate(common, axis=1).astype(np.int32)
        whole = pieces.view(f"V{pieces[:1].nbytes}") if len(pieces) else pieces
        known, first = self._pieces, []
        for number, piece in enumerate(whole.ravel().tolist()):
            if piece not in known:
                known.add(piece)
                first.append(number)
        self._first.append(len(self._moves) + np.array(first[: _MOST + 1], np.int64))
