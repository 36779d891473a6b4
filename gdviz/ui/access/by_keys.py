"""What the mouse can drag in a picture, moved by keys."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from gdviz.core.types import Array
from gdviz.i18n import N_
from gdviz.ui.access.spoken import announce
from gdviz.ui.contrast import HALO
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, scaled

_REST_MS = 600
"""So long after the last key what was moved is let go; the keys until then are one drag."""

_RING = 37
"""Pixels of the ring about what the keys move."""

_FARTHER = 10
"""So many times as far it goes with Shift."""

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_OTHERS = {Qt.Key.Key_Comma: -1, Qt.Key.Key_Period: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BY_KEYS = N_("Where Tab leads here, the arrow keys move it.")
"""What a picture's tip says of the keys."""

BOTH = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_MODIFIERS = BOTH | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Handle(NamedTuple):
    """What can be taken hold of in a picture.

    Attributes:
        at: where it is, (2,).
        stride: how far an arrow key moves it, (2,); 0 along an axis that it keeps to.
        fine: the same with Ctrl.
        move: has it go there, or as near as it can.
        drop: lets it go.
        say: says where it is.
        asks: whether it is let go by Enter alone, as that means something.
        ringed: whether it has a place that can be ringed.
    """

    at: Array
    stride: Array
    fine: Array
    move: Callable[[float, float], None]
    drop: Callable[[], object] = str
    say: Callable[[], str] = str
    asks: bool = False
    ringed: bool = True


class ByKeys(QObject):
    """Moves what can be taken hold of in a picture that has the keyboard.

    The arrow keys move it, with Shift farther, with Ctrl less far; a comma and a full stop
    lead to what else there is. Several keys without a rest between them are one drag.
    """

    _held: Handle | None = None  # also once the picture goes, and what was set here has gone

    def __init__(self, picture: QWidget, handles: Callable[[], Sequence[Handle]]) -> None:
        """Listen to the keys of `picture`.

        Args:
            picture: what has the keyboard.
            handles: returns what can be taken hold of now.
        """
        super().__init__(picture)
        self._picture, self._handles = picture, handles
        self._number = 0
        self._rest: Final = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._let_go)
        picture.installEventFilter(self)

    @property
    def handle(self) -> Handle | None:
        """What the keys move; None for nothing."""
        handles = self._handles()
        return handles[self._place(len(handles))] if handles else None

    def _place(self, count: int) -> int:
        """Return which of so many it is; there may have been more when it was chosen."""
        return min(self._number, count - 1)

    def eventFilter(self, _picture: QObject, event: QEvent) -> bool:
        """Tell whether it was a key for what is drawn."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._uses(event):
                event.accept()
                return True
            return event.type() == QEvent.Type.KeyPress and self._uses(event) and self._do(event)
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide) and self._held is not None:
            self._let_go()
        return False

    def refresh(self) -> None:
        """Draw the picture anew."""
        self._picture.update()

    def _uses(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & _MODIFIERS
        if event.key() in ARROWS:
            one = not held & ~BOTH and held != BOTH
            return one and self.handle is not None
        if event.key() in _OTHERS:
            return not held and len(self._handles()) > 1
        if event.key() in _ENTER:
            return not held and self.handle is not None
        return event.key() == Qt.Key.Key_Escape and not held

    def _do(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._move(ARROWS[key], event.modifiers())
        elif key in _OTHERS:
            self._let_go()
            count = len(self._handles())
            self._number = (self._place(count) + _OTHERS[key]) % count
            self._tell()
        elif key in _ENTER:
            self._enter()
        else:
            self._let_go()
            return False  # whoever is above knows where the keyboard goes
        self.refresh()
        return True

    def _move(self, way: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        handle = self.handle
        assert handle is not None
        stride = handle.fine if held & Qt.KeyboardModifier.ControlModifier else handle.stride
        times = _FARTHER if held & Qt.KeyboardModifier.ShiftModifier else 1
        x, y = (handle.at + times * np.array(way) * stride).tolist()
        self._held = handle
        handle.move(x, y)
        self._rest.start()

    def _enter(self) -> None:
        """Let go what is held, and what asks for it in any case."""
        handle = self.handle
        if handle is not None and handle.asks:
            self._rest.stop()
            self._held = None
            handle.drop()
        else:
            self._let_go()

    @Slot()
    def _let_go(self) -> None:
        self._rest.stop()
        held, self._held = self._held, None
        if held is not None:
            if not held.asks:
                held.drop()
            self._tell()

    def _tell(self) -> None:
        handle = self.handle
        said = handle.say() if handle is not None else ""
        if said:
            announce(self._picture, said)

    def paint(
        self, painter: QPainter, theme: Theme, where: Callable[[Array], QPointF | None]
    ) -> None:
        """Ring what the keys move.

        Args:
            painter: paints on the picture.
            theme: the colours.
            where: returns which of its pixels a place is; None where it is not seen.
        """
        handle = self.handle
        at = where(handle.at) if handle is not None and handle.ringed else None
        if at is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for drawn in (pen(theme.card, 5, alpha=HALO), pen(theme.weight, 2.4)):
                painter.setPen(drawn)
                painter.drawEllipse(at, scaled(_RING) / 2, scaled(_RING) / 2)


def is_picture(widget: QWidget) -> bool:
    """Tell whether things in a widget can be moved by keys."""
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    return widget.findChild(ByKeys, options=directly) is not None
