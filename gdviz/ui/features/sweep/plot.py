"""What the two plots of a sweep have in common."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsItem

from gdviz.core import RunConfig
from gdviz.core.runs.sweep import Region, Sweep
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.ui import typeset
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.access.plot_keys import PlotKeys
from gdviz.ui.contrast import DIVERGENT_INK, DIVERGENT_TINT, GOOD_TINT, VEIL
from gdviz.ui.features.sweep.words import plain_description
from gdviz.ui.plots.marks import DragRing, InView, soft
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.plots.pointing import Pointing
from gdviz.ui.theme import Theme, font, scaled

_GRIP = 14
"""So many pixels from its centre, at scale 1, the dot of the current run can be taken hold of."""

_FINE = 0.1
"""The share of the way to the next run by which an arrow key with Ctrl moves the dot."""

_DIGITS = 3
"""Of a learning rate that is dragged."""

_MARGIN = 5
"""Pixels about a word, at scale 1."""

Cell = tuple[int, int]
"""The row and column of a run in its sweep."""


class Patch(NamedTuple):
    """A rectangle of the plot, in the axes' units, and its brush."""

    left: float
    right: float
    bottom: float
    top: float
    brush: QBrush


class Patches(InView, pg.GraphicsObject):  # type: ignore[misc]
    """Rectangles whose patterns keep their size on the screen."""

    def __init__(self) -> None:
        """Make none."""
        super().__init__()
        self.drawn: Sequence[Patch] = ()

    def show_patches(self, patches: Sequence[Patch]) -> None:
        """Draw those rectangles from now on."""
        self.drawn = patches
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        """Fill the rectangles, in pixels."""
        to_pixels = painter.transform()
        painter.resetTransform()
        for left, right, bottom, top, brush in self.drawn:
            corners = to_pixels.map(QPointF(left, bottom)), to_pixels.map(QPointF(right, top))
            painter.fillRect(QRectF(*corners).normalized(), brush)


