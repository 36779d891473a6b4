"""The application: one window, in the system's language and theme."""

import sys

from PySide6.QtWidgets import QApplication

from gdviz import i18n
from gdviz.core.lessons import Lesson
from gdviz.core.problems.expression import Expression
from gdviz.core.problems.own_data import DataChoice
from gdviz.ui.features.own_data import OwnData
from gdviz.ui.language import speak
from gdviz.ui.main_window import MainWindow


def open_window(
    lesson: Lesson | None = None,
    function: Expression | None = None,
    data: DataChoice | None = None,
) -> int:
    """Open the window, on what is given, and return the exit status.

    Args:
        lesson: the lesson to begin with.
        function: what to minimise, with the lesson's other settings.
        data: the data to open: the user is asked whether it is meant so.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("gdviz")
    application.setApplicationDisplayName("gdviz")
    speak(i18n.current_language())
    window = MainWindow(lesson)
    if function is not None:
        window.show_problem(function)
    window.show()
    if data is not None:
        own_data = window.features[OwnData.id]
        assert isinstance(own_data, OwnData)
        own_data.open_data(data)
    return application.exec()
