"""The point that the loss has come to, on its way to the next step's."""

from typing import Final

import numpy as np
from PySide6.QtGui import QColor, QPen

from gdviz.core.types import Array
from gdviz.ui.plots.moving import Curve, Mark
from gdviz.ui.plots.plot import LARGEST, Plot, pen
from gdviz.ui.theme import Theme, scaled


class LossPoint:
    """A ball at the end of the curve, and the piece of the curve that it has come since.

    Attributes:
        ball: the ball.
    """

    def __init__(self, plot: Plot) -> None:
        """Put it on a plot, over what that has so far."""
        self._wake = Curve(antialias=True)
        self.ball: Final = Mark(size=9)
        for item in (self._wake, self.ball):
            plot.put(item)

    def restyle(self, theme: Theme, line: QPen) -> None:
        """Draw in the theme's colours from now on, the piece of the curve with that pen."""
        self._wake.setPen(line)
        self.ball.setBrush(QColor(theme.weight))
        self.ball.setPen(pen(theme.card, 1.5))
        self.ball.setSize(scaled(9))

    def show(self, x: Array, y: Array, share: float) -> None:
        """Show it.

        Args:
            x: where the step is, and if it is known the next one, (1,) or (2,).
            y: the losses there; NaN where it has no place.
            share: how much of the way between them it has come.
        """
        known = len(x) > 0 and bool(np.isfinite(y[0]))
        for item in (self._wake, self.ball):
            item.setVisible(known)
        if not known:
            return
        if not np.isfinite(y).all():
            x, y = x[:1], y[:1]
        ends = np.column_stack([x, np.clip(y, -LARGEST, LARGEST)])
        at = ends[:1] + share * (ends[-1:] - ends[:1])
        self._wake.setData(*np.concatenate([ends[:1], at]).T)
        self.ball.setData(*at.T)
