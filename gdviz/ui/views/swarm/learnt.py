"""The functions that members of an ensemble have learnt, as thin lines over the data."""

import numpy as np
import pyqtgraph as pg

from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.ensembles.swarm import KINDS, Swarm
from gdviz.core.telling.swarms import summarise_ends
from gdviz.playback import Frame
from gdviz.ui.contrast import SEEN_THROUGH
from gdviz.ui.plots.plot import LARGEST, Plot
from gdviz.ui.theme import Theme
from gdviz.ui.views.swarm.looks import looks
from gdviz.ui.views.swarm.members import position_of

MOST = 60
"""So many members are drawn at most."""

_POINTS = 120
"""Of each line."""


class Learnt:
    """A line for each member, one item for each kind of end."""

    def __init__(self, plot: Plot) -> None:
        """Put them under whatever comes later on `plot`."""
        self._plot = plot
        self._swarm: Swarm | None = None
        self.curves = [pg.PlotCurveItem(antialias=True, connect="finite") for _kind in KINDS]
        for curve in self.curves:
            curve.setZValue(-1)
            plot.addItem(curve, ignoreBounds=True)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        for curve, look in zip(self.curves, looks(theme), strict=True):
            curve.setPen(look.pen(SEEN_THROUGH))

    def show(self, swarm: Swarm | None, frame: Frame | None) -> None:
        """Show a swarm, or none, as it is at a frame."""
        self._swarm = swarm
        for curve in self.curves:
            curve.setVisible(swarm is not None)
        if frame is not None:
            self.move(frame)

    def summary(self) -> str:
        """Return how many have come to their end, and where; empty without an ensemble."""
        return summarise_ends(self._swarm) if self._swarm is not None else ""

    def move(self, frame: Frame) -> None:
        """Show what all have learnt at a frame."""
        swarm, problem = self._swarm, frame.config.problem
        if swarm is None or swarm.problem is not problem or not isinstance(problem, HasData):
            return
        members = swarm.drawn(MOST)
        weights, kinds = swarm.at(position_of(frame), members), swarm.kinds[members]
        left, right = self._plot.viewRange()[0]
        x = np.append(np.linspace(left, right, _POINTS), np.nan)
        for kind, curve in enumerate(self.curves):
            of_kind = weights[kinds == kind]
            with np.errstate(all="ignore"):
                lines = [np.clip(problem.predict(w, x), -LARGEST, LARGEST) for w in of_kind]
            curve.setData(np.tile(x, len(lines)), np.concatenate([np.zeros(0), *lines]))
