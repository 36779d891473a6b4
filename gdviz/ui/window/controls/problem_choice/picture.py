"""A small picture of a problem, drawn from the problem itself."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF

from gdviz.core.drawing.miniature import Miniature
from gdviz.core.types import Array
from gdviz.ui.plots.map import ground
from gdviz.ui.theme import Theme, scaled


def picture(of: Miniature, size: QSize, ratio: float, theme: Theme) -> QPixmap:
    """Return a picture.

    Args:
        of: what it shows.
        size: its size.
        ratio: how many pixels of the screen one of that size is.
        theme: its colours.
    """
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor(theme.card))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    whole = QRectF(0, 0, size.width(), size.height())
    inside = whole
    if of.ground is None:
        edge = scaled(7)
        inside = whole.adjusted(edge, edge, -edge, -edge)
    else:
        painter.drawImage(whole, _shaded(of.ground, theme))
        faint = QColor(theme.past)
        faint.setAlphaF(0.45)
        line = QPen(faint, scaled(0.9))
        line.setCapStyle(Qt.PenCapStyle.FlatCap)  # or the ends of the pieces are seen
        painter.setPen(line)
        ends = _on(inside, of.contours.reshape(-1, 2))
        painter.drawLines([QLineF(*pair) for pair in zip(ends[::2], ends[1::2], strict=True)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.muted))
    for point in _on(inside, of.samples):
        painter.drawEllipse(point, scaled(2.2), scaled(2.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    is_model = len(of.samples) > 0
    painter.setPen(QPen(QColor(theme.weight if is_model else theme.past), scaled(1.8)))
    painter.setClipRect(whole)
    painter.drawPolyline(QPolygonF(_on(inside, of.line)))
    painter.setPen(QPen(QColor(theme.card), scaled(1)))
    painter.setBrush(QColor(theme.minimum))
    for point in _on(inside, of.minima):
        painter.drawEllipse(point, scaled(3), scaled(3))
    painter.end()
    return made


def _on(rect: QRectF, points: Array) -> list[QPointF]:
    """Return where in a rectangle points of the square are, those that there are."""
    found = points[np.isfinite(points).all(axis=1)]
    x = rect.left() + found[:, 0] * rect.width()
    y = rect.bottom() - found[:, 1] * rect.height()
    return [QPointF(*at) for at in zip(x.tolist(), y.tolist(), strict=True)]


def _shaded(heights: Array, theme: Theme) -> QImage:
    """Return a ground, the highest row first, coloured as maps are."""
    rows, columns = heights.shape
    pixels = np.full((rows, columns, 4), 255, np.uint8)
    upright = heights[::-1]
    pixels[..., :3] = ground(theme, np.nan_to_num(upright).ravel()).reshape(rows, columns, 3)
    pixels[np.isnan(upright)] = np.array(QColor(theme.ground).getRgb())
    made = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
    return made.copy()  # it does not keep its buffer alive
