"""What the mouse and the keys do on a plot, in the units of its axes."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from gdviz.core.types import Array
from gdviz.ui.plots.plot import Plot
from gdviz.ui.widgets.tips import set_tip

Grip = Callable[[float, float], Qt.CursorShape | None]
"""Returns the pointer's shape over what can be taken hold of there, None over nothing."""

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_HANDS = (Qt.CursorShape.OpenHandCursor, Qt.CursorShape.PointingHandCursor)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Pointing(QObject):
    """Takes hold of what is drawn on a plot, and says where it is dragged.

    Attributes:
        holds: whether something is held.
        hint: what can be done, said over what a hand can take hold of.

    Signals:
        pressed(float, float): the left button went down on something.
        dragged(float, float): the pointer moved while it is held.
        released(float, float): it was let go.
        nudged(int, int): an arrow key was pressed; 1 is right and up, 10 with Shift.
        entered(): Enter was pressed.
    """

    pressed = Signal(float, float)
    dragged = Signal(float, float)
    released = Signal(float, float)
    nudged = Signal(int, int)
    entered = Signal()

    def __init__(self, plot: Plot, grip: Grip, *, keys: bool = True) -> None:
        """Listen to `plot`, its keys too; what can be taken hold of is for `grip` to say."""
        super().__init__(plot)
        self._plot, self._grip = plot, grip
        self.holds = False
        self.hint = ""
        plot.viewport().installEventFilter(self)
        if keys:
            plot.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell whether the event was for what is drawn."""
        if isinstance(event, QMouseEvent) and watched is self._plot.viewport():
            return self._on_mouse(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _on_mouse(self, event: QMouseEvent) -> bool:
        at = self._plot.at(event.position())
        if event.type() == QEvent.Type.MouseMove:
            if self.holds:
                self.dragged.emit(*at)
            elif event.buttons() == Qt.MouseButton.NoButton:
                self.show_cursor(self._grip(*at))
            return self.holds
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            held, self.holds = self.holds, False
            if held:
                self.released.emit(*at)
                self.show_cursor(self._grip(*at))
            return held
        if event.type() == QEvent.Type.MouseButtonDblClick and self._plot.zoomed:
            return False  # which shows all
        return self._press(*at)  # the second press of a double click is one too

    def _press(self, x: float, y: float) -> bool:
        shape = self._grip(x, y)
        if shape is None:
            return False
        self.holds = True
        grabbed = Qt.CursorShape.ClosedHandCursor
        self.show_cursor(grabbed if shape == Qt.CursorShape.OpenHandCursor else shape)
        self.pressed.emit(x, y)
        return True

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            times = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            right, up = _ARROWS[key]
            self.nudged.emit(times * right, times * up)
        elif key in _ENTER:
            self.entered.emit()
        return key in _ARROWS or key in _ENTER

    def show_cursor(self, shape: Qt.CursorShape | None) -> None:
        """Give the pointer that shape over the plot, its usual one for None."""
        if shape is None:
            self._plot.viewport().unsetCursor()
        else:
            self._plot.viewport().setCursor(shape)
        set_tip(self._plot, self.hint if shape in _HANDS else "")

    def pixels(self, points: Array) -> Array:
        """Return which pixels, (n, 2), the points (n, 2) of the plot are."""
        box = self._plot.getPlotItem().getViewBox()
        rect, (x, y) = box.sceneBoundingRect(), np.array(box.viewRange())
        across = (points[:, 0] - x[0]) / (x[1] - x[0])
        down = (y[1] - points[:, 1]) / (y[1] - y[0])
        return np.column_stack(
            [rect.left() + across * rect.width(), rect.top() + down * rect.height()]
        )

    def apart(self, x: float, y: float, points: Array) -> Array:
        """Return how many pixels the points (n, 2) of the plot are from (x, y), (n,)."""
        pixels = self.pixels(np.vstack([[x, y], points]))
        return np.asarray(np.hypot(*(pixels[1:] - pixels[0]).T))
