"""The weights of the least mean square, of any model: the descent of Levenberg and Marquardt.

Gauss and Newton take the model for the line that it is near the weights, and go to that line's
optimum. Where that leads up, for the model is none, the step is damped until it leads down.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.formula import Formula, derivative, numpy_function
from gdviz.core.problems.mean_loss import pieces
from gdviz.core.types import Array

FEW = 2000
"""On so many samples starts are tried, and descended from."""

_TRIED, _DESCENDED = 400, 6
"""So many starts are compared, and so many of them, the best, are descended from."""

_RANK = 1e-3
"""What is smaller of the slopes, as a share of the largest, has no say in a start."""

_STEPS = 200
_DAMPING, _LEAST_DAMPING, _MOST_DAMPING, _CHANGE = 1e-3, 1e-14, 1e12, 10.0

_STILL, _AT_REST, _APART = 1e-10, 1e-8, 1e-4
"""What a last step, a gradient at rest, and what parts two ends do to predictions, at most or
at least, as a share of what the targets measure."""

_ALIKE = 1e-9
"""Costs that differ by less are the same, as a share of what the targets measure, squared."""

_FASTER, _SHRUNK, _NEARER = 1.25, 0.8, 100
"""So much more may predictions change at a domain's end; it is drawn nearer so often, at most."""

_NO_SAY = 1e9
"""A weight that would have to go so many times as far as it is large changes no prediction."""

_PIECE = 1 << 14

Progress = Callable[[float], object]


