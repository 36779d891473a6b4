"""Paper: what is painted onto it is told as paths, words and images, whatever that is written as.

Qt's own generator of SVG clips in the wrong place (6.11), and a pen whose width is in pixels does
not grow with a picture. So views paint onto this, and what is told is written by `svg.py` or
painted again by `again.py`.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from struct import pack, unpack
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTextItem,
    QTransform,
)

FINE = 3
"""What is an image all the same, an icon or a surface, has so many pixels a pixel on paper."""

_DPI = 96

_At = QPointF | QPoint | QPainterPath.Element


def on_paper(painter: QPainter) -> bool:
    """Tell whether what is painted is written down: then it should be lines, and no pixels."""
    return painter.paintEngine().type() == QPaintEngine.Type.User


class Ink(NamedTuple):
    """How something is painted.

    Attributes:
        pen: for its outline, its width in the paper's pixels.
        brush: for its inside.
        opacity: of both, from 0 to 1.
        smooth: whether edges are.
        clip: where it may be, in the paper's pixels; None for everywhere.
    """

    pen: QPen
    brush: QBrush
    opacity: float
    smooth: bool
    clip: QPainterPath | None


class Writer:
    """What is told what is painted; all places are in the paper's pixels."""

    @abstractmethod
    def path(self, path: QPainterPath, ink: Ink) -> None:
        """Write down the outline and the inside of a path."""

    @abstractmethod
    def words(self, at: QPointF, item: QTextItem, onto: QTransform, ink: Ink) -> None:
        """Write down words whose line begins `at`, in units that `onto` takes to pixels."""

    @abstractmethod
    def image(self, rect: QRectF, image: QImage, onto: QTransform, ink: Ink) -> None:
        """Write down an image that fills a rectangle, in units that `onto` takes to pixels."""


