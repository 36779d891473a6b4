"""Formulas as one sets them by hand: fractions above and below a bar, names in italics."""

import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTextDocument

from gdviz.core.formula.names import BELOW
from gdviz.core.telling.calculus.written import END, MARK, OVER, UNDER, UNMARK
from gdviz.ui.theme import FORMULA_FAMILIES, Theme, scaled
from gdviz.ui.widgets.icons import embedded, pixel_ratio

SIZE = 15
"""Pixels at scale 1 of a formula's type."""

_PAD = 2
"""Pixels at scale 1 by which a bar is longer than what is above and below it."""

_AXIS = 0.12
"""How far above the middle of its picture a bar is, in sizes of the type: at the height of a
minus, as Qt puts a picture's middle a little lower."""

_FAMILIES = FORMULA_FAMILIES.replace('"', "'")

_FRACTION = re.compile(f"{OVER}(.*?){UNDER}(.*?){END}")
_RAISED, _LOWERED = re.compile("<sup>(.*?)</sup>"), re.compile("<sub>(.*?)</sub>")
_TAG = re.compile("(<[^>]*>)")
_NAME = re.compile(r"(?<![^\W\d_])([^\W\d_])(?![^\W\d_])")
"""A letter by itself: sin and exp stand upright."""


def formula(written: str, theme: Theme, size: float = SIZE) -> str:
    """Return a formula as HTML for Qt.

    Args:
        written: HTML with fractions and marked numbers in it.
        theme: what it is drawn in.
        size: of its type, in pixels at scale 1.
    """
    return _formula(written, theme, round(scaled(size)), pixel_ratio())


@lru_cache(maxsize=256)  # most stay as they are while a run is played
def _formula(written: str, theme: Theme, pixels: int, ratio: float) -> str:
    first, *others = _FRACTION.split(written)  # what is above, below and behind, again and again
    text = in_italics(first)
    for number in range(0, len(others), 3):
        over, under, behind = map(in_italics, others[number : number + 3])
        text += _fraction(over, under, theme.text, pixels, ratio) + behind
    text = text.replace(MARK, f'<span style="color: {theme.weight}">').replace(UNMARK, "</span>")
    return f'<span style="font-family: {_FAMILIES}; font-size: {pixels}px">{text}</span>'


def plain(written: str) -> str:
    """Return a formula as plain text, to be read aloud."""
    text = _FRACTION.sub(r"\1/\2", written)
    text = _RAISED.sub(r"^\1", text)
    text = _LOWERED.sub(lambda found: "_i" if found[1] == "i" else found[1].translate(BELOW), text)
    return _TAG.sub("", text).replace(MARK, "").replace(UNMARK, "")


def in_italics(html: str) -> str:
    """Return HTML in which names stand in italics: letters by themselves."""
    pieces = _TAG.split(html)
    return "".join(
        piece if piece.startswith("<") else _NAME.sub(r"<i>\1</i>", piece) for piece in pieces
    )


@lru_cache(maxsize=512)
def _fraction(over: str, under: str, colour: str, pixels: int, ratio: float) -> str:
    above, below = (_document(html, colour, pixels) for html in (over, under))
    pad = _PAD * pixels / SIZE
    width = max(above.idealWidth(), below.idealWidth()) + 2 * pad
    bar = above.size().height()
    height = max(2 * (bar + _AXIS * pixels), bar + below.size().height())
    pixmap = QPixmap((QSizeF(width, height) * ratio).toSize())
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for document, top in ((above, 0.0), (below, bar)):
        painter.save()
        painter.translate((width - document.idealWidth()) / 2, top)
        document.drawContents(painter)
        painter.restore()
    painter.setPen(QPen(QColor(colour), max(1.0, pixels / 14)))
    painter.drawLine(QPointF(0, bar), QPointF(width, bar))
    painter.end()
    return embedded(pixmap)


def _document(html: str, colour: str, pixels: int) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setHtml(
        f'<span style="font-family: {_FAMILIES}; font-size: {pixels}px; color: {colour}">'
        f"{html}</span>"
    )
    return document
