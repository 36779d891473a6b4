"""How final costs, or weights, are spread: bars, stacked by where the members end."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from gdviz.core.runs.ensembles.swarm import KINDS, Histogram, Swarm
from gdviz.core.telling.swarms import summarise_ends
from gdviz.i18n import _
from gdviz.ui.plots.marks import soft
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.swarm.looks import looks

_BARS = 30
_AXIS_WIDTH = 40
_FAINT = 60
"""How opaque, of 255, bars are while those of another kind are lit."""

_LEAST, _MOST = 120, 280
"""Pixels that it is high at least, and where there is room."""

_ROOM = 1.06
"""The axis is so many times as high as the highest bar."""

Spread = Callable[[Swarm, int], Histogram | None]


class EndsHistogram(Plot):
    """Bars over the cost, logarithmic where that ranges far, or over the one weight.

    Grey are those on their way.

    Attributes:
        known: whether there is a cost to show.
    """

    def __init__(self, name: str, spread: Spread, axis: str) -> None:
        """Make an empty plot.

        Args:
            name: its name.
            spread: returns how a swarm is spread over so many bars; None for not at all.
            axis: what the bars are over, to be translated.
        """
        super().__init__()
        self._spread, self._axis = spread, axis
        self._swarm: Swarm | None = None
        self.known = False
        self.bars = [pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[]) for _kind in KINDS]
        for item in self.bars:
            self.put(item)
        self.setObjectName(name)
        self.summary = self._summary

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.setMinimumHeight(round(scaled(_LEAST)))
        self.setMaximumHeight(round(scaled(_MOST)))
        self.label_axis(_(self._axis), theme)
        if self._swarm is not None:
            self.show_swarm(self._swarm)

    def show_swarm(self, swarm: Swarm | None) -> None:
        """Show how the costs of a swarm are spread, or nothing."""
        self._swarm = swarm
        spread = None if swarm is None else self._spread(swarm, _BARS)
        for item in self.bars:
            item.setVisible(spread is not None)
        self.known = spread is not None
        if swarm is None or spread is None:
            return
        self.x_axis.logarithmic = spread.logarithmic
        edges, top = spread.edges, np.cumsum(spread.counts, axis=0)
        for kind, (item, look) in enumerate(zip(self.bars, looks(self.theme), strict=True)):
            faint = swarm.lit not in (None, kind)
            brush = soft(look.colour, _FAINT) if faint else QColor(look.colour)
            there = spread.counts[kind] > 0
            item.setOpts(
                x0=edges[:-1][there], x1=edges[1:][there],
                y0=(top[kind] - spread.counts[kind])[there], y1=top[kind][there],
                brush=brush, pen=pen(self.theme.card, 1),
            )  # fmt: skip
        aside = (edges[1] - edges[0]) / 2
        across = (edges[0] - aside, edges[-1] + aside)
        self.setRange(xRange=across, yRange=(0, _ROOM * top[-1].max()), padding=0)
        self.make_room(_AXIS_WIDTH)

    def sizeHint(self) -> QSize:
        """Ask for no more than one needs to tell bars apart."""
        return QSize(super().sizeHint().width(), round(scaled(_LEAST)))

    def _summary(self) -> str:
        return "" if self._swarm is None else summarise_ends(self._swarm)
