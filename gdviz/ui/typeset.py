"""Exponents are set: 1.2×10⁻⁸ with a raised −8, whatever signs a font has, wherever it stands.

What cannot be set has them as signs: what is typed, copied or exported, and the words of menus.
"""

from functools import lru_cache
from html import escape
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from gdviz.core.numbers import has_exponent, pieces

_SMALL = 2 / 3
_RISE = 0.4
"""How large an exponent is, and how high above the line, in sizes of the type: as in rich text."""


def html(text: str) -> str:
    """Return a plain text as HTML, its exponents raised."""
    written = (
        f"<sup>{piece.text}</sup>" if piece.raised else escape(piece.text) for piece in pieces(text)
    )
    return "".join(written).replace("\n", "<br>")


def write(item: pg.TextItem, text: str) -> None:
    """Have an item of a plot say a text."""
    if has_exponent(text):
        item.setHtml(html(text))
    else:
        item.setText(text)


class _Line(NamedTuple):
    """A line of text as it is set: measured once, which takes longer than drawing it.

    Attributes:
        parts: each with its font, its place along the line and how far it is raised.
        size: of the line.
        ascent: from its top to where its letters stand.
    """

    parts: tuple[tuple[QFont, float, float, str], ...]
    size: QSizeF
    ascent: float


def size(text: str, font: QFont) -> QSizeF:
    """Return how wide and high a line of text is, in pixels."""
    return _line(text, font).size


def draw(painter: QPainter, rect: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:
    """Draw a line of text in a rectangle, as `QPainter.drawText` does."""
    if not has_exponent(text):
        painter.drawText(rect, flags, text)
        return
    before = painter.font()
    line = _line(text, before)
    box = QRectF(rect.topLeft(), line.size)
    if flags & Qt.AlignmentFlag.AlignRight:
        box.moveRight(rect.right())
    elif flags & Qt.AlignmentFlag.AlignHCenter:
        box.moveLeft(rect.center().x() - box.width() / 2)
    if flags & Qt.AlignmentFlag.AlignBottom:
        box.moveBottom(rect.bottom())
    elif flags & Qt.AlignmentFlag.AlignVCenter:
        box.moveTop(rect.center().y() - box.height() / 2)
    left, baseline = box.left(), box.top() + line.ascent
    for font, along, rise, part in line.parts:
        painter.setFont(font)
        painter.drawText(QPointF(left + along, baseline - rise), part)
    painter.setFont(before)


@lru_cache(maxsize=500)
def _line(text: str, font: QFont) -> _Line:
    small = QFont(font)
    small.setPixelSize(round(_SMALL * font.pixelSize()))
    parts, along = [], 0.0
    for piece in pieces(text):
        used = small if piece.raised else QFont(font)
        parts.append((used, along, piece.raised * _RISE * font.pixelSize(), piece.text))
        along += QFontMetricsF(used).horizontalAdvance(piece.text)
    metrics = QFontMetricsF(font)
    return _Line(tuple(parts), QSizeF(along, metrics.height()), metrics.ascent())
