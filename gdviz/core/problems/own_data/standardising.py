"""Data shifted and scaled, so that numbers of any size suit the same learning rates."""

from dataclasses import dataclass

import numpy as np

from gdviz.core.problems.data import Samples
from gdviz.core.problems.mean_loss import pieces
from gdviz.core.problems.regression import PIECE
from gdviz.core.types import Array


@dataclass(frozen=True)
class Standardisation:
    """The shift and scale that give x and y the mean 0 and the deviation 1.

    x ← (x − x_mean) / x_deviation, and y likewise. The deviation is the root of
    the mean square, over n; targets that are all the same are only shifted.
    """

    x_mean: float
    x_deviation: float
    y_mean: float
    y_deviation: float

    @classmethod
    def of(cls, samples: Samples) -> "Standardisation":
        """Return that of these samples, whose x are not all the same."""
        x, y = samples.x, samples.y
        y_deviation = float(y.std()) if y.min() < y.max() else 0.0
        return cls(float(x.mean()), float(x.std()), float(y.mean()), y_deviation or 1.0)

    def apply(self, samples: Samples) -> Samples:
        """Return the samples shifted and scaled."""
        x = _scaled(samples.x, self.x_mean, self.x_deviation)
        y = _scaled(samples.y, self.y_mean, self.y_deviation)
        return Samples(samples.x_name, samples.y_name, x, y)

    def undo(self, slope: float, intercept: float) -> tuple[float, float]:
        """Return a standardised line's slope and intercept in the data's own units."""
        slope *= self.y_deviation / self.x_deviation
        return slope, self.y_mean + self.y_deviation * intercept - slope * self.x_mean


def _scaled(values: Array, mean: float, deviation: float) -> Array:
    """Return the values shifted and scaled; it may be cancelled in between."""
    scaled = np.empty(len(values))
    for some in pieces(len(values), PIECE):
        scaled[some] = (values[some] - mean) / deviation
    return scaled
