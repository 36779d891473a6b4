"""A text beside a point of a plot, on a side where it hides nothing."""

from typing import Final

import numpy as np
import pyqtgraph as pg

from gdviz.core.drawing.placing import Area, Text, free_place
from gdviz.core.types import Array
from gdviz.ui import typeset
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import scaled

_ALL_OVER = np.stack(np.meshgrid(np.linspace(0, 1, 21), np.linspace(0, 1, 7)), -1).reshape(-1, 2)
"""Points across and down that stand for all of a text, (n, 2), each from 0 to 1."""


class Caption:
    """The text, which stays on its side as long as it can.

    Attributes:
        item: what is on the plot.
        covered: points all over it, (n, 2), for others to keep clear of.
    """

    def __init__(self, plot: Plot, gap: float, layer: pg.ItemGroup | None = None) -> None:
        """Add it to a plot, or to a layer of it, so many pixels from its point."""
        self._plot, self._gap = plot, gap
        self.item: Final = pg.TextItem()
        self.covered = np.zeros((0, 2))
        self._side, self._said = 0, ""
        plot.put(self.item, layer)

    def follow(self, at: Array) -> None:
        """Have what it says, and where beside the point, be as it is while that moves."""
        self.item.setPos(*at)

    def show(
        self,
        text: str,
        at: Array,
        taken: Array,
        *,
        bad: Array | None = None,
        farther: bool = False,
    ) -> None:
        """Show a text beside a point.

        Args:
            text: the text.
            at: the point, (2,).
            taken: points that are better not hidden, (n, 2).
            bad: how bad it is to hide each, (n,); 1 by default.
            farther: whether it may be lines away from the point, rather than hide something.
        """
        if text != self._said:
            self._said = text
            typeset.write(self.item, text)
        if not text:  # it has no place, and covers nothing
            self.covered = self.covered[:0]
            return
        box = self.item.boundingRect()
        size = Text(box.width(), box.height(), scaled(self._gap))
        (left, right), (bottom, top) = self._plot.viewRange()
        pixel = self._plot.pixel() * (1, -1)
        corners = np.array([[left, top], [right, bottom]]) / pixel
        area = Area(*corners.ravel())
        x, y = at / pixel
        place = free_place(
            at / pixel, size, area, taken / pixel, self._side, bad=bad, farther=farther
        )
        self._side = place.side
        self.covered = (place[1:] + _ALL_OVER * size[:2]) * pixel
        self.item.setAnchor(((x - place.left) / size.width, (y - place.top) / size.height))
        self.item.setPos(*at)


def worse_first(count: int, first: int, worse: float) -> Array:
    """Return how bad it is to hide each of so many points, (count,): the first ones are worse."""
    return np.where(np.arange(count) < first, worse, 1.0)
