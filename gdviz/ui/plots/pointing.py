"""What the mouse does on a plot, in the units of its axes."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

from gdviz.core.types import Array
from gdviz.ui.plots.plot import Plot

Grip = Callable[[float, float], Qt.CursorShape | None]
"""Returns the pointer's shape over what can be taken hold of there, None over nothing."""

_FRAME_MS = 16
"""Of moves that are too many to be seen, one in so long a time is told: the newest."""

_HANDS = (Qt.CursorShape.OpenHandCursor, Qt.CursorShape.PointingHandCursor)


class Pointing(QObject):
    """Takes hold of what is drawn on a plot, and says where it is dragged.

    A mouse may move a thousand times a second; what is dragged follows once for each frame, and
    is where the mouse was when it is let go. A plot that is hidden in the middle of a drag hears of
    no release: what is held there is let go.

    Attributes:
        holds: whether something is held.

    Signals:
        pressed(float, float): the left button went down on something.
        dragged(float, float): the pointer moved while it is held.
        released(float, float): it was let go.
    """

    pressed = Signal(float, float)
    dragged = Signal(float, float)
    released = Signal(float, float)

    def __init__(self, plot: Plot, grip: Grip) -> None:
        """Listen to `plot`; what can be taken hold of is for `grip` to say."""
        super().__init__(plot)
        self._plot, self._grip = plot, grip
        self.holds = False
        self._at = 0.0, 0.0
        self._to: tuple[float, float] | None = None
        precise = Qt.TimerType.PreciseTimer
        self._pace = QTimer(self, interval=_FRAME_MS, timerType=precise, singleShot=True)
        self._pace.timeout.connect(self._tell)
        plot.viewport().installEventFilter(self)

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:
        """Tell whether the event was for what is drawn."""
        if event.type() == QEvent.Type.Hide and self.holds:
            QTimer.singleShot(0, self._let_go)  # the change that hides it comes first
        return isinstance(event, QMouseEvent) and self._on_mouse(event)

    def _on_mouse(self, event: QMouseEvent) -> bool:
        at = self._plot.at(event.position())
        if event.type() == QEvent.Type.MouseMove:
            if self.holds and not event.buttons() & Qt.MouseButton.LeftButton:
                self._let_go()  # somewhere else, where nobody has told
            if self.holds:
                self._at = self._to = at
                if not self._pace.isActive():
                    self._tell()
            elif event.buttons() == Qt.MouseButton.NoButton:
                self.show_cursor(self._grip(*at))
            return self.holds
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            held, self._at = self.holds, at
            self._let_go()
            if held:
                self.show_cursor(self._grip(*at))
            return held
        if event.type() == QEvent.Type.MouseButtonDblClick and self._plot.zoomed:
            return False  # which shows all
        return self._press(*at)  # the second press of a double click is one too

    @Slot()
    def _let_go(self) -> None:
        """Let go of what is held, if anything is, where it was dragged last."""
        held, self.holds = self.holds, False
        if held:
            self._tell()
            self._pace.stop()
            self.released.emit(*self._at)

    @Slot()
    def _tell(self) -> None:
        """Say where it was dragged, if that has not been said."""
        to, self._to = self._to, None
        if to is not None:
            self._pace.start()
            self.dragged.emit(*to)

    def _press(self, x: float, y: float) -> bool:
        shape = self._grip(x, y)
        if shape is None:
            return False
        self.holds, self._at = True, (x, y)
        grabbed = Qt.CursorShape.ClosedHandCursor
        self.show_cursor(grabbed if shape == Qt.CursorShape.OpenHandCursor else shape)
        self.pressed.emit(x, y)
        return True

    def show_cursor(self, shape: Qt.CursorShape | None) -> None:
        """Give the pointer that shape over the plot, its usual one for None."""
        if shape is None:
            self._plot.viewport().unsetCursor()
        else:
            self._plot.viewport().setCursor(shape)
        self._plot.explains = shape in _HANDS

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