class _Engine(QPaintEngine):
    """Says all that is painted in the words of `Writer`."""

    def __init__(self, writer: Writer, thickness: float) -> None:
        features = QPaintEngine.PaintEngineFeature
        unknown = features.PerspectiveTransform | features.ConicalGradientFill
        super().__init__(features.AllFeatures & ~unknown)
        self._writer = writer
        self._thickness = thickness
        self._onto = QTransform()
        self._pen, self._brush = QPen(), QBrush()
        self._opacity, self._smooth = 1.0, False
        self._clip: QPainterPath | None = None
        self._clips = True

    def begin(self, _paper: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        dirty, flags = state.state(), QPaintEngine.DirtyFlag
        self._onto = state.transform()
        self._pen, self._brush = state.pen(), state.brush()
        self._opacity = state.opacity()
        self._smooth = bool(state.renderHints() & QPainter.RenderHint.Antialiasing)
        if dirty & flags.DirtyClipRegion:
            whole = QPainterPath()
            whole.addRegion(state.clipRegion())
            self._cut(whole, state.clipOperation())
        if dirty & flags.DirtyClipPath:
            self._cut(state.clipPath(), state.clipOperation())
        self._clips = state.isClipEnabled()

    def _cut(self, by: QPainterPath, how: Qt.ClipOperation) -> None:
        """Let nothing be painted outside of a path, in the painter's units."""
        if how == Qt.ClipOperation.NoClip:
            self._clip = None
            return
        path, before = self._onto.map(by), self._clip
        if how == Qt.ClipOperation.ReplaceClip or before is None:
            self._clip = path
        elif (one := _as_rect(path)) is not None and (other := _as_rect(before)) is not None:
            self._clip = QPainterPath()
            self._clip.addRect(one & other)
        else:
            self._clip = path.intersected(before)

    def _ink(self, *, filled: bool = True) -> Ink:
        pen, brush = QPen(self._pen), QBrush(self._brush)
        if pen.isCosmetic():
            pen.setWidthF(max(pen.widthF(), 1) * self._thickness)
        else:
            pen.setWidthF(pen.widthF() * abs(self._onto.determinant()) ** 0.5)
        pen.setCosmetic(False)
        brush.setTransform(brush.transform() * self._onto)
        clip = self._clip if self._clips else None
        none = QBrush(Qt.BrushStyle.NoBrush)
        return Ink(pen, brush if filled else none, self._opacity, self._smooth, clip)

    def drawPath(self, path: QPainterPath) -> None:
        self._writer.path(self._onto.map(path), self._ink())

    def drawPolygon(self, points: Iterable[Any], mode: QPaintEngine.PolygonDrawMode) -> None:
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(point) for point in points]))
        modes = QPaintEngine.PolygonDrawMode
        if mode == modes.PolylineMode:
            self._writer.path(self._onto.map(path), self._ink(filled=False))
            return
        path.closeSubpath()
        if mode == modes.WindingMode:
            path.setFillRule(Qt.FillRule.WindingFill)
        self.drawPath(path)

    def drawLines(self, lines: Iterable[Any]) -> None:
        path = QPainterPath()
        for line in lines:
            path.moveTo(QPointF(line.p1()))
            path.lineTo(QPointF(line.p2()))
        self._writer.path(self._onto.map(path), self._ink(filled=False))

    def drawRects(self, rects: Iterable[Any]) -> None:
        for rect in rects:
            path = QPainterPath()
            path.addRect(QRectF(rect))
            self.drawPath(path)

    def drawEllipse(self, rect: QRect | QRectF) -> None:
        path = QPainterPath()
        path.addEllipse(QRectF(rect))
        self.drawPath(path)

    def drawPoints(self, points: Iterable[Any]) -> None:
        path = QPainterPath()
        for point in points:
            path.moveTo(QPointF(point))
            path.lineTo(QPointF(point) + QPointF(1e-3, 0))
        self._writer.path(self._onto.map(path), self._ink(filled=False))

    def drawTextItem(self, at: _At, item: QTextItem) -> None:
        if item.text().strip():
            self._writer.words(_as_point(at), item, self._onto, self._ink())

    def drawImage(
        self,
        rect: QRect | QRectF,
        image: QImage,
        source: QRect | QRectF,
        _flags: Qt.ImageConversionFlag | None = None,
    ) -> None:
        part = QRectF(source).toAlignedRect()
        self._writer.image(
            QRectF(rect),
            image if part == image.rect() else image.copy(part),
            self._onto,
            self._ink(),
        )

    def drawPixmap(
        self, rect: QRect | QRectF, pixmap: QPixmap | QImage, source: QRect | QRectF
    ) -> None:
        self.drawImage(rect, QPixmap(pixmap).toImage(), source)

    def drawTiledPixmap(self, rect: QRect | QRectF, pixmap: QPixmap | QImage, at: _At) -> None:
        whole = QImage(QRectF(rect).size().toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        whole.fill(Qt.GlobalColor.transparent)
        with QPainter(whole) as painter:
            painter.drawTiledPixmap(QRectF(whole.rect()), QPixmap(pixmap), at)
        self.drawImage(rect, whole, QRectF(whole.rect()))


def _as_point(at: _At) -> QPointF:
    return QPointF(at.x, at.y) if isinstance(at, QPainterPath.Element) else QPointF(at.x(), at.y())


def _as_rect(path: QPainterPath) -> QRectF | None:
    """Return the upright rectangle that a path is; None if it is something else."""
    box = path.boundingRect()
    corners = {(element.x, element.y) for element in elements(path)}
    edges = {(x, y) for x in (box.left(), box.right()) for y in (box.top(), box.bottom())}
    return box if path.elementCount() == 5 and corners <= edges else None


def elements(path: QPainterPath) -> Iterator[QPainterPath.Element]:
    """Go through the elements of a path."""
    return map(path.elementAt, range(path.elementCount()))


class Paper(QPaintDevice):
    """What a widget can be rendered onto, so large, each pixel parted into some for images."""

    def __init__(self, size: QSize, writer: Writer, screen: float, fine: float = FINE) -> None:
        """Have what is painted told to a writer.

        Args:
            size: in a widget's pixels.
            writer: what is told.
            screen: how many of the screen's pixels one of those is there: so many a pen of
                constant width counts.
            fine: how many of the paper's it is.
        """
        super().__init__()
        self._size, self._fine = size * fine, fine
        self._engine = _Engine(writer, fine / screen)

    def paintEngine(self) -> QPaintEngine:
        """Return what says what is painted."""
        return self._engine

    def metric(self, which: QPaintDevice.PaintDeviceMetric) -> int:
        """Return a measure of it."""
        metrics = QPaintDevice.PaintDeviceMetric
        size = {metrics.PdmWidth: self._size.width(), metrics.PdmHeight: self._size.height()}
        ratio = {
            metrics.PdmDevicePixelRatio: round(self._fine),
            metrics.PdmDevicePixelRatioScaled: round(self._fine * self.devicePixelRatioFScale()),
            metrics.PdmDepth: 32,
        }
        if which in (metrics.PdmDevicePixelRatioF_EncodedA, metrics.PdmDevicePixelRatioF_EncodedB):
            halves: tuple[int, int] = unpack("ii", pack("d", self._fine))
            return halves[which.value & 1]
        return {**size, **ratio}.get(which, _DPI)
