"""The cost against the seconds that were measured, one curve for each way through an epoch."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from gdviz.core.runs.timing import BATCH_SIZES, Timings, Way
from gdviz.i18n import N_, _
from gdviz.ui.plots.kept import look
from gdviz.ui.plots.legend import LINE, Key, Legend
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import Theme

NAMES = {1: N_("single samples"), 32: N_("batches of 32"), 0: N_("all at once")}
"""What each batch size is called."""

MANNERS = {False: N_("one by one, in Python"), True: N_("vectorised, by numpy")}
"""How the samples of a batch are gone through."""

_LEAST = 1e-12
"""A cost nearer to the least than that is drawn as that: there floats have stopped."""

_SLOTS = (0, 2, 3)
"""Whose colours stand for the batch sizes: far from each other in every palette."""


class TimingPlot(Plot):
    """Both axes are logarithmic; dashed is one sample after the other."""

    def __init__(self, theme: Theme) -> None:
        """Make the plot, and the legend to be put beside it."""
        super().__init__()
        self.legend: Final = Legend()
        self.x_axis.logarithmic = self.y_axis.logarithmic = True
        self._curves: dict[tuple[int, bool], pg.PlotCurveItem] = {}
        keys = []
        for batch_size, slot in zip(BATCH_SIZES, _SLOTS, strict=True):
            colour = look(slot, theme).colour
            for vectorised, style in ((False, Qt.PenStyle.DashLine), (True, Qt.PenStyle.SolidLine)):
                curve = pg.PlotCurveItem(antialias=True, pen=pen(colour, 2, style))
                self._curves[batch_size, vectorised] = curve
                self.put(curve)
            keys.append(Key(_(NAMES[batch_size]), LINE, 2, pen(colour, 2)))
        one_by_one = pen(theme.muted, 2, Qt.PenStyle.DashLine)
        keys.append(Key(_("one by one"), LINE, 2, one_by_one))
        keys.append(Key(_("vectorised"), LINE, 2, pen(theme.muted, 2)))
        self.legend.say(keys, theme)
        self.restyle(theme)
        self.setAccessibleName(_("The cost against the seconds of training"))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        super().restyle(theme)
        self.label_axis(_("seconds"), theme)
        self.label_axis(_("cost above the least"), theme, self.y_axis)

    def show_timings(self, timings: Timings, samples: int) -> None:
        """Draw what has been measured for so many samples."""
        ends = []
        for (batch_size, vectorised), curve in self._curves.items():
            way = Way(samples, batch_size, vectorised)
            known = way in timings.took and (samples, batch_size) in timings.trainings
            curve.setVisible(known)
            if not known:
                continue
            seconds, excess = timings.curve(way)
            x, y = np.log10(seconds[1:]), np.log10(np.maximum(excess[1:], _LEAST))
            curve.setData(x, y)
            ends.append((x[0], x[-1], y.min(), y.max()))
        if ends:
            low, high, bottom, top = np.array(ends).T
            margin = 0.05 * (top.max() - bottom.min())
            self.setRange(
                xRange=(low.min(), high.max()),
                yRange=(bottom.min() - margin, top.max() + margin),
                padding=0,
            )
            self.make_room(40)
