"""An ensemble as a swarm: where its members are after so many steps, and where each ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gdviz.core.runs.ensembles import Ends, Ensemble, Plan, moments
from gdviz.core.runs.ensembles.ends import DIVERGED as HAS_DIVERGED
from gdviz.core.runs.ensembles.ends import ELSEWHERE, Group
from gdviz.core.runs.ensembles.ends import MOVING as STILL_MOVING
from gdviz.core.runs.ensembles.shares import Share
from gdviz.core.types import Array, Problem

NAMED = 8
"""So many minima, the lowest, are told apart; the others are one kind of end."""

OTHERS, SADDLE, DIVERGED, MOVING, UNDER_WAY = range(NAMED, NAMED + 5)
KINDS = range(NAMED + 5)
"""Where a run can end: a minimum, by its number (`numbered`); another minimum; a saddle point;
outside the bound; still moving after its last step. The last kind has not come to its end."""

_DECADES = 9
"""A cost so many powers of ten below the highest is drawn as that."""

_LOGARITHMIC = 100
"""Past that ratio of the highest to the lowest cost their axis is logarithmic."""

_ALIKE = 1e-6
"""Costs that differ by a smaller share than that have one bar."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many members there are of each cost, or at each weight.

    Attributes:
        edges: of the bars, (bars + 1,); logarithms to base 10 where it is logarithmic.
        counts: how many of each kind there are in each bar, (kinds, bars).
        logarithmic: whether the axis is.
    """

    edges: Array
    counts: Numbers
    logarithmic: bool


@dataclass(frozen=True, eq=False)
class Swarm:
    """The members of an ensemble, as far as they have come.

    Attributes:
        ensemble: the ensemble.
        ends: where those that have come to their end did so.
        lit: the kind of end whose members are shown before all others; None for no such kind.
    """

    ensemble: Ensemble
    ends: Ends
    lit: int | None = None

    @property
    def share(self) -> float:
        """How much of it is computed, from 0 to 1."""
        return self.ensemble.share

    @property
    def problem(self) -> Problem:
        """What its runs minimise."""
        return self.ensemble.plan.config.problem

    def __len__(self) -> int:
        """Return how many members there are."""
        return len(self.ensemble)

    @cached_property
    def kinds(self) -> Numbers:
        """Which kind of end each member has come to, of `KINDS`, (members,)."""
        of, index = self.ends.of, self.ends.index
        found = np.full(len(of), UNDER_WAY)
        found[of == HAS_DIVERGED] = DIVERGED
        found[of == STILL_MOVING] = MOVING
        found[(of == ELSEWHERE) & (index == 0)] = OTHERS
        found[(of == ELSEWHERE) & (index != 0)] = SADDLE
        at_rest = of >= 0
        kinds = np.array([self._kind(group) for group in range(len(self.ends.groups))], np.int64)
        found[at_rest] = kinds[of[at_rest]]
        return found

    def _kind(self, group: int) -> int:
        number = int(self._numbers[group])
        return min(number, OTHERS) if number >= 0 else SADDLE

    @cached_property
    def _numbers(self) -> Numbers:
        """The number of the minimum that each group is at, -1 of a saddle point, (groups,)."""
        groups, found = self.ends.groups, np.full(len(self.ends.groups), -1)
        minima = [place for place, group in enumerate(groups) if group.minimum]
        if minima:
            found[minima] = numbered(
                self.problem,
                np.array([groups[place].known for place in minima]),
                np.array([groups[place].w for place in minima]),
                np.array([groups[place].cost for place in minima]),
            )
        return found

    def minimum(self, kind: int) -> Group:
        """Return the group at the minimum of that number."""
        return self.ends.groups[int(np.flatnonzero(self._numbers == kind)[0])]

    @cached_property
    def _counts(self) -> Numbers:
        return np.bincount(self.kinds, minlength=len(KINDS))

    @property
    def ended(self) -> int:
        """How many members have come to their end."""
        return len(self) - int(self._counts[UNDER_WAY])

    def part(self, kind: int) -> Share:
        """Return how many of those that have come to their end did so there.

        Of those under way it is how many of all they are.
        """
        return Share(int(self._counts[kind]), len(self) if kind == UNDER_WAY else self.ended)

    @cached_property
    def _last(self) -> Numbers:
        """The last frame that is known of each member, -1 where none is, (members,)."""
        known = ~np.isnan(self.ensemble.frames.w[..., -1])
        return np.asarray(known.sum(axis=0) - 1)

    def at(self, position: float, members: Numbers | slice = slice(None)) -> Array:
        """Return where members are after so many steps, (members, dim).

        Between two frames they are on the line there. Who has not come so far is where it was
        last, or at its start.

        Args:
            position: after how many steps, which need not be whole.
            members: which members, all unless told otherwise.
        """
        frames, last = self.ensemble.frames, self._last[members]
        asked = float(np.interp(position, frames.steps, np.arange(len(frames.steps))))
        place = np.minimum(asked, np.maximum(last, 0))
        here = place.astype(np.int64)
        there = np.minimum(here + 1, np.maximum(last, 0))
        numbers = np.arange(len(self))[members]
        begun, ahead = frames.w[here, numbers], frames.w[there, numbers]
        w = begun + (place - here)[:, np.newaxis] * (ahead.astype(float) - begun)
        return np.where(last[:, np.newaxis] < 0, self.ensemble.starts[members], w)

    def drawn(self, most: int) -> Numbers:
        """Return up to so many members, (n,), evenly: of the kind that is lit, if one is."""
        numbers = np.arange(len(self))
        if self.lit is not None:
            numbers = numbers[self.kinds == self.lit]
        return numbers[:: max(1, -(-len(numbers) // most))]

    def with_lit(self, kind: int | None) -> "Swarm":
        """Return the same with the members of that kind lit."""
        return replace(self, lit=kind)

    def cost_histogram(self, bars: int) -> Histogram | None:
        """Return how the costs of all that have not diverged are spread; None of none."""
        cost = self.ensemble.cost
        known = np.isfinite(cost) & (self.kinds != DIVERGED)
        if not known.any():
            return None
        cost, kinds = cost[known], self.kinds[known]
        low, high = float(cost.min()), float(cost.max())
        floor = max(low, high / 10**_DECADES)
        if low >= 0 and high > _LOGARITHMIC * floor:
            cost = np.log10(np.maximum(cost, floor))
            return _histogram(cost, kinds, np.log10(floor), np.log10(high), bars, logarithmic=True)
        if not high - low > _ALIKE * max(abs(low), abs(high)):
            half = abs(low) / 2 or 0.5
            cost, low, high = np.full(len(cost), low), low - half, low + half
        return _histogram(cost, kinds, low, high, bars)

    def weight_histogram(self, bars: int) -> Histogram | None:
        """Return how the members are spread over the domain of one weight; None with more."""
        (low, high), *others = self.problem.domain
        w = self.ensemble.w[:, 0]
        inside = (low <= w) & (w <= high) & (self.kinds != DIVERGED)
        if others or not inside.any():
            return None
        return _histogram(w[inside], self.kinds[inside], low, high, bars)


def numbered(problem: Problem, known: Numbers, w: Array, cost: Array) -> Numbers:
    """Return the numbers by which minima are told apart, the same in all pictures of a problem.

    The problem's own have the numbers that they have there, whatever else is found; of too many
    to be told apart only those that are found count. Others, such as the points of a valley, have
    no numbers of their own, but where the problem knows of no minima.

    Args:
        problem: the problem.
        known: which of its own minima each is, -1 for none, (minima,).
        w: where they are, (minima, dim).
        cost: the cost there, (minima,).
    """
    own = len(problem.minima)
    if 0 < own <= NAMED:
        return np.where(known < 0, OTHERS, known)
    order = np.lexsort((*w.T[::-1], np.round(cost, 9), np.where(known < 0, own, known)))
    numbers = np.empty(len(known), np.int64)
    numbers[order] = np.arange(len(order))
    return numbers


def _histogram(
    values: Array, kinds: Numbers, low: float, high: float, bars: int, *, logarithmic: bool = False
) -> Histogram:
    bar = np.clip(((values - low) / (high - low) * bars).astype(np.int64), 0, bars - 1)
    counts = np.bincount(kinds * bars + bar, minlength=len(KINDS) * bars)
    edges = np.linspace(low, high, bars + 1)
    return Histogram(edges, counts.reshape(len(KINDS), bars), logarithmic)


def swarms(plan: Plan) -> Iterator[Swarm]:
    """Yield how far an ensemble has come: at the start, now and then, at the end.

    Args:
        plan: what its members are.
    """
    done = -1
    for now in moments(plan):
        if now.done != done:
            done, ends = now.done, Ends.found(now)
        yield Swarm(now, ends)
