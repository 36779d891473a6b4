"""The loss and its gradient at the weights of many runs."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Protocol

import numpy as np

from gdviz.core.formula import Formula, derivative, evaluate
from gdviz.core.formula.parts import part
from gdviz.core.formula.writers.in_place import in_place_function
from gdviz.core.problems.mean_loss import MeanLoss, pieces
from gdviz.core.runs.kernels.lane_step import numbers
from gdviz.core.runs.kernels.loop import Hoisted, Step, hoist
from gdviz.core.runs.kernels.sources import LENGTH, Source, source
from gdviz.core.types import MEAN, Array, Problem, Rows, RunConfig

_PIECE = 2**14
"""How many weights times samples are evaluated at once: what fits into the cache."""

_CELLS = 2**18
"""After how many of them somebody else has a turn."""

Measure = Callable[[int, Array, Array, Array], Iterable[None]]
"""(step of the window, weights (dim, lanes), loss (lanes,), gradient (dim, lanes)): it writes
the loss and the gradient there, and yields now and then where it takes long."""


class Measures(Protocol):
    """What measures a run's loss.

    Attributes:
        longest: how many steps a window has at most.
        alike: whether it is the same formula in every step.
    """

    longest: int
    alike: bool

    def window(self, first: int, count: int) -> Measure:
        """Return what measures the steps from the first on."""


def measures(config: RunConfig) -> Measures:
    """Return what measures the loss of a run."""
    found = source(config)
    if found is not None and found.loss is not None:
        return _Formula(found, found.loss)
    return _Passing(config)


class _Formula:
    """Where the loss is a formula of the weights."""

    def __init__(self, source: Source, loss: Formula) -> None:
        self.longest, self.alike = source.length, not source.columns
        self._source = source
        self._hoisted, self._function, self._buffers = _written(
            loss, source.weights, source.columns
        )
        self._known = self._hoisted.prepared(source.constants)
        self._fixed = [np.asarray(self._known[name]) for name in self._hoisted.alike]
        self._arrays: dict[int, list[Array]] = {}

    def window(self, first: int, count: int) -> Measure:
        columns = self._source.samples(first, first + count).columns
        varying = numbers(self._hoisted.changing(self._known, columns), count)
        function, fixed = self._function, self._fixed

        def measure(step: int, w: Array, loss: Array, gradient: Array) -> Iterable[None]:
            buffers = self._of(len(loss))
            function(*w, *fixed, *varying[step], *buffers, loss, *gradient)
            return ()

        return measure

    def _of(self, lanes: int) -> list[Array]:
        """Return what values in between are written into."""
        if lanes not in self._arrays:
            self._arrays = {lanes: [*np.empty((self._buffers, lanes))]}
        return self._arrays[lanes]


@lru_cache(maxsize=64)
def _written(
    loss: Formula, weights: tuple[str, ...], columns: tuple[str, ...]
) -> tuple[Hoisted, Callable[..., None], int]:
    """Return the loss and its gradient, what writes them, and how many buffers that wants."""
    slopes = [derivative(loss, name) for name in weights]
    hoisted = hoist(Step([loss, *slopes], [], weights, [], [], {*columns}))
    arguments = (*weights, *hoisted.alike, *hoisted.columns)
    return hoisted, *in_place_function(hoisted.formulas, arguments)


class _Passing:
    """Where it takes a pass over the samples."""

    longest, alike = LENGTH, False

    def __init__(self, config: RunConfig) -> None:
        self._config, problem = config, config.problem
        self._pass = _Sum(problem) if isinstance(problem, MeanLoss) else _Plain(problem)

    def window(self, first: int, _count: int) -> Measure:
        config, passes = self._config, self._pass

        def measure(step: int, w: Array, loss: Array, gradient: Array) -> Iterable[None]:
            rows = config.algorithm.rows(config.problem.n_samples, config.seed, first + step)
            return passes(w, rows, loss, gradient)

        return measure


class _Plain:
    """Of any problem, as it does it itself."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def __call__(self, w: Array, rows: Rows | None, loss: Array, gradient: Array) -> Iterator[None]:
        size = max(1, _CELLS // (self._problem.n_samples if rows is None else len(rows)))
        for some in pieces(w.shape[1], size):
            weights = w[:, some].T
            loss[some] = self._problem.loss(weights, rows)
            gradient[:, some] = self._problem.gradient(weights, rows).T
            yield


class _Sum:
    """Of a mean or a sum over samples: both in one pass, a piece of weights × samples at a time."""

    def __init__(self, problem: MeanLoss) -> None:
        self._mean = problem.reduction == MEAN
        formulas = [problem.loss_formula, *problem.slopes]
        size = self._size = len(formulas)
        left, parts = part(formulas, {*problem.data}, "data ")
        made = dict(zip(parts, evaluate(parts.values(), problem.data), strict=True))
        data = {**problem.data, **made}
        self._data = [np.broadcast_to(values, problem.n_samples) for values in data.values()]
        self._function, buffers = in_place_function(left, (*problem.names, *data))
        self._buffers, self._done = np.empty((buffers + size, _PIECE)), 0

    def __call__(self, w: Array, rows: Rows | None, loss: Array, gradient: Array) -> Iterator[None]:
        data = [values if rows is None else values[rows] for values in self._data]
        count = len(data[0])
        lanes = max(1, _PIECE // count)
        for some in pieces(w.shape[1], lanes):
            weights = w[:, some, np.newaxis]
            totals = np.zeros((self._size, weights.shape[1]))
            for samples in pieces(count, _PIECE):
                given = [values[samples] for values in data]
                shape = weights.shape[1], len(given[0])
                cells = shape[0] * shape[1]
                buffers = self._buffers[:, :cells].reshape(-1, *shape)
                self._function(*weights, *given, *buffers)
                totals += np.add.reduce(buffers[-self._size :], axis=-1)
                self._done += cells
                if self._done >= _CELLS:
                    self._done = 0
                    yield
            loss[some], gradient[:, some] = totals[0], totals[1:]
        if self._mean:
            loss /= count
            gradient /= count
