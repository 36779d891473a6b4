"""The ball of noise: how far from the minimum a stochastic run stays, and what theory says.

Of a model that is linear in its weights, with the squared error and batches of m samples drawn
with replacement, the distance δ = w − w* becomes (1 − αA)δ + αe: A is the batch's mean of
a = 2φφᵀ and e that of 2φr, with a sample's features φ and what w* leaves of its y, r. Over all
samples e is 0. A step's batch is independent of δ, so where S = E[δδᵀ] stays as it is

    S = (1 − αĀ)S(1 − αĀ) + α²/m·(E[aSa] − ĀSĀ) + α²/m·E[eeᵀ],   Ā = E[a],

a linear equation for S. For one weight and small α it says E[δ²] = α·σ²/(2Ām), with the
deviation σ of a sample's gradient at the minimum: the ball's radius goes with √(α/m). That limit
is in Mandt, Hoffman & Blei, Stochastic Gradient Descent as Approximate Bayesian Inference, JMLR
2017, section 3; the rest is theirs without leaving out what is of second order in α.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.descent import GradientDescent, MiniBatch, Sampled
from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.algorithms.sampling import WITH_REPLACEMENT
from gdviz.core.parameters import parameters
from gdviz.core.problems.analysis import curvatures
from gdviz.core.problems.mean_loss import pieces
from gdviz.core.problems.regression import PIECE, Regression
from gdviz.core.runs.ensembles.plan import Plan
from gdviz.core.runs.ensembles.running import unfinished
from gdviz.core.runs.kernels.side_by_side import Members
from gdviz.core.types import MEAN, Array, Problem, RunConfig

SIZES = (1, 4, 16, 64)
"""The batches that are compared, as far as there are more samples than that."""

RUNS, STEPS = 40, 4_000
"""How many runs a distance is measured on, and how many steps each takes."""

_DECADES = 3
"""Down to so many decades below the rate past which all samples at once diverge."""

_SETTLED = 3
"""In so many times the steps in which the slowest direction forgets by e a run has settled."""

_MOST_WEIGHTS = 4
"""Theory has an equation for each two pairs of weights."""

_AGREED = 0.1
"""A distance whose error is a larger share of it goes on growing: runs have not settled there."""

_SEEN = 100
"""How many samples are asked whether they have a gradient at the minimum."""

_NO_NOISE = 1e-9
"""A gradient that is a smaller share of the steepest slope about the minimum is none."""


@dataclass(frozen=True, eq=False)
class NoiseBall:
    """How far from a minimum runs stay.

    Attributes:
        config: the run; each of several has a seed of its own.
        share: how much is done, from 0 to 1.
        distance: the root of the mean square of the distance, over the second half of the
            steps of all runs; NaN before the end, and where a run has diverged.
        error: its standard error, from run to run.
        theory: what it is by the equation above; None where that says nothing.
    """

    config: RunConfig
    share: float
    distance: float
    error: float
    theory: float | None


def noise_ball(config: RunConfig, members: int = 100) -> Iterator[NoiseBall]:
    """Yield how far from its first known minimum runs stay that start there.

    The last one's share is 1.

    Args:
        config: the run, whose steps see some of the samples.
        members: how many runs there are, with as many seeds.

    Raises:
        InputError: all seeds are the same run.
    """
    minimum = np.array(config.problem.minima[0])
    config = replace(config, start=tuple(minimum.tolist()))
    plan, total, known = Plan(config, members, seeds=True), config.total_steps, theory(config)
    sums, first_counted = np.zeros(members), total // 2

    def watch(
        first: int,
        w: Array,
        places: npt.NDArray[np.int64],
        _good: npt.NDArray[np.int64],
    ) -> None:
        counted = w[max(0, first_counted - first) :] - minimum[:, np.newaxis]
        sums[places] += np.square(counted).sum(axis=(0, 1))

    runs = Members(config, plan.begun, [plan.seed(one) for one in range(members)], watch)
    for taken in runs.advance():
        yield NoiseBall(config, unfinished(taken / total), math.nan, math.nan, known)
    squares = np.where(runs.reached.diverged, np.nan, sums / (total - first_counted))
    distance = math.sqrt(squares.mean())
    spread = float(squares.std(ddof=1)) / math.sqrt(members)
    error = spread / (2 * distance) if distance else 0.0
    yield NoiseBall(config, 1.0, distance, error, known)


class _Pulls(NamedTuple):
    """How samples pull, on average, at a distance δ from the minimum: each by aδ − e.

    Attributes:
        mean: of a, (dim, dim).
        square: of a ⊗ a, (dim², dim²).
        noise: of e ⊗ e, (dim²,).
    """

    mean: Array
    square: Array
    noise: Array


_KNOWN: WeakKeyDictionary[Regression, _Pulls] = WeakKeyDictionary()
"""Each of many rates and sizes asks; data that nobody has any more are not kept for that."""


def _pulls(problem: Regression) -> _Pulls:
    """Return those of a model that is linear in its weights."""
    if problem not in _KNOWN:
        _KNOWN[problem] = _measured(problem)
    return _KNOWN[problem]


def _measured(problem: Regression) -> _Pulls:
    optimum, dim = np.array(problem.minima[0]), len(problem.weights)
    mean, square, noise = np.zeros((dim, dim)), np.zeros((dim**2, dim**2)), np.zeros(dim**2)
    for some in pieces(problem.n_samples, PIECE):
        x, y = problem.x[some], problem.y[some]
        features, rest = problem.predict(np.eye(dim), x).T, y - problem.predict(optimum, x)
        pairs = (features[:, :, np.newaxis] * features[:, np.newaxis]).reshape(-1, dim**2)
        mean += 2 * features.T @ features
        square += 4 * (pairs.T @ pairs)  # a ⊗ a, whose second and third index are exchanged
        noise += 4 * rest**2 @ pairs
    square = square.reshape((dim,) * 4).swapaxes(1, 2).reshape(square.shape)
    return _Pulls(*(total / problem.n_samples for total in (mean, square, noise)))


def theory(config: RunConfig) -> float | None:
    """Return the distance by the equation above; None where it does not hold, or stays finite."""
    problem, algorithm = config.problem, config.algorithm
    if not (
        isinstance(problem, Regression)
        and problem.is_linear
        and config.dim <= _MOST_WEIGHTS
        and problem.reduction == MEAN
        and isinstance(algorithm, Sampled)
        and algorithm.order == WITH_REPLACEMENT
        and isinstance(algorithm.rule, Plain)
        and not algorithm.rule.momentum
    ):
        return None
    size = algorithm.batch(problem.n_samples) or problem.n_samples
    pulls, rate = _pulls(problem), algorithm.learning_rate
    kept = np.eye(config.dim) - rate * pulls.mean
    spread = pulls.square - np.kron(pulls.mean, pulls.mean)
    factor = np.kron(kept, kept) + rate**2 / size * spread
    if np.abs(np.linalg.eigvals(factor)).max() >= 1:
        return None
    square = np.linalg.solve(np.eye(len(factor)) - factor, rate**2 / size * pulls.noise)
    return math.sqrt(max(0.0, float(square[:: config.dim + 1].sum())))


def at(config: RunConfig, learning_rate: float, batch_size: int) -> RunConfig:
    """Return the run with that rate, and batches of so many samples drawn with replacement."""
    assert isinstance(config.algorithm, GradientDescent)
    drawn = MiniBatch(
        learning_rate,
        rule=config.algorithm.rule,
        order=WITH_REPLACEMENT,
        steps_per_epoch=1,
        batch_size=batch_size,
    )
    return replace(config, algorithm=drawn)


@dataclass(frozen=True, eq=False)
class NoiseBalls:
    """How far from a minimum runs stay, for some batch sizes and learning rates.

    Attributes:
        config: the run, in which these two do not matter.
        share: how much is done, from 0 to 1.
        sizes: the batch sizes.
        rates: the learning rates, in order.
        distance: NaN where it is not known, or none that runs settle at, (sizes, rates).
        error: its standard error, (sizes, rates).
        theory: what it is by the equation above, NaN where that says nothing, (sizes, rates).
    """

    config: RunConfig
    share: float
    sizes: tuple[int, ...]
    rates: tuple[float, ...]
    distance: Array
    error: Array
    theory: Array

    def run(self, size: int, rate: int) -> RunConfig:
        """Return the first of the runs of a size and a rate, by their numbers."""
        return at(self.config, self.rates[rate], self.sizes[size])

    def between(self, batch_size: float, learning_rate: float) -> float:
        """Return the distance between those that are known; NaN outside, or next to unknown ones.

        Between two it goes with a power of the rate, and of the size.
        """
        with np.errstate(all="ignore"):
            known, rates, sizes = (np.log(of) for of in (self.distance, self.rates, self.sizes))
        across = [np.interp(math.log(learning_rate), rates, row, np.nan, np.nan) for row in known]
        return math.exp(np.interp(math.log(batch_size), sizes, across, np.nan, np.nan))


def noise_balls(config: RunConfig) -> Iterator[NoiseBalls]:
    """Yield how far runs stay for each of `SIZES` and `rates`; the last one's share is 1.

    Args:
        config: the run, whose rule all follow; they start at the first known minimum.
    """
    problem, scale = config.problem, rates(config.problem)
    sizes = tuple(size for size in SIZES if size < problem.n_samples)
    config = replace(config, start=problem.minima[0], epochs=STEPS)
    shape, work = (len(sizes), len(scale)), 10.0 + np.array(sizes)  # a step's, but for a factor
    distance, error, known = np.full((3, *shape), np.nan)
    for number, size in enumerate(sizes):
        known[number] = [theory(at(config, rate, size)) or np.nan for rate in scale]
    total, done = float(work.sum()) * len(scale), 0.0
    for cell in np.ndindex(shape):
        size, rate = sizes[cell[0]], scale[cell[1]]
        for now in noise_ball(at(config, rate, size), RUNS):
            if now.error < _AGREED * now.distance:
                distance[cell], error[cell] = now.distance, now.error
            share = unfinished((done + now.share * float(work[cell[0]])) / total)
            yield NoiseBalls(config, share, sizes, scale, distance.copy(), error.copy(), known)
        done += float(work[cell[0]])
    yield NoiseBalls(config, 1.0, sizes, scale, distance, error, known)


def rates(problem: Problem) -> tuple[float, ...]:
    """Return the rates at which runs settle about the first known minimum and may stay there.

    They are 1, 2 and 5 times powers of ten: none where some direction is too flat to have
    been forgotten in half of `STEPS`, unless all diverge.
    """
    values = curvatures(problem, np.array(problem.minima[0]))
    if not values[0] > 0:
        return ()
    described = parameters(GradientDescent)["learning_rate"]
    high = 2 / values[-1]
    low = max(high / 10**_DECADES, 2 * _SETTLED / (values[0] * STEPS), described.minimum)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    every = (float(f"{digit}e{power}") for power in powers for digit in (1, 2, 5))
    return tuple(rate for rate in every if low <= rate < min(high, described.maximum))


def is_noisy(problem: Problem) -> bool:
    """Tell whether single samples have a gradient where the cost has its first known minimum."""
    minimum, count = np.array(problem.minima[0]), problem.n_samples
    rows = np.unique(np.linspace(0, count - 1, min(_SEEN, count)).astype(np.int64))
    own = [problem.gradient(minimum, rows[place : place + 1]) for place in range(len(rows))]
    width = max(high - low for low, high in problem.domain)
    steepest = float(curvatures(problem, minimum)[-1]) * width
    return bool(np.abs(own).max() > _NO_NOISE * steepest)
