"""What moves on a plot: marks, curves, and whether one would see that they did."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from gdviz.core.types import Array

_SEEN = 0.5
"""Pixels: nobody sees a shorter way."""


class Moving:
    """Knows where something was when it was last drawn, or would have had to be."""

    def __init__(self) -> None:
        """Nothing was drawn yet."""
        self._of: object = None
        self._pixels: Array = np.zeros((0, 2))

    def moves(self, pixels: Array, of: object) -> bool:
        """Tell whether it is to be drawn anew, and take it that it is.

        Args:
            pixels: where it is now, (n, 2).
            of: what it belongs to; of something else it is something else.
        """
        alike = of is self._of and pixels.shape == self._pixels.shape
        if alike and bool((np.abs(pixels - self._pixels) <= _SEEN).all()):
            return False
        self._of, self._pixels = of, pixels
        return True


class Mark(QGraphicsPathItem):
    """A mark at one point of a plot, or at none, of so many pixels however that is scaled.

    Qt moves it and draws it: a scatter plot, which is for thousands, takes many times as long.

    Attributes:
        opts: its size in pixels, its symbol and its pen, as a scatter plot has them.
    """

    def __init__(self, size: float, symbol: str = "o") -> None:
        """Make one that is nowhere yet."""
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.opts: dict[str, Any] = {"size": size, "symbol": symbol, "pen": self.pen()}
        self._at: Array = np.zeros((2, 0))

    def setSize(self, size: float) -> None:
        """Draw it that many pixels wide from now on."""
        self.opts["size"] = size
        self._draw()

    def setSymbol(self, symbol: str) -> None:
        """Draw that symbol from now on, one of pyqtgraph's."""
        self.opts["symbol"] = symbol
        self._draw()

    def setPen(self, pen: QPen | Qt.PenStyle | QColor) -> None:
        """Draw its outline with that pen from now on."""
        super().setPen(pen)
        self.opts["pen"] = self.pen()

    def setData(self, x: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Show it at x and y, (1,) each, or nowhere if these are (0,)."""
        before, self._at = self._at.shape[1], np.array([x, y], float)
        if self._at.shape[1]:
            self.setPos(*self._at[:, 0].tolist())
        if self._at.shape[1] != before:
            self._draw()

    def getData(self) -> tuple[Array, Array]:
        """Return where it is, x and y, (1,) each, or (0,)."""
        x, y = self._at
        return x, y

    def _draw(self) -> None:
        size, symbol = self.opts["size"], self.opts["symbol"]
        path = Symbols[symbol] if self._at.shape[1] else QPainterPath()
        self.setPath(QTransform.fromScale(size, size).map(path))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it, with smooth edges."""
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


class Curve(pg.PlotCurveItem):  # type: ignore[misc]
    """A curve that Qt passes by while it leads through nothing, as most do most of the time."""

    _empty = False

    def __init__(self, **options: Any) -> None:
        """Make one that is empty; the options are pyqtgraph's."""
        super().__init__(**options)
        self._pass_by()

    def boundingRect(self) -> QRectF:
        """Return what it covers."""
        return QRectF() if self._empty else super().boundingRect()

    def updateData(self, *given: Any, **named: Any) -> None:
        """Lead through other points."""
        super().updateData(*given, **named)
        self._pass_by()

    def _pass_by(self) -> None:
        empty = self.xData is None or not len(self.xData)
        if empty is not self._empty:
            self._empty = empty
            self.setFlag(self.GraphicsItemFlag.ItemHasNoContents, empty)
            self.update()


class Dots(pg.ScatterPlotItem):  # type: ignore[misc]
    """Dots that know how much they cover until that changes: Qt asks many times a frame."""

    _covered: tuple[object, QRectF] = None, QRectF()

    def boundingRect(self) -> QRectF:
        """Return what they cover, and half a dot about it."""
        if self._covered[0] is not self.bounds:  # it is another list with what it is made of
            self._covered = self.bounds, super().boundingRect()
        return self._covered[1]
