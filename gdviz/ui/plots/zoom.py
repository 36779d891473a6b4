"""A plot that one can look into, and whose values one can take along."""

from collections.abc import Callable, Hashable
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from gdviz.core.drawing.values import Values
from gdviz.core.drawing.zoom import in_proportion, magnification, moved, zoomed
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.ui.plots.plot import Plot

PER_NOTCH = 1.25
"""How much a notch of the wheel zooms."""

Range = tuple[float, float]


class PlotMenu(QEvent):
    """Tells a window that a plot's menu is about to be shown: who listens may add to it.

    Attributes:
        plot: the plot.
        menu: its menu.
    """

    kind: Final = QEvent.Type(QEvent.registerEventType())

    def __init__(self, plot: "ZoomPlot", menu: QMenu) -> None:
        """Make the event."""
        super().__init__(self.kind)
        self.plot, self.menu = plot, menu


class ZoomPlot(Plot):
    """A plot of a whole that its view chooses, of which the user may look at a part.

    The wheel zooms about the pointer, a drag pans where it means nothing else, one with the
    middle button anywhere, and a double click shows all.

    Signals:
        looked(): more or less is seen, or something else, by hand.
    """

    looked = Signal()

    def __init__(self, values: Callable[[], Values | None]) -> None:
        """Make an empty plot, of which `values` says what is drawn; None if that is a secret."""
        super().__init__()
        self._values: Final = values
        self._whole: Array = np.array([[0.0, 1.0], [0.0, 1.0]])
        self._seen: Array | None = None
        self._subject: Hashable = None
        self._grabbed: Array | None = None

    @property
    def whole(self) -> Array:
        """All that there is to be seen, (2, 2)."""
        return self._whole

    @property
    def times(self) -> float:
        """How many times as large as if all were seen it is."""
        return 1.0 if self._seen is None else magnification(self._seen, self._whole)

    def set_subject(self, subject: Hashable, *, steady: bool = False) -> bool:
        """Show all if something else is drawn now, unless ranges must stay as they are.

        Returns:
            Whether it is something else.
        """
        other, self._subject = subject != self._subject, subject
        if other and not steady:
            self._seen = None
            self._show()
        return other

    def set_whole(self, x: Range, y: Range, *, true: bool = False) -> None:
        """Have these ranges be all there is to be seen; who looks at a part of it goes on to.

        Args:
            x: from where to where.
            y: the same.
            true: whether one looks at the same share of it, not at the same ranges, so that a
                unit of x stays as long as one of y.
        """
        before, self._whole = self._whole, np.array([x, y], float)
        if self._seen is not None and true:
            self._seen = in_proportion(self._seen, before, self._whole)
        self._show()

    def zoom(self, times: float, at: Array | None = None) -> None:
        """Show all so many times as large, about `at`, (2,), or about the centre."""
        seen = self._whole if self._seen is None else self._seen
        if at is None:
            inside = (seen[:, 0] <= self.centre) & (self.centre <= seen[:, 1])
            at = np.where(inside, self.centre, seen.mean(axis=1))
        self._look(zoomed(seen, self._whole, np.clip(at, *seen.T).tolist(), times))

    def show_all(self) -> None:
        """Show all there is."""
        if self._seen is not None:
            self._seen = None
            self._show()
            self.looked.emit()

    def _look(self, seen: Array) -> None:
        if np.array_equal(seen, self._whole):
            self.show_all()
        else:
            self._seen = seen
            self._show()
            self.looked.emit()

    def _show(self) -> None:
        x, y = (self._whole if self._seen is None else self._seen).tolist()
        other = y != self.viewRange()[1]
        self.setRange(xRange=x, yRange=y, padding=0)
        if other:
            self.widen()

    def menu(self) -> QMenu:
        """Return what is offered of the plot."""
        made, values = QMenu(self), self._values()
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = made.addAction(_("&Copy values"))
        copy.setObjectName("copy_values")
        copy.setEnabled(values is not None)
        if values is not None:
            copy.triggered.connect(lambda: QApplication.clipboard().setText(values.text()))
        whole = made.addAction(_("Show &all"))
        whole.setObjectName("show_all_of_it")
        whole.setEnabled(self.zoomed)
        whole.triggered.connect(self.show_all)
        QApplication.sendEvent(self.window(), PlotMenu(self, made))
        return made

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what there is."""
        self.menu().popup(event.globalPos())

    def hideEvent(self, event: QHideEvent) -> None:
        """Show all when it is seen again: something else may have been drawn meanwhile."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._subject = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, with what is under the pointer where it is."""
        notches = event.angleDelta().y() / 120
        if notches:
            at, width = np.array(self.at(event.position())), self.y_axis.fixedWidth
            self.zoom(PER_NOTCH**notches, at)
            if self.y_axis.fixedWidth != width:  # longer labels have moved all that is drawn
                self.getPlotItem().layout.activate()
                self._pan(at - self.at(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the plot: whatever is drawn is not meant, that would have been told."""
        grabs = event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
        if grabs and self.zoomed:
            self._grabbed = np.array(self.at(event.position()))
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Have what is held follow the hand."""
        if self._grabbed is None:
            super().mouseMoveEvent(event)
        else:
            self._pan(self._grabbed - self.at(event.position()))

    def _pan(self, by: Array) -> None:
        if self._seen is not None:
            self._look(moved(self._seen, self._whole, by))

    def look_aside(self, right: float, up: float) -> None:
        """See what lies to the right and above by these shares of what is seen."""
        self._pan(np.array([right, up]) * np.diff(self.viewRange(), axis=1)[:, 0])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._grabbed is None:
            super().mouseReleaseEvent(event)
        else:
            self._grabbed = None
            self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_all()
