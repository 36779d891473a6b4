"""How long an epoch takes on this computer: by single samples, by batches, by all at once.

The model is y = w·x on samples of y = 2x with noise, and the step the course's own:
w ← w − α·(1/n) Σ 2xₙ(xₙw − yₙ) over the n samples of a batch, in order.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.types import Array

SIZES = (10_000, 1_000_000)
"""How many samples there are."""

BATCH_SIZES = (1, 32, 0)
"""How many of them a step sees; 0 for all at once."""

REPEATS = 7
"""How often each epoch is gone through."""

LEARNING_RATE = 0.05
START = 0.5

_SLICE = 1 << 14
"""About so many samples are gone through before anybody may give it up."""

_STRETCHES = 80
"""Of a training, evenly by the ratio of their steps; the cost is the mean of each."""

_WITHIN = 32
"""At so many steps within a stretch the cost is looked at: of single samples it jumps."""

_MOST_EPOCHS = 40


class Way(NamedTuple):
    """How an epoch is gone through.

    Attributes:
        samples: how many samples there are.
        batch_size: how many of them a step sees; 0 for all.
        vectorised: whether numpy takes a batch at once, or Python one sample after the other.
    """

    samples: int
    batch_size: int
    vectorised: bool

    @property
    def size(self) -> int:
        """How many samples a step sees."""
        return self.batch_size or self.samples

    @property
    def steps(self) -> int:
        """How many steps an epoch has."""
        return -(-self.samples // self.size)


class Took(NamedTuple):
    """How long an epoch took, each time: the seconds, and how they spread."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the epochs took longer."""
        return median(self.seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The fastest and the slowest."""
        return min(self.seconds), max(self.seconds)


class Training(NamedTuple):
    """How the cost falls while one trains in a way, an epoch after the other.

    Attributes:
        steps: after how many steps, in the middle of a stretch, (n,).
        excess: the mean cost in the stretch less the least there is, (n,).
    """

    steps: Array
    excess: Array


@dataclass(frozen=True)
class Timings:
    """What has been measured so far.

    Attributes:
        share: how much is done, from 0 to 1.
        took: how long an epoch took in each way that has been measured.
        trainings: how the cost falls, by the number of samples and the batch size.
    """

    share: float
    took: dict[Way, Took]
    trainings: dict[tuple[int, int], Training]

    def curve(self, way: Way) -> tuple[Array, Array]:
        """Return seconds, (n,), and the excess of the cost after them, (n,)."""
        training = self.trainings[way.samples, way.batch_size]
        per_step = self.took[way].median / way.steps
        return np.asarray(training.steps * per_step, np.float64), training.excess


def ways(sizes: Sequence[int] = SIZES) -> list[Way]:
    """Return all ways, those that are fast first."""
    every = [
        Way(samples, batch_size, vectorised)
        for samples in sizes
        for batch_size in BATCH_SIZES
        for vectorised in (True, False)
    ]
    return sorted(every, key=_expected)


def _expected(way: Way) -> float:
    """Return about how long an epoch takes, in some unit: calls cost more than samples."""
    per_step, per_sample = (2000, 1) if way.vectorised else (100, 100)
    return way.steps * per_step + way.samples * per_sample


def time_epochs(
    sizes: Sequence[int] = SIZES,
    repeats: int = REPEATS,
    clock: Callable[[], float] = perf_counter,
) -> Iterator[Timings]:
    """Yield what has been measured so far, at last all of it; it may be given up in between.

    Args:
        sizes: how many samples there are.
        repeats: how often each epoch is gone through.
        clock: tells the seconds.
    """
    every = ways(sizes)
    whole = sum(map(_expected, every))
    data = {samples: _Data.of(samples) for samples in sizes}
    took: dict[Way, Took] = {}
    trainings: dict[tuple[int, int], Training] = {}
    done = 0.0
    for way in every:
        measured: tuple[float, ...] = ()
        for _repeat in range(repeats):
            measured = (*measured, _timed(way, data[way.samples], clock))
            took = {**took, way: Took(measured)}
            done += _expected(way) / repeats
            yield Timings(0.99 * min(1.0, done / whole), took, trainings)
        if not way.vectorised:
            key = way.samples, way.batch_size
            trainings = {**trainings, key: _train(way, data[way.samples])}
    yield Timings(1, took, trainings)


@dataclass(frozen=True, eq=False)
class _Data:
    """Samples, as arrays and as lists."""

    x: Array
    y: Array

    @classmethod
    def of(cls, samples: int) -> "_Data":
        x = np.linspace(-3.0, 3.0, samples)
        draw = np.random.default_rng(1)
        draw.shuffle(x)
        return cls(x, 2 * x + draw.standard_normal(samples))

    @cached_property
    def lists(self) -> tuple[list[float], list[float]]:
        return self.x.tolist(), self.y.tolist()

    def ready(self, *, vectorised: bool) -> tuple[Callable[..., float], Any, Any]:
        """Return what goes through samples, and them as it takes them."""
        return (_vectorised, self.x, self.y) if vectorised else (_one_by_one, *self.lists)

    def excess(self, w: Array) -> Array:
        """Return the cost at the weights less the least: E[x²](w − w*)²."""
        second = float(self.x @ self.x)
        return second / len(self.x) * (w - float(self.x @ self.y) / second) ** 2


def _timed(way: Way, data: _Data, clock: Callable[[], float]) -> float:
    """Return how many seconds an epoch takes."""
    go, x, y = data.ready(vectorised=way.vectorised)
    length = max(1, _SLICE // way.size) * way.size
    w, seconds = START, 0.0
    for first in range(0, way.samples, length):
        heed()
        part = slice(first, first + length)
        xs, ys = x[part], y[part]
        began = clock()
        w = go(xs, ys, w, way.size)
        seconds += clock() - began
    return seconds


def _vectorised(x: Array, y: Array, w: float, size: int) -> float:
    for first in range(0, len(x), size):
        some_x, some_y = x[first : first + size], y[first : first + size]
        w -= LEARNING_RATE * 2 * float(some_x @ (some_x * w - some_y)) / len(some_x)
    return w


def _one_by_one(x: list[float], y: list[float], w: float, size: int) -> float:
    gradient, count = 0.0, 0
    for one_x, one_y in zip(x, y, strict=True):
        gradient += 2 * one_x * (one_x * w - one_y)
        count += 1
        if count == size:
            w -= LEARNING_RATE * gradient / count
            gradient, count = 0.0, 0
    return w - LEARNING_RATE * gradient / count if count else w


def _train(way: Way, data: _Data) -> Training:
    """Return how the cost falls; the two manners make the same steps but for rounding."""
    total = way.steps * (_MOST_EPOCHS if way.steps == 1 else 1)
    ends = np.unique(np.geomspace(1, total, _STRETCHES).round().astype(np.int64)).tolist()
    stretches = list(pairwise([0, *ends]))
    looks = [
        np.unique(np.linspace(before + 1, end, _WITHIN).round().astype(np.int64))
        for before, end in stretches
    ]
    excess = data.excess(np.array(_weights_after(np.concatenate(looks).tolist(), way, data)))
    means = map(np.mean, np.split(excess, np.cumsum([len(look) for look in looks])[:-1]))
    return Training(
        np.array([0.0, *((before + 1 + end) / 2 for before, end in stretches)]),
        np.array([float(data.excess(np.array(START))), *means]),
    )


def _weights_after(steps: list[int], way: Way, data: _Data) -> list[float]:
    """Return the weight after each of those numbers of steps, which only grow."""
    go, x, y = data.ready(vectorised=way.size > 1)  # whichever is faster
    weights, w, done = [], START, 0
    for step in steps:
        while done < step:
            heed()
            first = done % way.steps
            last = min(first + step - done, way.steps, first + max(1, _SLICE // way.size))
            part = slice(first * way.size, last * way.size)
            w = go(x[part], y[part], w, way.size)
            done += last - first
        weights.append(w)
    return weights
