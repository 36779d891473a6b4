"""A plot with the keyboard: what is in it is moved, read and looked into by keys."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QGraphicsView

from gdviz.core.types import Array
from gdviz.ui.access.by_keys import ARROWS, BOTH, ByKeys, Handle
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.plots.reader import Reader
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.theme import scaled

_READ, _READ_FINE = 0.02, 0.004
"""The shares of what is seen by which an arrow key moves what is read."""

_PANNED = 0.1
"""The share of what is seen by which an arrow key pans."""


class PlotKeys(ByKeys):
    """Also shows all with Home, and pans with Ctrl, Shift and an arrow.

    Plus and minus are the View menu's, which look into what has the keyboard. What the pointer
    reads is a handle as well, after all others.
    """

    def __init__(
        self, plot: Plot, handles: Callable[[], Sequence[Handle]], reader: Reader | None = None
    ) -> None:
        """Have Tab lead to `plot`.

        Args:
            plot: the plot.
            handles: returns what can be taken hold of in it now.
            reader: what says what is where.
        """
        super().__init__(plot, self._all)
        self._plot, self._own, self._reader = plot, handles, reader
        self._seen = True  # not where a click gave it the keyboard, as long as it is not used
        plot.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        plot.paint_focus = self._paint

    def _all(self) -> list[Handle]:
        read = [] if self._reader is None else [self._reading(self._reader)]
        return [*self._own(), *read]

    def _reading(self, reader: Reader) -> Handle:
        seen = np.array(self._plot.viewRange())
        at = seen.mean(axis=1) if reader.shown is None else reader.shown.at
        span = seen[:, 1] - seen[:, 0]
        return Handle(
            np.clip(at, *seen.T), _READ * span, _READ_FINE * span, reader.read_at,
            say=lambda: reader.text, ringed=reader.shown is not None,
        )  # fmt: skip

    def eventFilter(self, picture: QObject, event: QEvent) -> bool:
        """Tell whether it was a key for what is drawn."""
        if isinstance(event, QFocusEvent):
            self._seen = event.reason() != Qt.FocusReason.MouseFocusReason
            self._follow_focus(gained=event.gotFocus())
        elif event.type() == QEvent.Type.KeyPress:
            self._seen = True
        if super().eventFilter(picture, event):
            return True
        return (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(self._plot, ZoomPlot)
            and self._look(self._plot, event)
        )

    def _follow_focus(self, *, gained: bool) -> None:
        """Paint all of it anew while it has rings that move, and read nothing afterwards."""
        modes = QGraphicsView.ViewportUpdateMode
        self._plot.setViewportUpdateMode(
            modes.FullViewportUpdate if gained else modes.MinimalViewportUpdate
        )
        if not gained and self._reader is not None:
            self._reader.clear()
        self.refresh()

    def refresh(self) -> None:
        """Draw it anew."""
        self._plot.viewport().update()

    @staticmethod
    def _look(plot: ZoomPlot, event: QKeyEvent) -> bool:
        """Pan, or show all, as the key says; return whether it does."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in ARROWS and held & BOTH == BOTH and plot.zoomed:
            right, up = ARROWS[key]
            plot.look_aside(_PANNED * right, _PANNED * up)
        elif key == Qt.Key.Key_Home and not held & Qt.KeyboardModifier.ControlModifier:
            plot.show_all()
        else:
            return False
        return True

    def _paint(self, painter: QPainter) -> None:
        if not self._seen:
            return
        plot = self._plot
        painter.setPen(pen(plot.theme.weight, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = plot.viewport().rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(edge, scaled(6), scaled(6))
        self.paint(painter, plot.theme, self._where)

    def _where(self, at: Array) -> QPointF | None:
        (left, right), (bottom, top) = self._plot.viewRange()
        if not (left <= at[0] <= right and bottom <= at[1] <= top):
            return None
        box = self._plot.getPlotItem().getViewBox()
        return QPointF(self._plot.mapFromScene(box.mapViewToScene(QPointF(*at.tolist()))))
