"""What was painted onto paper, painted again: onto an image or a page of another scale."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QImage, QPainter, QPainterPath, QTextItem, QTransform

from gdviz.ui.render.paper import Ink, Writer


class Again(Writer):
    """Paints what it is told, the paper's pixels in so many of the painter's."""

    def __init__(self, painter: QPainter, scale: float) -> None:
        """Paint with `painter`."""
        self._painter = painter
        self._page = painter.transform().scale(scale, scale)
        self._clip: QPainterPath | None = None

    def path(self, path: QPainterPath, ink: Ink) -> None:
        """Paint the outline and the inside of a path."""
        self._begin(ink, self._page)
        self._painter.setBrush(ink.brush)
        self._painter.drawPath(path)

    def words(self, at: QPointF, item: QTextItem, onto: QTransform, ink: Ink) -> None:
        """Paint words."""
        self._begin(ink, onto * self._page)
        self._painter.setFont(_whole(item.font()))
        self._painter.drawText(at, item.text())

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
    made = QFont(font)
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
