"""The loss and its gradient at the weights of many runs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gdviz.core.algorithms.descent import Sampled
from gdviz.core.algorithms.sampling import Draws
from gdviz.core.formula import Formula, derivative, evaluate
from gdviz.core.formula.parts import part
from gdviz.core.formula.writers.in_place import in_place_function
from gdviz.core.problems.abilities import HasUnits
from gdviz.core.problems.mean_loss import MeanLoss, pieces
from gdviz.core.runs.kernels.lane_step import numbers
from gdviz.core.runs.kernels.loop import Hoisted, Step, hoist
from gdviz.core.runs.kernels.sources import LENGTH, Source, source
from gdviz.core.types import MEAN, Array, Problem, Rows, RunConfig

_PIECE = 2**14
"""How many weights times samples are evaluated at once: what fits into the cache."""

_CELLS = 2**18
"""After how many of them somebody else has a turn."""

Places = npt.NDArray[np.int64]

Measure = Callable[[int, Array, Array, Array], Iterable[None]]
"""(step of the window, weights (dim, lanes), loss (lanes,), gradient (dim, lanes)): it writes
the loss and the gradient there, and yields now and then where it takes long."""


class Measures(Protocol):
    """What measures the loss of runs.

    Attributes:
        longest: how many steps a window has at most.
        alike: whether it is the same formula in every step.
    """

    longest: int
    alike: bool

    def window(self, first: int, count: int, places: Places) -> Measure:
        """Return what measures the steps from the first on of the runs at those places."""


def measures(config: RunConfig, seeds: Sequence[int] | None = None) -> Measures:
    """Return what measures the loss of a run, or of several that differ in their seeds.

    Args:
        config: the run.
        seeds: the seed of the run at each place; without, all have that of `config`.
    """
    found, draws = source(config), _draws(config, seeds)
    if found is not None and found.loss is not None:
        return _Formula(found, found.loss, draws)
    return _Passing(config, draws)


def _draws(config: RunConfig, seeds: Sequence[int] | None) -> Draws | None:
    """Return what runs draw that differ in their seeds; None where that makes no difference."""
    algorithm, n_samples = config.algorithm, config.problem.n_samples
    if seeds is None or not isinstance(algorithm, Sampled) or n_samples == 1:
        return None
    return Draws(algorithm.sampling(n_samples, config.seed), seeds, config.total_steps)


class _Formula:
    """Where the loss is a formula of the weights."""

    def __init__(self, source: Source, loss: Formula, draws: Draws | None) -> None:
        self.longest, self.alike = source.length, not source.columns
        self._source, self._draws = source, draws
        self._hoisted, self._function, self._buffers = _written(
            loss, source.weights, source.columns
        )
        self._known = self._hoisted.prepared(source.constants)
        self._fixed = [np.asarray(self._known[name]) for name in self._hoisted.alike]
        self._arrays: dict[int, list[Array]] = {}

    def window(self, first: int, count: int, places: Places) -> Measure:
        columns = self._columns(first, first + count, places)
        varying = numbers(self._hoisted.changing(self._known, columns), count)
        function, fixed = self._function, self._fixed

        def measure(step: int, w: Array, loss: Array, gradient: Array) -> Iterable[None]:
            buffers = self._of(len(loss))
            function(*w, *fixed, *varying[step], *buffers, loss, *gradient)
            return ()

        return measure

    def _columns(self, first: int, end: int, places: Places) -> dict[str, Array]:
        """Return what is another number in each step, (steps,) or (steps, lanes)."""
        if self._draws is None:
            return self._source.samples(first, end).columns
        drawn, starts = self._draws.batches(first, end)
        samples = drawn[places].astype(np.int64)
        begun = starts + np.arange(len(places))[:, np.newaxis] * samples.shape[1]
        found = self._source.seen(samples.reshape(-1), begun.reshape(-1)).columns
        shape = len(places), end - first
        return {
            name: np.ascontiguousarray(values.reshape(shape).T) for name, values in found.items()
        }

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

    def __init__(self, config: RunConfig, draws: Draws | None) -> None:
        self._config, self._draws, problem = config, draws, config.problem
        self._pass: _Pass = (
            _Units(problem)
            if isinstance(problem, HasUnits) and isinstance(problem, MeanLoss)
            else _Sum(problem)
            if isinstance(problem, MeanLoss)
            else _Plain(problem)
        )

    def window(self, first: int, count: int, places: Places) -> Measure:
        config, passes, draws = self._config, self._pass, self._draws
        drawn, starts = draws.batches(first, first + count) if draws else (None, np.zeros(0, int))

        def measure(step: int, w: Array, loss: Array, gradient: Array) -> Iterable[None]:
            if drawn is None:
                rows = config.algorithm.rows(config.problem.n_samples, config.seed, first + step)
            else:
                end = starts[step + 1] if step + 1 < count else None
                rows = drawn[places, starts[step] : end].astype(np.int64)
            return passes(w, rows, loss, gradient)

        return measure


class _Pass(Protocol):
    """What passes over samples: all, those that all lanes see, or each lane's, (lanes, samples)."""

    def __call__(
        self, w: Array, rows: Rows | None, loss: Array, gradient: Array
    ) -> Iterator[None]: ...


class _Plain:
    """Of any problem, as it does it itself."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def __call__(self, w: Array, rows: Rows | None, loss: Array, gradient: Array) -> Iterator[None]:
        own = rows is not None and rows.ndim > 1
        count = self._problem.n_samples if rows is None else rows.shape[-1]
        for some in pieces(w.shape[1], 1 if own else max(1, _CELLS // count)):
            weights, seen = w[:, some].T, rows[some.start] if own and rows is not None else rows
            loss[some] = self._problem.loss(weights, seen)
            gradient[:, some] = self._problem.gradient(weights, seen).T
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
        count = data[0].shape[-1]
        lanes = max(1, _PIECE // count)
        for some in pieces(w.shape[1], lanes):
            weights = w[:, some, np.newaxis]
            own = [values[some] if values.ndim > 1 else values for values in data]
            totals = np.zeros((self._size, weights.shape[1]))
            for samples in pieces(count, _PIECE):
                given = [values[..., samples] for values in own]
                shape = weights.shape[1], given[0].shape[-1]
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


class _Units:
    """Of a problem whose weights are computed many at once: it has the room and the sums."""

    def __init__(self, problem: HasUnits) -> None:
        self._problem, self._data, self._done = problem, [*problem.data.values()], 0
        self._mean = isinstance(problem, MeanLoss) and problem.reduction == MEAN
        self._rooms: dict[int, Array] = {}

    def __call__(self, w: Array, rows: Rows | None, loss: Array, gradient: Array) -> Iterator[None]:
        problem = self._problem
        data = [values if rows is None else values[rows] for values in self._data]
        count = data[0].shape[-1]
        if count not in self._rooms:
            self._rooms = {count: problem.room(count)}
        for some in pieces(w.shape[1], problem.lanes_at_once(count)):
            own = [values[some] if values.ndim > 1 else values for values in data]
            totals = problem.totals(w[:, some], own, self._rooms[count])
            loss[some], gradient[:, some] = totals[0], totals[1:]
            self._done += count * w[:, some].size
            if self._done >= _CELLS:
                self._done = 0
                yield
        if self._mean:
            loss /= count
            gradient /= count
