"""Where in the run a setting was changed, and what to."""

from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import Qt

from gdviz.core import Trace
from gdviz.core.runs.comparison import names, per_step
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import Theme, scaled


class ChangeMarks:
    """A dotted line for each change of a setting in mid-run, with its new value."""

    def __init__(self, plot: Plot) -> None:
        """Put them on `plot`."""
        self._plot = plot
        self._lines: list[pg.InfiniteLine] = []
        self._drawn: tuple[object, ...] = ()

    def show(self, trace: Trace, across: str, theme: Theme) -> None:
        """Show those of a run, drawn against one of `comparison.ACROSS`."""
        places = [
            (number * per_step(trace, across), names([before, after])[1])
            for (_first, before), (number, after) in pairwise(trace.changes)
        ]
        drawn = places, theme, scaled(1)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        for line in self._lines:
            self._plot.removeItem(line)
        self._lines = [self._mark(place, name, theme) for place, name in places]

    def _mark(self, place: float, name: str, theme: Theme) -> pg.InfiniteLine:
        line = pg.InfiniteLine(
            place,
            pen=pen(theme.muted, 1.2, Qt.PenStyle.DotLine),
            label=name,
            labelOpts={"position": 0.96, "color": theme.text, "anchors": [(0, 0), (0, 0)]},
        )
        self._plot.put(line)
        return line
