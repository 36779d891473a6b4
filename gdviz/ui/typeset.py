"""Exponents are set: 1.2×10⁻⁸ with a raised −8, whatever signs a font has, wherever it stands.

What cannot be set has them as signs: what is typed, copied or exported, and the words of menus.
"""

from html import escape

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


def size(text: str, font: QFont) -> QSizeF:
    """Return how wide and high a line of text is, in pixels."""
    fonts = (font, _raised(font))
    width = sum(
        QFontMetricsF(fonts[piece.raised]).horizontalAdvance(piece.text) for piece in pieces(text)
    )
    return QSizeF(width, QFontMetricsF(font).height())


def draw(painter: QPainter, rect: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:
    """Draw a line of text in a rectangle, as `QPainter.drawText` does."""
    if not has_exponent(text):
        painter.drawText(rect, flags, text)
        return
    font, small = painter.font(), _raised(painter.font())
    box = QRectF(rect.topLeft(), size(text, font))
    if flags & Qt.AlignmentFlag.AlignRight:
        box.moveRight(rect.right())
    elif flags & Qt.AlignmentFlag.AlignHCenter:
        box.moveLeft(rect.center().x() - box.width() / 2)
    if flags & Qt.AlignmentFlag.AlignBottom:
        box.moveBottom(rect.bottom())
    elif flags & Qt.AlignmentFlag.AlignVCenter:
        box.moveTop(rect.center().y() - box.height() / 2)
    at = QPointF(box.left(), box.top() + QFontMetricsF(font).ascent())
    for piece in pieces(text):
        used = small if piece.raised else font
        painter.setFont(used)
        painter.drawText(at - QPointF(0, piece.raised * _RISE * font.pixelSize()), piece.text)
        at += QPointF(QFontMetricsF(used).horizontalAdvance(piece.text), 0)
    painter.setFont(font)


def _raised(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(round(_SMALL * font.pixelSize()))
    return made
