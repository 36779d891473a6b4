"""Past which weight and loss a run has diverged."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gdviz.core.types import Array, RunConfig


class Bound(NamedTuple):
    """Past which weight and loss a run has diverged, on the problem's own scale.

    A rising loss alone is no divergence: momentum climbs, and samples differ.
    """

    weight: float
    loss: float

    @classmethod
    def of(cls, config: RunConfig) -> "Bound":
        """Return a million times the domain, and its square times the first cost."""
        scale = max(1.0, np.abs(config.problem.domain).max(), np.abs(config.start).max())
        cost = abs(float(config.problem.cost(np.array(config.start))))
        return cls(1e6 * float(scale), 1e12 * max(1.0, cost if np.isfinite(cost) else 1.0))

    def holds(self, w: Array, loss: float | Array) -> npt.NDArray[np.bool_]:
        """Tell whether both are finite and within the bound, (...) for w (..., dim)."""
        return np.asarray((np.abs(w).max(axis=-1) <= self.weight) & (np.abs(loss) <= self.loss))

    def holds_everywhere(self, w: Array, loss: Array) -> bool:
        """Tell whether all weights and losses are: quickly, and without arrays in between."""
        return bool(
            max(w.max(), -w.min()) <= self.weight and max(loss.max(), -loss.min()) <= self.loss
        )
