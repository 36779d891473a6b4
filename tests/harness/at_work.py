"""A window in which somebody works and saves without a pause, until it is killed.

It tells the number of each change once it is made: the learning rate is 0.001 times as much.
"""

import sys
from itertools import count
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from gdviz.core.runs.settings import Chosen
from gdviz.ui import MainWindow
from gdviz.ui.features.files.sessions import Recovery, Sessions
from tests.harness.child import tell

RATE = 1e-6
"""How much the learning rate grows by with each change."""


def main(folder: Path) -> None:
    """Work in a window whose session, and what it writes down, are in that folder."""
    application = QApplication([])
    application.setApplicationName("gdviz")
    QFileDialog.getSaveFileName = lambda *_: (str(folder / "work.gdviz"), "")  # type: ignore[method-assign, assignment]
    window = MainWindow()
    window.show()
    window.feature(Recovery).begin(folder / "recovery")
    described = window.store[Chosen].settings.effective["learning_rate"]
    for number in count(1):
        settings = window.store[Chosen].settings.with_values({described: number * RATE})
        window.shown_run.ask(settings)
        tell(str(number))
        if number % 5 == 0:
            window.feature(Sessions).save()
        QTest.qWait(20)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
