"""A curve of losses on the plot: two points for each column of pixels, however long the run is."""

from math import ceil

import numpy as np
import pyqtgraph as pg

from gdviz.core import Trace
from gdviz.core.drawing.curve.losses import Losses
from gdviz.core.drawing.curve.pyramid import Steps
from gdviz.core.runs.comparison import along, steps_from
from gdviz.ui.plots.plot import LARGEST, Plot

_FEWEST_COLUMNS = 500


def columns(plot: Plot, trace: Trace, across: str, first: int, last: int) -> Steps:
    """Return which steps begin the columns of pixels in sight, and where the last one ends.

    The step before the first in sight is a column too, and so is the one after the last, so that
    lines lead there.

    Args:
        plot: where it is drawn.
        trace: the run.
        across: against which of `comparison.ACROSS`.
        first: the first step that is drawn.
        last: the one after the last.
    """
    low, high = plot.viewRange()[0]
    width = plot.getPlotItem().getViewBox().width() * plot.devicePixelRatioF()
    edges = np.linspace(low, high, max(_FEWEST_COLUMNS, ceil(width)) + 1)
    seen = np.clip(steps_from(trace, across, edges, last), first, last)
    return np.unique([max(first, seen[0] - 1), *seen, min(last, seen[-1] + 1)])


class LossCurve:
    """A curve of losses on the plot, drawn anew only where something else is to be seen."""

    def __init__(self, plot: Plot, item: pg.PlotCurveItem) -> None:
        """Draw with `item` on `plot`."""
        self._plot, self._item = plot, item
        self._drawn: tuple[object, ...] = ()

    def show(self, losses: Losses, trace: Trace, across: str, first: int, last: int) -> None:
        """Show the losses of the steps from `first` to before `last`.

        Args:
            losses: those of the run.
            trace: the run.
            across: against which of `comparison.ACROSS`.
            first: the first step.
            last: the one after the last.
        """
        edges = columns(self._plot, trace, across, first, last)
        drawn = losses.made_of, across, edges.tobytes()
        if drawn == self._drawn:
            return
        self._drawn = drawn
        steps = losses.drawn(edges)
        heights = np.clip(losses.heights(steps), -LARGEST, LARGEST)
        self._item.setData(along(trace, across, steps), heights)
