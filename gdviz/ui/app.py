"""The application: one window, as it was left the last time."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from gdviz import i18n
from gdviz.core.lessons import Lesson
from gdviz.ui.language import speak
from gdviz.ui.main_window import MainWindow
from gdviz.ui.memory import Memory, usual_path


def open_window(lesson: Lesson | None = None, language: str | None = None) -> int:
    """Open the window and return the exit status.

    Args:
        lesson: what to open it on, rather than the last settings.
        language: the language asked for, rather than the last or the system's.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("gdviz")
    application.setApplicationDisplayName("gdviz")
    _window = make_window(Memory(usual_path()), lesson, language)
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
        notice = QMessageBox(QMessageBox.Icon.Warning, "gdviz", memory.notice, parent=window)
        notice.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        notice.open()
    return window
