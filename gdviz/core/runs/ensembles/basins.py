"""Basins: the starts of the domain by where each leads, from a coarse picture to a fine one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gdviz.core.parameters import InputError
from gdviz.core.problems.analysis import critical_points, lowest_of, saddles_among
from gdviz.core.problems.mean_loss import pieces
from gdviz.core.runs.ensembles import swarm
from gdviz.core.runs.ensembles.ends import DIVERGED, MOVING, TOLERANCE, UNDER_WAY
from gdviz.core.runs.ensembles.starts import middles
from gdviz.core.runs.ensembles.swarm import KINDS, NAMED, OTHERS, SADDLE, Numbers, numbered
from gdviz.core.runs.kernels.side_by_side import Members
from gdviz.core.types import Array, Problem, RunConfig
from gdviz.i18n import _

SIDE = 300
"""How many starts the finest picture has along each of two weights."""

LINE = 4096
"""The same along one weight."""

_FINER = 3
"""So many times as fine is each picture as the one before: an odd number, so that they share
the middles of cells, of which none is computed twice."""

_COARSER = 2
"""How many pictures come before the last."""

_LANES = 2**14
"""How many starts go on together."""

_REACHED = 0.01
"""As near to a minimum as that, as a share of the domain's width, a run has come to it."""


@dataclass(frozen=True, eq=False)
class Basins:
    """To which minimum each start of the domain leads.

    Attributes:
        config: the run; its own start does not matter.
        share: how much is done of all pictures, from 0 to 1.
        axes: the starts along each weight, in the middle of its cell, (side,) each.
        points: the points that are led to, (points, dim); a finer picture may have more.
        minimum: which of them are minima, and not saddle points, (points,).
        cost: the cost there, (points,).
        of: to which each start leads, by its number, or `MOVING`, `DIVERGED` or `UNDER_WAY`,
            (side,) or (side, side), the first weight first.
    """

    config: RunConfig
    share: float
    axes: tuple[Array, ...]
    points: Array
    minimum: npt.NDArray[np.bool_]
    cost: Array
    of: Numbers

    @cached_property
    def point_kinds(self) -> Numbers:
        """What kind of end each point is, of `KINDS`, as members of a swarm have it, (points,)."""
        own, (minima,) = len(self.config.problem.minima), np.nonzero(self.minimum)
        known = np.where(minima < own, minima, -1)
        numbers = numbered(self.config.problem, known, self.points[minima], self.cost[minima])
        found = np.full(len(self.points), SADDLE)
        found[minima] = np.minimum(numbers, OTHERS)
        return found

    @cached_property
    def kinds(self) -> Numbers:
        """What kind of end each start leads to, of `KINDS`, in the shape of `of`."""
        ends = np.where(self.of == DIVERGED, swarm.DIVERGED, swarm.MOVING)
        ends[self.of == UNDER_WAY] = swarm.UNDER_WAY
        ends[self.of >= 0] = self.point_kinds[self.of[self.of >= 0]]
        return ends

    @cached_property
    def areas(self) -> Array:
        """The share of the starts that lead to each kind of end, (kinds,)."""
        return np.bincount(self.kinds.ravel(), minlength=len(KINDS)) / self.kinds.size

    @cached_property
    def lowest(self) -> npt.NDArray[np.bool_]:
        """Which points are minima as low as the lowest that is known, (points,)."""
        found = np.zeros(len(self.points), np.bool_)
        found[self.minimum] = lowest_of(self.cost[self.minimum])
        return found

    @property
    def to_lowest(self) -> float:
        """The share of the starts that lead to one of these."""
        return float(self.lowest[self.of[self.of >= 0]].sum() / self.of.size)

    def place(self, kind: int) -> int:
        """Return which of the points the minimum of that number is."""
        assert kind < NAMED
        return int(np.flatnonzero(self.point_kinds == kind)[0])


