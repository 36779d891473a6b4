"""Runs an algorithm on a problem, step by step, and says how it ended."""

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from gdviz.core.analysis import critical_point, is_saddle
from gdviz.core.types import Array, RunConfig, Step


class Outcome(Enum):
    """How a run ended."""

    FINISHED = "finished"
    CONVERGED = "converged"
    DIVERGED = "diverged"
    SADDLE = "saddle"


VANISHED = 1e-4
"""Below this share of the start's gradient (of 1, if that is smaller) a gradient vanishes."""


@dataclass(frozen=True)
class Bound:
    """Past which weight and loss a run has diverged, on the problem's own scale.

    A rising loss alone is no divergence: momentum climbs, and samples differ.
    """

    weight: float
    loss: float

    @classmethod
    def of(cls, config: RunConfig) -> "Bound":
        """Return a million times the domain, and its square times the first cost."""
        scale = max(1.0, np.abs(config.problem.domain).max(), np.abs(config.start).max())
        cost = abs(float(config.problem.cost(np.array(config.start))))
        return cls(1e6 * float(scale), 1e12 * max(1.0, cost if np.isfinite(cost) else 1.0))

    def holds(self, w: Array, loss: float | Array) -> npt.NDArray[np.bool_]:
        """Tell whether both are finite and within the bound, (...) for w (..., dim)."""
        return np.asarray((np.abs(w).max(axis=-1) <= self.weight) & (np.abs(loss) <= self.loss))


def run(config: RunConfig, after: Step | None = None) -> Generator[Step, None, Outcome]:
    """Yield the steps of a run, those that follow `after` if it is given.

    A step is yielded once it is known where it leads, so every step yielded,
    and the weight after it, is within the bound: the last good state of a run
    that diverges is the weight after its last step.

    Returns:
        the outcome, as the generator's return value.
    """
    with np.errstate(all="ignore"):
        bound = Bound.of(config)
    searches = config.algorithm.searches  # a probe may well be where the cost is not defined
    steps = config.algorithm.steps(config, after)
    held: Step | None = None
    while True:
        with np.errstate(all="ignore"):
            step = next(steps, None)
        if step is None:
            break
        if not searches and not bound.holds(step.w, step.loss):
            return Outcome.DIVERGED
        if held is not None:
            yield held
        held = step
    last = held or after
    w = np.array(config.start) if last is None else last.w + last.delta
    with np.errstate(all="ignore"):
        cost = float(config.problem.cost(w))
    if not searches and not bound.holds(w, cost):
        return Outcome.DIVERGED
    if held is not None:
        yield held
    with np.errstate(all="ignore"):
        return judge(config, w)


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
