"""How the parts of a graph are drawn: words, boxes, edges with their arrows."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF, QStaticText

from gdviz.ui.contrast import VEIL
from gdviz.ui.theme import FORMULA_FAMILIES

_ARROW = 6.0
"""Pixels that the head of an arrow is long."""

_BEND = 0.45
"""How far an edge goes level from where it leaves, of the way across."""


def font(pixels: int, *, bold: bool = False) -> QFont:
    """Return the font of formulas; the painter that draws it has a scale of its own."""
    made = QFont()
    made.setFamilies([family.strip(' "') for family in FORMULA_FAMILIES.split(",")])
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


@lru_cache(maxsize=512)
def _set(html: str, pixels: int, bold: bool) -> QStaticText:
    text = QStaticText(html)
    text.setTextFormat(Qt.TextFormat.RichText)
    text.prepare(font=font(pixels, bold=bold))
    return text


def write(
    painter: QPainter,
    at: QPointF,
    html: str,
    colour: str,
    pixels: int,
    *,
    bold: bool = False,
    ground: str = "",
) -> QRectF:
    """Write a piece of HTML about a point, and return where it stands.

    Args:
        painter: what draws it.
        at: its middle.
        html: what is written.
        colour: of the type.
        pixels: the size of the type.
        bold: whether it is.
        ground: the colour of a veil behind it, over what it crosses; none if empty.
    """
    text = _set(html, pixels, bold)
    size: QSizeF = text.size()
    place = QRectF(at - QPointF(size.width() / 2, size.height() / 2), size)
    if ground:
        veil = QColor(ground)
        veil.setAlpha(VEIL)
        painter.fillRect(place.adjusted(-1, 1, 1, -1), veil)
    painter.setFont(font(pixels, bold=bold))
    painter.setPen(QColor(colour))
    painter.drawStaticText(place.topLeft(), text)
    return place


def box(painter: QPainter, place: QRectF, radius: float, pen: QPen, fill: str) -> None:
    """Draw a box with round corners."""
    painter.setPen(pen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(place, radius, radius)


def along(points: Sequence[QPointF], share: float) -> QPointF:
    """Return the point on an edge's first stretch that is so far along, from 0 to 1."""
    return _drawn(points[:2]).pointAtPercent(share)


def _drawn(points: Sequence[QPointF]) -> QPainterPath:
    path = QPainterPath(points[0])
    for one, other in pairwise(points):
        across = QPointF(_BEND * (other.x() - one.x()), 0)
        path.cubicTo(one + across, other - across, other)
    return path


def edge(
    painter: QPainter, points: Sequence[QPointF], pen: QPen, *, backwards: bool = False
) -> None:
    """Draw an edge through points, from left to right, with an arrow at one of its ends."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_drawn(points))
    tip, sign = (points[0], 1) if backwards else (points[-1], -1)
    head = [tip, *[tip + QPointF(sign * _ARROW, half * _ARROW / 2) for half in (-1, 1)]]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    painter.drawPolygon(QPolygonF(head))
