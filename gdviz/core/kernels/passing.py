"""The loss and its gradient at many weights, where they are no formula of the weights alone."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from gdviz.core.formula import evaluate
from gdviz.core.formula.parts import part
from gdviz.core.formula.writers.in_place import in_place_function
from gdviz.core.problems.mean_loss import MEAN, MeanLoss
from gdviz.core.types import Array, Problem, Rows

_PIECE = 2**14
"""How many weights times samples are evaluated at once: what fits into the cache."""

_CELLS = 2**18
"""After how many of them somebody else has a turn."""


class Passing(Protocol):
    """What evaluates the loss on samples at many weights."""

    def __call__(self, w: Array, rows: Rows | None, loss: Array, gradient: Array) -> Iterator[None]:
        """Write the loss (lanes,) and its gradient (dim, lanes) at w (dim, lanes).

        It yields now and then, so that whoever asks can stop in between.

        Args:
            w: the weights.
            rows: the samples; None for all.
            loss: what is written into.
            gradient: what is written into.
        """


def passing(problem: Problem) -> Passing:
    """Return what evaluates that problem."""
    return _Sum(problem) if isinstance(problem, MeanLoss) else _Plain(problem)


class _Plain:
    """Of any problem, as it does it itself."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def __call__(self, w: Array, rows: Rows | None, loss: Array, gradient: Array) -> Iterator[None]:
        size = max(1, _CELLS // (self._problem.n_samples if rows is None else len(rows)))
        for some in _slices(w.shape[1], size):
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
        self._buffers = np.empty((buffers + size, _PIECE))

    def __call__(self, w: Array, rows: Rows | None, loss: Array, gradient: Array) -> Iterator[None]:
        data = [values if rows is None else values[rows] for values in self._data]
        count, done = len(data[0]), 0
        lanes = max(1, _PIECE // count)
        for some in _slices(w.shape[1], lanes):
            weights = w[:, some, np.newaxis]
            totals = np.zeros((self._size, weights.shape[1]))
            for samples in _slices(count, _PIECE):
                given = [values[samples] for values in data]
                shape = weights.shape[1], len(given[0])
                cells = shape[0] * shape[1]
                buffers = self._buffers[:, :cells].reshape(-1, *shape)
                self._function(*weights, *given, *buffers)
                totals += np.add.reduce(buffers[-self._size :], axis=-1)
                done += cells
                if done >= _CELLS:
                    yield
                    done = 0
            loss[some], gradient[:, some] = totals[0], totals[1:]
        if self._mean:
            loss /= count
            gradient /= count


def _slices(length: int, size: int) -> Iterator[slice]:
    """Yield slices of at most `size` that cover `length` items."""
    return (slice(first, first + size) for first in range(0, length, size))
