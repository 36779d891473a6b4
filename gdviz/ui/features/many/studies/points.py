"""A plot of points, each of them a run that can be had by a click or by keys."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, Signal, Slot

from gdviz.core.types import Array
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.access.plot_keys import PlotKeys
from gdviz.ui.plots.plot import Plot
from gdviz.ui.plots.pointing import Pointing
from gdviz.ui.theme import scaled

_GRIP = 12
"""So many pixels about a point the pointer is on it."""


class PointsPlot(Plot):
    """Has the pointer and the keys choose a point.

    Signals:
        chosen(int): the user wants that point.

    Attributes:
        points: where they are, (n, 2).
        rows: in which row each is, from the top, (n,).
    """

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        """Make an empty plot of that name."""
        super().__init__()
        self.setObjectName(name)
        self.points: Array = np.zeros((0, 2))
        self.rows: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._held = 0
        self.pointing = Pointing(self, self._grip)
        self.pointing.released.connect(self._on_released)
        self.keys = PlotKeys(self, self._handles)

    def say(self, point: int) -> str:
        """Return what a point is, in words."""
        raise NotImplementedError

    def near(self, x: float, y: float) -> int:
        """Return which point is there; -1 for none."""
        if not len(self.points):
            return -1
        apart = self.pointing.apart(x, y, self.points)
        nearest = int(apart.argmin())
        return nearest if apart[nearest] <= scaled(_GRIP) else -1

    def _grip(self, x: float, y: float) -> Qt.CursorShape | None:
        return Qt.CursorShape.PointingHandCursor if self.near(x, y) >= 0 else None

    @Slot(float, float)
    def _on_released(self, x: float, y: float) -> None:
        point = self.near(x, y)
        if point >= 0:
            self.chosen.emit(point)

    def _handles(self) -> list[Handle]:
        if not len(self.points):
            return []
        held = min(self._held, len(self.points) - 1)
        stride = np.ones(2)  # which says no more than where to
        return [
            Handle(
                self.points[held], stride, stride, self._go,
                lambda: self.chosen.emit(held), lambda: self.say(held), asks=True,
            )
        ]  # fmt: skip

    def _go(self, x: float, y: float) -> None:
        """Go to the next point in a row, or to the nearest in the row above or below."""
        held = min(self._held, len(self.points) - 1)
        along, up = np.array([x, y]) - self.points[held]
        if along:
            ahead = (self.points[:, 0] - self.points[held, 0]) * np.sign(along)
            there = (self.rows == self.rows[held]) & (ahead > 0)
        else:
            beyond = (self.rows[held] - self.rows) * np.sign(up)  # the first row is at the top
            there = (beyond > 0) & (beyond == beyond[beyond > 0].min(initial=np.inf))
            ahead = np.abs(self.points[:, 0] - self.points[held, 0])
        if there.any():
            self._held = int(np.where(there, ahead, np.inf).argmin())
