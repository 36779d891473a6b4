"""The path to come and the one played before, beside that of the run, on a plot of the weights."""

from typing import Final

import numpy as np

from gdviz.core.runs.comparison import path_positions
from gdviz.core.types import Array
from gdviz.playback.beside import Stretch
from gdviz.ui.plots.legend import Legend
from gdviz.ui.plots.map_keys import beside_keys
from gdviz.ui.plots.path import THIN, Path, Place, within_reach
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import LIGHT, Theme, scaled


class StretchSteps:
    """Knows which steps draw a stretch; while it is played along, it but grows shorter."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: Stretch | None = None
        self._times = 1.0
        self._steps = np.zeros(0, np.int64)

    def weights(self, stretch: Stretch, times: float = 1.0) -> Array:
        """Return the weights, (n, dim), that draw the stretch, those at its ends among them.

        `times` is how many times as large as the whole domain on a screen it is drawn.
        """
        self._look_at(stretch, times)
        first, last = stretch.first, stretch.last
        between = self._steps[np.searchsorted(self._steps, first, "right") :]
        return np.asarray(stretch.trace.w[np.concatenate([[first], between, [last]])])

    def _look_at(self, stretch: Stretch, times: float) -> None:
        known = self._known
        if (
            times == self._times
            and known is not None
            and (known.trace, known.last) == (stretch.trace, stretch.last)
            and known.first <= stretch.first
        ):
            return
        self._known, self._times = stretch, times
        w = stretch.trace.w[stretch.first : stretch.last]
        self._steps = stretch.first + path_positions(
            w, stretch.trace.config.problem.domain, times=times
        )


class StretchPath:
    """The path of a stretch of a run.

    Attributes:
        path: the path.
        shown: whether there is anything to be seen of it.
    """

    def __init__(self, plot: Plot, place: Place) -> None:
        """Put it on `plot`, hidden."""
        self._plot, self._place = plot, place
        self.path: Final = Path(plot)
        self.shown = False
        self._steps = StretchSteps()
        self._drawn: tuple[object, ...] = ()

    def show(self, stretch: Stretch | None) -> None:
        """Show that stretch, or nothing."""
        self.shown = stretch is not None and stretch.last > stretch.first
        self.path.set_visible(visible=self.shown)
        if stretch is None or not self.shown:
            return
        plot = self._plot
        drawn = stretch, plot.viewRange(), plot.whole.tolist(), plot.pixel().tolist(), scaled(1)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        w = self._steps.weights(stretch, plot.times)
        self.path.show(within_reach(plot, self._place(stretch.trace.config.problem, w)))


class PathsBeside:
    """The paths that a frame has beside the one that it shows.

    Attributes:
        ahead: what is to come.
        before: what was played before.
    """

    def __init__(self, plot: Plot, place: Place, legend: Legend) -> None:
        """Put them on `plot`, over what it has so far and under what comes later.

        Args:
            plot: the plot.
            place: where it has the weights.
            legend: what says which is which.
        """
        self._legend, self._theme = legend, LIGHT
        self._said: tuple[object, ...] = ()
        self.before: Final = StretchPath(plot, place)
        self.ahead: Final = StretchPath(plot, place)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        self.before.path.restyle(theme.past, width=THIN)
        self.ahead.path.restyle(theme.ahead, width=THIN, inside=theme.card)

    def show(self, ahead: Stretch | None, before: Stretch | None) -> None:
        """Show these, or neither."""
        self.ahead.show(ahead)
        self.before.show(before)
        said = theme, ahead_shown, before_shown = self._theme, self.ahead.shown, self.before.shown
        if said != self._said:
            self._said = said
            keys = beside_keys(theme, ahead=ahead_shown, before=before_shown)
            self._legend.say_beside(keys)
