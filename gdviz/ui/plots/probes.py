"""A search by hand, in a plot of the cost over one weight."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsRectItem

from gdviz.core.numbers import format_number
from gdviz.core.telling.guessing import Probes
from gdviz.i18n import _
from gdviz.ui.plots.plot import LARGEST, Plot, pen
from gdviz.ui.theme import Theme, font

_CURTAIN, _ABOVE = 10, 20


class ProbeMarks:
    """A curtain over the plot; above it the probes, a ring around the best, lines that matter."""

    def __init__(self, plot: Plot) -> None:
        """Add them to a plot, with nothing to show yet."""
        self._plot = plot
        self._curtain = QGraphicsRectItem()
        self._curtain.setZValue(_CURTAIN)
        plot.addItem(self._curtain, ignoreBounds=True)
        self._dots = pg.ScatterPlotItem(size=10)
        self._ring = pg.ScatterPlotItem(size=20)
        self._aim = pg.InfiniteLine(angle=90)
        self._minimum = pg.InfiniteLine(angle=90)
        self._aim_text, self._minimum_text = pg.TextItem(), pg.TextItem()
        for item in (
            self._aim, self._minimum, self._dots, self._ring, self._aim_text, self._minimum_text,
        ):  # fmt: skip
            item.setZValue(_ABOVE)
            plot.addItem(item, ignoreBounds=True)
        self.clear()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._curtain.setBrush(QColor(theme.card))
        self._curtain.setPen(Qt.PenStyle.NoPen)
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
        self._curtain.setVisible(not revealed)
        weights = np.array(probes.weights)
        self._dots.setData(weights, _heights(probes, probes.weights))
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
        self._mark(
            self._minimum, self._minimum_text, minimum, _("minimum"), at_left=minimum_at_left
        )

    def _mark(
        self, line: pg.InfiniteLine, text: pg.TextItem, w: float, said: str, *, at_left: bool
    ) -> None:
        low, high = self._plot.viewRange()[1]
        height = 0.06 if line is self._aim else 0.14
        line.setValue(w)
        text.setText(said)
        text.setAnchor((1.06, 0.5) if at_left else (-0.06, 0.5))
        text.setPos(w, high - height * (high - low))
        line.show()
        text.show()
        text.updateTransform(force=True)  # a text that was hidden does not do so by itself

    def clear(self) -> None:
        """Show nothing, and all that the plot has."""
        self._dots.setData([], [])
        self._ring.setData([], [])
        for item in (self._aim, self._aim_text, self._minimum, self._minimum_text, self._curtain):
            item.hide()

    def cover(self) -> None:
        """Have the curtain cover the range that the plot has now."""
        (left, right), (low, high) = self._plot.viewRange()
        rect = QRectF(left, low, right - left, high - low)
        across, up = rect.width() / 50, rect.height() / 50  # so that nothing peeps out at the edge
        self._curtain.setRect(rect.adjusted(-across, -up, across, up))


def _heights(probes: Probes, weights: tuple[float, ...]) -> list[float]:
    """Return the costs at weights, finite for drawing."""
    costs = np.clip([probes.cost(w) for w in weights], -LARGEST, LARGEST)
    return [float(cost) for cost in np.nan_to_num(costs)]
