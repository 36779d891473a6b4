"""Costs made by hand, where a number is exactly on an edge."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gdviz.core.types import Array, Rows


@dataclass(frozen=True, eq=False)
class _ByHand:
    """A problem without data whose cost and gradient are Python functions."""

    function: Callable[..., Any]
    slopes: Callable[..., tuple[Any, ...]]
    start: tuple[float, ...]
    domain: tuple[tuple[float, float], ...]
    minima: tuple[tuple[float, ...], ...]

    id: ClassVar[str] = "by-hand"
    title: ClassVar[str] = "By hand"
    formula: ClassVar[str] = "J(w)"
    n_samples: ClassVar[int] = 1
    saddles: ClassVar[tuple[tuple[float, ...], ...]] = ()
    reduction: ClassVar[str] = "mean"
    defaults: ClassVar[dict[str, float]] = {}

    @property
    def weights(self) -> tuple[str, ...]:
        return ("w",) if len(self.domain) == 1 else ("w₁", "w₂")

    def cost(self, w: Array) -> Array:
        return np.asarray(self.function(*w.T)).T

    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        return self.cost(w)

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        return np.array(self.slopes(*w.T)).T

    def curvature(self, batch_size: int | None = None) -> float | None:
        return None


def surface(function, slopes, start, domain, minima=()) -> _ByHand:
    """A cost given by its function and its slopes, of each weight's values."""
    return _ByHand(function, slopes, start, domain, minima)
