"""What the algorithms find with as many weights as a search by hand has looked at."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import ceil, isnan, nan

import numpy as np

from gdviz.core.algorithms.search import DivideAndConquer
from gdviz.core.catalogue import configure
from gdviz.core.parameters import InputError
from gdviz.core.runs.trace import record
from gdviz.core.telling.guessing import Probes
from gdviz.core.types import RunConfig


@dataclass(frozen=True)
class Find:
    """The best weight that one has looked at.

    Attributes:
        config: the run that has found it; None for who has searched by hand.
        w: the weight; NaN if the cost had a value at none.
        cost: the cost there.
    """

    config: RunConfig | None
    w: float
    cost: float


def compete(probes: Probes) -> list[Find]:
    """Return what each finds who looks at as many weights, the lowest cost first.

    An algorithm that cannot do with so many is left out, such as a grid of two points.
    Of those that are as good as each other, who has searched by hand is the first.
    """
    finds = [Find(None, probes.best, probes.cost(probes.best))]
    finds += [_best(config, len(probes.weights)) for config in opponents(probes)]
    return sorted(finds, key=lambda find: (isnan(find.cost), find.cost))


def opponents(probes: Probes) -> Iterator[RunConfig]:
    """Yield the runs that look at as many weights at least.

    A grid of just so many points; as many levels as it takes; and descent from the first
    probe, with the learning rate that the problem brings. Its start is a weight looked at too.
    """
    problem, count = probes.problem, len(probes.weights)
    with suppress(InputError):
        yield configure(problem, "exhaustive", points=count)
    with suppress(InputError):
        levels = ceil(count / DivideAndConquer().points)
        yield configure(problem, "divide-and-conquer", levels=levels)
    with suppress(InputError):
        yield configure(problem, "gradient-descent", start=probes.weights[:1], epochs=count)


def _best(config: RunConfig, count: int) -> Find:
    """Return the best of the first `count` weights that a run looks at."""
    trace = record(config)
    count = min(count, len(trace))
    costs = np.where(np.isnan(trace.loss[:count]), np.inf, trace.loss[:count])
    if costs.min(initial=np.inf) == np.inf:
        return Find(config, nan, nan)
    best = int(costs.argmin())
    return Find(config, float(trace.w[best, 0]), float(costs[best]))
