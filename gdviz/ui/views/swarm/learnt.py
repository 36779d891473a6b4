"""The functions that members of an ensemble have learnt, as thin lines over the data."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg

from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.ensembles.swarm import KINDS, Swarm
from gdviz.core.telling.swarms import summarise_ends, summarise_member
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.contrast import SEEN_THROUGH
from gdviz.ui.plots.plot import LARGEST, Plot
from gdviz.ui.plots.pointing import Pointing
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.swarm.looks import looks
from gdviz.ui.views.swarm.members import position_of

MOST = 60
"""So many members are drawn at most."""

_GRIP = 6
"""So many pixels from a line, at scale 1, it can be clicked."""

_POINTS = 120
"""Of each line."""


class Learnt:
    """A line for each member, one item for each kind of end; a click on one has it be the run."""

    def __init__(self, plot: Plot, chosen: Callable[[int], None]) -> None:
        """Put them under whatever comes later on `plot`.

        Args:
            plot: the plot.
            chosen: is told which member the user wants as the run.
        """
        self._plot, self.choose = plot, chosen
        self._position = 0.0
        self._pointed = 0
        self._members = np.zeros(0, np.int64)
        self._lines = np.zeros((0, _POINTS))
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
        self._members, self._lines = self._members[:0], self._lines[:0]
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
        self._position, members = position_of(frame), swarm.drawn(MOST)
        left, right = self._plot.viewRange()[0]
        x = np.linspace(left, right, _POINTS)
        with np.errstate(all="ignore"):
            lines = [problem.predict(w, x) for w in swarm.at(self._position, members)]
        self._members = members
        self._lines = np.clip(np.array(lines).reshape(-1, _POINTS), -LARGEST, LARGEST)
        gap = np.full((len(members), 1), np.nan)
        parted = np.hstack([self._lines, gap])
        for kind, curve in enumerate(self.curves):
            of_kind = parted[swarm.kinds[members] == kind]
            curve.setData(np.tile(np.append(x, np.nan), len(of_kind)), of_kind.ravel())

    def near(self, x: float, y: float, pointing: Pointing) -> int:
        """Return whose line is there in the plot; -1 for none."""
        left, right = self._plot.viewRange()[0]
        if not len(self._members) or not left <= x <= right:
            return -1
        grid = np.linspace(left, right, _POINTS)
        heights = [np.interp(x, grid, line) for line in self._lines]
        apart = pointing.apart(x, y, np.column_stack([np.full(len(heights), x), heights]))
        nearest = int(apart.argmin())
        return int(self._members[nearest]) if apart[nearest] <= scaled(_GRIP) else -1

    def say(self, member: int) -> str:
        """Return what is said of a member."""
        swarm = self._swarm
        return summarise_member(swarm, member, self._position) if swarm is not None else ""

    def handles(self) -> list[Handle]:
        """Return what leads from line to line by keys, and has one be the run by Enter."""
        if not len(self._members):
            return []
        self._pointed = min(self._pointed, len(self._members) - 1)
        at = np.array([np.mean(self._plot.viewRange()[0]), self._lines[self._pointed].mean()])
        one = np.ones(2)

        def go(x: float, y: float) -> None:
            step = int(np.sign(x - at[0] + y - at[1]))
            self._pointed = (self._pointed + step) % len(self._members)

        member = int(self._members[self._pointed])
        return [
            Handle(
                at, one, one, go, lambda: self.choose(int(self._members[self._pointed])),
                lambda: self.say(member), asks=True, ringed=False,
            )
        ]  # fmt: skip
