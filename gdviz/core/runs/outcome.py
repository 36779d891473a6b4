"""How a run ended, and what is left of it when its steps are let go."""

from enum import Enum
from typing import NamedTuple

import numpy as np

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.problems.analysis import critical_point, is_saddle
from gdviz.core.types import Array, RunConfig

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
    """Return how a run that came to its end at `w` (dim,) without diverging has ended.

    It has come to rest where its gradient has vanished near a critical point.
    """
    problem = config.problem
    if config.algorithm.searches:
        return Outcome.FINISHED
    first = np.abs(problem.gradient(np.array(config.start))).max()
    if not np.abs(problem.gradient(w)).max() <= VANISHED * max(1.0, first):
        return Outcome.FINISHED
    point = critical_point(problem, w)
    if point is None:
        return Outcome.FINISHED
    return Outcome.SADDLE if is_saddle(problem, point) else Outcome.CONVERGED
