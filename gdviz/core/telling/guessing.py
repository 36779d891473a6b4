"""Guesses of where a step leads, searches by hand, and what they are worth."""

from dataclasses import dataclass
from math import nan

import numpy as np

from gdviz.core.problems.analysis import lowest
from gdviz.core.types import Array, Problem

HIT = 0.02
"""A guess within this share of the domain is a hit."""

Weights = tuple[float, ...]
"""The values of all weights, (dim,)."""


def distance(problem: Problem, w: Array, other: Array) -> float:
    """Return how far apart two weights, (dim,), are, as a share of the domain.

    The root of the mean square of the differences, each as a share of its
    weight's domain: 1 is from one end, or corner, to the other.
    """
    low, high = np.array(problem.domain).T
    return float(np.sqrt(np.mean(((w - other) / (high - low)) ** 2)))


@dataclass(frozen=True)
class Guess:
    """Where a step was said to lead, and where it led.

    Attributes:
        w: the weight that was guessed, (dim,).
        truth: the weight after the step, (dim,).
        distance: how far they are apart, as a share of the domain.
    """

    w: Weights
    truth: Weights
    distance: float

    @property
    def hit(self) -> bool:
        """Whether it is near enough."""
        return self.distance <= HIT


def judge(problem: Problem, w: Weights, truth: Weights) -> Guess:
    """Return what the guess w, (dim,), is worth.

    A step that leaves the domain counts as one to its edge: nobody can point further.
    """
    low, high = np.array(problem.domain).T
    return Guess(w, truth, distance(problem, np.array(w), np.clip(truth, low, high)))


@dataclass(frozen=True)
class Score:
    """The guesses of a run."""

    guesses: tuple[Guess, ...] = ()

    @property
    def hits(self) -> int:
        """How many were hits."""
        return sum(guess.hit for guess in self.guesses)

    @property
    def mean_distance(self) -> float:
        """How far off they were on average, as a share of the domain; NaN without any."""
        distances = [guess.distance for guess in self.guesses]
        return sum(distances) / len(distances) if distances else nan


@dataclass(frozen=True)
class Probes:
    """A search by hand of one weight: the weights at which the cost was asked for.

    Attributes:
        problem: what is searched.
        weights: the weights asked for, in their order.
    """

    problem: Problem
    weights: tuple[float, ...] = ()

    def and_at(self, w: float) -> "Probes":
        """Return the search with one more probe; none where the cost is known already."""
        return self if w in self.weights else Probes(self.problem, (*self.weights, w))

    def cost(self, w: float) -> float:
        """Return the cost at w."""
        with np.errstate(all="ignore"):
            return float(self.problem.cost(np.array([w])))

    def slope(self, w: float) -> float:
        """Return the slope of the cost at w; NaN where it has none."""
        with np.errstate(all="ignore"):
            return float(self.problem.gradient(np.array([w]))[0])

    @property
    def best(self) -> float:
        """The weight with the lowest cost so far; NaN without any."""
        finite = [w for w in self.weights if not np.isnan(self.cost(w))]
        return min(finite, key=self.cost, default=nan)

    @property
    def minimum(self) -> float:
        """Where the cost is lowest in truth."""
        return lowest(self.problem)

    @property
    def distance(self) -> float:
        """How far the best is from the minimum, as a share of the domain."""
        return distance(self.problem, np.array([self.best]), np.array([self.minimum]))
