"""A picture of a widget as it is now, in a format and a size."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unicodedata import normalize

import pyqtgraph as pg
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
)
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsView, QWidget

from gdviz.ui.render.again import Again
from gdviz.ui.render.paper import FINE, Paper
from gdviz.ui.render.svg import Svg

_POINTS = 72 / 96
"""A pixel in PDF's points."""

_SAME = re.compile(rb"(D:|Date=\")\d{4}-?\d\d-?\d\dT?\d\d:?\d\d:?\d\d(Z|[+-]\d\d[:']\d\d'?)")
_NAMES = re.compile(rb"uuid:[0-9a-f-]{36}|/ID \[ <[0-9a-f]+> <[0-9a-f]+> \]")

_TABLE = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_RADICAL = re.compile(rb"<(2[EeFf][0-9A-Fa-f]{2})>")
"""Which characters a font's glyphs are, and those among them that are radicals."""

_TITLE = "Title"
"""What a PNG calls what it is of."""


def image(widget: QWidget, pixels: QSize) -> QImage:
    """Return a picture of a widget, as wide as that, and as high where it has that shape."""
    times = pixels.width() / widget.width()
    made = QImage(pixels, QImage.Format.Format_RGB32)
    made.fill(_ground())
    if times == widget.devicePixelRatioF():
        made.setDevicePixelRatio(times)
        with QPainter(made) as painter:
            _render(widget, painter)
        return made
    with QPainter(made) as painter, _as_lines(widget):
        paper = Paper(
            widget.size(), Again(painter, 1, selectable=False), widget.devicePixelRatioF(), times
        )
        with QPainter(paper) as onto:
            _render(widget, onto)
    return made


def png(widget: QWidget, pixels: QSize, title: str) -> bytes:
    """Return a picture of a widget as PNG."""
    made = image(widget, pixels)
    made.setText(_TITLE, title)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def svg(widget: QWidget, pixels: QSize, title: str) -> bytes:
    """Return a picture of a widget as SVG, whose words are words."""
    writer, fine = Svg(), QSizeF(pixels) * (FINE * widget.width() / pixels.width())
    with _as_lines(widget):
        paper = Paper(widget.size(), writer, widget.devicePixelRatioF())
        with QPainter(paper) as painter:
            painter.fillRect(widget.rect(), _ground())
            _render(widget, painter)
    return writer.text(QSizeF(pixels), fine, title).encode()


def pdf(widget: QWidget, pixels: QSize, title: str) -> bytes:
    """Return a picture of a widget as a page of PDF, whose words can be selected."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    page = QPdfWriter(buffer)
    page.setTitle(title)
    page.setCreator("gdviz")
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    page.setPageSize(QPageSize(QSizeF(pixels) * _POINTS, QPageSize.Unit.Point, "", exact))
    page.setPageMargins(QMarginsF())
    page.setResolution(round(FINE * 96))
    with QPainter(page) as painter:
        painter.fillRect(QRectF(QPointF(), QSizeF(pixels) * FINE), _ground())
        paint(widget, painter, FINE * pixels.width() / widget.width())
    return _with_plain_words(_without_dates(bytes(content.data())))


def paint(widget: QWidget, painter: QPainter, times: float) -> None:
    """Paint a widget with another painter, each of its pixels so many wide and high there."""
    with _as_lines(widget):
        paper = Paper(
            widget.size(), Again(painter, times / FINE, selectable=True), widget.devicePixelRatioF()
        )
        with QPainter(paper) as onto:
            _render(widget, onto)


def _without_dates(content: bytes) -> bytes:
    """Return a PDF with no date and no name of its own, byte by byte as long as before."""

    def early(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"\d", b"0", found[0]).replace(b"0000", b"2000", 1)

    def same(found: re.Match[bytes]) -> bytes:
        start = 5 if found[0].startswith(b"uuid:") else 0
        return found[0][:start] + re.sub(rb"[0-9a-f]", b"0", found[0][start:])

    return _NAMES.sub(same, _SAME.sub(early, content))


def _with_plain_words(content: bytes) -> bytes:
    """Return a PDF whose words are found as they are typed, byte by byte as long as before.

    Where a font draws a radical as it does the character, Qt says that it is the radical.
    """

    def typed(found: re.Match[bytes]) -> bytes:
        return b"<%04X>" % ord(normalize("NFKC", chr(int(found[1], 16))))

    def in_table(found: re.Match[bytes]) -> bytes:
        return _RADICAL.sub(typed, found[0])

    return _TABLE.sub(in_table, content)


def _ground() -> QColor:
    """Return what is behind cards, which have round corners."""
    return QApplication.palette().window().color()


def _render(widget: QWidget, painter: QPainter) -> None:
    flags = QWidget.RenderFlag
    ground = flags.DrawWindowBackground if widget.isWindow() else flags(0)  # a card has its own
    widget.render(painter, QPoint(), QRegion(), ground | flags.DrawChildren)


@contextmanager
def _as_lines(widget: QWidget) -> Iterator[None]:
    """Have plots paint lines and no pictures that they keep."""
    with ExitStack() as undo:
        for view in widget.findChildren(QGraphicsView):
            for item in view.scene().items():
                if item.cacheMode() != QGraphicsItem.CacheMode.NoCache:
                    undo.callback(item.setCacheMode, item.cacheMode())
                    item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
                if isinstance(item, pg.ScatterPlotItem):
                    undo.callback(item.opts.update, useCache=item.opts["useCache"])
                    item.opts["useCache"] = False
        yield
