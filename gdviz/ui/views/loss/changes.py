"""Where in a run its settings were changed, on the loss plot."""

from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import Qt

from gdviz.core.runs.comparison import names, per_step
from gdviz.core.runs.trace import Trace
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import Theme


class ChangeMarks:
    """A line for each change, with what the setting was changed to."""

    def __init__(self, plot: Plot) -> None:
        """Put them on `plot`, none yet."""
        self._plot = plot
        self._lines: list[pg.InfiniteLine] = []

    def show(self, trace: Trace, across: str, theme: Theme) -> None:
        """Mark where in the run a setting was changed, and what to."""
        for line in self._lines:
            self._plot.removeItem(line)
        self._lines.clear()
        for (_first, before), (number, after) in pairwise(trace.changes):
            line = pg.InfiniteLine(
                number * per_step(trace, across),
                pen=pen(theme.muted, 1.2, Qt.PenStyle.DotLine),
                label=names([before, after])[1],
                labelOpts={"position": 0.96, "color": theme.text, "anchors": [(0, 0), (0, 0)]},
            )
            self._plot.addItem(line, ignoreBounds=True)
            self._lines.append(line)