class SweepPlot(Plot):
    """A plot over the learning rate, with a run at each place that can be pointed at and chosen.

    By the mouse, or by the arrow keys and Enter.

    Signals:
        pointed(): another run is pointed at, or none: `cell`.
        chosen(): the run pointed at is chosen.
        dragged(dict): the dot of the current run was dragged to these values, by name.
        released(): it was let go.

    Attributes:
        cell: the run pointed at.
    """

    pointed = Signal()
    chosen = Signal()
    dragged = Signal(object)
    released = Signal()

    def __init__(self) -> None:
        """Make an empty plot."""
        super().__init__()
        self.cell: Cell | None = None
        self.sweep: Sweep | None = None
        self.x_axis.logarithmic = True
        self.y_axis.setWidth(64)
        self.y_axis.setZValue(self.plotItem.getViewBox().zValue() - 1)  # its grid is behind
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.patches = Patches()
        self.limit = pg.PlotCurveItem(antialias=True)
        self.best = pg.ScatterPlotItem(symbol="t", size=13)
        self.current = pg.ScatterPlotItem(size=14)
        self.ring = pg.ScatterPlotItem(size=15)
        self.drag_ring = DragRing(self)
        self.pointing = Pointing(self, self._grip)
        self.pointing.dragged.connect(self._on_dragged)
        self.pointing.released.connect(self._on_released)
        self.keys = PlotKeys(self, self._handles)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._moved = False
        self.texts: list[pg.TextItem] = []

    def add(self, *items: QGraphicsItem) -> None:
        """Put the items into the plot, the last in front."""
        for item in items:
            self.put(item)

    def add_marks(self) -> None:
        """Put the marks of the best, the current and the pointed run in front of all else."""
        for height, item in enumerate((self.best, self.current, self.ring), 1):
            item.setZValue(height)
            self.add(item)
        self.drag_ring.raise_to(2)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        super().restyle(theme)
        self.limit.setPen(pen(theme.divergence, 1.8, Qt.PenStyle.DashLine))
        self.best.setBrush(QColor(theme.minimum))
        self.best.setPen(pen(theme.card, 1.5))
        self.current.setBrush(QColor(theme.weight))
        self.current.setPen(pen(theme.card, 1.5))
        self.drag_ring.restyle(theme)
        self.ring.setPen(pen(theme.text, 2))
        self.ring.setBrush(None)
        self.label_axis(_("learning rate α"), theme)

    def brush(self, region: Region) -> list[QBrush]:
        """Return what fills a region, one over the other: a colour, and for some a pattern."""
        theme, striped = self.theme, Qt.BrushStyle.BDiagPattern
        colour, tint, pattern, ink = {
            Region.DIVERGED: (theme.divergence, DIVERGENT_TINT, striped, DIVERGENT_INK),
            Region.RISEN: (theme.divergence, DIVERGENT_TINT, None, 0),
            Region.SLOW: (theme.past, 30, Qt.BrushStyle.Dense7Pattern, 60),
            Region.FAIR: (theme.card, 0, None, 0),
            Region.GOOD: (theme.minimum, GOOD_TINT, None, 0),
        }[region]
        found = [QBrush(soft(colour, tint))]
        if pattern is not None:
            found.append(QBrush(soft(colour, ink), pattern))
        return found

    def write(
        self,
        text: str,
        x: float,
        y: float,
        colour: str,
        anchor: tuple[float, float],
    ) -> None:
        """Write a word into the plot, with a veil over what is behind it."""
        item = pg.TextItem(color=colour, anchor=anchor, fill=soft(self.theme.card, VEIL))
        typeset.write(item, text)
        item.setFont(_font())
        item.setPos(x, y)
        self.add(item)
        self.texts.append(item)

    def side(self, text: str, x: float) -> float:
        """Return the anchor of a word at the right of a line at x, or left if it has no room."""
        per_pixel = self.plotItem.getViewBox().viewPixelSize()[0]
        needed = per_pixel * (typeset.size(text, _font()).width() + 2 * scaled(_MARGIN))
        return float(x + needed > self.plotItem.viewRange()[0][1])

    def erase(self) -> None:
        """Remove the words."""
        for item in self.texts:
            self.plotItem.removeItem(item)
        self.texts = []

    def across(self) -> Array:
        """Where the runs are along the axis, (columns,)."""
        assert self.sweep is not None
        return np.asarray(np.log10(self.sweep.learning_rates).round(9))

    def rows(self) -> Array:
        """Where the runs are up the axis, (rows,); one is everywhere."""
        return np.zeros(1)

    def show_sweep(self, sweep: Sweep | None, current: RunConfig) -> None:
        """Draw a sweep, or nothing, and where the current run is in it."""
        self.sweep = sweep
        self.draw(current)
        self._point(self.cell)

    def draw(self, current: RunConfig) -> None:
        """Draw the sweep."""
        raise NotImplementedError

    def place(self, cell: Cell) -> tuple[float, float]:
        """Return where in the plot a run is marked."""
        raise NotImplementedError

    def values_at(self, x: float, y: float) -> dict[str, float]:
        """Return the swept hyper-parameters, by name, of a run that is dragged there."""
        low, high = self.across()[[0, -1]].tolist()
        return {"learning_rate": float(f"{10 ** min(max(x, low), high):.{_DIGITS}g}")}

    def mark_current(self, x: float, y: float) -> None:
        """Put the dot of the current run there."""
        self.current.setData([x], [y])
        self.drag_ring.show([x], [y])

    def _grip(self, x: float, y: float) -> Qt.CursorShape | None:
        if self.sweep is None:
            return None
        dot = np.column_stack(self.current.getData())
        near = len(dot) and self.pointing.apart(x, y, dot)[0] <= scaled(_GRIP)
        return Qt.CursorShape.OpenHandCursor if near else None

    @Slot(float, float)
    def _on_dragged(self, x: float, y: float) -> None:
        self._moved = True
        self._point(None)
        self.dragged.emit(self.values_at(x, y))

    @Slot(float, float)
    def _on_released(self, x: float, y: float) -> None:
        """End a drag; without a move it was a click."""
        moved, self._moved = self._moved, False
        if moved:
            self.released.emit()
        else:
            self._choose(self._cell_over(x, y))

    def _cell_at(self, position: QPointF) -> Cell | None:
        box = self.plotItem.getViewBox()
        scene = self.mapToScene(position.toPoint())
        if self.sweep is None or not box.sceneBoundingRect().contains(scene):
            return None
        where = box.mapSceneToView(scene)
        return self._cell_over(where.x(), where.y())

    def _cell_over(self, x: float, y: float) -> Cell:
        return int(np.abs(self.rows() - y).argmin()), int(np.abs(self.across() - x).argmin())

    def _choose(self, cell: Cell | None) -> None:
        self._point(cell)
        if self.cell is not None:
            self.chosen.emit()

    def _point(self, cell: Cell | None) -> None:
        """Point at a run, or at none."""
        self.cell = cell if self.sweep is not None else None
        self.ring.setVisible(self.cell is not None)
        if self.cell is not None:
            self.ring.setData(*([value] for value in self.place(self.cell)))
        self.pointed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the run under the pointer."""
        super().mouseMoveEvent(event)
        cell = self._cell_at(event.position())
        if cell != self.cell:
            self._point(cell)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at none."""
        super().leaveEvent(event)
        self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the run under the pointer."""
        super().mouseReleaseEvent(event)
        cell = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(cell)
        else:
            self._point(cell)

    def _handles(self) -> list[Handle]:
        """Return the run pointed at, and the dot of the current one."""
        if self.sweep is None:
            return []
        row, column = self.cell or self.sweep.best or (0, 0)
        at, one = np.array([column, row]), np.ones(2)
        pointed = Handle(
            at, one, one, self._point_at, self._enter, self._say_cell, asks=True, ringed=False
        )
        places = self.across(), self.rows()
        stride = np.array(
            [float(np.mean(np.diff(all_))) if len(all_) > 1 else 0 for all_ in places]
        )
        dragged = [
            Handle(dot, stride, stride * _FINE, self._on_dragged, self._on_dropped)
            for dot in np.column_stack(self.current.getData())
        ]
        return [pointed, *dragged]

    def _point_at(self, column: float, row: float) -> None:
        assert self.sweep is not None
        most = np.array(self.sweep.diverged.shape) - 1
        first, second = np.clip((row, column), 0, most).astype(int).tolist()
        self._point((first, second))

    def _enter(self) -> None:
        if self.cell is not None:
            self.chosen.emit()

    def _say_cell(self) -> str:
        return plain_description(self.sweep, self.cell) if self.sweep and self.cell else ""

    def _on_dropped(self) -> None:
        self._moved = False
        self.released.emit()


def _font() -> QFont:
    """Return the font of the words in a plot."""
    return font(12)


def runs_of(values: Array) -> list[tuple[int, int, int]]:
    """Return each stretch of equal values as its value, first index and end."""
    edges = np.flatnonzero(np.diff(values)) + 1
    firsts = [0, *edges.tolist()]
    ends = [*edges.tolist(), len(values)]
    return [(int(values[a]), a, b) for a, b in zip(firsts, ends, strict=True)]
