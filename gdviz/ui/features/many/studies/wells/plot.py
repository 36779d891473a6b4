"""A plot over the number of weights, or of directions: the pointer and the keys read a point."""

import numpy as np
from PySide6.QtGui import QFocusEvent

from gdviz.core.drawing.values import Values
from gdviz.core.types import Array
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.access.plot_keys import PlotKeys
from gdviz.ui.plots.reader import Reader, Reading
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.theme import Theme, scaled

_NEAR = 16
"""So many pixels from a point, at scale 1, it is read."""

_LEAST = 170
"""Pixels that it is high at least."""


class WellsPlot(ZoomPlot):
    """Says what each of its points is; whole numbers are across.

    Attributes:
        points: where they are in the plot, (n, 2).
    """

    def __init__(self, name: str) -> None:
        """Make an empty plot of that object name."""
        super().__init__(self.values)
        self.points: Array = np.zeros((0, 2))
        self._pointed = 0
        self.reader = Reader(self, self._read)
        self.keys = PlotKeys(self, self._handles)
        self.setObjectName(name)

    def say(self, number: int) -> str:
        """Return what a point is."""
        raise NotImplementedError

    def values(self) -> Values | None:
        """Return what is drawn, as numbers; None for nothing."""
        raise NotImplementedError

    def number_across(self, first: int, last: int) -> None:
        """Have each whole number, and no other, named on the horizontal axis."""
        self.x_axis.setTicks([[(number, str(number)) for number in range(first, last + 1)]])

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.setMinimumHeight(round(scaled(_LEAST)))
        self.reader.restyle(theme)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Read nothing any more."""
        super().focusOutEvent(event)
        self.reader.clear()

    def _read(self, x: float, y: float) -> Reading | None:
        if not len(self.points):
            return None
        apart = np.hypot(*((self.points - (x, y)) / self.pixel()).T)
        nearest = int(apart.argmin())
        return self._reading(nearest) if apart[nearest] <= scaled(_NEAR) else None

    def _reading(self, number: int) -> Reading:
        self._pointed = number
        return Reading(self.points[number], self.say(number))

    def _handles(self) -> list[Handle]:
        """Return what leads to the next point in the direction of an arrow key."""
        if not len(self.points):
            return []
        self._pointed = min(self._pointed, len(self.points) - 1)
        at, one = self.points[self._pointed], np.ones(2)

        def go(x: float, y: float) -> None:
            if self.reader.shown is not None:
                self._pointed = self._next(at, np.sign((x, y) - at))
            self.reader.read_at(*self.points[self._pointed].tolist())

        shown = self.reader.shown is not None
        return [Handle(at, one, one, go, say=lambda: self.say(self._pointed), ringed=shown)]

    def _next(self, at: Array, way: Array) -> int:
        """Return the next point from `at`, (2,), on the way, (2,) along an axis; else the same.

        Up and down it is one with the same number across.
        """
        apart = self.points - at
        ahead = apart @ way > 0 if way[0] else (apart @ way > 0) & (apart[:, 0] == 0)
        order = np.lexsort((np.abs(apart[:, 1]), np.abs(apart[:, 0]), ~ahead))
        return int(order[0]) if ahead[order[0]] else self._pointed
