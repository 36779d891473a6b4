"""A curve of losses on the plot: two points for each column of pixels, however long the run is."""

from math import ceil
from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gdviz.core import Trace
from gdviz.core.drawing.curve.losses import Losses
from gdviz.core.drawing.curve.pyramid import Picture, Steps, filled
from gdviz.core.drawing.values import each_once
from gdviz.core.runs.comparison import along, steps_from
from gdviz.core.types import Array
from gdviz.ui.contrast import OPAQUE
from gdviz.ui.plots.moving import Curve
from gdviz.ui.plots.plot import LARGEST, Plot

_FEWEST_COLUMNS = 500


def columns(plot: Plot, trace: Trace, across: str, first: int, last: int) -> Steps:
    """Return which steps begin the columns of pixels in sight, and where the last one ends.

    The step before the first in sight is a column too, and so is the one after the last, so that
    lines lead there.

    Args:
        plot: where it is drawn.
        trace: the run.
        across: against which of `comparison.ACROSS`.
        first: the first step that is drawn.
        last: the one after the last.
    """
    low, high = plot.viewRange()[0]
    width = plot.getPlotItem().getViewBox().width() * plot.devicePixelRatioF()
    edges = np.linspace(low, high, max(_FEWEST_COLUMNS, ceil(width)) + 1)
    seen = np.clip(steps_from(trace, across, edges, last), first, last)
    beside = max(first, seen[0] - 1), min(last, seen[-1] + 1)
    return each_once(np.append(seen, beside))


class LossCurve:
    """A curve of losses on the plot, drawn anew only where something else is to be seen.

    It is drawn piece by piece: Qt takes many times as long for a noisy line as a whole. Where it
    is so noisy that it fills the columns of pixels, these are what is drawn.

    Attributes:
        item: what is on the plot, with the end over it.
    """

    def __init__(self, plot: Plot) -> None:
        """Make an empty one, to be put on `plot`."""
        self._plot = plot
        self._whole, self._end = _Part(plot), _Part(plot)
        self.item: Final = self._whole.item
        plot.put(self._end.item, self.item)
        self._seen: tuple[object, ...] = ()
        self._last = 0

    def restyle(self, made: QPen) -> None:
        """Draw with that pen from now on."""
        for part in (self._whole, self._end):
            part.restyle(made)

    def show(self, losses: Losses, trace: Trace, across: str, first: int, last: int) -> None:
        """Show the losses of the steps from `first` to before `last`.

        Args:
            losses: those of the run.
            trace: the run.
            across: against which of `comparison.ACROSS`.
            first: the first step.
            last: the one after the last.
        """
        self._whole.show(losses, trace, across, first, last)
        self._end.clear()
        self._seen, self._last = (losses, across, first, self._plot.viewRange()), last

    def extend(self, losses: Losses, trace: Trace, across: str, first: int, last: int) -> None:
        """Show what has come since it was last shown whole, if nothing else has changed."""
        if self._seen != (losses, across, first, self._plot.viewRange()) or last < self._last:
            self.show(losses, trace, across, first, last)
        else:
            self._end.show(losses, trace, across, max(first, self._last - 1), last)


class _Part:
    """What draws a stretch of it."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self.item: Final = Curve(antialias=True, connect="finite")
        self.item.setSegmentedLineMode("on")
        self._pen = self._bar_pen = QPen()
        self._solid = True
        self._losses: Losses | None = None
        self._picture: Picture | None = None
        self._drawn: tuple[object, ...] = ()

    def restyle(self, made: QPen) -> None:
        self._pen, self._bar_pen, self._drawn = made, QPen(made), ()
        self._bar_pen.setWidthF(1)
        self._solid = made.color().alpha() == OPAQUE
        if not self._solid:  # what lies over each other would be seen
            self._pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.item.setPen(self._pen)

    def clear(self) -> None:
        if self._drawn:
            self._drawn = ()
            self.item.setData([], [])

    def show(self, losses: Losses, trace: Trace, across: str, first: int, last: int) -> None:
        edges = columns(self._plot, trace, across, first, last)
        if losses is not self._losses or self._picture is None:
            self._losses, self._picture, self._drawn = losses, losses.picture(), ()
        width, height = self._plot.pixel()
        drawn = across, edges.tobytes(), height
        if drawn == self._drawn:
            return
        self._drawn = drawn
        steps = self._picture.drawn(edges)
        if len(steps) > _FEWEST_COLUMNS:
            middles, extremes = self._picture.columns
            bars = filled(losses.heights(extremes), height)
            if bars is not None:
                known = np.isfinite(bars).all(axis=0)
                x = along(trace, across, middles[known])
                self._show_bars(x, bars[:, known].T, width / self._plot.devicePixelRatioF())
                return
        heights = np.clip(losses.heights(steps), -LARGEST, LARGEST)
        x = along(trace, across, steps)
        self.item.setData(x, heights, connect="finite", pen=self._pen, antialias=True)

    def _show_bars(self, x: Array, ends: Array, column: float) -> None:
        """Draw a bar at each x, (n,), between its ends, (n, 2), a column wide.

        A line of one pixel that is drawn as it is costs Qt a fifth of a smooth one. Two of them
        for each column leave none out, wherever between its pixels a column comes to lie.
        """
        offsets = np.array([-0.25, 0.25]) * column if self._solid else np.zeros(1)
        x = np.repeat((x[:, np.newaxis] + offsets).ravel(), 2)
        y = np.repeat(ends, len(offsets), axis=0).ravel()
        smooth = not self._solid
        self.item.setData(x, y, connect="pairs", pen=self._bar_pen, antialias=smooth)
