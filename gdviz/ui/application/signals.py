"""What the system asks of a window: Ctrl+C in the terminal, a request to end, a terminal gone."""

import signal
import socket
from types import FrameType
from typing import Self

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Not every system has each."""


class Signals(QObject):
    """Says that the system asks the program to end; the second time it ends at once.

    Python handles a signal between two of its instructions, and while Qt waits for
    events there are none. So the system's part of the handler writes into a socket
    on which Qt waits: nothing has to look again and again whether a signal has come.

    Signals:
        end_asked(): the program is to end, as if its user had closed it.
    """

    end_asked = Signal()

    def __init__(self) -> None:
        """Take the signals, those apart that whoever started the program had it ignore."""
        super().__init__()
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        found = (getattr(signal, name, None) for name in _NAMES)
        self._before = {
            number: signal.signal(number, self._on_signal)
            for number in found
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN
        }

    def __enter__(self) -> Self:
        """Have them until the end of the block."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Leave the signals to whoever had them before."""
        for number, handler in self._before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Let the next one end the program, in the midst of whatever Python is doing."""
        for number in self._before:
            signal.signal(number, signal.SIG_DFL)

    @Slot()
    def _on_woken(self) -> None:
        """Say so, between two events."""
        self._reader.recv(4096)
        self.end_asked.emit()
