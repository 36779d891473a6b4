"""Where the members of an ensemble ended: what kind of point it is, and which."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gdviz.core.numbers import format_number
from gdviz.core.problems.abilities import HasSymmetry
from gdviz.core.problems.analysis import critical_points, indices
from gdviz.core.runs.ensembles.ensemble import Ensemble
from gdviz.core.runs.ensembles.shares import Share
from gdviz.core.runs.outcome import Outcome
from gdviz.core.types import Array, Problem

TOLERANCE = 1e-3
"""Points that are no farther apart, as a share of the domain's width, are the same."""

MOST_GROUPS = 100
"""There are no more groups, the largest; who ended at rest elsewhere is in none."""

MOVING, DIVERGED, UNDER_WAY, ELSEWHERE = -1, -2, -3, -4
"""The group of a member that is in none."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Group:
    """Members that came to rest at the same point.

    Attributes:
        minimum: whether it is a minimum; else it is a saddle point.
        index: in how many directions the cost falls away from it, by its Hessian's eigenvalues.
        w: the point, (dim,).
        cost: the cost there.
        known: which of the problem's minima, or else of its saddle points, it is; -1 for none.
        share: how many of all members these are.
    """

    minimum: bool
    index: int
    w: Array
    cost: float
    known: int
    share: Share

    @property
    def name(self) -> str:
        """Its weights, to be read; empty where they are more than two."""
        if len(self.w) > 2:
            return ""
        numbers = [format_number(float(value), 4) for value in self.w]
        return f"({', '.join(numbers)})" if len(numbers) > 1 else numbers[0]


@dataclass(frozen=True, eq=False)
class Ends:
    """Where the members of an ensemble ended.

    The end of a run at rest is not yet the point that it comes to; Newton's method finds
    that from there. Points that a symmetry of the problem makes the same are the same.

    Attributes:
        groups: the minima by their cost, then the saddle points by theirs.
        of: the group of each member, by its place, or `MOVING`, `DIVERGED`, `UNDER_WAY` or
            `ELSEWHERE`, (members,).
        index: of each member in how many directions the cost falls away from the point that
            it came to rest at, -1 where it did not, (members,).
    """

    groups: tuple[Group, ...]
    of: Numbers
    index: Numbers

    def share(self, group: int) -> Share:
        """Return how many of all members are in a group, or in none for that reason."""
        return Share(int((self.of == group).sum()), len(self.of))

    @classmethod
    def found(cls, ensemble: Ensemble) -> "Ends":
        """Return where those that have come to their end did so."""
        problem, count = ensemble.plan.config.problem, len(ensemble)
        of, index = np.full(count, UNDER_WAY), np.full(count, -1)
        of[ensemble.ended(Outcome.DIVERGED)] = DIVERGED
        of[ensemble.ended(Outcome.FINISHED)] = MOVING
        minimum = ensemble.ended(Outcome.CONVERGED)
        (members,) = np.nonzero(minimum | ensemble.ended(Outcome.SADDLE))
        with np.errstate(all="ignore"):
            points = critical_points(problem, ensemble.w[members])
            firsts, places = _clusters(problem, points)
            cells = indices(problem, points[firsts])
            costs = problem.cost(points[firsts])
        index[members] = cells[places]
        sizes = np.bincount(places, minlength=len(firsts))
        largest = np.argsort(-sizes, kind="stable")[:MOST_GROUPS]
        at_minimum = minimum[members[firsts]]
        order = largest[np.lexsort((np.round(costs[largest], 9), ~at_minimum[largest]))]
        numbers = np.full(len(firsts), ELSEWHERE)
        numbers[order] = np.arange(len(order))
        of[members] = numbers[places]
        groups = [
            Group(
                minimum=bool(at_minimum[one]),
                index=int(cells[one]),
                w=points[firsts[one]],
                cost=float(costs[one]),
                known=_known(problem, points[firsts[one]], minimum=bool(at_minimum[one])),
                share=Share(int(sizes[one]), count),
            )
            for one in order
        ]
        return cls(tuple(groups), of, index)


def _clusters(problem: Problem, points: Array) -> tuple[Numbers, Numbers]:
    """Return one of each set of points that are the same, and in which set each is.

    Returns:
        the number of a point in each set, and the number of the set that each point is in.
    """
    scaled = _canonical(problem, points) / (TOLERANCE * _width(problem))
    _cells, firsts, places = np.unique(
        np.round(scaled), axis=0, return_index=True, return_inverse=True
    )
    places = places.reshape(-1)
    if len(firsts) <= _MOST_CELLS:  # those at the edge of a cell may be in the next one
        near = np.abs(scaled[firsts][:, np.newaxis] - scaled[firsts]).max(axis=-1) <= 1
        joined = np.arange(len(firsts))
        for cell in np.argsort(-np.bincount(places, minlength=len(firsts)), kind="stable"):
            if joined[cell] == cell:
                free = near[cell] & (joined == np.arange(len(firsts)))
                joined[free] = cell
        kept, joined = np.unique(joined, return_inverse=True)
        firsts, places = firsts[kept], joined[places]
    return firsts, places


_MOST_CELLS = 2000
"""Of more sets of points those beside each other are not joined: there is hardly one twice."""


def _canonical(problem: Problem, points: Array) -> Array:
    return problem.canonical(points) if isinstance(problem, HasSymmetry) else points


def _width(problem: Problem) -> Array:
    return np.array([high - low for low, high in problem.domain])


def _known(problem: Problem, point: Array, *, minimum: bool) -> int:
    """Return which known minimum or saddle point a point is, -1 for none."""
    known = np.array(problem.minima if minimum else problem.saddles).reshape(-1, len(point))
    near = (np.abs(known - point) <= TOLERANCE * _width(problem)).all(axis=-1)
    return int(near.argmax()) if near.any() else -1
