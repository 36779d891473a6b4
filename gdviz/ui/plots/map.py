"""The map of a landscape: shaded ground and contour lines, drawn once."""

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap, QTransform

from gdviz.core.drawing.contours import Landscape, Level
from gdviz.core.drawing.ramp import ramp
from gdviz.core.numbers import format_number
from gdviz.core.types import Array
from gdviz.ui import typeset
from gdviz.ui.contrast import CONTOUR, OPAQUE, VEIL
from gdviz.ui.plots.marks import soft
from gdviz.ui.plots.plot import pen
from gdviz.ui.render.paper import on_paper
from gdviz.ui.theme import LIGHT, Theme, font


def ground(theme: Theme, heights: Array) -> npt.NDArray[np.uint8]:
    """Return the colours, (n, 3), of ground at heights from 0 to 1, (n,): deeper where lower."""
    return ramp(theme.valley, theme.peak, heights)


_HEIGHTS = np.linspace(0, 1, 256)
"""The ground has so many colours."""


class Pictured(pg.GraphicsObject):  # type: ignore[misc]
    """Something that is drawn into a picture, which is kept until another is to be seen.

    What moves over it has the view drawn again at each frame. Qt would keep a picture too
    (`DeviceCoordinateCache`), but where the item grows on its way to another place Qt shows a
    part of the old one beside the new. On paper there is no picture, but what is drawn.

    Attributes:
        drawn_in_pixels: whether it is a picture of so many pixels by itself.
    """

    drawn_in_pixels: ClassVar[bool] = False

    def __init__(self) -> None:
        """Have no picture yet."""
        super().__init__()
        self._picture = QPixmap()
        self._pictured: tuple[object, ...] = ()

    def draw_anew(self) -> None:
        """Have it drawn anew."""
        self._pictured = ()
        self.update()

    def paint(self, painter: QPainter, *_options: object) -> None:
        """Draw what is seen of it, anew if that is not what was drawn the last time."""
        onto, sharp = painter.transform(), painter.device().devicePixelRatio()
        room = onto.mapRect(self.boundingRect() & self.viewRect()).toAlignedRect()
        if room.isEmpty():
            return
        if on_paper(painter) and not self.drawn_in_pixels:
            painter.setClipRect(self.viewRect(), Qt.ClipOperation.IntersectClip)
            self.draw(painter)
            return
        if (pictured := (onto, room, sharp)) != self._pictured:
            self._pictured = pictured
            self._picture = QPixmap(room.size() * sharp)
            self._picture.setDevicePixelRatio(sharp)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as inner:
                inner.setTransform(onto * QTransform.fromTranslate(-room.x(), -room.y()))
                self.draw(inner)
        painter.resetTransform()
        painter.drawPixmap(room.topLeft(), self._picture)

    def draw(self, painter: QPainter) -> None:
        """Draw it, in the units of the plot, into the picture."""
        raise NotImplementedError


class Map(Pictured):
    """The ground, deeper in colour where it is lower, and its contour lines."""

    def __init__(self) -> None:
        """Make an empty map."""
        super().__init__()
        self.setZValue(-1)  # whatever came to the plot before it is over it too
        self._theme = LIGHT
        self._colours = ground(LIGHT, _HEIGHTS)
        self._behind = self._colours[:0]
        self._landscape: Landscape | None = None
        self._places: Mapping[int, Array] = {}
        self._rect = QRectF()
        self._image = QImage()
        self._lines: list[QPainterPath] = []
        self._bare = False

    def show_landscape(self, landscape: Landscape, places: Mapping[int, Array]) -> None:
        """Show a landscape, and at a place, (2,), on its line the cost of each of some levels."""
        self.prepareGeometryChange()
        self._landscape, self._places = landscape, places
        x, y = landscape.x, landscape.y
        self._rect = QRectF(x[0], y[0], x[-1] - x[0], y[-1] - y[0])
        self._lines = [
            pg.arrayToQPath(*level.line.reshape(-1, 2).T, connect="pairs")
            for level in landscape.levels
        ]
        self._shade()

    def show_ground(self, *, shown: bool) -> None:
        """Shade the ground, or draw lines alone, over whatever is behind them."""
        if self._bare is shown:
            self._bare = not shown
            self.draw_anew()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        if theme is not self._theme:
            self._theme, self._colours = theme, ground(theme, _HEIGHTS)
        self._shade()

    def _shade(self) -> None:
        """Colour the ground; where there is no cost it is not ground at all."""
        if self._landscape is None:
            return
        self._behind = ground(self._theme, np.array([one.height for one in self._landscape.levels]))
        heights = self._landscape.heights.T
        colours = np.full((256, 4), 255, np.uint8)
        colours[:, :3] = self._colours
        pixels = colours[np.nan_to_num(heights * 255).astype(np.uint8)]
        pixels[np.isnan(heights)] = np.array(QColor(self._theme.ground).getRgb())
        rows, columns = heights.shape
        made = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
        self._image = made.copy()  # it does not keep its buffer alive
        self.draw_anew()

    def _ink(self, level: int) -> QColor:
        """Return the colour of the line at that level."""
        if self._bare:
            return soft(self._theme.past, round(OPAQUE * CONTOUR))
        at, past = self._behind[level], np.array(QColor(self._theme.past).getRgb())[:3]
        return QColor(*np.round(at + CONTOUR * (past - at)).astype(int).tolist())

    def _ground(self, level: int) -> QColor:
        """Return the colour of what a cost at that level is written on."""
        if self._bare:
            return soft(self._theme.card, VEIL)
        return QColor(*self._behind[level].tolist())

    def boundingRect(self) -> QRectF:
        """Return the domain."""
        return self._rect

    def draw(self, painter: QPainter) -> None:
        """Draw the ground, the lines and their costs."""
        landscape = self._landscape
        if landscape is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # A pixel is a pair of weights that was tried: those at the edge are half outside.
        rect, count, levels = self._rect, len(landscape.x), landscape.levels
        x, y = rect.width() / (count - 1) / 2, rect.height() / (count - 1) / 2
        if not self._bare:
            painter.drawImage(rect.adjusted(-x, -y, x, y), self._image)
        for number, path in enumerate(self._lines):
            line = pen(self._theme.past, 1.1)
            line.setColor(self._ink(number))
            line.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(line)
            painter.drawPath(path)
        for number, place in self._places.items():
            self._write(painter, place, levels[number], self._ground(number))

    def _write(self, painter: QPainter, place: Array, level: Level, behind: QColor) -> None:
        """Write a cost where its line is broken for it."""
        at = painter.transform().map(QPointF(*place))
        painter.save()
        painter.resetTransform()
        painter.setFont(font(11))
        text = format_number(level.cost, 3)
        box = QRectF(QPointF(), typeset.size(text, painter.font()))
        box.moveCenter(at)
        painter.fillRect(box.adjusted(-3, 1, 3, -1), behind)
        painter.setPen(QColor(self._theme.text))
        typeset.draw(painter, box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
