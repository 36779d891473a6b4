"""The members of an ensemble on a plot of weights: shown, pointed at, chosen."""

from collections.abc import Callable
from typing import Final

import numpy as np

from gdviz.core.runs.ensembles.swarm import Swarm
from gdviz.core.telling.swarms import summarise_ends, summarise_member
from gdviz.core.types import Array
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.plots.plot import Plot
from gdviz.ui.plots.pointing import Pointing
from gdviz.ui.plots.reader import Reading
from gdviz.ui.theme import scaled
from gdviz.ui.views.swarm.dots import Dots

_GRIP = 9
"""So many pixels from its centre, at scale 1, a dot can be clicked."""

_CONE = 0.7
"""An arrow key leads to members whose direction has such a share along it at least."""

_STRIDE = 0.01
"""The share of what is seen that stands for the way an arrow key goes."""


class Members:
    """A dot for each member, where it is after as many steps as the playhead says.

    Attributes:
        dots: what is drawn.
    """

    def __init__(
        self, plot: Plot, places: Callable[[Array], Array], chosen: Callable[[int], None]
    ) -> None:
        """Put them under whatever comes later on `plot`.

        Args:
            plot: the plot.
            places: returns where in it weights (n, dim) are, (n, 2).
            chosen: is told which member the user wants as the run.
        """
        self._plot, self._places, self._chosen = plot, places, chosen
        self._swarm: Swarm | None = None
        self._position = 0.0
        self._pointed = 0
        self.dots: Final = Dots()
        plot.put(self.dots)

    def show(self, swarm: Swarm | None, frame: Frame | None) -> None:
        """Show a swarm, or none, where it is at a frame."""
        self._swarm = swarm
        if swarm is None or frame is None:
            self.dots.show_dots(np.zeros((0, 2)), np.zeros(0, np.int64), None)
        else:
            self.move(frame)

    def move(self, frame: Frame) -> None:
        """Show all where they are at a frame."""
        swarm = self._swarm
        if swarm is not None and swarm.problem is frame.config.problem:
            self._position = position_of(frame)
            points = self._places(swarm.at(self._position))
            self.dots.show_dots(points, swarm.kinds, swarm.lit)

    def near(self, x: float, y: float, pointing: Pointing) -> int:
        """Return which member is there in the plot; -1 for none."""
        if not len(self.dots.points):
            return -1
        apart = pointing.apart(x, y, self.dots.points)
        if self._swarm is not None and self._swarm.lit is not None:
            apart = np.where(self._swarm.kinds == self._swarm.lit, apart, np.inf)
        nearest = int(apart.argmin())
        return nearest if apart[nearest] <= scaled(_GRIP) else -1

    def choose(self, member: int) -> None:
        """Have a member be the run."""
        self._chosen(member)

    def reading(self, member: int) -> Reading:
        """Return what is said of a member that the pointer is on."""
        return Reading(self.dots.points[member], self._say(member))

    def _say(self, member: int) -> str:
        swarm = self._swarm
        return summarise_member(swarm, member, self._position) if swarm is not None else ""

    def summary(self) -> str:
        """Return how many have come to their end, and where; empty without an ensemble."""
        return summarise_ends(self._swarm) if self._swarm is not None else ""

    def handles(self) -> list[Handle]:
        """Return what leads from member to member by keys, and has one be the run by Enter."""
        points = self.dots.points
        if self._swarm is None or not len(points):
            return []
        self._pointed = min(self._pointed, len(points) - 1)
        stride = _STRIDE * np.diff(np.array(self._plot.viewRange()), axis=1)[:, 0]
        return [
            Handle(
                points[self._pointed], stride, stride, self._go,
                lambda: self.choose(self._pointed), lambda: self._say(self._pointed), asks=True,
            )
        ]  # fmt: skip

    def _go(self, x: float, y: float) -> None:
        """Point at the nearest member that lies in that direction, if there is one."""
        pixel, points = self._plot.pixel(), self.dots.points
        way = (np.array([x, y]) - points[self._pointed]) / pixel
        off = (points - points[self._pointed]) / pixel
        apart, length = np.hypot(*off.T), float(np.hypot(*way))
        ahead = (apart > 1) & (off @ way >= _CONE * apart * length)
        if length and ahead.any():
            self._pointed = int(np.where(ahead, apart, np.inf).argmin())


def position_of(frame: Frame) -> float:
    """Return after how many steps that is, with how far the next has come."""
    return frame.position + frame.beyond + frame.stage.share
