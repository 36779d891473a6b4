"""The loss to come and that of the run played before, on the loss plot."""

from typing import Final

from gdviz.core.drawing.curve.losses import NOTHING, Extent, Losses
from gdviz.playback.beside import Stretch
from gdviz.ui.plots.path import THIN
from gdviz.ui.plots.plot import LARGEST, Plot, pen
from gdviz.ui.theme import Theme
from gdviz.ui.views.loss.curve import LossCurve

_ROOM = 2
"""What diverges is followed up to so many times its first loss: the rest would flatten all else."""


class _Part:
    """The losses of a stretch of a run, and how far they are to be seen."""

    def __init__(self, plot: Plot) -> None:
        self.curve: Final = LossCurve(plot)
        self.item: Final = self.curve.item
        plot.put(self.item)
        self._shown: tuple[Stretch, Losses] | None = None
        self._measured: tuple[object, ...] = ()
        self._extent = NOTHING

    def take(self, stretch: Stretch | None, losses: Losses | None) -> Extent:
        """Take what is to be drawn, or nothing, and return how far up and down it is to be seen."""
        if stretch is not None and losses is not None:  # there may be more steps by now
            stretch = stretch._replace(last=min(stretch.last, len(losses)))
        if stretch is None or losses is None or stretch.first >= stretch.last:
            self._shown = None
            self.item.setVisible(False)
            return NOTHING
        self._shown = stretch, losses
        self.item.setVisible(True)
        measured = stretch, losses.made_of, len(losses), stretch.trace.diverges
        if measured != self._measured:
            self._measured, self._extent = measured, _extent(stretch, losses)
        return self._extent

    def draw(self, across: str) -> None:
        """Draw it against one of `comparison.ACROSS`, now that the plot has its range."""
        if self._shown is not None:
            stretch, losses = self._shown
            self.curve.show(losses, stretch.trace, across, stretch.first, stretch.last)


class LossesBeside:
    """The losses that a frame has beside those of the steps so far.

    Attributes:
        ahead: what is to come.
        before: what was played before.
    """

    def __init__(self, plot: Plot) -> None:
        """Put them on `plot`, over what it has so far and under what comes later."""
        self._before, self._ahead = _Part(plot), _Part(plot)
        self.before: Final = self._before.item
        self.ahead: Final = self._ahead.item
        self._losses_before: Losses | None = None

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._before.curve.restyle(pen(theme.past, THIN))
        self._ahead.curve.restyle(pen(theme.ahead, THIN))

    def take_ahead(self, stretch: Stretch | None, losses: Losses) -> Extent:
        """Take the steps to come, or none, of a run with these losses; return how far they go."""
        return self._ahead.take(stretch, losses)

    def take_before(self, stretch: Stretch | None, beta: float, *, logarithmic: bool) -> Extent:
        """Take the steps played before, or none, and return how far they go.

        Args:
            stretch: of which steps.
            beta: how much their losses are smoothed.
            logarithmic: whether the logarithm to base 10 is drawn.
        """
        losses = self._losses_before
        if stretch is None:
            losses = None
        elif losses is None or losses.made_of != (stretch.trace, beta, logarithmic):
            losses = Losses(stretch.trace, beta, logarithmic=logarithmic)
        if losses is not None:
            losses.grow()
        self._losses_before = losses
        # The loss after the last step played was drawn too, if there is one.
        if stretch is not None:
            stretch = stretch._replace(last=min(stretch.last + 1, len(stretch.trace)))
        return self._before.take(stretch, losses)

    def draw(self, across: str) -> None:
        """Draw them against one of `comparison.ACROSS`, now that the plot has its range."""
        self._before.draw(across)
        self._ahead.draw(across)


def _extent(stretch: Stretch, losses: Losses) -> Extent:
    """Return how far up and down the losses of a stretch are to be seen."""
    _trace, _beta, logarithmic = losses.made_of
    if logarithmic or not stretch.trace.diverges:
        extent = losses.extent(stretch.first, stretch.last)
        return extent._replace(low=max(extent.low, -LARGEST), high=min(extent.high, LARGEST))
    y = losses.heights(slice(stretch.first, stretch.last))
    return Extent.of(0.0, y[y <= _ROOM * y[0]])
