"""What a plot says of where the pointer is, or of the step that another plot's pointer is on."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent

from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.ui.contrast import VEIL
from gdviz.ui.plots.caption import Caption
from gdviz.ui.plots.marks import soft
from gdviz.ui.plots.plot import pen
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.theme import Theme, font

_BESIDE = 10
DOT = 9


class Reading(NamedTuple):
    """What is read off a plot.

    Attributes:
        at: where in the plot, (2,).
        text: what is there.
        step: the step that it belongs to; -1 for none.
    """

    at: Array
    text: str
    step: int = -1


def about_step(step: int, text: str) -> str:
    """Return a text about a step, or about a place where step is -1."""
    if step < 0:
        return text
    named = _("step {step}").format(step=f"{step:,}")
    return f"{named} · {text}"


class Reader(QObject):
    """A dot, a line down to the axis, and what is there in words.

    Attributes:
        shown: what is read now; None while the pointer is elsewhere.

    Signals:
        step_pointed(int): the pointer is on that step, on none with -1.
        moved(): something else is read, or nothing any more.
    """

    step_pointed = Signal(int)
    moved = Signal()

    def __init__(self, plot: ZoomPlot, read: Callable[[float, float], Reading | None]) -> None:
        """Read off a plot what `read` says of a place in its axes' units; None for nothing."""
        super().__init__(plot)
        self._plot, self._read = plot, read
        self.shown: Reading | None = None
        self._line = pg.InfiniteLine(0, angle=90)
        self.dot: Final = pg.ScatterPlotItem(size=DOT)
        for item in (self._line, self.dot):
            item.setZValue(10)
            plot.put(item)
        self._caption = Caption(plot, _BESIDE)
        self._caption.item.setZValue(11)
        self._set_visible(visible=False)
        plot.looked.connect(self.clear)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)

    @property
    def text(self) -> str:
        """What is read, in words; empty for nothing."""
        return self.shown.text if self.shown else ""

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._line.setPen(pen(theme.muted, 1, Qt.PenStyle.DotLine))
        self.dot.setBrush(QColor(theme.text))
        self.dot.setPen(pen(theme.card, 1.5))
        self._caption.item.setColor(theme.text)
        self._caption.item.setFont(font(12))
        self._caption.item.fill = pg.mkBrush(soft(theme.card, VEIL))
        self._caption.item.border = pg.mkPen(pen(theme.line))

    def read_at(self, x: float, y: float) -> None:
        """Read what is there, or nothing outside of what is seen."""
        (left, right), (bottom, top) = self._plot.viewRange()
        inside = left <= x <= right and bottom <= y <= top
        self._show(self._read(x, y) if inside else None)

    def mark(self, at: Array | None) -> None:
        """Mark a point, (2,), that another plot's pointer means; or none."""
        if self.shown is None:
            self._draw(at)

    @Slot()
    def clear(self) -> None:
        """Read nothing until the pointer moves again."""
        self._show(None)

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:
        """Follow the pointer; the event is for others too."""
        if event.type() == QEvent.Type.Leave:
            self._show(None)
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            if event.buttons() == Qt.MouseButton.NoButton:
                self.read_at(*self._plot.at(event.position()))
            else:
                self._show(None)
        return False

    def _show(self, reading: Reading | None) -> None:
        if reading is not None and not np.isfinite(reading.at).all():
            reading = None  # it has no place
        before, self.shown = self.shown, reading
        self._draw(reading.at if reading else None)
        if reading:
            self._caption.show(reading.text, reading.at, np.zeros((0, 2)))
            self._caption.item.setVisible(True)
        step = reading.step if reading else -1
        if step != (before.step if before else -1):
            self.step_pointed.emit(step)
        if reading is not before:
            self.moved.emit()

    def _draw(self, at: Array | None) -> None:
        """Draw the dot at a place that can be drawn, or none."""
        known = at is not None and bool(np.isfinite(at).all())
        self._set_visible(visible=known)
        if at is not None and known:
            self._line.setValue(float(at[0]))
            self.dot.setData(*np.asarray(at)[:, np.newaxis])

    def _set_visible(self, *, visible: bool) -> None:
        self._line.setVisible(visible)
        self.dot.setVisible(visible)
        self._caption.item.setVisible(False)
