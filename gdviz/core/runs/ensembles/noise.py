"""The ball of noise: how far from the minimum a stochastic run stays, and what theory says.

Of y = wx, with the squared error and batches of m samples drawn with replacement, the
distance δ = w − w* becomes (1 − αA)δ + αe, where A is the batch's mean of a = 2x² and e that
of 2x(y − w*x), which is 0 over all samples. A step's batch is independent of δ, so where
E[δ²] stays as it is

    E[δ²] = α·E[e²]/m / (2λ − α(λ² + Var(a)/m)),   λ = E[a],

which for small α is α·σ²/(2λm), with the deviation σ of a sample's gradient at the minimum:
the ball's radius goes with √(α/m). That limit is in Mandt, Hoffman & Blei, Stochastic
Gradient Descent as Approximate Bayesian Inference, JMLR 2017, section 3; the rest is theirs
without leaving out what is of second order in α.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.descent import GradientDescent, MiniBatch, Sampled
from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.algorithms.sampling import WITH_REPLACEMENT
from gdviz.core.problems.regression import Regression
from gdviz.core.runs.ensembles.plan import Plan
from gdviz.core.runs.kernels.side_by_side import Members
from gdviz.core.types import MEAN, Array, RunConfig


@dataclass(frozen=True, eq=False)
class NoiseBall:
    """How far from a minimum runs stay.

    Attributes:
        config: the run; each of several has a seed of its own.
        share: how much is done, from 0 to 1.
        distance: the root of the mean square of the distance, over the second half of the
            steps of all runs; NaN before the end, and where a run has diverged.
        error: its standard error, from run to run.
        theory: what it is by the formula above; None where that says nothing.
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
        yield NoiseBall(config, min(taken / total, 1 - 1e-9), math.nan, math.nan, known)
    squares = np.where(runs.reached.diverged, np.nan, sums / (total - first_counted))
    distance = math.sqrt(squares.mean())
    spread = float(squares.std(ddof=1)) / math.sqrt(members)
    error = spread / (2 * distance) if distance else 0.0
    yield NoiseBall(config, 1.0, distance, error, known)


def theory(config: RunConfig) -> float | None:
    """Return the distance by the formula above; None where it does not hold, or stays finite."""
    problem, algorithm = config.problem, config.algorithm
    if not (
        isinstance(problem, Regression)
        and problem.model == "w·x"
        and problem.reduction == MEAN
        and isinstance(algorithm, Sampled)
        and algorithm.order == WITH_REPLACEMENT
        and isinstance(algorithm.rule, Plain)
        and not algorithm.rule.momentum
    ):
        return None
    size = algorithm.batch(problem.n_samples) or problem.n_samples
    ((optimum,),) = problem.minima
    steep = 2 * problem.x**2
    noise = 2 * problem.x * (problem.y - optimum * problem.x)
    rate, curvature = algorithm.learning_rate, float(steep.mean())
    divisor = 2 * curvature - rate * (curvature**2 + float(steep.var()) / size)
    square = rate * float((noise**2).mean()) / size / divisor if divisor > 0 else math.inf
    return math.sqrt(square) if math.isfinite(square) else None


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
