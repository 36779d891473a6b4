"""Which views draw a frame at once, and which have their turns, where there is not the time."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from gdviz.playback import Frame
from gdviz.ui.in_turn import InTurn
from gdviz.ui.views.view import View

_DRAWING_S = 0.0025
"""Of frames that hurry each has views drawn for so long; the others wait for the next one."""

_LATE_MS = 24
"""If that has not come so long after it, there is time for them."""

_TURN_MS = 5
"""So long after what is held is painted another picture has its turn; the mouse goes first."""


class ViewTurns(QObject):
    """Has views draw frames: all of them, unless frames hurry or the mouse drags something.

    Where frames hurry, each has those views drawn that have waited longest, and one of them
    shows it to be read. While the mouse drags something, what is about it is drawn at once, and
    the other pictures take turns behind it. What comes to rest, all have drawn.
    """

    def __init__(
        self,
        shown: Callable[[], Mapping[str, View]],
        show: Callable[[str, Frame], None],
        parent: QObject,
    ) -> None:
        """Draw nothing yet.

        Args:
            shown: returns the views that are seen, by id.
            show: has the view of that id draw a frame.
            parent: what this belongs to.
        """
        super().__init__(parent)
        self._shown, self._show = shown, show
        self._hurried, self._dragged = InTurn[str](_DRAWING_S), InTurn[str](0.0)
        self._passing: Frame | None = None
        self._undrawn: list[str] = []
        self._unread: list[str] = []
        self._read = ""
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(self._go_on)
        self._held: Frame | None = None
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self._on_turn)

    def show_frame(self, frame: Frame) -> None:
        """Have views draw what changes during a run."""
        shown = self._at_once(frame)
        self._late.stop()
        self._passing, self._undrawn = frame, shown
        if frame.hurried:
            self._choose_who_is_read(shown, frame)
            self._go_on()
            return
        self._unread, self._undrawn = [], []
        for name in shown:
            self._show(name, frame)

    def _choose_who_is_read(self, shown: list[str], frame: Frame) -> None:
        """Have one of those that have it to show to be read do so, and first."""
        if not frame.fleeting:
            self._unread += [name for name in shown if name not in self._unread]
        self._unread = [name for name in self._unread if name in shown]
        self._read = self._unread.pop(0) if self._unread else ""
        if self._read:
            self._hurried.put_first(self._read)

    @Slot()
    def _go_on(self) -> None:
        """Have views draw the frame that passes, those that have not, while there is time."""
        assert self._passing is not None
        seen = self._shown()
        self._undrawn = [name for name in self._undrawn if name in seen]
        for name in self._hurried.some(self._undrawn):
            self._undrawn.remove(name)
            self._show(name, replace(self._passing, fleeting=name != self._read))
        if self._undrawn:
            self._late.start()

    def _at_once(self, frame: Frame) -> list[str]:
        """Return the ids of those that draw a frame: all, unless the mouse drags something."""
        waiting = self._waiting() if frame.held else []
        self._held = frame if waiting else None
        if not waiting:
            self._turn.stop()
        elif not self._turn.isActive():
            self._turn.start(0)
        return [name for name in self._shown() if name not in waiting]

    def _waiting(self) -> list[str]:
        """Return the ids of the pictures that wait while the mouse drags something in another."""
        shown = self._shown()
        if not any(view.in_hand for view in shown.values()):
            return []
        return [
            name
            for name, view in shown.items()
            if not (view.in_hand or view.written or view.frame_shown is None)
        ]

    @Slot()
    def _on_turn(self) -> None:
        """Have the picture that has waited longest draw what is dragged, if it is known."""
        if not self._turn.interval():  # only now what is held is painted
            self._turn.start(_TURN_MS)
            return
        if self._held is not None and self._held.known:
            for name in self._dragged.some(self._waiting()):
                self._show(name, self._held)
