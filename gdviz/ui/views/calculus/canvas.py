"""The graph as a picture: nodes from left to right, values above the edges, gradients below."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessibleInterface,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gdviz.core.numbers import format_number, has_exponent
from gdviz.core.telling.calculus.graph import Flow, Graph
from gdviz.core.telling.calculus.layout import Layout
from gdviz.core.telling.calculus.moments import Moment, Seen
from gdviz.ui import typeset
from gdviz.ui.access.spoken import SpokenPicture
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.views.calculus.geometry import HALF, LEAST, OUT, Geometry, size
from gdviz.ui.views.calculus.marks import along, box, edge, write
from gdviz.ui.views.calculus.setting import in_italics, plain
from gdviz.ui.views.calculus.steps import asked_by
from gdviz.ui.widgets.tips import show_tip

_BESIDE = 9.0
"""How far from an edge, or below a node, the middle of what is written there is."""

_ASIDE = 14.0
"""How far aside at most a value stands where the edge falls: its end would be read as a minus."""

_NEAR, _FAR = 0.4, 0.62
"""How far along an edge its numbers stand: farther where others leave from the same place."""

_THIN, _THICK = 1.2, 2.2
"""Pixels of a line."""

_SIGN, _NUMBER, _LONG = 16, 13, 11
"""Pixels of the type in nodes; of what is longer than `_SHORT` there, and beside them; and of
numbers with a power of ten."""

_SHORT = 2

_DIGITS = 3


@dataclass(frozen=True)
class Picture:
    """What is drawn.

    Attributes:
        graph: the graph.
        layout: where its nodes stand.
        flow: what flows through it; None where that is not to be seen.
        seen: what of that is known.
        now: whose turn it has just been; None before the first.
    """

    graph: Graph
    layout: Layout
    flow: Flow | None
    seen: Seen
    now: Moment | None


class Canvas(QWidget):
    """Draws a graph, as large as there is room for.

    Attributes:
        summary: returns what is seen in it, in words.
        told: returns what is known of a node, in words.

    Signals:
        stepped(int): the keys → and ← ask for a node more, or one fewer.
        pointed(int): the pointer is on that node; -1 when it has left.
        picked(int): that node was clicked.
    """

    stepped = Signal(int)
    pointed = Signal(int)
    picked = Signal(int)

    def __init__(self, name: str, summary: Callable[[], str], told: Callable[[int], str]) -> None:
        """Make an empty one of that object name."""
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.summary, self.told = summary, told
        self._pointed = -1
        self._theme: Theme = LIGHT
        self._picture: Picture | None = None

    def spoken(self) -> QAccessibleInterface:
        """Return what a screen reader is given for it."""
        return SpokenPicture(self)

    def show_picture(self, picture: Picture, theme: Theme) -> None:
        """Draw that, in the theme's colours."""
        another = self._picture is None or self._picture.layout != picture.layout
        self._picture, self._theme = picture, theme
        if another:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for its size at the present scale."""
        return self._hint(1.0)

    def minimumSizeHint(self) -> QSize:
        """Be content with somewhat less."""
        return self._hint(LEAST)

    def _hint(self, share: float) -> QSize:
        if self._picture is None:
            return QSize()
        needed = size(self._picture.layout) * scaled(share)
        return QSize(math.ceil(needed.width()), math.ceil(needed.height()))

    @property
    def _geometry(self) -> Geometry:
        assert self._picture is not None
        return Geometry(self._picture.graph, self._picture.layout, self.size())

    def place(self, vertex: int) -> QRectF:
        """Return where a node is drawn, in pixels."""
        return self._geometry.on_canvas(vertex)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edges, then the nodes, then what flows along the edges."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.weight), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._picture is None:
            return
        picture, geometry = self._picture, self._geometry
        painter.scale(geometry.scale, geometry.scale)
        for number in range(len(picture.graph.edges)):
            back = number in picture.seen.passed
            edge(painter, geometry.way(number), self._look(picture, number), backwards=back)
        self._draw_way_out(painter, picture, geometry)
        for vertex in range(len(picture.graph.vertices)):
            self._draw_node(painter, picture, vertex, geometry.middle(vertex))
        if picture.flow is not None:
            self._write_flow(painter, picture, picture.flow, geometry)

    def _look(self, picture: Picture, number: int) -> QPen:
        """Return how an edge is drawn: in its colour while something flows along it."""
        graph, now = picture.graph, picture.now
        one = graph.edges[number]
        if now is None or one.target != now.vertex:
            return QPen(QColor(self._theme.border), _THIN)
        if now.back and not graph.vertices[one.source].varies:
            return QPen(QColor(self._theme.border), _THIN)
        return QPen(QColor(self._theme.gradient if now.back else self._theme.weight), _THICK)

    def _draw_way_out(self, painter: QPainter, picture: Picture, geometry: Geometry) -> None:
        """Draw where the loss comes out."""
        middle = geometry.middle(-1)
        ends = [middle + QPointF(HALF, 0), middle + QPointF(HALF + OUT, 0)]
        back = len(picture.graph.vertices) - 1 in picture.seen.gradients
        edge(painter, ends, QPen(QColor(self._theme.border), _THIN), backwards=back)

    def _draw_node(self, painter: QPainter, picture: Picture, number: int, middle: QPointF) -> None:
        """Draw a node: round where something is computed, a weight in its colour."""
        theme, vertex, now = self._theme, picture.graph.vertices[number], picture.now
        weight, computed = vertex.kind == "weight", bool(vertex.operands)
        turn = now is not None and now.vertex == number
        colour = theme.weight if weight else theme.border
        if now is not None and turn:
            colour = theme.gradient if now.back else theme.weight
        pen = QPen(QColor(colour), _THICK if turn or weight else _THIN)
        half = QPointF(HALF, HALF if computed else HALF - 2)
        place = QRectF(middle - half, middle + half)
        box(painter, place, HALF if computed else 5, pen, theme.note if turn else theme.card)
        pixels = _SIGN if len(plain(vertex.sign)) <= _SHORT else _NUMBER
        colour = theme.weight if weight else theme.text
        write(painter, middle, in_italics(vertex.sign), colour, pixels)
        if computed:
            below = middle + QPointF(0, HALF + _BESIDE)
            write(painter, below, in_italics(vertex.title), theme.muted, _NUMBER, ground=theme.card)

    def _write_flow(
        self, painter: QPainter, picture: Picture, flow: Flow, geometry: Geometry
    ) -> None:
        """Write the values above the edges, and what is passed back below them.

        What comes back to a weight, from all its edges together, is bold.
        """
        graph, seen, theme = picture.graph, picture.seen, self._theme
        leaving = [one.source for one in graph.edges]
        above = QPointF(0, -_BESIDE)
        for number, one in enumerate(graph.edges):
            alone = leaving.count(one.source) == 1
            way = geometry.way(number)
            at = along(way, _NEAR if alone else _FAR)
            if one.source in seen.values and graph.vertices[one.source].kind != "number":
                value = flow.values[one.source]
                self._number(painter, at + above + _off(way), value, theme.weight)
            if number in seen.passed:
                whole = alone and one.source in graph.weights
                colour, passed = theme.gradient, flow.passed[number]
                self._number(painter, at - above, passed, colour, bold=whole)
        last = len(graph.vertices) - 1
        out = geometry.middle(-1) + QPointF(HALF + OUT / 2, 0)
        if last in seen.values:
            self._number(painter, out + above, flow.values[last], theme.weight)
        if last in seen.gradients:
            self._number(painter, out - above, flow.gradients[last], theme.gradient)
        for weight in graph.weights:
            if weight in seen.gradients and leaving.count(weight) > 1:
                below = geometry.middle(weight) + QPointF(0, HALF + _BESIDE)
                self._number(painter, below, flow.gradients[weight], theme.gradient, bold=True)

    def _number(
        self, painter: QPainter, at: QPointF, value: float, colour: str, *, bold: bool = False
    ) -> None:
        text = format_number(value, _DIGITS)
        size = _NUMBER
        if has_exponent(text):
            text, size = format_number(value, _DIGITS - 1), _LONG
        write(painter, at, typeset.html(text), colour, size, bold=bold, ground=self._theme.card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with → and ←."""
        by = asked_by(event)
        if by:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)

    def _vertex_at(self, point: QPointF) -> int:
        """Return the node there; -1 for none."""
        count = len(self._picture.graph.vertices) if self._picture else 0
        return next((at for at in range(count) if self.place(at).contains(point)), -1)

    def _point_at(self, vertex: int) -> None:
        if vertex != self._pointed:
            self._pointed = vertex
            hand = vertex >= 0
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            )
            self.pointed.emit(vertex)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which node the pointer is on."""
        self._point_at(self._vertex_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Say that it is on none."""
        self._point_at(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say which node is clicked."""
        vertex = self._vertex_at(event.position())
        if vertex >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(vertex)

    def event(self, event: QEvent) -> bool:
        """Tell the whole numbers of the node under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            vertex = self._vertex_at(QPointF(event.pos()))
            show_tip(event, self.told(vertex) if vertex >= 0 else "", target=self)
            return True
        return super().event(event)


def _off(way: Sequence[QPointF]) -> QPointF:
    """Return how far a value stands from its place above an edge that falls, so as to be clear."""
    falls = (way[1].y() - way[0].y()) / (way[1].x() - way[0].x())
    aside = _ASIDE * max(0.0, min(1.0, falls))
    return QPointF(aside, -aside / 2)
