"""The application: one window, in the system's language and theme."""

import sys

from PySide6.QtWidgets import QApplication

from gdviz import i18n
from gdviz.core.lessons import Lesson
from gdviz.ui.language import speak
from gdviz.ui.main_window import MainWindow


def open_window(lesson: Lesson | None = None) -> int:
    """Open the window, on a lesson if one is given, and return the exit status."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("gdviz")
    application.setApplicationDisplayName("gdviz")
    speak(i18n.current_language())
    window = MainWindow(lesson)
    window.show()
    return application.exec()
