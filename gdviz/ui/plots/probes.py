"""What one says oneself, in a plot: where a step leads, where the cost is lowest."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from gdviz.core.numbers import format_number
from gdviz.core.telling.guessing import Probes
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.ui import typeset
from gdviz.ui.plots.plot import LARGEST, Plot, pen
from gdviz.ui.theme import Theme, font, scaled

_CURTAIN, _ABOVE = 10, 20

_REACH = 22
"""So many pixels from its probe a tangent ends, however steep it is."""

_LINE = 0.75
"""From a text to the one below it, in heights of its box, which has a margin."""


class Curtain(QGraphicsRectItem):
    """What hides all that is drawn in a plot, with the plot's own grid on it."""

    def __init__(self, plot: Plot) -> None:
        """Make one for that plot, not yet added to it."""
        super().__init__()
        self._plot = plot
        self._grid = QPen()
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setZValue(_CURTAIN)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.setBrush(QColor(theme.card))
        self._grid = pen(theme.line)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Hide what is below, and draw a line at each tick of the vertical axis."""
        super().paint(painter, option, widget)
        axis, (low, high) = self._plot.y_axis, self._plot.viewRange()[1]
        painter.setPen(self._grid)
        for _spacing, heights in axis.tickValues(low, high, axis.size().height()):
            for height in heights:
                painter.drawLine(
                    QPointF(self.rect().left(), height), QPointF(self.rect().right(), height)
                )


class GuessMark:
    """A star where one guessed, and a line from it to where the step led."""

    def __init__(self, plot: Plot) -> None:
        """Add it to a plot, with nothing to show yet."""
        self._line = pg.PlotCurveItem(antialias=True)
        self._star = pg.ScatterPlotItem(symbol="star", size=20)
        for item in (self._line, self._star):
            item.setZValue(1)
            plot.put(item)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._line.setPen(pen(theme.text, 1.6, Qt.PenStyle.DotLine))
        self._star.setPen(pen(theme.text, 1.6))
        self._star.setBrush(theme.card)

    def show(self, places: Array) -> None:
        """Show a guess at the first place, and a line through them, (n, 2); nothing for none."""
        self._star.setData(*places[:1].T)
        self._line.setData(*places.T)


class ProbeMarks:
    """A curtain over the plot; above it the probes, each at its height with a short tangent.

    A ring is around the best, and lines are at the weights that matter.
    """

    def __init__(self, plot: Plot) -> None:
        """Add them to a plot, with nothing to show yet."""
        self._plot = plot
        self._curtain = Curtain(plot)
        plot.put(self._curtain)
        self._at, self._slopes, self._shown = np.zeros((0, 2)), np.zeros(0), True
        self.tangents: Final = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._dots = pg.ScatterPlotItem(size=10)
        self._ring = pg.ScatterPlotItem(size=20)
        self._aim = pg.InfiniteLine(angle=90)
        self._minimum = pg.InfiniteLine(angle=90)
        self._aim_text, self._minimum_text = pg.TextItem(), pg.TextItem()
        for item in (
            self._aim, self._minimum, self.tangents, self._dots, self._ring, self._aim_text,
            self._minimum_text,
        ):  # fmt: skip
            item.setZValue(_ABOVE)
            plot.put(item)
        self.clear()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._curtain.restyle(theme)
        self.tangents.setPen(pen(theme.gradient, 2.2))
        self._dots.setBrush(theme.weight)
        self._dots.setPen(pen(theme.card))
        self._ring.setPen(pen(theme.minimum, 2))
        self._ring.setBrush(None)
        self._aim.setPen(pen(theme.weight, 1.4, Qt.PenStyle.DashLine))
        self._minimum.setPen(pen(theme.minimum, 1.6, Qt.PenStyle.DashDotLine))
        for text, colour in ((self._aim_text, theme.text), (self._minimum_text, theme.minimum)):
            text.setFont(font(13, bold=True))
            text.setColor(colour)

    def show(self, probes: Probes, aim: float | None, *, revealed: bool) -> None:
        """Show a search: behind the curtain what is pointed at, without it how it ended."""
        self.clear()
        self._shown = True
        self._curtain.setVisible(not revealed)
        self._at = np.column_stack([probes.weights, _heights(probes, probes.weights)])
        self._slopes = np.array([probes.slope(w) for w in probes.weights])
        self._dots.setData(*self._at.T)
        self._draw_tangents()
        if not np.isnan(probes.best):
            self._ring.setData([probes.best], _heights(probes, (probes.best,)))
        if revealed:
            self._show_result(probes.best, probes.minimum)
        elif aim is not None:
            (left, right), _range = self._plot.viewRange()
            text = f"{probes.problem.weights[0]} = {format_number(aim)}"
            self._mark(self._aim, self._aim_text, aim, text, at_left=aim > (left + right) / 2)

    def _show_result(self, best: float, minimum: float) -> None:
        """Show the best weight beside the minimum's, each named on the side away from the other."""
        (left, right), _heights = self._plot.viewRange()
        room = 0.15 * (right - left)
        best_at_left = best - room > left if best <= minimum else best + room > right
        minimum_at_left = minimum - room > left if minimum < best else minimum + room > right
        self._mark(self._aim, self._aim_text, best, _("your best"), at_left=best_at_left)
        below = _LINE if best_at_left == minimum_at_left else 0
        self._mark(
            self._minimum, self._minimum_text, minimum, _("minimum"), below, at_left=minimum_at_left
        )

    def _mark(
        self,
        line: pg.InfiniteLine,
        text: pg.TextItem,
        w: float,
        said: str,
        below: float = 0,
        *,
        at_left: bool,
    ) -> None:
        """Show a line with a text at its top, or by so many of the text's heights below it."""
        line.setValue(w)
        typeset.write(text, said)
        text.setAnchor((1.06 if at_left else -0.06, -below))
        text.setPos(w, self._plot.viewRange()[1][1])
        line.show()
        text.show()
        text.updateTransform(force=True)  # a text that was hidden does not do so by itself

    def clear(self) -> None:
        """Show nothing, and all that the plot has."""
        if not self._shown:
            return
        self._shown = False
        self._at, self._slopes = np.zeros((0, 2)), np.zeros(0)
        self._dots.setData([], [])
        self._draw_tangents()
        self._ring.setData([], [])
        for item in (self._aim, self._aim_text, self._minimum, self._minimum_text, self._curtain):
            item.hide()

    def fit(self) -> None:
        """Have the curtain cover, and the tangents measure, the range that the plot has now."""
        self._draw_tangents()
        (left, right), (low, high) = self._plot.viewRange()
        rect = QRectF(left, low, right - left, high - low)
        across, up = rect.width() / 50, rect.height() / 50  # so that nothing peeps out at the edge
        self._curtain.setRect(rect.adjusted(-across, -up, across, up))

    def _draw_tangents(self) -> None:
        """Draw the tangents of equal length on the screen; none where the cost has no slope."""
        sloped = np.isfinite(self._slopes)
        pixel = self._plot.pixel()
        along = np.column_stack([np.ones(sloped.sum()), self._slopes[sloped]])
        along *= scaled(_REACH) / np.hypot(*(along / pixel).T)[:, np.newaxis]
        ends = np.stack([self._at[sloped] - along, self._at[sloped] + along], axis=1)
        self.tangents.setData(*ends.reshape(-1, 2).T)


def _heights(probes: Probes, weights: tuple[float, ...]) -> list[float]:
    """Return the costs at weights, finite for drawing."""
    costs = np.clip([probes.cost(w) for w in weights], -LARGEST, LARGEST)
    return [float(cost) for cost in np.nan_to_num(costs)]