def basins(config: RunConfig, side: int = 0) -> Iterator[Basins]:
    """Yield ever finer pictures, the first with all under way; the last one's share is 1.

    A picture is yielded again and again while the next is made, so that whoever asks can
    stop in between: with another share, and the very same `of`.

    Args:
        config: the run.
        side: about how many starts the last picture has along each weight; `SIDE` or `LINE`
            of them unless told otherwise.

    Raises:
        InputError: the problem has more than two weights.
    """
    if config.dim > 2:
        raise InputError(_("Basins are drawn over one weight or two"))
    finest = side or (LINE if config.dim == 1 else SIDE)
    coarsest = max(1, round(finest / _FINER**_COARSER))
    total = (coarsest * _FINER**_COARSER) ** config.dim
    found, done = _Found(config.problem), 0
    axes = middles(config.problem, coarsest)
    shown = found.picture(config, axes, np.full((coarsest,) * config.dim, UNDER_WAY))
    for level in range(_COARSER + 1):
        axes = middles(config.problem, coarsest * _FINER**level)
        starts = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
        new = np.ones(starts.shape[:-1], np.bool_)
        of = np.empty(new.shape, np.int64)
        if done:  # every cell has the middle of a third of it in common
            shared = (slice(_FINER // 2, None, _FINER),) * config.dim
            of[shared], new[shared] = shown.of, False
        runs = _Runs(config, starts[new])
        for taken in runs.advance():
            yield replace(shown, share=(done + taken) / (total + 1))
        of[new] = found.places(runs.ends, runs.diverged)
        done = of.size
        shown = replace(found.picture(config, axes, of), share=done / total)
        yield shown


class _Runs:
    """Runs, followed to their ends a block of them at a time.

    Attributes:
        ends: where they end, (runs, dim).
        diverged: which of them have diverged, (runs,).
    """

    def __init__(self, config: RunConfig, starts: Array) -> None:
        self._config = config
        self.ends, self.diverged = starts, np.zeros(len(starts), np.bool_)

    def advance(self) -> Iterator[float]:
        """Take all steps; yield now and then how many whole runs they come to."""
        for block in pieces(len(self.ends), _LANES):
            members = Members(self._config, self.ends[block])
            whole = len(self.ends[block]) / self._config.total_steps
            for steps in members.advance():
                yield block.start + whole * steps
            self.ends[block], self.diverged[block] = members.reached.w, members.reached.diverged


class _Found:
    """The points that runs have led to so far.

    Attributes:
        points: where they are, (points, dim).
        minimum: which are minima, (points,).
    """

    def __init__(self, problem: Problem) -> None:
        self._problem, dim = problem, len(problem.weights)
        self._width = np.array([high - low for low, high in problem.domain])
        self.points, self.minimum = np.empty((0, dim)), np.empty(0, np.bool_)
        self._add(np.array(problem.minima).reshape(-1, dim))

    def picture(self, config: RunConfig, axes: tuple[Array, ...], of: Numbers) -> Basins:
        """Return a picture with the points known now."""
        with np.errstate(all="ignore"):
            cost = self._problem.cost(self.points)
        return Basins(config, 0.0, axes, self.points, self.minimum, cost, of)

    @np.errstate(all="ignore")
    def places(self, ends: Array, diverged: npt.NDArray[np.bool_]) -> Numbers:
        """Return to which point each end, (n, dim), has come, or why to none."""
        of = np.where(diverged, DIVERGED, MOVING)
        self._assign(of, ends)
        (rest,) = np.nonzero(of == MOVING)
        still = self._resting(ends[rest])
        if still.any():
            led = critical_points(self._problem, ends[rest[still]])
            self._add(led[~np.isnan(led[:, 0])])
            self._assign(of, ends)
        return of

    def _assign(self, of: Numbers, ends: Array) -> None:
        """Give those that have come to a point its number."""
        for number, point in enumerate(self.points):
            (rest,) = np.nonzero(of == MOVING)
            near = np.ones(len(rest), np.bool_)
            for axis in range(len(point)):
                near &= np.abs(ends[rest, axis] - point[axis]) <= _REACHED * self._width[axis]
            of[rest[near]] = number

    def _resting(self, ends: Array) -> npt.NDArray[np.bool_]:
        """Tell which are where the cost hardly falls any more, on the scale of all of them."""
        slopes = np.abs(self._problem.gradient(ends) * self._width).max(axis=-1, initial=0.0)
        return np.asarray(slopes <= 1e-4 * max(1.0, float(np.nanmax(slopes, initial=0.0))))

    def _add(self, points: Array) -> None:
        """Add those that are not there yet."""
        for point in points:
            apart = np.abs(self.points - point) / self._width
            if not (apart.max(axis=-1, initial=0.0) <= TOLERANCE).any():
                saddle = saddles_among(self._problem, point[np.newaxis])
                self.points = np.concatenate([self.points, point[np.newaxis]])
                self.minimum = np.append(self.minimum, ~saddle)
