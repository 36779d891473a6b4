"""A plot as gdviz draws them: few ticks, light horizontal lines, no box."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPen
from PySide6.QtWidgets import QApplication

from gdviz.core.numbers import format_number
from gdviz.core.types import Array
from gdviz.ui.theme import Theme

_TICK_ROOM = {"left": 40, "bottom": 72}
"""Pixels that a tick and its label want."""

_FEWEST_DIGITS, _MOST_DIGITS = 6, 12
"""Of the ticks' labels: as many as tell them apart, within these."""

LARGEST = 1e60
"""The largest number that is drawn; far larger ones make stray lines."""


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


def worth_showing(values: Array) -> tuple[float, float]:
    """Return the range of a curve's values that is worth showing, the curve sampled evenly.

    All of it, except where the curve shoots up or down within a sample, as at a
    pole: the rest would be a flat line then.
    """
    known = values[np.abs(values) <= LARGEST]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    first, last = np.quantile(known, (0.1, 0.9)).tolist()
    most = last - first
    if high - low > 10 * most and np.abs(np.diff(known)).max() > (high - low) / 2:
        return max(low, first - 2 * most), min(high, last + 2 * most)
    return low, high


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
        self.enableAutoSIPrefix(False)  # a tick's label is the number itself

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
            return [format_number(10.0**value) for value in values]
        largest = max(map(abs, values), default=0.0)
        apart = 1 + ceil(log10(largest / spacing)) if largest > spacing else 1
        digits = min(max(_FEWEST_DIGITS, apart), _MOST_DIGITS)
        return [format_number(0.0 if abs(v) < spacing / 1e6 else v, digits) for v in values]


def _tick_font() -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(12)
    return font


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
        self.setAcceptDrops(False)  # a file that is dropped is for the window

    def make_room(self, least: int) -> None:
        """Give the left axis the width of its labels, `least` at least, and that of its name."""
        low, high = self.viewRange()[1]
        labels = [
            text
            for spacing, values in self.y_axis.tickValues(low, high, self.height())
            for text in self.y_axis.tickStrings(values, 1, spacing)
        ]
        measured = QFontMetrics(_tick_font())
        width = max(least, *(measured.horizontalAdvance(text) + 12 for text in labels), 0)
        self.y_axis.setWidth(width + (measured.height() if self.y_axis.labelText else 0))

    def wheelEvent(self, event: object) -> None:
        """Leave the wheel to whoever scrolls the plot into view."""
        event.ignore()  # type: ignore[attr-defined]

    def sizeHint(self) -> QSize:
        """Ask for little: a plot takes what its neighbours leave."""
        return QSize(160, 120)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.setBackground(theme.card)
        font = _tick_font()
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
        _label(self.x_axis, text, theme)

    def label_y_axis(self, text: str, theme: Theme) -> None:
        """Name the vertical axis in words."""
        _label(self.y_axis, text, theme)


def _label(axis: Axis, text: str, theme: Theme) -> None:
    # The text may be a column's name, and pyqtgraph takes it for HTML.
    axis.setLabel(escape(text), color=theme.muted, **{"font-size": "12px"})
