"""A run's path: a line, and a dot for each step that is far enough from the one before."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gdviz.core import Problem
from gdviz.core.drawing.polyline import apart, cut_out, dashed, first_in_cells, in_common, unbroken
from gdviz.core.types import Array
from gdviz.ui.plots.moving import Curve, Dots
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import scaled

WIDTH = 2.0
THIN = 1.5
"""The width of a path that is not the run's so far, and of the ring of a step to come."""

STEP_DOT = 6
APART = 5
"""So many pixels from the one before a step's dot is at least."""

_END = 200
"""So many points of a line that grows are drawn anew each time; more settle."""

_REACH = 4
"""Paths are cut off so many of the view's widths and heights away from it."""

Place = Callable[[Problem, Array], tuple[Array, Array]]
"""Where a plot has the weights (n, dim) of a problem: x and y, (n,) each, finite."""


class Line:
    """A line of constant width on the screen, solid or dashed.

    It is drawn piece by piece: Qt takes a hundred times as long for a wide line as a
    whole that goes to and fro. So its dashes are cut here, too. While a solid one grows, its
    end alone is drawn anew.

    Attributes:
        item: what is on the plot, but for the end.
        points: what it leads through, (n, 2).
    """

    def __init__(self, plot: Plot, layer: pg.ItemGroup | None = None) -> None:
        """Add an empty line to a plot, over what it has so far, or to a layer of it."""
        self._plot = plot
        self._pattern: Sequence[float] = ()
        self.points: Array = np.zeros((0, 2))
        self._drawn: tuple[object, ...] = ()
        self._settled, self._length = 0, 0.0
        self.item: Final = Curve(antialias=True, connect="pairs")
        self._end = Curve(antialias=True, connect="pairs")
        for item, under in ((self.item, layer), (self._end, self.item)):
            item.setSegmentedLineMode("on")
            plot.put(item, under)

    def restyle(self, colour: str, pattern: Sequence[float] = (), *, width: float = WIDTH) -> None:
        """Draw in that colour from now on, with dashes of that pattern, in pixels, or solid."""
        self._pattern = [scaled(length) for length in pattern]
        made = pen(colour, width)
        made.setCapStyle(Qt.PenCapStyle.FlatCap if pattern else Qt.PenCapStyle.RoundCap)
        for item in (self.item, self._end):
            item.setPen(made)

    def show(self, points: Array) -> None:
        """Show the line through these points, (n, 2), with a gap where one is not finite."""
        seen = self._plot.viewRange() if self._plot.zoomed else None
        pixel = self._plot.pixel().tolist() if self._pattern else None
        drawn = seen, pixel, self._pattern
        common, settled = 0, 0
        if drawn == self._drawn:
            common, settled = in_common(points, self.points), self._settled
            if common == len(points) == len(self.points):
                return
        self.points, self._drawn = points, drawn
        if not settled or len(points) - settled > _END:
            settled = max(0, len(points) - 1)  # the last is where a run is, and moves on
        elif common < settled:
            settled = common
        if settled != self._settled or common < settled:
            self._settled = settled
            self._length = self._draw(self.item, points[:settled])
        self._draw(self._end, points[max(0, self._settled - 1) :], self._length)

    def _draw(self, item: Curve, points: Array, behind: float = 0.0) -> float:
        """Have an item draw the line through these points, and return how long that is.

        Args:
            item: what draws it.
            points: as `show` has them.
            behind: how long what it goes on from is, in pixels; of what is not dashed any length.
        """
        length = 0.0
        pieces = np.stack([points[:-1], points[1:]], axis=1)
        if self._plot.zoomed or self._pattern:
            pixel, parts = self._plot.pixel(), unbroken(points)
            if self._plot.zoomed:
                low, high = np.array(self._plot.viewRange()).T
                low, high = 2 * low - high, 2 * high - low
                parts = [seen for part in parts for seen in cut_out(part, low, high)]
            cut = [dashed(part / pixel, self._pattern, behind) for part in parts]
            length = sum(float(np.hypot(*np.diff(part / pixel, axis=0).T).sum()) for part in parts)
            pieces = np.concatenate([np.zeros((0, 2, 2)), *cut]) * pixel
        item.setData(*pieces[np.isfinite(pieces).all(axis=(1, 2))].reshape(-1, 2).T)
        return length


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
        self.dots: Final = Dots(size=STEP_DOT, pen=None)
        self._dotted: Array = np.zeros((0, 2))
        plot.put(self.dots, layer)

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
        """Show the path through these points, (n, 2), with dots on all but the last.

        There is a gap where one is not finite.
        """
        self.line.show(points)
        dots = points[:-1]
        dots = dots[np.isfinite(dots).all(axis=1)]
        dots = dots[apart(dots / self._plot.pixel(), scaled(APART))]
        self._show_dots(dots[first_in_cells(dots / self._plot.pixel())])

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


def within_reach(plot: Plot, points: tuple[Array, Array]) -> Array:
    """Cut off what is so far away that it cannot be drawn; return the points, (n, 2)."""
    cut = []
    for values, (low, high) in zip(points, plot.whole.tolist(), strict=True):
        reach = _REACH * (high - low)
        cut.append(np.clip(values, low - reach, high + reach))
    return np.column_stack(cut)
