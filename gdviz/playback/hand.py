"""Whether something is dragged, so that what is shown changes faster than one can read."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

_REST_MS = 80
"""A hand that has moved nothing for so long rests."""


class Hand(QObject):
    """Knows whether the hand is moving something, and has what it left told again once it rests."""

    def __init__(self, tell: Callable[[], object], parent: QObject) -> None:
        """Have it rest; `tell` tells again what was told while it moved."""
        super().__init__(parent)
        self._tell = tell
        self._moved = self._owed = False
        precise = Qt.TimerType.PreciseTimer
        self._moment: Final = QTimer(self, timerType=precise, singleShot=True)
        self._moment.timeout.connect(self._on_moment)

    def told(self) -> bool:
        """Know that something is told, and return whether the hand moves, or did a moment ago."""
        self._owed = self._moment.isActive()
        return self._owed

    @Slot()
    def move(self) -> None:
        """Know that it does, before what follows from that is shown."""
        self._moved = True
        self._moment.start(0)

    @Slot()
    def _on_moment(self) -> None:
        if self._moved:  # only now all that follows is painted, however long that took
            self._moved = False
            self._moment.start(_REST_MS)
        else:
            self.rest()

    @Slot()
    def rest(self) -> None:
        """Know that it has let go."""
        self.stop()
        if self._owed:
            self._tell()

    def stop(self) -> None:
        """Wait for no rest any longer."""
        self._moment.stop()
