"""Lines of members of an ensemble, as a few items, whatever it is that they show."""

import numpy as np
import pyqtgraph as pg

from gdviz.core.runs.ensembles.swarm import KINDS, Numbers, Swarm
from gdviz.core.types import Array, Problem
from gdviz.ui.contrast import SEEN_THROUGH
from gdviz.ui.plots.plot import Plot, keep_picture
from gdviz.ui.theme import Theme
from gdviz.ui.views.swarm.looks import looks

MOST = 60
"""So many members are drawn at most."""


class MemberLines:
    """A thin line for each of some members, one item for each kind of end, under all else.

    Attributes:
        curves: the items, in the order of `KINDS`.
    """

    def __init__(self, plot: Plot, *, still: bool) -> None:
        """Put them on `plot`.

        Args:
            plot: the plot.
            still: whether they stay as they are from frame to frame, so that a picture of them
                pays; where they move it would be one more thing to paint.
        """
        self._plot = plot
        self._swarm: Swarm | None = None
        self.curves = [pg.PlotCurveItem(antialias=True, connect="finite") for _kind in KINDS]
        for curve in self.curves:
            curve.setZValue(-1)
            plot.addItem(curve, ignoreBounds=True)
            if still:
                keep_picture(curve)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        for curve, look in zip(self.curves, looks(theme), strict=True):
            curve.setPen(look.pen(SEEN_THROUGH))

    def show(self, swarm: Swarm | None) -> None:
        """Show members of a swarm, or none."""
        self._swarm = swarm
        for curve in self.curves:
            curve.setVisible(swarm is not None)

    def _swarm_of(self, problem: Problem) -> Swarm | None:
        """Return the swarm, if its runs minimise that problem."""
        swarm = self._swarm
        return swarm if swarm is not None and swarm.problem is problem else None

    def _draw_lines(self, x: Array, heights: Array, kinds: Numbers) -> None:
        """Draw a line over x, (n,), for each row of heights, (members, n), of those kinds."""
        x = np.append(x, np.nan)  # a gap between two members
        parted = np.hstack([heights, np.full((len(heights), 1), np.nan)])
        for kind, curve in enumerate(self.curves):
            of_kind = parted[kinds == kind]
            curve.setData(np.tile(x, len(of_kind)), of_kind.ravel())
