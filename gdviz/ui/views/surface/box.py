"""The box about the block: what its edges measure."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gdviz.core.drawing.contours import Level
from gdviz.core.drawing.relief import Seen
from gdviz.core.numbers import format_number
from gdviz.core.types import Array
from gdviz.ui import typeset
from gdviz.ui.plots.plot import nice_step, pen
from gdviz.ui.theme import Theme, font, scaled

_TICK_ROOM = 62
"""Pixels along an edge that a tick and its label want."""

_SHORT = 26
"""Pixels: an edge that is seen shorter says nothing."""

_APART = 15
"""Pixels: a tick that is nearer to the one before says nothing."""

_LABEL, _NAME = 15, 37
"""So many pixels beside an edge are its ticks' labels, and its name."""


class Edge(NamedTuple):
    """An edge of the box with what it measures.

    Attributes:
        ends: where it begins and ends in the box, (2, 3).
        aside: a way that leads from it out of the box, (3,).
        shares: where its ticks are, from 0 to 1.
        labels: what they say.
        name: what it measures.
        at_end: whether that stands at its end, and not beside its middle.
    """

    ends: Array
    aside: Array
    shares: Sequence[float]
    labels: Sequence[str]
    name: str
    at_end: bool = False


class Box:
    """Draws the walls behind a block, and the edges that say weights and costs before it."""

    def __init__(self, names: Sequence[str], levels: Sequence[Level], theme: Theme) -> None:
        """Name the weights, and take the levels of cost that are said, in the theme's colours."""
        self._names, self._levels, self._theme = names, levels, theme

    def paint_behind(self, painter: QPainter, seen: Seen) -> None:
        """Draw the two walls that are behind the block, with a line for each level."""
        sides = seen.relief.sides
        back = -self._ahead(seen) * sides[:2] / 2
        painter.setPen(pen(self._theme.line, 1))
        heights = [0.0, 1.0, *(level.height for level in self._levels)]
        for height in heights:
            z = (height - 0.5) * sides[2]
            corner = np.array([*back, z])
            for axis in (0, 1):
                end = corner.copy()
                end[axis] *= -1
                self._line(painter, seen, corner, end)
        for x, y in ((back[0], back[1]), (-back[0], back[1]), (back[0], -back[1])):
            self._line(
                painter, seen, np.array([x, y, -sides[2] / 2]), np.array([x, y, sides[2] / 2])
            )

    def paint_edges(self, painter: QPainter, seen: Seen) -> None:
        """Draw the two edges of the floor that are before the block, and an upright one."""
        for edge in (*self._floor(seen), self._upright(seen)):
            self._paint(painter, seen, edge)

    def _floor(self, seen: Seen) -> list[Edge]:
        """Return the nearest edges of the floor."""
        relief, ahead = seen.relief, self._ahead(seen)
        near = np.append(ahead, -1) * relief.sides / 2
        edges = []
        for axis, name in enumerate(self._names):
            start, end = near.copy(), near.copy()
            start[axis], end[axis] = -relief.sides[axis] / 2, relief.sides[axis] / 2
            aside = np.zeros(3)
            aside[1 - axis] = ahead[1 - axis]
            low, high = float(relief.low[axis]), float(relief.high[axis])
            room = _length(seen, start, end) / scaled(_TICK_ROOM)
            step = nice_step(high - low, max(2, int(room)))
            ticks = step * np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1)
            shares = (ticks - low) / (high - low)
            labels = [format_number(tick) for tick in np.where(shares == 0, low, ticks).tolist()]
            edges.append(Edge(np.stack([start, end]), aside, shares.tolist(), labels, name))
        return edges

    def _upright(self, seen: Seen) -> Edge:
        """Return the upright edge at the very left."""
        sides, right = seen.relief.sides, seen.projection.camera.axes[0]
        left = -np.where(right[:2] >= 0, 1.0, -1.0) * sides[:2] / 2
        ends = np.array([[*left, -sides[2] / 2], [*left, sides[2] / 2]])
        shares = [level.height for level in self._levels]
        labels = [format_number(level.cost, 3) for level in self._levels]
        return Edge(ends, -right, shares, labels, "J", at_end=True)

    def _paint(self, painter: QPainter, seen: Seen, edge: Edge) -> None:
        start, end = edge.ends
        if _length(seen, start, end) < scaled(_SHORT):
            return
        painter.setPen(pen(self._theme.muted, 1))
        self._line(painter, seen, start, end)
        origin, beside = seen.projection.pixels(np.stack([start, start + edge.aside]))
        aside = (beside - origin) / max(float(np.hypot(*(beside - origin))), 1e-9)
        painter.setFont(font(12))
        painter.setPen(QColor(self._theme.muted))
        shares = np.array(edge.shares).reshape(-1, 1)
        ticks = seen.projection.pixels(start + shares * (end - start))
        last = np.full(2, -np.inf)
        for at, text in zip(ticks, edge.labels, strict=True):
            if np.hypot(*(at - last)) < scaled(_APART):
                continue  # its label would cover the last one
            last = at
            painter.setPen(pen(self._theme.muted, 1))
            painter.drawLine(QPointF(*at), QPointF(*(at + scaled(4) * aside)))
            _write(painter, at + scaled(_LABEL) * aside, aside, text)
        painter.setFont(font(13))
        painter.setPen(QColor(self._theme.text))
        if edge.at_end:
            (top,) = seen.projection.pixels(end[np.newaxis])
            _write(painter, top - (0, scaled(12)), np.zeros(2), edge.name)
        else:
            (middle,) = seen.projection.pixels((start + end)[np.newaxis] / 2)
            _write(painter, middle + scaled(_NAME) * aside, aside, edge.name)

    @staticmethod
    def _ahead(seen: Seen) -> Array:
        """Return along which way of either axis the viewer is, (2,), each 1 or −1."""
        return np.where(seen.projection.camera.axes[2, :2] >= 0, 1.0, -1.0)

    @staticmethod
    def _line(painter: QPainter, seen: Seen, start: Array, end: Array) -> None:
        first, last = seen.projection.pixels(np.stack([start, end]))
        painter.drawLine(QPointF(*first), QPointF(*last))


def _length(seen: Seen, start: Array, end: Array) -> float:
    """Return how many pixels long an edge is seen."""
    first, last = seen.projection.pixels(np.stack([start, end]))
    return float(np.hypot(*(last - first)))


def _write(painter: QPainter, at: Array, aside: Array, text: str) -> None:
    """Write a text about a pixel, (2,), that it goes away from the more it leads aside, (2,)."""
    box = QRectF(QPointF(), typeset.size(text, painter.font()))
    box.moveCenter(QPointF(*at))
    box.translate(float(aside[0]) * max(0.0, box.width() / 2 - scaled(8)), 0)
    typeset.draw(painter, box, Qt.AlignmentFlag.AlignCenter, text)
