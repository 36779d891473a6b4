"""Regressions: the mean squared error of a model on data."""

import math
import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gdviz.core.types import Array, Column, Rows
from gdviz.i18n import N_

ORDER = 10

_CELLS = 2**18
"""How many predictions are in memory at once, at most."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Regression(ABC):
    """The mean squared error of a model on data: mean over i of (model(xᵢ) − yᵢ)².

    Attributes:
        x: the inputs, (n_samples,).
        y: the targets, (n_samples,).
        model: the model's prediction, as HTML.
        probe: the x whose prediction is shown before and after training.
        parts: what a sample with the error e adds to the gradient, by weight, as HTML.
    """

    id: str
    title: str
    formula: str
    weights: tuple[str, ...]
    x: Array
    y: Array
    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    model: str
    probe: float = 4.0
    parts: tuple[str, ...] = ()
    n_samples: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the samples."""
        object.__setattr__(self, "n_samples", len(self.x))

    @abstractmethod
    def cost(self, w: Array) -> Array:
        """Return the mean loss over all samples, (...) for weights (..., dim)."""

    @abstractmethod
    def predict(self, w: Array, x: Array) -> Array:
        """Return the predictions at the inputs x (n,), (..., n) for weights (..., dim)."""

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the mean loss over the samples `rows` (all without), (...) for w (..., dim)."""
        if rows is None:
            return self.cost(w)
        errors = self.predict(w, self.x[rows]) - self.y[rows]
        return np.asarray(np.einsum("...i,...i->...", errors, errors) / len(rows))

    def columns(self, w: Array, rows: Rows) -> tuple[Column, ...]:
        """Return the samples `rows` and their errors at w (dim,)."""
        x, y = self.x[rows], self.y[rows]
        errors = Column("e", f"{self.model} − y", self.predict(w, x) - y)
        return Column("x", "", x), Column("y", "", y), errors


@dataclass(frozen=True, eq=False, kw_only=True)
class LinearRegression(Regression):
    """The mean squared error of a model that is linear in its weights.

    J(w) = mean over i of (features(xᵢ)·w − yᵢ)². The cost and the full gradient
    come from the moments of the data, computed once and centred on the optimum
    w*: J(w) = (w − w*)ᵀ A (w − w*) + J(w*) with A = XᵀX / n. So they take the same
    time for three samples as for ten million, and lose no digits near w*.

    Attributes:
        features: the model's features, (n,) -> (n, dim).
    """

    features: Callable[[Array], Array]

    @cached_property
    def _moments(self) -> tuple[Array, Array, float]:
        """A, w* and J(w*).

        The features are scaled alike and the optimum is refined once, so that
        inputs far from 0 (years, timestamps) do not cost it its digits.
        """
        features = self.features(self.x)
        second = features.T @ features / self.n_samples
        scale = np.sqrt(np.diag(second))
        scale[scale == 0] = 1.0
        outer = np.outer(scale, scale)
        inverse = np.linalg.pinv(second / outer) / outer
        optimum = np.zeros(len(second))
        for _refinement in range(2):
            residuals = self.y - features @ optimum
            optimum = optimum + inverse @ (features.T @ residuals / self.n_samples)
        least = float(np.mean((features @ optimum - self.y) ** 2))
        return second, optimum, least

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The optimum w*."""
        return (tuple(self._moments[1].tolist()),)

    @property
    def saddles(self) -> tuple[tuple[float, ...], ...]:
        """None: the cost is convex."""
        return ()

    def predict(self, w: Array, x: Array) -> Array:
        """Return the predictions at the inputs x (n,), (..., n) for weights (..., dim)."""
        return np.asarray(w @ self.features(x).T)

    def cost(self, w: Array) -> Array:
        """Return the mean loss over all samples, (...) for weights (..., dim)."""
        second, optimum, least = self._moments
        off = w - optimum
        return np.asarray(((off @ second) * off).sum(axis=-1) + least)

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w = mean of 2·features(xᵢ)·(prediction − yᵢ), (..., dim)."""
        if rows is None:
            second, optimum, _least = self._moments
            return np.asarray(2 * ((w - optimum) @ second))
        features = self.features(self.x[rows])
        return np.asarray((w @ features.T - self.y[rows]) @ features * (2 / len(rows)))

    def curvature(self, batch_size: int | None = None) -> float | None:
        """Return the largest curvature of the loss over any batch of that size.

        Exact for one weight and for all samples; an upper bound for a batch
        with several weights (the largest eigenvalue is at most the trace).
        """
        if batch_size is None or batch_size >= self.n_samples:
            return float(2 * np.linalg.eigvalsh(self._moments[0])[-1])
        return float(2 * self._squares[-batch_size:].mean())

    @cached_property
    def _squares(self) -> Array:
        """The squared length of each sample's features, smallest first."""
        return np.sort((self.features(self.x) ** 2).sum(axis=1))


