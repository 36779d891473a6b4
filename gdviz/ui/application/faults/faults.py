"""Faults: what goes wrong though nobody had foreseen it is logged, and told in one dialog."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import inf
from pathlib import Path
from time import monotonic
from typing import Self

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QWidget

from gdviz import log
from gdviz.i18n import _
from gdviz.ui.application.faults.dialog import FaultDialog

_QUIET_S = 60.0
"""What nobody caught is told again only when it has not come for so long: a fault in
painting comes again as soon as its dialog is closed."""

_LONGEST = 20_000
"""Characters of a traceback that are shown; its end is what matters."""

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass(frozen=True)
class Fault:
    """An exception that was logged as an error.

    Attributes:
        what: what was logged with it, marked for translation.
        error: its type and its text.
        traceback: where it came from.
        origin: what tells it from others; None if it is to be told each time.
    """

    what: str
    error: str
    traceback: str
    origin: object


class Faults(QObject):
    """Tells of what is logged as an error with its exception, in one dialog at a time.

    It may be logged in any thread, and while painting: the dialog opens later, in
    the GUI's thread. What comes while it is open is counted in it.

    Attributes:
        window: what the dialog belongs to, once there is one.
    """

    _logged = Signal(object)

    def __init__(self, file: Path | None = None) -> None:
        """Listen to what is logged from now on.

        Args:
            file: where the log is kept, for the user to know; None if it is not.
        """
        super().__init__()
        self.window: QWidget | None = None
        self._file = file
        self._dialog: FaultDialog | None = None
        self._last: dict[object, float] = {}
        self._logged.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._handler = _Handler(self._logged.emit)
        logging.getLogger().addHandler(self._handler)

    def __enter__(self) -> Self:
        """Listen until the end of the block."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Listen no longer."""
        logging.getLogger().removeHandler(self._handler)

    @Slot(object)
    def _tell(self, fault: Fault) -> None:
        now = monotonic()
        goes_on = fault.origin is not None and now - self._last.get(fault.origin, -inf) < _QUIET_S
        self._last[fault.origin] = now
        try:
            if self._dialog is not None:
                self._dialog.count_another()
            elif not goes_on:
                self._open(fault)
        except Exception:  # to be told of that would end in the same again, for ever
            _log.warning("A fault cannot be told", exc_info=True)

    def _open(self, fault: Fault) -> None:
        about = "; ".join(log.versions())
        details = f"{about}\n{datetime.now():%Y-%m-%d %H:%M:%S}\n\n{fault.traceback}"
        dialog = FaultDialog(_(fault.what), fault.error, details, self._file, self.window)
        dialog.finished.connect(self._on_finished)
        dialog.open()
        self._dialog = dialog

    @Slot()
    def _on_finished(self) -> None:
        self._dialog = None


class _Handler(logging.Handler):
    """Hands on the exceptions that are logged as errors."""

    def __init__(self, done: Callable[[Fault], None]) -> None:
        super().__init__(logging.ERROR)
        self._done = done

    def emit(self, record: logging.LogRecord) -> None:
        """Hand on what is to be told of it, without the exception, which holds what it met."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or record.exc_info is None:
            return
        try:
            text = f"{type(error).__name__}: {error}".removesuffix(": ")
            traceback = logging.Formatter().formatException(record.exc_info)[-_LONGEST:]
            origin = log.origin(error) if record.msg == log.UNCAUGHT else None
            self._done(Fault(record.getMessage(), text, traceback, origin))
        except Exception:  # a log must not make things worse
            self.handleError(record)


@contextmanager
def qt_messages_logged() -> Iterator[None]:
    """Log what Qt has to say, until Python is about to end and cannot listen any more."""
    qInstallMessageHandler(_log_message)
    try:
        yield
    finally:
        qInstallMessageHandler(None)


def _log_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logging.getLogger(f"qt.{context.category}").log(_LEVELS[kind], "%s", text)
