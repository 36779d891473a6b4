"""The application: one window, as it was left the last time."""

import sys

from PySide6.QtWidgets import QApplication

from gdviz import i18n
from gdviz.core.lessons import Lesson
from gdviz.core.problems.expression import Expression
from gdviz.core.problems.own_data import DataChoice
from gdviz.ui.features.own_data import OwnData
from gdviz.ui.language import speak
from gdviz.ui.main_window import MainWindow
from gdviz.ui.memory import Memory, usual_path
from gdviz.ui.message import warn


def open_window(
    lesson: Lesson | None = None,
    language: str | None = None,
    function: Expression | None = None,
    data: DataChoice | None = None,
) -> int:
    """Open the window and return the exit status.

    Args:
        lesson: what to open it on, rather than the last settings.
        language: the language asked for, rather than the last or the system's.
        function: what to minimise, with the other settings as they are.
        data: the data to open: the user is asked whether it is meant so.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("gdviz")
    application.setApplicationDisplayName("gdviz")
    window = make_window(Memory(usual_path()), lesson, language)
    if function is not None:
        window.show_problem(function)
    if data is not None:
        own_data = window.features[OwnData.id]
        assert isinstance(own_data, OwnData)
        own_data.open_data(data)
    return application.exec()


def make_window(
    memory: Memory, lesson: Lesson | None = None, language: str | None = None
) -> MainWindow:
    """Return the window, shown, as it is remembered but for what is asked for."""
    speak(language or memory.language or i18n.current_language())
    window = MainWindow(lesson, memory.theme)
    memory.restore(window, with_run=lesson is None)
    window.show()
    if memory.notice:
        warn(window, memory.notice)
    return window
