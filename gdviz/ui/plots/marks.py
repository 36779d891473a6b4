"""Marks that several plots share: an arrow, what can be dragged, what is or has left the view."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen

from gdviz.core.types import Array
from gdviz.ui.contrast import GRIP_RING, HALO
from gdviz.ui.plots.moving import Mark
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import Theme, scaled

_HEAD = 17
"""Pixels of the head of an arrow to what has left the view."""


class InView(pg.GraphicsItem):  # type: ignore[misc]
    """An item that is as large as the view, and goes with it: put before the kind of item."""

    def boundingRect(self) -> QRectF:
        """Return all that is in view."""
        return QRectF(self.viewRect())

    def viewTransformChanged(self) -> None:  # noqa: N802 - pyqtgraph's name
        """Follow the view."""
        super().viewTransformChanged()
        self.prepareGeometryChange()


def soft(colour: str, alpha: int) -> QColor:
    """Return the colour, and what is behind it showing through."""
    tone = QColor(colour)
    tone.setAlpha(alpha)
    return tone


def _turn(pixels: Array) -> float:
    """Return the angle of an arrow head that points along `pixels`, (2,), up being positive."""
    return float(np.degrees(np.arctan2(pixels[1], -pixels[0])))


class Arrow:
    """A line with a head at its end; it points true however the axes are scaled."""

    def __init__(self, plot: Plot, head: float = 10) -> None:
        """Add an arrow with a head of so many pixels to a plot."""
        self._plot, self._length = plot, head
        self.shaft = pg.PlotCurveItem(antialias=True)
        self.point: Final = pg.ArrowItem(headLen=head, headWidth=head / 2, tailLen=None, pen=None)
        for item in (self.shaft, self.point):
            plot.put(item)

    def restyle(
        self, colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> None:
        """Draw in that colour from now on."""
        shaft = pen(colour, width, style)
        shaft.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.shaft.setPen(shaft)
        self.point.setStyle(brush=QColor(colour))

    def show(self, start: Array, end: Array) -> None:
        """Show it from one point, (2,), to another."""
        pixels = (end - start) / self._plot.pixel()
        length = float(np.hypot(*pixels))
        shaft = max(0.0, 1 - 0.9 * scaled(self._length) / length) if length else 0.0
        ends = np.array([start, start + shaft * (end - start)])
        self.shaft.setData(ends[:, 0], ends[:, 1])
        self.point.setStyle(angle=_turn(pixels))
        self.point.setPos(*end)
        self.set_visible(visible=True)

    def set_visible(self, *, visible: bool) -> None:
        """Show it or hide it."""
        self.shaft.setVisible(visible)
        self.point.setVisible(visible)


RING = 25
"""Pixels of the ring about what can be dragged."""


def ring_pens(theme: Theme) -> tuple[QPen, QPen]:
    """Return what draws that ring: what parts it from what is behind, and the ring itself."""
    return pen(theme.card, 4, alpha=HALO), pen(theme.weight, 1.6, alpha=GRIP_RING)


class DragRing:
    """The ring about what can be dragged: of one colour and one size wherever that is."""

    def __init__(self, plot: Plot, *, several: bool = False) -> None:
        """Add it to a plot, about nothing; there may be `several` of it."""
        make = pg.ScatterPlotItem if several else Mark
        self.halo: Final = make(size=RING)
        self.item: Final = make(size=RING)
        for item in (self.halo, self.item):
            plot.put(item)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        for item, drawn in zip((self.halo, self.item), ring_pens(theme), strict=True):
            item.setPen(drawn)
            item.setBrush(QBrush())

    def show(self, x: npt.ArrayLike, y: npt.ArrayLike, *, visible: bool = True) -> None:
        """Show one about each of the points x and y, (n,) each, or none."""
        for item in (self.halo, self.item):
            item.setData(x, y)
            item.setVisible(visible)

    def raise_to(self, height: float) -> None:
        """Have it in front of what is lower."""
        for item in (self.halo, self.item):
            item.setZValue(height)


class EdgeMark:
    """An arrow head at the edge of the view that points to what has left it.

    Attributes:
        covered: points all over it, (n, 2), for others to keep clear of.
    """

    def __init__(self, plot: Plot) -> None:
        """Add it to a plot, hidden."""
        self._plot = plot
        self.covered = np.zeros((0, 2))
        self.head = pg.ArrowItem(headLen=_HEAD, headWidth=9, tailLen=None, pen=None)
        plot.put(self.head)
        self.hide()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self.head.setStyle(brush=QColor(theme.divergence))

    def show(self, at: Array, direction: Array) -> None:
        """Show it at a point, (2,), of the edge, pointing along `direction`, (2,)."""
        self.head.setStyle(angle=_turn(direction / self._plot.pixel()))
        self.head.setPos(*at)
        self.head.setVisible(True)
        back = direction / self._plot.pixel()
        along = np.linspace(0, scaled(_HEAD), 4)[:, np.newaxis]
        self.covered = at - along * back / np.hypot(*back) * self._plot.pixel()

    def hide(self) -> None:
        """Hide it."""
        self.head.setVisible(False)
