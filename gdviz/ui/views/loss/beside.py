"""The loss to come and that of the run played before, on the loss plot."""

from typing import Final

import numpy as np
import pyqtgraph as pg

from gdviz.core.drawing.smoothing import smooth
from gdviz.core.runs.comparison import along
from gdviz.core.types import Array
from gdviz.playback.beside import Stretch
from gdviz.ui.plots.curves import drawn, logarithm
from gdviz.ui.plots.path import THIN
from gdviz.ui.plots.plot import LARGEST, Plot, pen
from gdviz.ui.theme import Theme
from gdviz.ui.views.loss.kept_losses import Extent

_MOST_POINTS = 1200

_ROOM = 2
"""What diverges is followed up to so many times its first loss: the rest would flatten all else."""


class LossesBeside:
    """The losses that a frame has beside those of the steps so far.

    Attributes:
        ahead: what is to come.
        before: what was played before.
    """

    def __init__(self, plot: Plot) -> None:
        """Put them on `plot`, over what it has so far and under what comes later."""
        self._plot = plot
        self.before: Final = pg.PlotCurveItem(antialias=True, connect="finite")
        self.ahead: Final = pg.PlotCurveItem(antialias=True, connect="finite")
        for curve in (self.before, self.ahead):
            # Qt outlines a wide line as a whole, for a noisy one in a fifth of a second.
            curve.setSegmentedLineMode("on")
            plot.addItem(curve, ignoreBounds=True)
        self._smoothed_of: tuple[object, ...] = ()
        self._smoothed = np.empty(0)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        for curve, colour in ((self.before, theme.past), (self.ahead, theme.ahead)):
            curve.setPen(pen(colour, THIN))

    def show_ahead(
        self, stretch: Stretch | None, smoothed: Array, across: str, *, logarithmic: bool
    ) -> Extent:
        """Show the losses to come, or none, and return how far they go.

        Args:
            stretch: of which steps.
            smoothed: the smoothed losses of its run.
            across: against which of `comparison.ACROSS`.
            logarithmic: whether the logarithm to base 10 is drawn.
        """
        if stretch is None:
            self.ahead.setVisible(False)
            return Extent.of(0.0, np.empty(0))
        losses = smoothed[stretch.first : stretch.last]
        return _draw(self._plot, self.ahead, stretch, losses, across, logarithmic=logarithmic)

    def show_before(
        self, stretch: Stretch | None, beta: float, across: str, *, logarithmic: bool
    ) -> Extent:
        """Show the losses played before, smoothed by β, or none, and return how far they go."""
        if stretch is None:
            self.before.setVisible(False)
            return Extent.of(0.0, np.empty(0))
        if self._smoothed_of != (stretch, beta):
            self._smoothed_of = (stretch, beta)
            self._smoothed = smooth(stretch.trace.loss[: stretch.last + 1], beta)
        losses = self._smoothed
        return _draw(self._plot, self.before, stretch, losses, across, logarithmic=logarithmic)


def _draw(
    plot: Plot,
    curve: pg.PlotCurveItem,
    stretch: Stretch,
    losses: Array,
    across: str,
    *,
    logarithmic: bool,
) -> Extent:
    """Draw the losses (n,) of a stretch, and return how far up and down they are to be seen."""
    y = logarithm(losses) if logarithmic else np.clip(losses, -LARGEST, LARGEST)
    x = along(stretch.trace, across, stretch.first + np.arange(len(y)))
    curve.setData(*drawn(plot, x, y, _MOST_POINTS))
    curve.setVisible(len(y) > 0)
    if len(y) and not logarithmic and stretch.trace.diverges:
        y = y[y <= _ROOM * y[0]]
    return Extent.of(0.0, y)
