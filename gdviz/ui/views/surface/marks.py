"""What is drawn on the surface at each frame: what the map has, lifted onto it."""

from collections.abc import Iterable, Sequence

import numpy as np
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from gdviz.core.drawing.polyline import apart, dashed
from gdviz.core.drawing.relief import Seen
from gdviz.core.types import Array
from gdviz.ui import typeset
from gdviz.ui.contrast import GRIP_RING, VEIL
from gdviz.ui.plots.legend import Key
from gdviz.ui.plots.marks import soft
from gdviz.ui.plots.path import APART
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, font, scaled

_HEAD = 12
_EDGE = 8
"""Pixels of an arrow's head, and of the head at the edge that points to what has left."""


class Marker:
    """Draws at weights what stands or lies on the surface there; what is hidden is not drawn."""

    def __init__(self, painter: QPainter, seen: Seen, theme: Theme, picture: QRect) -> None:
        """Draw with that painter on the surface as it is seen, what is written in the picture."""
        self._painter, self._seen, self._theme = painter, seen, theme
        self._picture = QRectF(picture).adjusted(4, 4, -4, -4)

    def has(self, w: Array) -> bool:
        """Tell whether weights, (2,), are over the domain."""
        shares = self._seen.relief.shares(w)
        return bool(((shares >= 0) & (shares <= 1)).all())

    def line(self, path: Array, drawn: QPen, dash: Sequence[float] = ()) -> None:
        """Draw a path of weights, (n, 2), along the surface, in dashes of so many pixels."""
        self._pieces(self._seen.line(path), drawn, dash)

    def dots(self, w: Array, size: float, colour: QColor, outline: QPen | None = None) -> None:
        """Draw dots so many pixels wide at weights (n, 2), one for those that would cover it."""
        places, visible = self._seen.places(w)
        places = places[visible]
        self._painter.setPen(outline or QPen(Qt.PenStyle.NoPen))
        self._painter.setBrush(colour)
        radius = scaled(size) / 2
        for at in places[apart(places, scaled(APART))].tolist():
            self._painter.drawEllipse(QPointF(*at), radius, radius)

    def symbols(self, w: Array, mark: Key) -> None:
        """Draw a mark at each of the weights (n, 2)."""
        places, visible = self._seen.places(w)
        self._draw(places[visible].tolist(), mark)

    def ball(self, w: Array, mark: Key) -> None:
        """Draw the ball at weights (2,); a faint ring where it is behind something."""
        ((at,), (visible,)) = self._seen.places(w[np.newaxis])
        if not np.isfinite(at).all():
            return
        if not visible and mark.brush is not None:
            ring = pen(mark.brush.name(), 1.6, alpha=GRIP_RING)
            mark = mark._replace(pen=ring, brush=None)
        self._draw([at.tolist()], mark)

    def arrow(self, path: Array, drawn: QPen, dash: Sequence[float] = ()) -> None:
        """Draw an arrow along the surface on a path of weights, (n, 2)."""
        pieces = self._seen.line(path)
        if not len(pieces):
            return
        ends = pieces.reshape(-1, 2)
        tip = ends[-1]
        reach = np.hypot(*(ends - tip).T)
        before = np.flatnonzero(reach >= scaled(_HEAD))
        if not len(before):
            return  # it is under the ball
        along = (tip - ends[before[-1]]) / reach[before[-1]]
        shaft = pieces[reach.reshape(-1, 2)[:, 1] >= 0.8 * scaled(_HEAD)]
        drawn.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._pieces(shaft, drawn, dash)
        self._head(tip, along, scaled(_HEAD), drawn.color())

    def outlines(self, boxes: Array, drawn: QPen, dash: Sequence[float] = ()) -> None:
        """Draw boxes of weights, (n, 2 corners, 2)."""
        for (left, bottom), (right, top) in boxes.tolist():
            corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
            self.line(np.array(corners), drawn, dash)

    def gone(self, w: Array, text: str) -> None:
        """Point to weights, (2,), that are outside, from the nearest place inside, and say them."""
        relief = self._seen.relief
        at = np.clip(w, relief.low, relief.high)
        shares = relief.shares(np.stack([at, w]))
        away = shares[1] - shares[0]
        away = away / max(float(np.abs(away).max()), 1e-300)
        start = np.nan_to_num(relief.lift(at[np.newaxis])[0], nan=0.0)
        ends = self._seen.projection.pixels(np.stack([start, start + np.append(away, 0.0)]))
        along = (ends[1] - ends[0]) / max(float(np.hypot(*(ends[1] - ends[0]))), 1e-9)
        colour = QColor(self._theme.divergence)
        tip = ends[0] + 2 * scaled(_EDGE) * along
        self._head(tip, along, 2 * scaled(_EDGE), colour)
        self._painter.setFont(font(13, bold=True))
        self._painter.setPen(colour)
        box = QRectF(QPointF(), typeset.size(text, self._painter.font()))
        beside = float(np.copysign(box.width() / 2 + scaled(_EDGE), along[0]))
        box.moveCenter(QPointF(float(tip[0]) + beside, float(tip[1])))
        picture = self._picture
        box.moveLeft(min(max(box.left(), picture.left()), picture.right() - box.width()))
        box.moveTop(min(max(box.top(), picture.top()), picture.bottom() - box.height()))
        self._painter.fillRect(box, soft(self._theme.card, VEIL))
        typeset.draw(self._painter, box, Qt.AlignmentFlag.AlignCenter, text)

    def _pieces(self, pieces: Array, drawn: QPen, dash: Sequence[float]) -> None:
        """Draw pieces in pixels, (n, 2 ends, 2), those that follow one another as one line."""
        if not len(pieces):
            return
        breaks = np.flatnonzero((pieces[1:, 0] != pieces[:-1, 1]).any(axis=1)) + 1
        runs = [np.concatenate([run[:, 0], run[-1:, 1]]) for run in np.split(pieces, breaks)]
        if dash:
            pieces = np.concatenate([dashed(run, [scaled(part) for part in dash]) for run in runs])
        # As a whole Qt takes far longer for a wide line that goes to and fro.
        self._painter.setPen(drawn)
        self._painter.drawLines([QLineF(*ends) for ends in pieces.reshape(-1, 4).tolist()])

    def _head(self, tip: Array, along: Array, length: float, colour: QColor) -> None:
        across = np.array([-along[1], along[0]]) * length / 4
        back = tip - length * along
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawPolygon(
            QPolygonF([QPointF(*at) for at in (tip, back + across, back - across)])
        )

    def _draw(self, places: Iterable[Sequence[float]], mark: Key) -> None:
        brush = QBrush(mark.brush) if mark.brush is not None else QBrush()
        for at in places:
            self._painter.save()
            self._painter.translate(*at)
            drawSymbol(self._painter, mark.symbol, scaled(mark.size), mark.pen, brush)
            self._painter.restore()
