"""A small curve without axes, of how a number came to be what it is."""

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.core.types import Array
from gdviz.ui.contrast import OPAQUE, TO_COME
from gdviz.ui.theme import scaled

_HEIGHT, _MARGIN, _DOT = 16, 3, 2.5
_WIDTH = 1.3


class Sparkline(QWidget):
    """The values so far, what is to come faintly behind them, and a dot where one is.

    It is painted, so that what changes in every frame moves no layout.

    Attributes:
        along: where each value stands, from 0 to 1, (n,).
        lines: the values, (lines, n).
        here: which of them is the one of now.
    """

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._colour = QColor()
        self.along = np.zeros(0)
        self.lines = np.zeros((0, 0))
        self.here = 0

    def show_values(self, x: Array, values: Array, here: int) -> None:
        """Show some numbers.

        Args:
            x: where each stands, from 0 at the left to 1 at the right, (n,).
            values: the numbers, (n, lines); what is not finite is left out.
            here: which of them is the one of now; those behind it are to come.
        """
        self.along, self.lines, self.here = x, values.T, here
        self.update()

    def restyle(self, colour: str) -> None:
        """Draw in that colour from now on."""
        self._colour = QColor(colour)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a low strip."""
        return QSize(round(scaled(60)), round(scaled(_HEIGHT)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the curves and the dots."""
        finite = self.lines[np.isfinite(self.lines)]
        if not len(finite):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = scaled(_MARGIN)
        low, high = float(finite.min()), float(finite.max())
        across, down = self.width() - 2 * margin, self.height() - 2 * margin
        heights = (high - self.lines) / ((high - low) or 1.0)
        for line in heights:
            self._draw(painter, margin + self.along * across, margin + line * down)

    def _draw(self, painter: QPainter, x: Array, y: Array) -> None:
        here = self.here
        painter.setPen(QPen(self._colour, scaled(_WIDTH)))
        for part, opacity in ((slice(here, None), TO_COME / OPAQUE), (slice(None, here + 1), 1.0)):
            painter.setOpacity(opacity)
            known = np.isfinite(y[part])
            painter.drawPolyline(arrayToQPolygonF(x[part][known], y[part][known]))
        if np.isfinite(y[here]):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour)
            radius = scaled(_DOT)
            painter.drawEllipse(QPointF(x[here], y[here]), radius, radius)
