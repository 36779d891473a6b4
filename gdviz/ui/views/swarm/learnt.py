"""The functions that members of an ensemble have learnt, as thin lines over the data."""

from collections.abc import Callable

import numpy as np

from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.ensembles.swarm import Swarm
from gdviz.core.telling.swarms import summarise_ends, summarise_member
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.plots.plot import LARGEST, Plot
from gdviz.ui.plots.pointing import Pointing
from gdviz.ui.theme import scaled
from gdviz.ui.views.swarm.lines import MOST, MemberLines
from gdviz.ui.views.swarm.members import position_of

_GRIP = 6
"""So many pixels from a line, at scale 1, it can be clicked."""

_POINTS = 120
"""Of each line."""


class Learnt(MemberLines):
    """The functions that some members have learnt; a click on one has it be the run."""

    def __init__(self, plot: Plot, chosen: Callable[[int], None]) -> None:
        """Put them under whatever comes later on `plot`.

        Args:
            plot: the plot.
            chosen: is told which member the user wants as the run.
        """
        super().__init__(plot, still=False)
        self.choose = chosen
        self._position = 0.0
        self._pointed = 0
        self._members = np.zeros(0, np.int64)
        self._lines = np.zeros((0, _POINTS))

    def show(self, swarm: Swarm | None, frame: Frame | None = None) -> None:
        """Show a swarm, or none, as it is at a frame."""
        super().show(swarm)
        self._members, self._lines = self._members[:0], self._lines[:0]
        if frame is not None:
            self.move(frame)

    def summary(self) -> str:
        """Return how many have come to their end, and where; empty without an ensemble."""
        return summarise_ends(self._swarm) if self._swarm is not None else ""

    def move(self, frame: Frame) -> None:
        """Show what all have learnt at a frame."""
        problem = frame.config.problem
        swarm = self._swarm_of(problem)
        if swarm is None or not isinstance(problem, HasData):
            return
        self._position, members = position_of(frame), swarm.drawn(MOST)
        left, right = self._plot.viewRange()[0]
        x = np.linspace(left, right, _POINTS)
        with np.errstate(all="ignore"):
            lines = [problem.predict(w, x) for w in swarm.at(self._position, members)]
        self._members = members
        self._lines = np.clip(np.array(lines).reshape(-1, _POINTS), -LARGEST, LARGEST)
        self._draw_lines(x, self._lines, swarm.kinds[members])

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
