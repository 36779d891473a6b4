"""A landscape as a solid block: its surface, the lines of equal cost on it, and its sides."""

from collections.abc import Callable
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF

from gdviz.core.drawing.contours import Landscape, contours
from gdviz.core.drawing.relief import Relief, Seen
from gdviz.core.types import Array
from gdviz.ui.plots.map import ground
from gdviz.ui.plots.plot import pen
from gdviz.ui.render.paper import on_paper
from gdviz.ui.theme import Theme

_LIGHT = np.array([-0.45, -0.3, 0.84])
"""Where the light comes from, of length 1: it stays with the box, so that colours do as well."""

_RELIEF = 0.42
"""How much a slope that faces the light, or is turned from it, differs from a level place."""

_LINE = 0.4
"""How much of the colour of words a line of equal cost has, over its ground."""

_FINENESS = 4
"""Colours are told apart by so much of 256: there are far fewer brushes than quads."""


class Block:
    """Draws a landscape by quads, the farthest first, so that the nearer ones cover them.

    Attributes:
        relief: the mesh.
    """

    def __init__(self, landscape: Landscape, stride: int, theme: Theme) -> None:
        """Take every so-manieth point of a landscape, in the theme's colours."""
        self.relief = Relief.of(landscape, stride)
        self._landscape, self._stride, self._theme = landscape, stride, theme

    @cached_property
    def _fills(self) -> list[tuple[QBrush, QPen] | None]:
        """How each quad is drawn, in the order of the mesh; None where there is none."""
        heights = self.relief.heights
        middle = _middles(heights)
        known = np.isfinite(middle)
        colours = ground(self._theme, np.nan_to_num(middle).ravel()).astype(np.float64)
        light = 1 + _RELIEF * (self._facing() - _LIGHT[2])
        shaded = np.clip(colours * np.nan_to_num(light, nan=1.0).reshape(-1, 1), 0, 255)
        shaded = np.round(shaded / _FINENESS).astype(int) * _FINENESS
        made: dict[tuple[int, ...], tuple[QBrush, QPen]] = {}
        fills: list[tuple[QBrush, QPen] | None] = []
        for rgb, there in zip(map(tuple, shaded.tolist()), known.ravel().tolist(), strict=True):
            if there and rgb not in made:
                colour = QColor(*(min(part, 255) for part in rgb))
                made[rgb] = QBrush(colour), QPen(colour, 1)
            fills.append(made[rgb] if there else None)
        return fills

    def _facing(self) -> Array:
        """Return how far each quad is turned to the light, from −1 to 1, (n, m)."""
        nodes = self.relief.nodes
        right, up = (
            nodes[1:, 1:] - nodes[:-1, :-1],
            nodes[:-1, 1:] - nodes[1:, :-1],
        )
        normals = np.cross(right, up)
        normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
        return np.asarray(normals @ _LIGHT)

    @cached_property
    def _colours(self) -> list[QColor]:
        """The colour of each level's line."""
        text = np.array(QColor(self._theme.muted).getRgb())[:3]
        below = ground(self._theme, np.array([level.height for level in self._landscape.levels]))
        return [QColor(*at.tolist()) for at in np.round(below + _LINE * (text - below)).astype(int)]

    @cached_property
    def _lines(self) -> tuple[Array, Array, Array]:
        """The lines of all levels: their pieces on the mesh, their middles, which levels'."""
        landscape, heights = self._landscape, self.relief.heights
        x, y = landscape.x[:: self._stride], landscape.y[:: self._stride]
        lines = contours(x, y, heights, np.array([level.height for level in landscape.levels]))
        ends = np.concatenate([np.zeros((0, 2, 2)), *lines]).reshape(-1, 2)
        pieces = self.relief.lift(ends).reshape(-1, 2, 3)
        lengths = np.array([len(line) for line in lines], int)
        return pieces, pieces.mean(axis=1), np.repeat(np.arange(len(lines)), lengths)

    def paint(self, painter: QPainter, seen: Seen, *, smooth: bool) -> None:
        """Draw it; smooth edges take twice as long."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        if on_paper(painter):
            self._paste_quads(painter, seen)
        else:
            self._paint_quads(painter, seen, smooth=smooth)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_lines(painter, seen)
        self._paint_sides(painter, seen)
        painter.restore()

    def _paste_quads(self, painter: QPainter, seen: Seen) -> None:
        """Draw what would be thousands of faces as one image, as fine as the paper's pixels."""
        room, ratio = painter.window(), painter.deviceTransform().m11()
        faces = QImage(room.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        faces.setDevicePixelRatio(ratio)
        faces.fill(Qt.GlobalColor.transparent)
        with QPainter(faces) as inner:
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_quads(inner, seen, smooth=True)
        painter.drawImage(0, 0, faces)

    def _paint_lines(self, painter: QPainter, seen: Seen) -> None:
        pieces, middles, levels = self._lines
        visible = seen.visible(middles)
        pixels, levels = seen.projection.pixels(pieces[visible]), levels[visible]
        painter.setBrush(Qt.BrushStyle.NoBrush)  # what is filled takes ten times as long
        for number, colour in enumerate(self._colours):
            painter.setPen(pen(colour.name(), 1))
            first, last = np.searchsorted(levels, (number, number + 1))
            x, y = pixels[first:last].reshape(-1, 2).T
            painter.drawPath(pg.arrayToQPath(x, y, connect="pairs"))

    def _paint_quads(self, painter: QPainter, seen: Seen, *, smooth: bool) -> None:
        pixels = seen.projection.pixels(self.relief.nodes)
        corners = (pixels[:-1, :-1], pixels[1:, :-1], pixels[1:, 1:], pixels[:-1, 1:])
        quads = np.stack(corners, axis=2).reshape(-1, 8)
        order = _farthest_first(self.relief.heights.shape, seen)
        points = [QPointF() for _corner in corners]
        painter.setPen(Qt.PenStyle.NoPen)
        # What is called for each of thousands of quads is looked up once.
        draw, set_brush, set_pen = painter.drawConvexPolygon, painter.setBrush, painter.setPen
        moves: list[Callable[[float], None]] = [
            move for point in points for move in (point.setX, point.setY)
        ]
        a, b, c, d, e, f, g, h = moves
        last = None
        for fill, (ax, ay, bx, by, cx, cy, dx, dy) in zip(
            map(self._fills.__getitem__, order.tolist()), quads[order].tolist(), strict=True
        ):
            if fill is None:
                continue
            if fill is not last:
                set_brush(fill[0])
                if smooth:
                    set_pen(fill[1])  # which covers the seams between smooth edges
                last = fill
            a(ax), b(ay), c(bx), d(by), e(cx), f(cy), g(dx), h(dy)
            draw(points)

    def _paint_sides(self, painter: QPainter, seen: Seen) -> None:
        """Draw the sides that are turned to the viewer, from the surface down to the floor."""
        nodes = np.nan_to_num(self.relief.nodes, nan=-float(self.relief.sides[2]) / 2)
        ahead = seen.projection.camera.axes[2]
        painter.setPen(Qt.PenStyle.NoPen)
        line, card = (
            np.array(QColor(c).getRgb())[:3] for c in (self._theme.line, self._theme.card)
        )
        for axis, share in ((0, 1.0), (1, 0.45)):
            edge = np.moveaxis(nodes, axis, 0)[-1 if ahead[axis] > 0 else 0]
            floor = edge[[-1, 0]] * (1, 1, 0) - (0, 0, self.relief.sides[2] / 2)
            outline = seen.projection.pixels(np.concatenate([edge, floor]))
            tone = np.round(card + share * (line - card)).astype(int)
            painter.setBrush(QColor(*tone.tolist()))
            painter.drawPolygon(QPolygonF([QPointF(*at) for at in outline.tolist()]))


def _middles(values: Array) -> Array:
    """Return the means of the four corners of each cell, (n − 1, m − 1)."""
    return (values[:-1, :-1] + values[1:, :-1] + values[1:, 1:] + values[:-1, 1:]) / 4


def _farthest_first(shape: tuple[int, ...], seen: Seen) -> npt.NDArray[np.intp]:
    """Return the numbers of a mesh's cells, the farthest first.

    By parallel rays a cell can only cover one that is as far or farther along both axes.
    """
    numbers = np.arange((shape[0] - 1) * (shape[1] - 1)).reshape(shape[0] - 1, shape[1] - 1)
    for axis in (0, 1):
        if seen.projection.camera.axes[2, axis] < 0:
            numbers = np.flip(numbers, axis)
    return numbers.ravel()
