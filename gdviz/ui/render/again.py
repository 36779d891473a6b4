"""What was painted onto paper, painted again: onto an image or a page of another scale."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QTextItem,
    QTransform,
)

from gdviz.ui.render.paper import Ink, Writer


class Again(Writer):
    """Paints what it is told, the paper's pixels in so many of the painter's."""

    def __init__(self, painter: QPainter, scale: float, *, selectable: bool) -> None:
        """Paint.

        Args:
            painter: what it is painted with.
            scale: how many of the painter's pixels one of the paper's is.
            selectable: whether it is a page, in which words can be selected.
        """
        self._painter, self._selectable = painter, selectable
        self._page = painter.transform().scale(scale, scale)
        self._clip: QPainterPath | None = None

    def path(self, path: QPainterPath, ink: Ink) -> None:
        """Paint the outline and the inside of a path."""
        self._begin(ink, self._page)
        self._painter.setBrush(ink.brush)
        self._painter.drawPath(path)

    def words(self, at: QPointF, item: QTextItem, onto: QTransform, ink: Ink) -> None:
        """Paint words."""
        font, place = _whole(item.font()), QTransform(onto).translate(at.x(), at.y())
        if self._selectable:
            font = _plain(font)  # whose words are to end where these do
            wide = QFontMetricsF(font).horizontalAdvance(item.text())
            place.scale(item.width() / wide if wide else 1.0, 1.0)
        self._begin(ink, place * self._page)
        self._painter.setFont(font)
        self._painter.drawText(QPointF(), item.text())

    def image(self, rect: QRectF, image: QImage, onto: QTransform, ink: Ink) -> None:
        """Paint an image."""
        self._begin(ink, onto * self._page)
        self._painter.drawImage(rect, image)

    def _begin(self, ink: Ink, onto: QTransform) -> None:
        painter, hints = self._painter, QPainter.RenderHint
        if ink.clip is not self._clip:
            self._clip = ink.clip
            painter.setTransform(self._page)
            if ink.clip is None:
                painter.setClipping(False)
            else:
                painter.setClipPath(ink.clip)
        painter.setTransform(onto)
        painter.setRenderHint(hints.Antialiasing, ink.smooth)
        painter.setRenderHint(hints.SmoothPixmapTransform)
        painter.setPen(ink.pen)
        painter.setOpacity(ink.opacity)


def _whole(font: QFont) -> QFont:
    """Return a font that leaves nothing to the device's: what a style has set counts as unsaid."""
    made = QFont()
    made.setFamilies(font.families())
    if font.pixelSize() > 0:
        made.setPixelSize(font.pixelSize())
    else:
        made.setPointSizeF(font.pointSizeF())
    made.setWeight(font.weight())
    made.setItalic(font.italic())
    made.setUnderline(font.underline())
    for tag in font.featureTags():
        made.setFeature(tag, font.featureValue(tag))
    return made


def _plain(font: QFont) -> QFont:
    """Return a font with the figures that every font has, where others could stand for them.

    Of those Qt does not say in a PDF which they are, and nobody could find or select them.
    """
    made = QFont(font)
    for tag in ("tnum", "locl"):
        made.setFeature(QFont.Tag(tag), 0)
    return made
