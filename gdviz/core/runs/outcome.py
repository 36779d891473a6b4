"""How a run ended, and what is left of it when its steps are let go."""

from enum import Enum
from typing import NamedTuple

import numpy as np

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.problems.analysis import critical_points, saddles_among
from gdviz.core.types import Array, Problem, RunConfig

VANISHED = 1e-4
"""Below this share of the start's gradient (of 1, if that is smaller) a gradient vanishes."""


class Outcome(Enum):
    """How a run ended."""

    FINISHED = "finished"
    CONVERGED = "converged"
    DIVERGED = "diverged"
    SADDLE = "saddle"


class Verdict(Enum):
    """What is said of how a run ended: its outcome, and whether it was on its way out."""

    FINISHED = "finished"
    CONVERGED = "converged"
    DIVERGING = "diverging"
    DIVERGED = "diverged"
    SADDLE = "saddle"


DIVERGENT = (Verdict.DIVERGING, Verdict.DIVERGED)


class Ending(NamedTuple):
    """How and where a run ended: what is left of its trace when its steps are let go.

    Attributes:
        config: what was run.
        outcome: how it ended.
        w: the last weight, (dim,); a search's is the best it found.
        steps: how many steps were taken.
        evaluations: how often a sample was evaluated.
    """

    config: RunConfig
    outcome: Outcome
    w: Array
    steps: int
    evaluations: int

    @property
    def cost(self) -> float:
        """The cost at the last weight."""
        with np.errstate(all="ignore"):
            return float(self.config.problem.cost(self.w))

    @property
    def first_cost(self) -> float:
        """The cost at the start."""
        with np.errstate(all="ignore"):
            return float(self.config.problem.cost(np.array(self.config.start)))

    @property
    def verdict(self) -> Verdict:
        """What is to be said of it, the same wherever it is said.

        A run that was merely cut short is diverging if its learning rate is past the
        problem's limit: more epochs would lead past every bound. Where steps see only some
        of the samples, they can get away with such a rate; then the cost tells.
        """
        if self.outcome is Outcome.FINISHED and past_limit(self.config):
            sampled = self.config.algorithm.sampled
            if not sampled or self.cost > self.first_cost:
                return Verdict.DIVERGING
        return Verdict(self.outcome.value)


def past_limit(config: RunConfig) -> bool:
    """Tell whether the learning rate is past the stability limit of the problem, if it has one."""
    algorithm = config.algorithm
    limit = algorithm.stability_limit(config.problem)
    return (
        isinstance(algorithm, GradientDescent)
        and limit is not None
        and (algorithm.learning_rate > limit)
    )


def judge(config: RunConfig, w: Array) -> Outcome:
    """Return how a run that came to its end at `w` (dim,) without diverging has ended."""
    if config.algorithm.searches:
        return Outcome.FINISHED
    (outcome,) = judge_each(config.problem, np.array([config.start]), w[np.newaxis])
    return outcome


def judge_each(problem: Problem, starts: Array, w: Array) -> list[Outcome]:
    """Return how each of several runs has ended that came from its start to w, (n, dim).

    It has come to rest where its gradient has vanished near a critical point.
    """
    first = np.abs(problem.gradient(starts)).max(axis=-1)
    last = np.abs(problem.gradient(w)).max(axis=-1)
    resting = np.flatnonzero(last <= VANISHED * np.maximum(1.0, first))
    points = critical_points(problem, w[resting])
    near = ~np.isnan(points[:, 0])
    found = [Outcome.FINISHED] * len(w)
    saddles = saddles_among(problem, points[near])
    for number, saddle in zip(resting[near], saddles, strict=True):
        found[number] = Outcome.SADDLE if saddle else Outcome.CONVERGED
    return found