class Place(NamedTuple):
    """What a model does at some weights.

    Attributes:
        w: the weights, (dim,).
        cost: the mean square of its errors.
        gradient: half the derivative of that, (dim,).
        second: the mean of the products of its slopes, (dim, dim).
    """

    w: Array
    cost: float
    gradient: Array
    second: Array

    @property
    def known(self) -> bool:
        """Whether the model has values and slopes there."""
        return bool(np.isfinite(self.cost) and np.isfinite(self.second).all())

    @property
    def scale(self) -> Array:
        """How much predictions change with each weight: the root of the mean square, (dim,)."""
        return np.asarray(np.sqrt(np.diag(self.second)))


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """A model's mean square on samples.

    Attributes:
        model: the prediction, of the weights and of x.
        weights: the weights' names.
        x: the inputs, (n_samples,).
        y: the targets, (n_samples,).
    """

    model: Formula
    weights: tuple[str, ...]
    x: Array
    y: Array

    @cached_property
    def slopes(self) -> tuple[Formula, ...]:
        """The model's derivative by each weight."""
        return tuple(derivative(self.model, name) for name in self.weights)

    @cached_property
    def measure(self) -> float:
        """What the targets measure: the root of their mean square, 1 if they are all 0."""
        return math.sqrt(float(np.mean(self.y**2))) or 1.0

    @cached_property
    def _function(self) -> Callable[..., tuple[Any, ...]]:
        return numpy_function([self.model, *self.slopes], (*self.weights, "x"))

    @cached_property
    def linear(self) -> tuple[int, ...]:
        """Weights in which the model is linear, all at once, as far as its slopes tell."""
        found: list[int] = []
        for place, (name, slope) in enumerate(zip(self.weights, self.slopes, strict=True)):
            together = {name, *[self.weights[other] for other in found]}
            if together.isdisjoint(slope.names):
                found.append(place)
        return tuple(found)

    @np.errstate(all="ignore")
    def values(self, w: Array, some: slice = slice(None)) -> tuple[Array, Array]:
        """Return predictions (n,) and their slopes (dim, n) at the weights w (dim,)."""
        x = self.x[some]
        prediction, *slopes = [np.broadcast_to(one, x.shape) for one in self._function(*w, x)]
        return prediction, np.stack(slopes)

    @np.errstate(all="ignore")
    def at(self, w: Array) -> Place:
        """Return what the model does at the weights w (dim,)."""
        cost, gradient = 0.0, np.zeros(len(w))
        second = np.zeros((len(w), len(w)))
        for some in pieces(len(self.x), _PIECE):
            prediction, slopes = self.values(w, some)
            errors = prediction - self.y[some]
            cost += float(errors @ errors)
            gradient += slopes @ errors
            second += slopes @ slopes.T
        n = len(self.x)
        return Place(w, cost / n, gradient / n, second / n)

    def descend(self, w: Array) -> Place | None:
        """Return where the descent from w (dim,) ends; None if the model has no value there."""
        here, damping = self.at(w), _DAMPING
        if not here.known:
            return None
        for _step in range(_STEPS):
            scale = np.where(here.scale == 0, 1.0, here.scale)
            damped = here.second / np.outer(scale, scale) + damping * np.eye(len(scale))
            change = np.linalg.solve(damped, here.gradient / scale)
            there = self.at(here.w - change / scale)
            if there.known and there.cost < here.cost:
                here, damping = there, max(damping / _CHANGE, _LEAST_DAMPING)
            else:
                damping *= _CHANGE
            if damping > _MOST_DAMPING or (np.abs(change) <= _STILL * self.measure).all():
                break
        return here

    def at_rest(self, place: Place) -> bool:
        """Tell whether a place is a minimum, or whatever else has no gradient."""
        least = _AT_REST * self.measure * place.scale
        return bool((np.abs(place.gradient) <= least).all())

    @np.errstate(all="ignore")
    def starts(self) -> list[Array]:
        """Return weights to descend from, (dim,) each, the best first.

        Those in which the model is not linear are drawn: rates such as b in sin(b·x), places
        such as m in (x − m)², and plain numbers. The others are what is best with them.
        """
        drawn = [place for place in range(len(self.weights)) if place not in self.linear]
        tries = np.zeros((_TRIED if drawn else 1, len(self.weights)))
        tries[:, drawn] = _draw((len(tries), len(drawn)), self.x)
        costs = []
        for w in tries:
            heed()
            self._fit_linear(w)
            prediction, _slopes = self.values(w)
            costs.append(float(np.mean((prediction - self.y) ** 2)))
        order = np.argsort(np.nan_to_num(costs, nan=np.inf), kind="stable")
        return [tries[one] for one in order[:_DESCENDED]]

    def _fit_linear(self, w: Array) -> None:
        """Give the weights in which the model is linear what is best with the others."""
        linear = list(self.linear)
        prediction, slopes = self.values(w)
        slopes = slopes[linear]
        if linear and np.isfinite(prediction).all() and np.isfinite(slopes).all():
            w[linear] = np.linalg.lstsq(slopes.T, self.y - prediction, _RANK)[0]

    def sample(self) -> "LeastSquares":
        """Return the same on `FEW` of the samples, if there are more."""
        if len(self.x) <= FEW:
            return self
        chosen = np.random.default_rng(0).choice(len(self.x), FEW, replace=False)
        return LeastSquares(self.model, self.weights, self.x[chosen], self.y[chosen])

    def minima(self, progress: Progress = lambda _fraction: None) -> list[Place]:
        """Return where descents end, each once, the lowest first; one at most on many samples.

        Args:
            progress: is called with the fraction of the work that is done.
        """
        few, ends = self.sample(), list[Place]()
        for number, start in enumerate(starts := few.starts(), 1):
            end = few.descend(start)
            if end is not None and not any(few.alike(end, other) for other in ends):
                ends.append(end)
            progress(number / (len(starts) + 1))
        ends.sort(key=few.rank)
        if few is not self:
            best = self.descend(ends[0].w) if ends else None
            ends = [] if best is None else [best]
        progress(1.0)
        return ends

    @np.errstate(all="ignore")
    def reach(self, place: Place) -> Array:
        """Return how far along each weight predictions change by what targets measure, (dim,).

        It is where the slopes lead so far, or nearer where the model changes faster than they.
        A weight that has no say goes as far as it is large.
        """
        few, size = self.sample(), np.maximum(1.0, np.abs(place.w))
        reach = self.measure / place.scale
        reach = np.where(reach < _NO_SAY * size, reach, size)
        here, _slopes = few.values(place.w)
        for axis in range(len(reach)):
            for _nearer in range(_NEARER):
                offset = np.zeros(len(reach))
                offset[axis] = reach[axis]
                ends = np.array([few.values(place.w + sign * offset)[0] for sign in (-1, 1)])
                change = np.sqrt(np.mean((ends - here) ** 2, axis=1)).max()
                if change <= _FASTER * self.measure:
                    break
                reach[axis] *= _SHRUNK
        return reach

    def rank(self, end: Place) -> tuple[float, float, float]:
        """Return what ends are put in order by: the cost, and where that is the same the weights.

        The smaller ones come first, and of w and −w the positive.
        """
        level = float(np.rint(end.cost / self.measure / self.measure / _ALIKE))
        return level, float(f"{np.abs(end.w).sum():.6g}"), -float(end.w.sum())

    def alike(self, one: Place, other: Place) -> bool:
        """Tell whether two ends are the same weights, as nearly as predictions tell."""
        off = np.abs(one.w - other.w) * one.scale
        return bool((off <= _APART * self.measure).all())


def _draw(shape: tuple[int, int], x: Array) -> Array:
    """Return weights for a model of the inputs x: rates, places and plain numbers, mixed."""
    generator = np.random.default_rng(0)
    size = float(np.abs(x).max()) or 1.0
    number = generator.choice([-1.0, 1.0], shape) * 10 ** generator.uniform(-1, 1.7, shape)
    place = generator.uniform(x.min(), x.max(), shape)
    return np.choose(generator.integers(3, size=shape), [number / size, place, number])
