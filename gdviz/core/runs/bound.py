"""Past which weight and loss a run has diverged."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gdviz.core.types import Array, Problem, RunConfig


class Bound(NamedTuple):
    """Past which weight and loss a run has diverged, on the problem's own scale.

    A rising loss alone is no divergence: momentum climbs, and samples differ. Each is a
    number, or of many runs (runs,).
    """

    weight: float | Array
    loss: float | Array

    @classmethod
    def of(cls, config: RunConfig) -> "Bound":
        """Return that of a run."""
        found = cls.at(config.problem, np.array(config.start))
        return cls(float(found.weight), float(found.loss))

    @classmethod
    def at(cls, problem: Problem, starts: Array) -> "Bound":
        """Return a million times the domain, and its square times the first cost.

        They are (...) for runs that start at (..., dim).
        """
        far = np.abs(starts).max(axis=-1)
        scale = np.maximum(max(1.0, float(np.abs(problem.domain).max())), far)
        cost = np.abs(problem.cost(starts))
        return cls(1e6 * scale, 1e12 * np.maximum(1.0, np.where(np.isfinite(cost), cost, 1.0)))

    def some(self, places: npt.NDArray[np.int64]) -> "Bound":
        """Return that of some of many runs."""
        weight, loss = (part[places] if np.ndim(part) else part for part in self)  # type: ignore[index]
        return Bound(weight, loss)

    def holds(self, w: Array, loss: float | Array) -> npt.NDArray[np.bool_]:
        """Tell whether both are finite and within the bound, (...) for w (..., dim)."""
        return np.asarray((np.abs(w).max(axis=-1) <= self.weight) & (np.abs(loss) <= self.loss))

    def holds_everywhere(self, w: Array, loss: Array) -> bool:
        """Tell whether all weights and losses are: quickly, and without arrays in between."""
        weight, most = np.min(self.weight), np.min(self.loss)
        return bool(max(w.max(), -w.min()) <= weight and max(loss.max(), -loss.min()) <= most)