@dataclass(frozen=True, eq=False)
class TwoLayerRegression(LinearRegression):
    """y = w₁·w₂·x: a linear regression whose one weight is the product p = w₁w₂.

    J = A(p − p*)² + J(p*), flat along the whole valley w₁w₂ = p*, with a saddle at
    the origin, where neither layer passes anything on to the other.
    """

    @property
    def minima(self) -> tuple[tuple[float, ...], ...]:
        """The valley's two points with |w₁| = |w₂|."""
        ((product,),) = super().minima
        first, second = math.sqrt(abs(product)), math.copysign(math.sqrt(abs(product)), product)
        return ((first, second), (-first, -second))

    @property
    def saddles(self) -> tuple[tuple[float, ...], ...]:
        """The origin."""
        return ((0.0, 0.0),)

    def predict(self, w: Array, x: Array) -> Array:
        """Return the predictions at the inputs x (n,), (..., n) for weights (..., 2)."""
        return super().predict(_product(w), x)

    def cost(self, w: Array) -> Array:
        """Return the mean loss over all samples, (...) for weights (..., 2)."""
        return super().cost(_product(w))

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w = (w₂, w₁)·d loss / d p, (..., 2)."""
        return super().gradient(_product(w), rows) * w[..., ::-1]

    def curvature(self, batch_size: int | None = None) -> None:
        """Return None: the curvature is not the same everywhere."""


def _product(w: Array) -> Array:
    return np.asarray(w.prod(axis=-1, keepdims=True))


@dataclass(frozen=True, eq=False, kw_only=True)
class SineRegression(Regression):
    """y = sin(w·x): one weight, and a local minimum wherever the waves nearly agree.

    No moments sum up the data here: the cost and the gradient pass over it, in
    parts, so that any number of weights and samples takes the same memory.
    """

    minima: tuple[tuple[float, ...], ...] = ()
    saddles: tuple[tuple[float, ...], ...] = ()

    def predict(self, w: Array, x: Array) -> Array:
        """Return the predictions at the inputs x (n,), (..., n) for weights (..., 1)."""
        return np.asarray(np.sin(w * x))

    def cost(self, w: Array) -> Array:
        """Return the mean loss over all samples, (...) for weights (..., 1)."""
        flat = w.reshape(-1)
        sums = np.zeros(len(flat))
        for rows in _parts(self.n_samples, _CELLS // 4):
            x, y = self.x[rows], self.y[rows]
            for part in _parts(len(flat), max(1, _CELLS // len(x))):
                errors = np.sin(np.multiply.outer(flat[part], x)) - y
                sums[part] += np.einsum("ij,ij->i", errors, errors)
        return (sums / self.n_samples).reshape(w.shape[:-1])

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w = mean of 2·(sin(w·xᵢ) − yᵢ)·cos(w·xᵢ)·xᵢ, (..., 1)."""
        n_samples = self.n_samples if rows is None else len(rows)
        sums = np.zeros(w.shape)
        for part in _parts(n_samples, max(1, _CELLS // w.size)):
            of = part if rows is None else rows[part]
            x, angles = self.x[of], w * self.x[of]
            sums[..., 0] += ((np.sin(angles) - self.y[of]) * np.cos(angles)) @ x
        return 2 * sums / n_samples

    def curvature(self, batch_size: int | None = None) -> None:
        """Return None: the curvature is not the same everywhere."""


def _parts(length: int, size: int) -> Iterator[slice]:
    """Yield slices of at most `size` that cover `length` items."""
    return (slice(first, first + size) for first in range(0, length, size))


def proportional(x: Array) -> Array:
    """The features of y = w·x."""
    return x[:, np.newaxis]


def affine(x: Array) -> Array:
    """The features of y = w·x + b."""
    return np.stack([x, np.ones_like(x)], axis=1)


def _noise(count: int, seed: int) -> Array:
    """Return `count` standard normal numbers: the standard library's are there at once."""
    draw = random.Random(seed)
    return np.array([draw.gauss() for _ in range(count)])


_THREE = np.array([1.0, 2.0, 3.0])
_FORTY = np.linspace(-3.0, 3.0, 40)
_MANY = np.linspace(-3.0, 3.0, 10_000)

PROBLEMS = (
    LinearRegression(
        id="linear",
        title=N_("y = wx, 3 samples"),
        formula="J(w) = ⅓ Σ (w·x<sub>i</sub> − y<sub>i</sub>)²",
        model="w·x",
        parts=("2·x·e",),
        weights=("w",),
        x=_THREE,
        y=2 * _THREE,
        features=proportional,
        domain=((0.0, 4.0),),
        start=(1.0,),
    ),
    LinearRegression(
        id="line",
        title=N_("y = wx + b, 4 samples"),
        formula="J(w, b) = ¼ Σ (w·x<sub>i</sub> + b − y<sub>i</sub>)²",
        model="w·x + b",
        parts=("2·x·e", "2·e"),
        weights=("w", "b"),
        # 2x + 1, and errors that leave the optimum there but no sample content with it.
        x=np.array([0.0, 1.0, 2.0, 3.0]),
        y=np.array([1.2, 2.8, 4.8, 7.2]),
        features=affine,
        domain=((-1.0, 5.0), (-3.0, 5.0)),
        start=(0.0, 0.0),
    ),
    SineRegression(
        id="sine",
        title=N_("y = sin(wx), 40 samples"),
        formula="J(w) = 1/40 Σ (sin(w·x<sub>i</sub>) − y<sub>i</sub>)²",
        model="sin(w·x)",
        parts=("2·x·cos(w·x)·e",),
        weights=("w",),
        x=_FORTY,
        y=np.sin(3 * _FORTY),
        domain=((0.0, 8.0),),
        start=(1.0,),
        minima=((3.0,), (0.10577856206461453,), (5.411443429231117,), (7.430395046898086,)),
    ),
    TwoLayerRegression(
        id="two-layer",
        title=N_("y = w₁w₂x, 3 samples"),
        formula="J(w) = ⅓ Σ (w<sub>1</sub>·w<sub>2</sub>·x<sub>i</sub> − y<sub>i</sub>)²",
        model="w<sub>1</sub>·w<sub>2</sub>·x",
        parts=("2·w<sub>2</sub>·x·e", "2·w<sub>1</sub>·x·e"),
        weights=("w₁", "w₂"),
        x=_THREE,
        y=2 * _THREE,
        features=proportional,
        domain=((-3.0, 3.0), (-3.0, 3.0)),
        start=(0.1, 0.2),
    ),
    LinearRegression(
        id="many-samples",
        title=N_("y = wx, 10,000 samples with noise"),
        formula="J(w) = 1/10000 Σ (w·x<sub>i</sub> − y<sub>i</sub>)²",
        model="w·x",
        parts=("2·x·e",),
        weights=("w",),
        x=_MANY,
        y=2 * _MANY + _noise(len(_MANY), seed=1),
        features=proportional,
        domain=((0.0, 4.0),),
        start=(0.5,),
    ),
)
