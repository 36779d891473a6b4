"""How far the members of an ensemble have come."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.runs.ensembles.frames import Frames
from gdviz.core.runs.ensembles.plan import Plan
from gdviz.core.runs.outcome import Ending, Outcome
from gdviz.core.types import Array

OUTCOMES = tuple(Outcome)
"""What the numbers of `Ensemble.outcomes` stand for."""

UNDER_WAY = -1
"""The outcome of a member that has not come to its end."""


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Runs that differ in start and seed alone, as far as they have come.

    What is done stays as it is, whatever becomes of the rest. A run that has diverged stays
    at its last good weight.

    Attributes:
        plan: what they are.
        share: how much of all their steps is taken, from 0 to 1.
        done: so many of the members, from the first on, have come to their end.
        w: the weights, (members, dim).
        taken: how many steps each has taken, (members,).
        outcomes: how each ended, as a place in `OUTCOMES`, or `UNDER_WAY`, (members,).
        frames: where they were on the way.
        known: so many frames, from the first on, are known of those that are on their way.
    """

    plan: Plan
    share: float
    done: int
    w: Array
    taken: npt.NDArray[np.int64]
    outcomes: npt.NDArray[np.int64]
    frames: Frames
    known: int

    def __len__(self) -> int:
        """Return how many members there are."""
        return len(self.w)

    @property
    def starts(self) -> Array:
        """Where each starts, (members, dim)."""
        return self.plan.begun

    @cached_property
    def cost(self) -> Array:
        """The cost at the weights, (members,)."""
        with np.errstate(all="ignore"):
            return self.plan.config.problem.cost(self.w)

    def ended(self, outcome: Outcome) -> npt.NDArray[np.bool_]:
        """Tell which have ended so, (members,)."""
        return np.asarray(self.outcomes == OUTCOMES.index(outcome))

    def ending(self, number: int) -> Ending:
        """Return how and where a member that has come to its end did so."""
        config, taken = self.plan.member(number), int(self.taken[number])
        assert isinstance(config.algorithm, GradientDescent)
        work = int(config.algorithm.evaluations(config.problem.n_samples, taken - 1))
        outcome = OUTCOMES[self.outcomes[number]]
        return Ending(config, outcome, self.w[number], taken, work if taken else 0)
