"""A guess of where a step leads, in a plot."""

import pyqtgraph as pg
from PySide6.QtCore import Qt

from gdviz.core.types import Array
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import Theme


class GuessMark:
    """A star where one guessed, and a line from it to where the step led."""

    def __init__(self, plot: Plot) -> None:
        """Add it to a plot, with nothing to show yet."""
        self._line = pg.PlotCurveItem(antialias=True)
        self._star = pg.ScatterPlotItem(symbol="star", size=20)
        for item in (self._line, self._star):
            item.setZValue(1)
            plot.addItem(item, ignoreBounds=True)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._line.setPen(pen(theme.text, 1.6, Qt.PenStyle.DotLine))
        self._star.setPen(pen(theme.text, 1.6))
        self._star.setBrush(theme.card)

    def show(self, places: Array) -> None:
        """Show a guess at the first place, and a line through them, (n, 2); nothing for none."""
        self._star.setData(*places[:1].T)
        self._line.setData(*places.T)
