"""A run's path: a line, and a dot for each step that is far enough from the one before."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gdviz.core import Problem
from gdviz.core.drawing.polyline import apart, cut_out, dashed
from gdviz.core.types import Array
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import scaled

WIDTH = 2.0
THIN = 1.5
"""The width of a path that is not the run's so far, and of the ring of a step to come."""

STEP_DOT = 6
APART = 5
"""So many pixels from the one before a step's dot is at least."""

_REACH = 4
"""Paths are cut off so many of the view's widths and heights away from it."""

Place = Callable[[Problem, Array], tuple[Array, Array]]
"""Where a plot has the weights (n, dim) of a problem: x and y, (n,) each, finite."""


class Line:
    """A line of constant width on the screen, solid or dashed.

    It is drawn piece by piece: Qt takes a hundred times as long for a wide line as a
    whole that goes to and fro. So its dashes are cut here, too.

    Attributes:
        item: what is on the plot.
        points: what it leads through, (n, 2).
    """

    def __init__(self, plot: Plot, layer: pg.ItemGroup | None = None) -> None:
        """Add an empty line to a plot, over what it has so far, or to a layer of it."""
        self._plot = plot
        self._pattern: Sequence[float] = ()
        self.points: Array = np.zeros((0, 2))
        self.item: Final = pg.PlotCurveItem(antialias=True, connect="pairs")
        self.item.setSegmentedLineMode("on")
        put(self.item, plot, layer)

    def restyle(self, colour: str, pattern: Sequence[float] = (), *, width: float = WIDTH) -> None:
        """Draw in that colour from now on, with dashes of that pattern, in pixels, or solid."""
        self._pattern = [scaled(length) for length in pattern]
        made = pen(colour, width)
        made.setCapStyle(Qt.PenCapStyle.FlatCap if pattern else Qt.PenCapStyle.RoundCap)
        self.item.setPen(made)

    def show(self, points: Array) -> None:
        """Show the line through these points, (n, 2), with a gap where one is not finite."""
        self.points, pixel = points, self._plot.pixel()
        gaps = np.flatnonzero(~np.isfinite(points).all(axis=1))
        first, *others = np.split(points, gaps)
        parts = [first, *(part[1:] for part in others)]  # each of the others begins with its gap
        if self._plot.zoomed:
            low, high = np.array(self._plot.viewRange()).T
            parts = [
                seen for part in parts for seen in cut_out(part, 2 * low - high, 2 * high - low)
            ]
        pieces = [dashed(part / pixel, self._pattern) for part in parts]
        drawn = np.concatenate([np.zeros((0, 2, 2)), *pieces]) * pixel
        self.item.setData(*drawn[np.isfinite(drawn).all(axis=(1, 2))].reshape(-1, 2).T)


class Path:
    """A run's path on a plot: a line, and a dot for each step that is apart from the last.

    Attributes:
        line: the line.
        dots: the dots.
    """

    def __init__(self, plot: Plot, layer: pg.ItemGroup | None = None) -> None:
        """Add an empty path to a plot, over what it has so far, or to a layer of it."""
        self._plot = plot
        self.line: Final = Line(plot, layer)
        self.dots: Final = pg.ScatterPlotItem(size=STEP_DOT, pen=None)
        self._dotted: Array = np.zeros((0, 2))
        put(self.dots, plot, layer)

    def restyle(
        self,
        colour: str,
        pattern: Sequence[float] = (),
        *,
        width: float = WIDTH,
        inside: str = "",
    ) -> None:
        """Draw as `Line.restyle` says from now on; the dots as rings where an `inside` is given."""
        self.line.restyle(colour, pattern, width=width)
        self.dots.setPen(pen(colour, THIN) if inside else None)
        self.dots.setBrush(QColor(inside or colour))

    def show(self, points: Array) -> None:
        """Show the path through these points, (n, 2), finite, with dots on all but the last."""
        self.line.show(points)
        dots = points[:-1]
        self._show_dots(dots[apart(dots / self._plot.pixel(), scaled(APART))])

    def show_dots(self, points: Array) -> None:
        """Show these points, (n, 2), all of them, and no line."""
        self.line.show(points[:0])
        self._show_dots(points)

    def _show_dots(self, points: Array) -> None:
        """Show dots there, unless they are there already: to hand over many takes its time."""
        if not np.array_equal(points, self._dotted):
            self._dotted = points
            self.dots.setData(*points.T)

    def set_visible(self, *, visible: bool) -> None:
        """Show it or hide it."""
        for item in (self.line.item, self.dots):
            item.setVisible(visible)


def put(item: pg.GraphicsObject, plot: Plot, layer: pg.ItemGroup | None) -> None:
    """Add an item to a plot, or to a layer of it."""
    if layer is None:
        plot.addItem(item, ignoreBounds=True)
    else:
        item.setParentItem(layer)


def within_reach(plot: Plot, points: tuple[Array, Array]) -> Array:
    """Cut off what is so far away that it cannot be drawn; return the points, (n, 2)."""
    cut = []
    for values, (low, high) in zip(points, plot.whole.tolist(), strict=True):
        reach = _REACH * (high - low)
        cut.append(np.clip(values, low - reach, high + reach))
    return np.column_stack(cut)
