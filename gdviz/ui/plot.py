"""A plot as gdviz draws them: few ticks, light horizontal lines, no box."""

from collections.abc import Sequence
from math import floor, log10

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPen
from PySide6.QtWidgets import QApplication

from gdviz.core.numbers import format_number
from gdviz.ui.theme import Theme

_TICK_ROOM = {"left": 40, "bottom": 72}
"""Pixels that a tick and its label want."""


def pen(
    colour: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine, alpha: int = 255
) -> QPen:
    """Return a pen of constant width on the screen."""
    tone = QColor(colour)
    tone.setAlpha(alpha)
    made = QPen(tone, width, style)
    made.setCosmetic(True)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


def nice_step(span: float, most: int) -> float:
    """Return the smallest 1, 2 or 5 × 10ⁿ of which at most `most` fit into `span`."""
    rough = span / max(1, most)
    power = 10.0 ** floor(log10(rough))
    return next((m * power for m in (1, 2, 5) if m * power >= rough * (1 - 1e-9)), 10 * power)


class Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis with one level of ticks, a true minus sign, and decades if it is logarithmic.

    Attributes:
        logarithmic: whether the values are logarithms to base 10.
    """

    def __init__(self, orientation: str) -> None:
        """Make an axis for that side of a plot."""
        super().__init__(orientation)
        self.logarithmic = False
        self.setStyle(tickLength=0, tickTextOffset=8)

    def boundingRect(self) -> QRectF:
        """Leave room for the labels of ticks at the very ends."""
        rect: QRectF = super().boundingRect()
        return rect.adjusted(-14, -10, 14, 10)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the one level of ticks within the range."""
        if not high > low:
            return []
        step = nice_step(high - low, max(2, int(size / _TICK_ROOM[self.orientation])))
        if self.logarithmic:
            step = max(1.0, step)
        first = -(-low // step)
        count = int((high - first * step) / step + 1e-9) + 1
        return [(step, [(first + i) * step for i in range(max(0, count))])]

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:
        """Return the labels of the ticks."""
        if self.logarithmic:
            return [format_number(10.0**value).removeprefix("1×") for value in values]
        return [format_number(0.0 if abs(v) < spacing / 1e6 else v, 6) for v in values]


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """A plot in the theme's colours, whose view only code moves."""

    def __init__(self) -> None:
        """Make an empty plot."""
        self.x_axis, self.y_axis = Axis("bottom"), Axis("left")
        super().__init__(axisItems={"bottom": self.x_axis, "left": self.y_axis})
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(False, False)
        self.setFrameShape(self.Shape.NoFrame)
        self.getPlotItem().getViewBox().setDefaultPadding(0)
        self.disableAutoRange()
        self.y_axis.setWidth(52)
        self.getPlotItem().setContentsMargins(0, 8, 12, 0)
        self.setMinimumHeight(70)

    def wheelEvent(self, event: object) -> None:
        """Leave the wheel to whoever scrolls the plot into view."""
        event.ignore()  # type: ignore[attr-defined]

    def sizeHint(self) -> QSize:
        """Ask for little: a plot takes what its neighbours leave."""
        return QSize(160, 120)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.setBackground(theme.card)
        font = QFont(QApplication.font())
        font.setPixelSize(12)
        for axis in (self.x_axis, self.y_axis):
            axis.setTextPen(theme.muted)
            axis.setTickFont(font)
            axis.setTickPen(pen(theme.line))
        self.y_axis.setPen(pen(theme.card, alpha=0))
        self.y_axis.setStyle(tickAlpha=255)
        self.y_axis.setGrid(255)
        self.x_axis.setPen(pen(theme.line))

    def label_axis(self, text: str, theme: Theme) -> None:
        """Name the horizontal axis in words."""
        self.x_axis.setLabel(text, color=theme.muted, **{"font-size": "12px"})
