"""The costs of members of an ensemble, as thin lines on the loss plot."""

import numpy as np

from gdviz.core import Trace
from gdviz.core.runs.comparison import per_step
from gdviz.ui.plots.plot import Plot
from gdviz.ui.views.swarm.lines import MOST, MemberLines

_REACH = 4
"""Lines are cut off so many of the view's heights away from it."""


class MemberCosts(MemberLines):
    """The costs of some members over what the loss is drawn against."""

    def __init__(self, plot: Plot) -> None:
        """Put them on `plot`."""
        super().__init__(plot, still=True)
        self._drawn: tuple[object, ...] = ()

    def lowest(self, trace: Trace, *, logarithmic: bool) -> float:
        """Return how low the lines go beside that run's, infinity for no lines."""
        swarm = self._swarm_of(trace.config.problem)
        if swarm is None:
            return np.inf
        cost = swarm.ensemble.cost[swarm.drawn(MOST)]
        known = cost[np.isfinite(cost) & ((cost > 0) | (not logarithmic))]
        if not len(known):
            return np.inf
        return float(np.log10(known.min()) if logarithmic else known.min())

    def draw(self, trace: Trace, across: str, *, logarithmic: bool) -> None:
        """Draw their costs against what the loss of that run is drawn against."""
        swarm, (low, high) = self._swarm_of(trace.config.problem), self._plot.viewRange()[1]
        asked = swarm, across, logarithmic, low, high
        if swarm is None or asked == self._drawn:
            return
        self._drawn = asked
        frames, members = swarm.ensemble.frames, swarm.drawn(MOST)
        with np.errstate(all="ignore"):
            cost = frames.cost[:, members].astype(float)
            heights = np.log10(cost) if logarithmic else cost
        reach = _REACH * (high - low)
        heights = np.clip(heights, low - reach, high + reach).T
        x = (frames.steps * per_step(trace, across)).astype(float)
        self._draw_lines(x, heights, swarm.kinds[members])
