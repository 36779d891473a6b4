"""What a kernel measures at each step: the loss on the step's samples, and its gradient."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gdviz.core.algorithms.descent import Sampled
from gdviz.core.algorithms.sampling import Sampling
from gdviz.core.formula import Formula
from gdviz.core.problems.abilities import HasCostFunction, HasUnits
from gdviz.core.problems.cost_function import CostFunction
from gdviz.core.problems.mean_loss import MeanLoss, sample_name
from gdviz.core.types import MEAN, Array, Rows, RunConfig

FEW = 40
"""So many samples of a loss that does not separate are faster on floats than in numpy."""

LENGTH = 2048
"""A block ends before a multiple of that: long enough that its beginning costs little."""

LONGEST = 16 * LENGTH
"""The same where steps are not taken one by one."""

_CELLS = 2**20
"""How many samples the steps of a block see at most, unless one step sees more."""

_PASSED = 2**15
"""The same where each is passed over by itself, which takes longer."""

Measure = Callable[..., Sequence[float]]
"""(step of the block, weights) -> the loss and its gradient there."""


class Samples(NamedTuple):
    """What the steps of a block see.

    Attributes:
        columns: numbers that follow from each step's samples, (steps,), by name.
        measure: how the loss is measured, where it is not a formula of those.
    """

    columns: dict[str, Array]
    measure: Measure | None = None


class Source(NamedTuple):
    """The loss of a run.

    Attributes:
        loss: its formula, of the weights, of constants and of columns; None if it has none.
        weights: the weights' names in it.
        constants: the constants by name.
        columns: the columns' names.
        seen: what steps see, by their samples, one after the other, and where each step's
            begin among them; what steps that see all samples see, whatever it is given.
        length: a block ends before a multiple of that.
        cost: the cost, if each step sees all of it and it is a formula of the weights.
        sampling: how steps take their samples; None if each sees all of them.
    """

    loss: Formula | None
    weights: tuple[str, ...]
    constants: Mapping[str, float]
    columns: tuple[str, ...]
    seen: Callable[[Rows, Rows], Samples]
    length: int
    cost: CostFunction | None = None
    sampling: Sampling | None = None

    def samples(self, first: int, end: int) -> Samples:
        """Return what the steps from the first to before the last given see."""
        return self.seen(*(self.sampling.batches(first, end) if self.sampling else _NOTHING))


_NOTHING = np.empty(0, np.int64), np.empty(0, np.int64)


def source(config: RunConfig) -> Source | None:
    """Return what a run measures; None where no kernel can."""
    problem, algorithm = config.problem, config.algorithm
    if isinstance(algorithm, Sampled) and problem.n_samples > 1:
        return _of_batches(config, problem, algorithm) if isinstance(problem, MeanLoss) else None
    function = problem.cost_function if isinstance(problem, HasCostFunction) else None
    if function is not None:
        nothing, formula, constants = Samples({}), function.formula, function.constants
        names = function.names
        return Source(formula, names, constants, (), lambda *_: nothing, LENGTH, function)
    return _of_all(problem) if isinstance(problem, MeanLoss) else None


def _of_batches(config: RunConfig, problem: MeanLoss, algorithm: Sampled) -> Source:
    """Return what a run measures whose steps see some of the samples."""
    sampling, separated = algorithm.sampling(problem.n_samples, config.seed), problem.separated
    if separated is not None:
        mean = problem.reduction == MEAN

        def moments(samples: Rows, starts: Rows) -> Samples:
            return Samples(separated.over(samples, starts, mean=mean))

        length = _length(_CELLS, sampling.batch_size)
        return Source(
            separated.formula,
            problem.names,
            separated.constants,
            separated.moments,
            moments,
            length,
            sampling=sampling,
        )

    if sampling.batch_size <= FEW and sampling.alike and not isinstance(problem, HasUnits):
        return _written_out_batches(problem, sampling)

    def passes(samples: Rows, starts: Rows) -> Samples:
        data = [values[samples] for values in problem.data.values()]
        ends = [*starts.tolist()[1:], len(samples)]
        parts = [slice(*bounds) for bounds in zip(starts.tolist(), ends, strict=True)]
        return Samples({}, lambda step, *w: problem.measure(w, [d[parts[step]] for d in data]))

    length = _length(_PASSED, sampling.batch_size)
    return Source(None, problem.names, {}, (), passes, length, sampling=sampling)


def _written_out_batches(problem: MeanLoss, sampling: Sampling) -> Source:
    """Return what a run measures whose steps see so few samples that floats are faster."""
    size = sampling.batch_size

    def gathered(samples: Rows, _starts: Rows) -> Samples:
        rows = samples.reshape(-1, size)
        of_step = {name: values[rows] for name, values in problem.data.items()}
        return Samples(
            {
                sample_name(name, number): np.ascontiguousarray(values[:, number])
                for name, values in of_step.items()
                for number in range(size)
            }
        )

    names = tuple(sample_name(name, number) for name in problem.data for number in range(size))
    loss, length = problem.written_out(size), _length(_CELLS, size)
    return Source(loss, problem.names, {}, names, gathered, length, sampling=sampling)


def _of_all(problem: MeanLoss) -> Source:
    """Return what a run measures whose steps pass over all samples."""
    if problem.n_samples <= FEW and not isinstance(problem, HasUnits):
        constants = {
            sample_name(name, number): value
            for name, values in problem.data.items()
            for number, value in enumerate(values.tolist())
        }
        formula, nothing = problem.written_out(problem.n_samples), Samples({})
        return Source(formula, problem.names, constants, (), lambda *_: nothing, LENGTH)
    data = [*problem.data.values()]
    samples = Samples({}, lambda _step, *w: problem.measure(w, data))
    length = _length(_PASSED, problem.n_samples)
    return Source(None, problem.names, {}, (), lambda *_: samples, length)


def _length(cells: int, samples: int) -> int:
    return max(1, min(LENGTH, cells // samples))
