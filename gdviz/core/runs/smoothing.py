"""Smoothing of a loss curve by an exponentially weighted mean."""

import numpy as np

from gdviz.core.parameters import parameter
from gdviz.core.types import Array
from gdviz.i18n import N_

_BLOCK = 64

SMOOTHING = parameter(
    0.6,
    label=N_("Smoothing"),
    symbol="β",
    help=N_("How much of the mean so far is kept at each point; 0 shows the raw curve."),
    maximum=0.999,
).metadata["parameter"]


class Smoother:
    """An exponentially weighted mean, bias-corrected, that takes points as they come.

    s ← βs + (1−β)x, shown as s / (1 − βᵏ) after k points (Kingma & Ba 2015, §3);
    the same as pandas' `ewm(alpha=1-β, adjust=True).mean()`. Points that are not
    finite pass through and leave s and k as they were.

    Attributes:
        beta: β, the weight of what came before.
    """

    def __init__(self, beta: float) -> None:
        """Start with no point taken, and 0 ≤ beta < 1."""
        self.beta = float(beta)
        self._mean = 0.0
        self._count = 0
        lag = np.subtract.outer(np.arange(_BLOCK), np.arange(_BLOCK))
        powers = self.beta ** np.maximum(lag, 0)
        self._weights = np.where(lag >= 0, (1 - self.beta) * powers, 0.0).T
        self._fade = self.beta ** np.arange(1, _BLOCK + 1)

    def extend(self, values: Array) -> Array:
        """Take the points `values`, (n,), and return the mean after each, (n,).

        Within a block of points s is a product with a triangular matrix of
        powers of β; only from block to block is it a loop.
        """
        finite = np.isfinite(values)
        points = values[finite]
        blocks = np.zeros((-(-len(points) // _BLOCK), _BLOCK))
        blocks.ravel()[: len(points)] = points
        means = blocks @ self._weights
        for row in range(len(means)):
            means[row] += self._fade * self._mean
            self._mean = means[row, -1]
        flat = means.ravel()[: len(points)]
        if len(flat):
            self._mean = flat[-1]
        counts = self._count + np.arange(1, len(points) + 1)
        self._count += len(points)
        smoothed = values.astype(np.float64)
        smoothed[finite] = flat / (1 - self.beta**counts)
        return smoothed


def smooth(values: Array, beta: float) -> Array:
    """Return the exponentially weighted mean of `values`, (n,), after each point."""
    return Smoother(beta).extend(values)
