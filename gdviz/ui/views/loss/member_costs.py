"""The costs of members of an ensemble, as thin lines on the loss plot."""

import numpy as np
import pyqtgraph as pg

from gdviz.core import Trace
from gdviz.core.runs.comparison import per_step
from gdviz.core.runs.ensembles.swarm import KINDS, Swarm
from gdviz.ui.contrast import SEEN_THROUGH
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import Theme
from gdviz.ui.views.swarm.looks import looks

_MOST = 60
"""So many members are drawn at most."""

_REACH = 4
"""Lines are cut off so many of the view's heights away from it."""


class MemberCosts:
    """A line for each of some members, one item for each kind of end, under all else."""

    def __init__(self, plot: Plot) -> None:
        """Put them on `plot`."""
        self._plot = plot
        self._swarm: Swarm | None = None
        self._drawn: tuple[object, ...] = ()
        self.curves = [pg.PlotCurveItem(antialias=True, connect="finite") for _kind in KINDS]
        for curve in self.curves:
            curve.setZValue(-1)
            plot.addItem(curve, ignoreBounds=True)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        for curve, look in zip(self.curves, looks(theme), strict=True):
            curve.setPen(look.pen(SEEN_THROUGH))

    def show(self, swarm: Swarm | None) -> None:
        """Show the members of a swarm, or none."""
        self._swarm = swarm
        for curve in self.curves:
            curve.setVisible(swarm is not None)

    def _fits(self, trace: Trace) -> bool:
        return self._swarm is not None and self._swarm.problem is trace.config.problem

    def lowest(self, trace: Trace, *, logarithmic: bool) -> float:
        """Return how low the lines go beside that run's, infinity for no lines."""
        if self._swarm is None or not self._fits(trace):
            return np.inf
        cost = self._swarm.ensemble.cost[self._swarm.drawn(_MOST)]
        known = cost[np.isfinite(cost) & ((cost > 0) | (not logarithmic))]
        if not len(known):
            return np.inf
        return float(np.log10(known.min()) if logarithmic else known.min())

    def draw(self, trace: Trace, across: str, *, logarithmic: bool) -> None:
        """Draw their costs against what the loss of that run is drawn against."""
        swarm, (low, high) = self._swarm, self._plot.viewRange()[1]
        asked = swarm, across, logarithmic, low, high
        if swarm is None or asked == self._drawn or not self._fits(trace):
            return
        self._drawn = asked
        frames, members = swarm.ensemble.frames, swarm.drawn(_MOST)
        with np.errstate(all="ignore"):
            cost = frames.cost[:, members].astype(float)
            heights = np.log10(cost) if logarithmic else cost
        reach = _REACH * (high - low)
        heights = np.clip(heights, low - reach, high + reach)
        x = np.append(frames.steps * per_step(trace, across), np.nan)
        gap = np.full(len(members), np.nan)
        lines = np.vstack([heights, gap]).T  # (members, frames + 1)
        for kind, curve in enumerate(self.curves):
            chosen = lines[swarm.kinds[members] == kind]
            curve.setData(np.tile(x, len(chosen)), chosen.ravel())
