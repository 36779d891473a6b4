"""Regressions: the mean squared error of a model on data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gdviz.core.types import Array, Rows
from gdviz.i18n import N_

ORDER = 10


@dataclass(frozen=True, eq=False)
class LinearRegression:
    """The mean squared error of a model that is linear in its weights.

    J(w) = mean over i of (features(xᵢ)·w − yᵢ)². The cost and the full gradient
    come from the moments of the data, computed once and centred on the optimum
    w*: J(w) = (w − w*)ᵀ A (w − w*) + J(w*) with A = XᵀX / n. So they take the same
    time for three samples as for ten million, and lose no digits near w*.

    Attributes:
        x: the inputs, (n_samples,).
        y: the targets, (n_samples,).
        features: the model's features, (n,) -> (n, dim).
        model: the model's prediction, as HTML.
        probe: the x whose prediction is shown before and after training.
    """

    id: str
    title: str
    formula: str
    weights: tuple[str, ...]
    x: Array
    y: Array
    features: Callable[[Array], Array]
    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    model: str
    probe: float = 4.0
    n_samples: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the samples."""
        object.__setattr__(self, "n_samples", len(self.x))

    @cached_property
    def _moments(self) -> tuple[Array, Array, float]:
        """A, w* and J(w*)."""
        features = self.features(self.x)
        second = features.T @ features / self.n_samples
        optimum = np.linalg.pinv(second) @ (features.T @ self.y / self.n_samples)
        least = float(np.mean((features @ optimum - self.y) ** 2))
        return second, optimum, least

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The optimum w*."""
        return (tuple(self._moments[1].tolist()),)

    def predict(self, w: Array, x: Array) -> Array:
        """Return the model's predictions, (n,), at the inputs x (n,)."""
        return np.asarray(self.features(x) @ w)

    def cost(self, w: Array) -> Array:
        """Return the mean loss over all samples, (...) for weights (..., dim)."""
        second, optimum, least = self._moments
        off = w - optimum
        return np.asarray(((off @ second) * off).sum(axis=-1) + least)

    def loss(self, w: Array, rows: Rows | None = None) -> float:
        """Return the mean loss over the samples `rows` (all without) at w (dim,)."""
        if rows is None:
            return float(self.cost(w))
        errors = self.predict(w, self.x[rows]) - self.y[rows]
        return float(errors @ errors) / len(rows)

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w = mean of 2·features(xᵢ)·(prediction − yᵢ), (dim,)."""
        if rows is None:
            second, optimum, _least = self._moments
            return np.asarray(2 * (second @ (w - optimum)))
        features = self.features(self.x[rows])
        return np.asarray((features @ w - self.y[rows]) @ features * (2 / len(rows)))

    def curvature(self, batch_size: int | None = None) -> float:
        """Return the largest curvature of the loss over any batch of that size.

        Exact for one weight and for all samples; an upper bound for a batch
        with several weights (the largest eigenvalue is at most the trace).
        """
        if batch_size is None or batch_size >= self.n_samples:
            return float(2 * np.linalg.eigvalsh(self._moments[0])[-1])
        squares = (self.features(self.x) ** 2).sum(axis=1)
        return float(2 * np.partition(squares, -batch_size)[-batch_size:].mean())


def proportional(x: Array) -> Array:
    """The features of y = w·x."""
    return x[:, np.newaxis]


PROBLEMS = (
    LinearRegression(
        id="linear",
        title=N_("y = wx, 3 samples"),
        formula="J(w) = ⅓ Σ (w·x<sub>i</sub> − y<sub>i</sub>)²",
        model="w·x",
        weights=("w",),
        x=np.array([1.0, 2.0, 3.0]),
        y=np.array([2.0, 4.0, 6.0]),
        features=proportional,
        domain=((0.0, 4.0),),
        start=(1.0,),
    ),
)
