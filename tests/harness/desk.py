"""A window to try things in, and ears for all that goes wrong where nobody catches it."""

import gc
import logging
import sys
import tempfile
import threading
import traceback
import warnings
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from time import monotonic
from types import TracebackType

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from gdviz import i18n
from gdviz.ui import MainWindow
from gdviz.ui.application.app import make_window
from gdviz.ui.window.memory import Memory

_PATIENCE_S = 0.3
"""A dialog that still keeps one waiting after so long is closed."""

_NO_TROUBLE = (
    "This plugin does not support",  # the offscreen platform
    "occurs outside target window",  # a drag that leaves the window
    "Keyboard event not accepted",  # a key that nobody wants
    "setPointSizeF: Point size <= 0 (-0.25",  # Qt's own dialog of printers: our type is in pixels
)
"""What Qt says of what is as it should be."""

FILES = {
    "rows.csv": "size,price\n1,2.1\n2,3.9\n3,6.2\n4,8.1\n5,9.8\n",
    "wide.csv": "a;b;c\n1;2;3\n4;5;6\n7;8;10\n",
    "words.csv": "x,y\n1,2\nthree,4\n",
    "empty.csv": "",
    "lesson.toml": """
order = 1
hide = ["seed"]
[title]
en = "A lesson & <b>more</b>"
zh = "一课"
[goal]
en = "See."
zh = "看。"
[settings]
problem = "saddle"
[[steps]]
[steps.text]
en = "Run."
zh = "运行。"
[steps.settings]
learning_rate = 0.05
""",
    "broken.toml": "order = ",
}
"""What a file dialog may come back with."""


class Trouble(logging.Handler):
    """All that went wrong since it was last taken: exceptions, warnings, what Qt warns of."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._heard: list[str] = []
        logging.getLogger().addHandler(self)
        sys.excepthook = self._on_exception
        sys.unraisablehook = lambda about: self._on_exception(
            type(about.exc_value), about.exc_value, about.exc_traceback
        )
        threading.excepthook = lambda about: self._on_exception(
            about.exc_type, about.exc_value, about.exc_traceback
        )
        qInstallMessageHandler(self._on_message)
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, kind, *_where: self.add(
            f"{kind.__name__}: {message}"
        )

    def add(self, what: str) -> None:
        self._heard.append(what)

    def emit(self, record: logging.LogRecord) -> None:
        self.add(self.format(record))

    def take(self) -> list[str]:
        heard, self._heard = self._heard, []
        return heard

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.add("".join(traceback.format_exception(kind, error, where)))

    def _on_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        expected = any(words in message for words in _NO_TROUBLE)
        if kind != QtMsgType.QtDebugMsg and not expected:
            self.add(f"Qt: {message}")


class Desk(QObject):
    """The window, as it is opened by the program, with files at hand and its own settings.

    Attributes:
        window: the window; another one once it has been closed.
        trouble: what went wrong in it.
        files: what may be opened or dropped.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble
        self._folder = tempfile.TemporaryDirectory(prefix="gdviz-")
        folder = Path(self._folder.name)
        for name, text in FILES.items():
            (folder / name).write_text(text, "utf-8")
        self.files = [folder / name for name in FILES]
        self.files.append(folder / "missing.csv")
        self._next_file = cycle([*map(str, self.files), ""])
        QFileDialog.getOpenFileName = self._choose_file  # type: ignore[method-assign, assignment]
        QFileDialog.getOpenFileNames = lambda *_about: ([*map(str, self.files)], "")  # type: ignore[method-assign, assignment]
        saved = str(folder / "saved")
        QFileDialog.getSaveFileName = lambda *_about: (saved, "")  # type: ignore[method-assign, assignment]
        self._memory = folder / "settings.json"
        self._since: float | None = None
        self._impatience = QTimer(self, interval=50)
        self._impatience.timeout.connect(self._close_what_waits)
        self._impatience.start()
        self.window = self._open()

    def _choose_file(self, *_about: object) -> tuple[str, str]:
        return next(self._next_file), ""

    def _open(self) -> MainWindow:
        i18n.set_language("en")
        return make_window(Memory(self._memory))

    def do(self, action: Callable[[], object]) -> None:
        """Do something and let the window follow, whatever dialogs it opens on the way."""
        self._since = monotonic()
        try:
            action()
        finally:
            self._since = None
        QTest.qWait(1)
        self.follow()

    def follow(self) -> None:
        """Open the window again if it has been closed, and see that something hears the keys."""
        if not self.window.isVisible():
            self._discard()
            self.window = self._open()
        if QApplication.activeWindow() is None:  # no window manager gives it back
            activate(QApplication.activeModalWidget() or self.window)

    def _close_what_waits(self) -> None:
        """Close a dialog that does not come back to who has opened it."""
        dialog = QApplication.activeModalWidget()
        waits = self._since is not None and monotonic() > self._since + _PATIENCE_S
        if dialog is not None and waits:
            dialog.close()

    def close(self) -> None:
        """Close the window, with all that it has open, in the state that it is in."""
        self._impatience.stop()
        while popup := QApplication.activePopupWidget():
            popup.close()
        self.window.close_at_once()
        self._discard()
        self._folder.cleanup()

    def _discard(self) -> None:
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


def activate(widget: QWidget) -> None:
    """Have the keys go to the window of that widget."""
    if not widget.isActiveWindow():
        widget.activateWindow()
        QApplication.processEvents()
