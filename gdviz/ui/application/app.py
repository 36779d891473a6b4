"""The application: one window, as it was left the last time."""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyqtgraph.util.garbage_collector import GarbageCollector
from PySide6.QtWidgets import QApplication

from gdviz import i18n, log
from gdviz.core.problems.expression import Expression
from gdviz.core.problems.own_data import DataChoice
from gdviz.core.telling.lessons import Lesson
from gdviz.i18n import N_
from gdviz.ui.application.faults import Faults, qt_messages_logged
from gdviz.ui.application.signals import Signals
from gdviz.ui.features.files.opening import Opening
from gdviz.ui.features.files.sessions import Recovery, Sharing
from gdviz.ui.features.own_data.feature import OwnData
from gdviz.ui.widgets.icons import window_icon
from gdviz.ui.widgets.message import warn
from gdviz.ui.window.language import speak
from gdviz.ui.window.main_window import MainWindow
from gdviz.ui.window.memory import Memory, usual_path

_log = logging.getLogger(__name__)

_HANDOVER_S = 2e-4
"""So long a thread keeps Python while the window waits for it.

Qt calls back a hundred times for a picture, and each time the window may have to wait: with
Python's own 5 ms it stands still for a second while a thread reads a text.
"""


def open_window(
    lesson: Lesson | None = None,
    language: str | None = None,
    *,
    function: Expression | None = None,
    data: DataChoice | None = None,
    rule: str | None = None,
    opening: str | None = None,
) -> int:
    """Open the window and return the exit status.

    Args:
        lesson: what to open it on, rather than the last settings.
        language: the language asked for, rather than the last or the system's.
        function: what to minimise, with the other settings as they are.
        data: the data to open: the user is asked whether it is meant so.
        rule: the update rule to follow, with the other settings as they are.
        opening: a file of any kind that the window opens, or a share code.
    """
    log_file = log.start()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("gdviz")
    application.setApplicationDisplayName("gdviz")
    application.setDesktopFileName("gdviz")
    application.setWindowIcon(window_icon())
    with qt_messages_logged(), Faults(log_file) as faults, made_for_a_window():
        try:
            window = make_window(Memory(usual_path()), lesson, language)
            if function is not None:
                window.show_problem(function)
            if rule is not None:
                window.show_rule(rule)
            if data is not None:
                window.feature(OwnData).open_data(data)
            if opening is not None and not window.feature(Sharing).take_text(opening):
                window.feature(Opening).open_file(Path(opening))
        except Exception:
            _log.exception(N_("The window cannot be opened."))
            application.exec()  # until that has been told
            os._exit(1)  # what there is of a window cannot be ended
        window.feature(Recovery).begin(usual_path().parent / "recovery")
        gc.freeze()  # the window is there until the end: there is nothing to find in it
        faults.window = window
        with Signals() as signals:
            signals.end_asked.connect(window.close_at_once)
            status = application.exec()
            if window.isVisible():  # its display has gone, and nobody has closed it
                window.close_at_once()
            return status


@contextmanager
def made_for_a_window() -> Iterator[None]:
    """Have threads hand over soon, and garbage collected from the event loop and nowhere else.

    A widget that is collected in another thread is a crash; one that is collected while Qt breaks
    a connection, where Python is asked in between, waits for the lock that is held there, for ever.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(_HANDOVER_S)
    collector = GarbageCollector()
    try:
        yield
    finally:
        collector.timer.stop()
        gc.enable()
        sys.setswitchinterval(before)


def make_window(
    memory: Memory, lesson: Lesson | None = None, language: str | None = None
) -> MainWindow:
    """Return the window, shown, as it is remembered but for what is asked for."""
    speak(language or memory.language or i18n.current_language())
    window = MainWindow(memory.theme)
    memory.restore(window, with_run=lesson is None)
    if lesson is not None:
        window.show_lesson(lesson)
    window.show()
    if memory.notice:
        warn(window, memory.notice)
    return window
