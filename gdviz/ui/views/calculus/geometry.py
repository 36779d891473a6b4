"""Where on a canvas the parts of a graph are."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

from gdviz.core.telling.calculus.graph import Graph
from gdviz.core.telling.calculus.layout import Layout
from gdviz.ui.theme import scaled

_ACROSS, _DOWN = 86.0, 66.0
"""Pixels at scale 1 from column to column, and from row to row."""

HALF = 16.0
"""Half a node's width and height."""

OUT = 46.0
"""Pixels of the edge by which the loss comes out."""

_MARGIN = (24.0, 24.0, 72.0, 36.0)
"""Pixels left, above, right, where the loss comes out, and below, about the nodes' middles."""

_PORT = 7.0
"""How far above and below an operation's middle its operands come in."""

LEAST, _MOST = 0.75, 1.5
"""How small, and how large, it is drawn to fit, of its size at the present scale."""


def size(layout: Layout) -> QSizeF:
    """Return how large a graph is at scale 1."""
    left, above, right, below = _MARGIN
    return QSizeF(
        left + (layout.columns - 1) * _ACROSS + right,
        above + (layout.rows - 1) * _DOWN + below,
    )


@dataclass(frozen=True)
class Geometry:
    """A graph on a canvas: in the middle of it, as large as there is room for.

    Attributes:
        graph: the graph.
        layout: where its nodes stand, in columns and rows.
        room: how large the canvas is, in pixels.
    """

    graph: Graph
    layout: Layout
    room: QSize

    @property
    def scale(self) -> float:
        """How large it is drawn; all else is in pixels at scale 1."""
        needed = size(self.layout)
        fitting = min(self.room.width() / needed.width(), self.room.height() / needed.height())
        return min(max(fitting, scaled(LEAST)), scaled(_MOST))

    def at(self, point: tuple[float, float]) -> QPointF:
        """Return where a point in columns and rows is."""
        spare = (QSizeF(self.room) / self.scale - size(self.layout)) / 2
        origin = QPointF(
            _MARGIN[0] + max(0.0, spare.width()), _MARGIN[1] + max(0.0, spare.height())
        )
        return origin + QPointF(point[0] * _ACROSS, point[1] * _DOWN)

    def middle(self, vertex: int) -> QPointF:
        """Return where the middle of a node is."""
        return self.at(self.layout.places[vertex])

    def on_canvas(self, vertex: int) -> QRectF:
        """Return where a node is in the canvas's own pixels."""
        half = QPointF(HALF, HALF)
        middle, scale = self.middle(vertex), self.scale
        return QRectF((middle - half) * scale, (middle + half) * scale)

    def way(self, number: int) -> list[QPointF]:
        """Return the points of an edge, from the side of a node to that of another."""
        routes = self.layout.routes
        points = [self.at(point) for point in routes[number]]
        into = self.graph.into[self.graph.edges[number].target]
        downwards = sorted(into, key=lambda one: routes[one][-2][1])
        port = _PORT * (2 * downwards.index(number) - len(downwards) + 1)
        return [points[0] + QPointF(HALF, 0), *points[1:-1], points[-1] + QPointF(-HALF, port)]
