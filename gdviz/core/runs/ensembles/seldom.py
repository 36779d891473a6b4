"""How seldom a run ends in a bad local minimum: an experiment on nets, and what it counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from gdviz.core.catalogue import configure
from gdviz.core.parameters import Checked, parameter
from gdviz.core.problems.abilities import HasData
from gdviz.core.problems.analysis import indices
from gdviz.core.runs.ensembles.ensemble import UNDER_WAY, Ensemble
from gdviz.core.runs.ensembles.plan import Plan
from gdviz.core.runs.ensembles.running import Running, unfinished
from gdviz.core.runs.ensembles.shares import Share
from gdviz.core.runs.ensembles.starts import NetStarts
from gdviz.core.types import Array
from gdviz.i18n import N_

AT_REST = 1e-3
"""A run is at rest where the gradient is shorter than that."""

WORSE = 0.05
"""An end is bad if its cost is above the best end's by more than that share of the data's
variance."""

HIDDEN = (2, 3, 4, 5, 6, 8)
"""The widths that are compared."""


@dataclass(frozen=True)
class Seldom(Checked):
    """Nets of one width, all on the same points of a curve, from weights drawn anew.

    The inner weights are drawn from N(0, 2²), the outer from N(0, 1/h), the outer bias is 0;
    each net then takes the same number of steps on all samples, with momentum.
    """

    hidden: int = parameter(2, label=N_("Hidden units"), symbol="h", help="", minimum=1, maximum=32)
    starts: int = parameter(200, label=N_("Members"), help="", minimum=10, maximum=100_000)
    steps: int = parameter(30_000, label=N_("Steps"), help="", minimum=1, maximum=1_000_000)
    learning_rate: float = parameter(
        0.02, label=N_("Learning rate"), symbol="α", help="", minimum=1e-6, maximum=10
    )
    momentum: float = parameter(0.9, label=N_("Momentum"), symbol="β", help="", below=True)
    seed: int = parameter(0, label=N_("Seed"), help="", maximum=2**31 - 1)

    @cached_property
    def plan(self) -> Plan:
        """The runs."""
        config = configure(
            "net",
            hidden=self.hidden,
            epochs=self.steps,
            learning_rate=self.learning_rate,
            momentum=self.momentum,
            seed=self.seed,
        )
        return Plan(config, self.starts, NetStarts())


@dataclass(frozen=True, eq=False)
class BadEnds:
    """Which runs came to rest at a bad end.

    Nobody knows the best end that there is, so each is held against the best of them: a
    narrow net is not blamed for what it cannot learn.

    Attributes:
        best: the lowest cost at the end.
        excess: the costs at the ends above that, in shares of the data's variance, (runs,).
        resting: which have come to rest, (runs,).
        bad: which of these at a bad end, (runs,).
        index: in how many directions the cost falls away from where a run is at rest, by the
            eigenvalues of its Hessian there: 0 at a minimum; -1 for the others, (runs,).
    """

    best: float
    excess: Array
    resting: npt.NDArray[np.bool_]
    bad: npt.NDArray[np.bool_]
    index: npt.NDArray[np.int64]

    @property
    def share(self) -> Share:
        """How many of all runs are at rest at a bad end."""
        return Share(int(self.bad.sum()), len(self.bad))

    @property
    def minima(self) -> int:
        """At how many of the bad ends the cost falls away in no direction."""
        return int((self.index[self.bad] == 0).sum())

    @classmethod
    def found(cls, ensemble: Ensemble) -> "BadEnds":
        """Return which of the runs that have come to their end did so at a bad one."""
        problem, ended = ensemble.plan.config.problem, ensemble.outcomes != UNDER_WAY
        assert isinstance(problem, HasData)
        index = np.full(len(ensemble), -1)
        with np.errstate(all="ignore"):
            best = float(np.nanmin(np.where(ended, ensemble.cost, np.inf)))
            excess = (ensemble.cost - best) / float(np.var(problem.y))
            lengths = np.linalg.norm(problem.gradient(ensemble.w), axis=-1)
            resting = np.asarray(ended & (lengths < AT_REST))
            index[resting] = indices(problem, ensemble.w[resting])
        return cls(best, excess, resting, np.asarray(resting & (excess > WORSE)), index)


@dataclass(frozen=True, eq=False)
class ByWidth:
    """The bad ends of nets of several widths, as far as they are known.

    Attributes:
        share: how much is done of all, from 0 to 1.
        ends: by the number of hidden units; a width is there once all its runs have ended.
    """

    share: float
    ends: Mapping[int, BadEnds]


def by_width(widths: Sequence[int] = HIDDEN, **settings: Any) -> Iterator[ByWidth]:
    """Yield the bad ends of one width after the other; the last one's share is 1.

    A moment is yielded more than once while a width is under way, so that whoever asks can
    stop in between.

    Args:
        widths: how many hidden units the nets have.
        settings: what else there is to set of `Seldom`.
    """
    experiments = [Seldom(hidden=hidden, **settings) for hidden in widths]
    weights = [len(one.plan.config.problem.weights) for one in experiments]
    *done, whole = accumulate(weights, initial=0)  # a step takes about as long as there are weights
    ends: dict[int, BadEnds] = {}
    for one, before, own in zip(experiments, done, weights, strict=True):
        running = Running(one.plan, (0,))
        for share in running.advance():
            yield ByWidth(unfinished((before + share * own) / whole), ends)
        ends = {**ends, one.hidden: BadEnds.found(running.now())}
        yield ByWidth((before + own) / whole, ends)
