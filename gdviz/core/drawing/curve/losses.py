"""The losses of a growing run as a plot draws them, raw or smoothed, linear or logarithmic."""

from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from gdviz.core.drawing.curve.growing import Growing
from gdviz.core.drawing.curve.pyramid import FAN, Picture, Pyramid, Steps
from gdviz.core.runs.smoothing import Smoother
from gdviz.core.runs.trace import Trace
from gdviz.core.types import Array

_LEAST_POSITIVE = 1e-300

_FEW = 4 * FAN**3
"""So many losses are looked at one by one as soon as by their pyramid."""


def logarithm(values: Array) -> Array:
    """Return the logarithms to base 10, NaN where there is none."""
    with np.errstate(all="ignore"):
        return np.log10(np.where(values > _LEAST_POSITIVE, values, np.nan))


class Extent(NamedTuple):
    """How far a curve goes: to the right, down and up, which are +inf and -inf of nothing.

    Attributes:
        has_gaps: whether some of its points cannot be drawn.
    """

    right: float
    low: float
    high: float
    has_gaps: bool = False

    @property
    def empty(self) -> bool:
        """Whether it goes nowhere."""
        return self.low > self.high

    def joined(self, other: "Extent") -> "Extent":
        """Return how far both go."""
        low, high = min(self.low, other.low), max(self.high, other.high)
        gaps = self.has_gaps or other.has_gaps
        return Extent(max(self.right, other.right), low, high, gaps)

    @classmethod
    def of(cls, right: float, y: Array, *, has_gaps: bool = False) -> Self:
        """Return the extent of points at the heights `y` (n,), NaN where there is none."""
        finite = y[np.isfinite(y)]
        ends = (float(finite.min()), float(finite.max())) if len(finite) else (np.inf, -np.inf)
        return cls(right, *ends, has_gaps or bool(np.isnan(y).any()))


NOTHING = Extent(0.0, np.inf, -np.inf)


class Losses:
    """The losses of a run, of which only those that are new are looked at each time it has grown.

    Attributes:
        made_of: the trace, β, and whether heights are logarithms to base 10.
    """

    def __init__(self, trace: Trace, beta: float = 0.0, *, logarithmic: bool = False) -> None:
        """Begin with none of them taken up.

        Args:
            trace: the run.
            beta: how much they are smoothed; not at all by 0.
            logarithmic: whether heights are logarithms to base 10.
        """
        self.made_of = trace, beta, logarithmic
        self._trace = trace
        self._logarithmic = logarithmic
        self._smoother = Smoother(beta) if beta else None
        self._smoothed = Growing()
        self._pyramid = Pyramid(self._heights)
        self._turns = Growing(np.int64)
        self._count = 0
        self._from_start: tuple[int, Extent] = 0, NOTHING

    def __len__(self) -> int:
        """Return how many have been taken up."""
        return self._count

    @property
    def values(self) -> Array:
        """Those that have been taken up, (n,), smoothed if they are to be."""
        return self._trace.loss[: len(self)] if self._smoother is None else self._smoothed.all

    def grow(self) -> None:
        """Take up what the trace has now."""
        new = self._trace.loss[len(self) :]
        if not len(new):
            return
        if self._smoother is not None:
            new = self._smoother.extend(new)
            self._smoothed.append(new)
        # Where drawing turns impossible and where it turns possible again, by turns.
        unknown = np.isnan(self._heights(new))
        was_unknown = len(self._turns) % 2 == 1
        turns = np.flatnonzero(np.diff(unknown, prepend=was_unknown))
        self._turns.append(len(self) + turns)
        self._count += len(new)
        self._pyramid.take(self.values)

    def _heights(self, values: Array) -> Array:
        return logarithm(values) if self._logarithmic else values

    def heights(self, steps: Steps | slice) -> Array:
        """Return how high the losses of steps are drawn, NaN where they cannot be."""
        return self._heights(self.values[steps])

    def picture(self) -> Picture:
        """Return what knows which steps draw the curve."""
        return Picture(self._pyramid)

    def extent(self, first: int, last: int) -> Extent:
        """Return how far down and up the curve goes from a step to before another."""
        if first >= last:
            return NOTHING
        known, found = self._from_start
        if first or last < known:
            known, found = first, NOTHING
        if last - known <= _FEW:
            more = Extent.of(0.0, self.heights(slice(known, last)))
        else:
            ends = self._pyramid.span(known, last)
            more = Extent.of(0.0, ends, has_gaps=self._has_gaps(first, last))
        extent = found.joined(more)
        if not first:  # where a run is played, it is asked for a little more each time
            self._from_start = last, extent
        return extent

    def _has_gaps(self, first: int, last: int) -> bool:
        turns: npt.NDArray[np.int64] = self._turns.all
        before = int(np.searchsorted(turns, first, side="right"))
        return before % 2 == 1 or bool(before < len(turns) and turns[before] < last)


def grown(
    known: Iterable[Losses], trace: Trace, beta: float, *, logarithmic: bool
) -> tuple[Losses, Losses]:
    """Return the losses of a run as far as they are known, raw and smoothed.

    They may be the same. What is among those `known` goes on from there.
    """
    made = {losses.made_of: losses for losses in known}
    both = (trace, 0.0, logarithmic), (trace, beta, logarithmic)
    for made_of in both:
        if made_of not in made:
            made[made_of] = Losses(trace, made_of[1], logarithmic=logarithmic)
        made[made_of].grow()
    return made[both[0]], made[both[1]]
