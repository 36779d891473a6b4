"""A finite sum with a saddle: sampling itself is what gets past it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np

from gdviz.core.types import Array, Column, Rows
from gdviz.i18n import N_

ORDER = 20


@dataclass(frozen=True, eq=False)
class FiniteSum:
    """J(w) = mean over i of ½(w₁ − aᵢ)² − ½(w₂ − bᵢ)² + ¼w₂⁴, with a and b of mean zero.

    Over all samples it is ½w₁² − ½w₂² + ¼w₂⁴ and a constant: a saddle at the
    origin between minima at w₂ = ±1. A few samples alone have a gradient there.
    """

    id: str
    title: str
    formula: str
    a: Array
    b: Array
    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...]
    saddles: tuple[tuple[float, ...], ...]
    weights: tuple[str, ...] = ("w₁", "w₂")
    n_samples: int = field(init=False)

    parts: ClassVar[tuple[str, ...]] = (
        "w<sub>1</sub> − a",
        "w<sub>2</sub><sup>3</sup> − w<sub>2</sub> + b",
    )

    def __post_init__(self) -> None:
        """Count the samples."""
        object.__setattr__(self, "n_samples", len(self.a))

    @cached_property
    def _moments(self) -> tuple[float, float, float]:
        """The means of a and b, and what their spread adds to the cost."""
        spread = self.a.var() - self.b.var()
        return float(self.a.mean()), float(self.b.mean()), float(spread) / 2

    def cost(self, w: Array) -> Array:
        """Return the mean loss over all samples, (...) for weights (..., 2)."""
        a, b, spread = self._moments
        w1, w2 = w[..., 0], w[..., 1]
        return np.asarray(((w1 - a) ** 2 - (w2 - b) ** 2) / 2 + w2**4 / 4 + spread)

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the mean loss over the samples `rows` (all without), (...) for w (..., 2)."""
        if rows is None:
            return self.cost(w)
        squares = (w[..., :1] - self.a[rows]) ** 2 - (w[..., 1:] - self.b[rows]) ** 2
        return np.asarray(squares.mean(axis=-1) / 2 + w[..., 1] ** 4 / 4)

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w = (w₁ − mean a, −(w₂ − mean b) + w₂³), (..., 2) for w (..., 2)."""
        a, b, _spread = self._moments
        if rows is not None:
            a, b = float(self.a[rows].mean()), float(self.b[rows].mean())
        w1, w2 = w.T
        return np.array([w1 - a, w2**3 - w2 + b]).T

    def columns(self, w: Array, rows: Rows) -> tuple[Column, ...]:
        """Return the samples `rows`."""
        return Column("a", "", self.a[rows]), Column("b", "", self.b[rows])

    def curvature(self, batch_size: int | None = None) -> None:
        """Return None: the curvature is not the same everywhere."""


# Ten pairs and their opposites, in eighths: the means are 0 to the last bit.
_A = np.array([2.0, -7.0, 5.0, 10.0, -4.0, 8.0, 1.0, -9.0, 6.0, 3.0]) / 8
_B = np.array([7.0, 4.0, -9.0, 3.0, 11.0, 6.0, -8.0, 2.0, -5.0, 1.0]) / 8

PROBLEMS = (
    FiniteSum(
        id="finite-sum",
        title=N_("A sum with a saddle, 20 samples"),
        formula="J(w) = 1/20 Σ [½(w<sub>1</sub> − a<sub>i</sub>)²"
        " − ½(w<sub>2</sub> − b<sub>i</sub>)² + ¼w<sub>2</sub><sup>4</sup>]",
        a=np.concatenate([_A, -_A]),
        b=np.concatenate([_B, -_B]),
        domain=((-2.0, 2.0), (-2.0, 2.0)),
        start=(1.5, 0.0),
        minima=((0.0, 1.0), (0.0, -1.0)),
        saddles=((0.0, 0.0),),
    ),
)
