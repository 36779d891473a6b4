"""Critical points by index and cost, each sign with how many lie upon each other there."""

from math import sqrt
from typing import Final

import numpy as np
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from gdviz.core.drawing.values import Values
from gdviz.core.numbers import format_number
from gdviz.core.runs.ensembles.landscape import Landscape, Level
from gdviz.i18n import _, listed
from gdviz.ui.features.many.studies.wells.plot import WellsPlot
from gdviz.ui.plots.legend import Key, Legend
from gdviz.ui.plots.map_keys import map_keys
from gdviz.ui.plots.marks import InView
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, font, scaled

_AXIS_WIDTH = 40
_GROWN = 0.8
"""By so much of its size a sign is larger where the most lie upon each other."""

_TEXT = 11
_BESIDE = 3
"""Pixels of a count, and between it and its sign."""

_ASIDE, _ABOVE = 0.5, 0.06
"""What is left free beside the outermost indices, and above and below the costs as a share."""


class _Signs(InView, pg.GraphicsObject):  # type: ignore[misc]
    """A sign for each level, and how many points it stands for beside it."""

    def __init__(self) -> None:
        """Draw none."""
        super().__init__()
        self._drawn: list[tuple[Level, Key]] = []
        self._colour = QColor()

    def show_levels(self, drawn: list[tuple[Level, Key]], colour: str) -> None:
        """Draw these levels by these signs, their counts in that colour."""
        self._drawn, self._colour = drawn, QColor(colour)
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Draw them in pixels, and the counts where all of them have room beside the next sign."""
        to_pixels = painter.transform()
        apart = to_pixels.map(QPointF(1, 0)).x() - to_pixels.map(QPointF(0, 0)).x()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(_TEXT))
        most = max((level.count for level, _key in self._drawn), default=1)
        sizes = [_size(level, key, most) for level, key in self._drawn]
        widest = painter.fontMetrics().horizontalAdvance(str(most)) + 2 * scaled(_BESIDE)
        counted = max(sizes, default=0) + widest <= apart
        for (level, key), size in zip(self._drawn, sizes, strict=True):
            at = to_pixels.map(QPointF(level.index, level.cost))
            painter.translate(at)
            drawSymbol(painter, key.symbol, size, key.pen, key.brush or QBrush())
            painter.resetTransform()
            if counted and level.count > 1:
                painter.setPen(self._colour)
                left, high = at.x() + size / 2 + scaled(_BESIDE), scaled(2 * _TEXT)
                room = QRectF(left, at.y() - high / 2, widest, high)
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, str(level.count))


def _size(level: Level, key: Key, most: int) -> float:
    """Return how many pixels the sign of a level is wide."""
    return scaled(key.size * (1 + _GROWN * sqrt((level.count - 1) / most)))


class LevelsPlot(WellsPlot):
    """Across is how many directions go down, up is the cost.

    Attributes:
        legend: what the signs mean, to be put beside it.
    """

    def __init__(self) -> None:
        """Make an empty plot, and its legend."""
        super().__init__("levels_plot")
        self.legend: Final = Legend()
        self._landscape: Landscape | None = None
        self._signs = _Signs()
        self.put(self._signs)
        self.make_room(_AXIS_WIDTH)
        self.summary = self._summary

    def show_landscape(self, landscape: Landscape | None) -> None:
        """Show the critical points, or nothing."""
        self._landscape = landscape
        levels = () if landscape is None else landscape.levels
        signs = self._keys()
        kinds = [self._kind(level) for level in levels]
        drawn = [(level, signs[kind]) for level, kind in zip(levels, kinds, strict=True)]
        self.points = np.array([(level.index, level.cost) for level in levels]).reshape(-1, 2)
        self._signs.show_levels(drawn, self.theme.muted)
        self.legend.say([key for kind, key in signs.items() if kind in kinds], self.theme)
        if landscape is None:
            return
        wells, costs = landscape.problem.wells, self.points[:, 1]
        self.set_subject(landscape.problem)
        margin = _ABOVE * float(np.ptp(costs))
        across = (-_ASIDE, wells + _ASIDE)
        self.set_whole(across, (float(costs.min()) - margin, float(costs.max()) + margin))
        self.number_across(0, wells)
        self.make_room(_AXIS_WIDTH)

    def _keys(self) -> dict[str, Key]:
        """Return the signs, those of the map among them, and what each means."""
        theme, known = self.theme, map_keys(self.theme)
        signs = {name: known[name] for name in ("minimum", "local", "saddle")}
        edge, inside = pen(theme.text, 1.8), QColor(theme.card)
        return {**signs, "maximum": Key(_("maximum"), "t1", 10, edge, inside)}

    def _kind(self, level: Level) -> str:
        assert self._landscape is not None
        if level.index == 0:
            return "minimum" if level == self._landscape.levels[0] else "local"
        return "maximum" if level.index == self._landscape.problem.wells else "saddle"

    def say(self, number: int) -> str:
        """Return what lies at a level."""
        assert self._landscape is not None
        level = self._landscape.levels[number]
        text = _("{count} × {kind}\n{index} of {all} directions go down\ncost {cost}")
        return text.format(
            count=level.count,
            kind=self._keys()[self._kind(level)].text,
            index=level.index,
            all=self._landscape.problem.wells,
            cost=format_number(level.cost),
        )

    def values(self) -> Values | None:
        """Return the levels as numbers."""
        if self._landscape is None:
            return None
        levels = self._landscape.levels
        columns = {
            _("directions that go down"): [level.index for level in levels],
            _("cost"): [level.cost for level in levels],
            _("critical points"): [level.count for level in levels],
        }
        return Values([*columns], [np.array(column) for column in columns.values()])

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.label_axis(_("directions that go down"), self.theme)
        self.label_axis(_("cost"), self.theme, self.y_axis)
        self.setAccessibleName(_("Critical points by index and cost"))
        self.show_landscape(self._landscape)

    def _summary(self) -> str:
        if self._landscape is None:
            return ""
        counts = [0] * (self._landscape.problem.wells + 1)
        for level in self._landscape.levels:
            counts[level.index] += level.count
        text = _("critical points by how many directions go down: {found}")
        return text.format(found=listed([f"{index}: {n}" for index, n in enumerate(counts)]))
