"""SVG: paths as paths, words as words that can be selected, clipped as on the screen."""

from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QGradient,
    QImage,
    QLinearGradient,
    QPainterPath,
    QPen,
    QTextItem,
    QTransform,
)

from gdviz.ui.render.paper import Ink, Writer, elements

_CAPS = {Qt.PenCapStyle.RoundCap: "round", Qt.PenCapStyle.SquareCap: "square"}
_JOINS = {Qt.PenJoinStyle.RoundJoin: "round", Qt.PenJoinStyle.BevelJoin: "bevel"}
_DEEP = 2
"""Decimals of a place."""

_PER_POINT = 96 / 72
"""Pixels."""


class Svg(Writer):
    """Writes what it is told as SVG."""

    def __init__(self) -> None:
        """Have nothing to write yet."""
        self._body: list[str] = []
        self._defined: dict[str, str] = {}

    def text(self, size: QSizeF, pixels: QSizeF, title: str) -> str:
        """Return all of it.

        Args:
            size: how large it is to be shown, in pixels.
            pixels: the paper's size in its own.
            title: what it shows.
        """
        defs = "".join(body.format(id=name) for body, name in self._defined.items())
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<svg xmlns="http://www.w3.org/2000/svg"'
            f' width="{_n(size.width())}" height="{_n(size.height())}"'
            f' viewBox="0 0 {_n(pixels.width())} {_n(pixels.height())}">\n'
            f"<title>{escape(title)}</title>\n<defs>\n{defs}</defs>\n"
            + "".join(self._body)
            + "</svg>\n"
        )

    def path(self, path: QPainterPath, ink: Ink) -> None:
        """Write down the outline and the inside of a path."""
        looks = [*self._fill(ink.brush), *_stroke(ink.pen)]
        if path.isEmpty() or not looks:
            return
        if ink.brush.style() == Qt.BrushStyle.NoBrush:
            looks.append('fill="none"')
        elif path.fillRule() == Qt.FillRule.OddEvenFill:
            looks.append('fill-rule="evenodd"')
        grown = ink.pen.widthF() * 2 if ink.pen.style() != Qt.PenStyle.NoPen else 0.0
        box = path.boundingRect().adjusted(-grown, -grown, grown, grown)
        self._write(f'<path d="{_data(path)}" {" ".join(looks)}', "/>", box, ink)

    def _fill(self, brush: QBrush) -> list[str]:
        if brush.style() == Qt.BrushStyle.NoBrush:
            return []
        gradient = brush.gradient()
        if (
            isinstance(gradient, QLinearGradient)
            and gradient.type() == QGradient.Type.LinearGradient
        ):
            return [f'fill="url(#{self._gradient(gradient, brush.transform())})"']
        return _colour("fill", brush.color())

    def _gradient(self, gradient: QLinearGradient, onto: QTransform) -> str:
        (x1, y1), (x2, y2) = (
            onto.map(at).toTuple() for at in (gradient.start(), gradient.finalStop())
        )
        stops = "".join(
            f'<stop offset="{_n(at)}" {" ".join(_colour("stop", colour, "stop-color"))}/>'
            for at, colour in gradient.stops()
        )
        ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        return self._define(
            f'<linearGradient id="{{id}}" gradientUnits="userSpaceOnUse" {ends}>{stops}'
            "</linearGradient>\n"
        )

    def words(self, at: QPointF, item: QTextItem, onto: QTransform, ink: Ink) -> None:
        """Write down words whose line begins `at`."""
        font, wide = item.font(), item.width()
        box = QRectF(at.x(), at.y() - item.ascent(), wide, item.ascent() + item.descent())
        place = QTransform(onto).translate(at.x(), at.y())
        looks = [*_font(font), *_colour("fill", ink.pen.color())]
        if len(item.text()) > 1:  # where another font has to do, words end where these end
            looks.append(f'textLength="{_n(wide)}" lengthAdjust="spacingAndGlyphs"')
        self._write(
            f'<text transform="{_matrix(place)}" xml:space="preserve" {" ".join(looks)}',
            f">{escape(item.text(), quote=False)}</text>",
            onto.mapRect(box),
            ink,
        )

    def image(self, rect: QRectF, image: QImage, onto: QTransform, ink: Ink) -> None:
        """Write down an image that fills a rectangle."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        data = content.toBase64().toStdString()
        place = f'x="{_n(rect.x())}" y="{_n(rect.y())}"'
        size = f'width="{_n(rect.width())}" height="{_n(rect.height())}"'
        self._write(
            f'<image transform="{_matrix(onto)}" {place} {size} preserveAspectRatio="none"'
            f' href="data:image/png;base64,{data}"',
            "/>",
            onto.mapRect(rect),
            ink,
        )

    def _write(self, start: str, end: str, box: QRectF, ink: Ink) -> None:
        """Write an element that is within a box, clipped where that is not all seen."""
        clip = ink.clip
        if ink.opacity < 1:
            start += f' opacity="{_n(ink.opacity)}"'
        if clip is None or clip.contains(box):
            self._body.append(f"{start}{end}\n")
        elif clip.intersects(box):
            body = f'<clipPath id="{{id}}"><path d="{_data(clip)}"/></clipPath>\n'
            name = self._define(body)
            self._body.append(f'<g clip-path="url(#{name})">{start}{end}</g>\n')

    def _define(self, body: str) -> str:
        """Return the name of what is used in several places."""
        return self._defined.setdefault(body, f"d{len(self._defined)}")


def _n(number: float) -> str:
    """Return a number, as short as it may be."""
    return f"{round(number, _DEEP) + 0:.10g}"


def _matrix(transform: QTransform) -> str:
    t = transform
    turned = ", ".join(f"{part:.6g}" for part in (t.m11(), t.m12(), t.m21(), t.m22()))
    return f"matrix({turned}, {_n(t.dx())}, {_n(t.dy())})"


def _colour(name: str, colour: QColor, key: str = "") -> list[str]:
    """Return the attributes that give something a colour."""
    said = [f'{key or name}="{colour.name()}"']
    if colour.alpha() < 255:
        said.append(f'{name}-opacity="{_n(colour.alphaF())}"')
    return said


def _stroke(pen: QPen) -> list[str]:
    if pen.style() == Qt.PenStyle.NoPen or pen.color().alpha() == 0:
        return []
    said = [*_colour("stroke", pen.color()), f'stroke-width="{_n(pen.widthF())}"']
    if pen.capStyle() in _CAPS:
        said.append(f'stroke-linecap="{_CAPS[pen.capStyle()]}"')
    if pen.joinStyle() in _JOINS:
        said.append(f'stroke-linejoin="{_JOINS[pen.joinStyle()]}"')
    if pen.style() != Qt.PenStyle.SolidLine:
        dashes = " ".join(_n(part * pen.widthF()) for part in pen.dashPattern())
        said.append(f'stroke-dasharray="{dashes}"')
        if pen.dashOffset():
            said.append(f'stroke-dashoffset="{_n(pen.dashOffset() * pen.widthF())}"')
    return said


def _data(path: QPainterPath) -> str:
    """Return a path as SVG has it."""
    types = QPainterPath.ElementType
    letters = {types.MoveToElement: "M", types.LineToElement: "L", types.CurveToElement: "C"}
    return "".join(
        f"{letters.get(element.type, ' ')}{_n(element.x)},{_n(element.y)}"
        for element in elements(path)
    )


def _font(font: QFont) -> list[str]:
    """Return the attributes that choose a font."""
    families = escape(", ".join([*(f"'{family}'" for family in font.families()), "sans-serif"]))
    size = font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF() * _PER_POINT
    said = [f'font-family="{families}"', f'font-size="{_n(size)}"']
    if font.weight() != QFont.Weight.Normal:
        said.append(f'font-weight="{font.weight().value}"')
    if font.italic():
        said.append('font-style="italic"')
    if font.underline():
        said.append('text-decoration="underline"')
    if any(font.featureValue(tag) for tag in font.featureTags()):
        said.append('style="font-variant-numeric: tabular-nums"')
    return said
