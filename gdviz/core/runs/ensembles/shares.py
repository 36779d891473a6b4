"""Shares of a number of runs, with their uncertainty."""

import math
from dataclasses import dataclass

_DEVIATIONS = 1.959963984540054
"""Within so many deviations of its mean is 95 % of a normal distribution."""


@dataclass(frozen=True)
class Share:
    """So many of so many.

    Attributes:
        count: how many.
        total: of how many.
    """

    count: int
    total: int

    @property
    def value(self) -> float:
        """The share, from 0 to 1; NaN of none."""
        return self.count / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the share of ever more such runs would be, with 95 % confidence.

        It is Wilson's score interval (1927), which holds for few runs, and near 0 and 1, too.
        """
        if not self.total:
            return 0.0, 1.0
        square = _DEVIATIONS**2
        centre = (self.count + square / 2) / (self.total + square)
        spread = self.value * (1 - self.value) * self.total + square / 4
        half = _DEVIATIONS * math.sqrt(spread) / (self.total + square)
        low = 0.0 if not self.count else centre - half
        return low, 1.0 if self.count == self.total else centre + half
