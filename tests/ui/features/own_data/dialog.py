"""The file that the tests open, and how they drive the dialog that opens it."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core.problems.data import Source
from gdviz.core.problems.own_data import DataChoice, OwnRegression
from gdviz.ui import MainWindow
from gdviz.ui.features.own_data.dialog import DataDialog
from gdviz.ui.features.own_data.feature import OwnData
from tests.ui.driving import has_sign

HEIGHT = np.linspace(150, 190, 41)
WEIGHT = 0.9 * HEIGHT - 90 + np.tile([1.0, -1.0], 21)[:41]


def feature(window: MainWindow) -> OwnData:
    found = window.features["own-data"]
    assert isinstance(found, OwnData)
    return found


def open_data(window: MainWindow, path: Path) -> DataDialog:
    feature(window).open_data(DataChoice(Source(path)))
    return dialog_of(window)


def dialog_of(window: MainWindow) -> DataDialog:
    shown = [dialog for dialog in window.findChildren(DataDialog) if dialog.isVisible()]
    assert len(shown) == 1
    return shown[0]


def part(dialog: DataDialog, name: str) -> QWidget:
    found = dialog.findChild(QWidget, f"data_{name}")
    assert isinstance(found, QWidget), name
    return found


def text(dialog: DataDialog, name: str) -> str:
    label = part(dialog, name)
    assert isinstance(label, QLabel)
    return label.text()


def pick(dialog: DataDialog, name: str, shown: str) -> None:
    combo = part(dialog, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentText(shown)


def switch(dialog: DataDialog, name: str) -> None:
    toggle = part(dialog, name)
    assert isinstance(toggle, QCheckBox)
    toggle.click()


def button(dialog: DataDialog, name: str) -> QPushButton:
    found = part(dialog, name)
    assert isinstance(found, QPushButton)
    return found


def headings(dialog: DataDialog) -> list[str]:
    table = part(dialog, "table")
    assert isinstance(table, QTableView)
    rows = table.model()
    across = Qt.Orientation.Horizontal
    return [rows.headerData(column, across) for column in range(rows.columnCount())]


def wait_for_answer(dialog: DataDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: button(dialog, "open").isEnabled() or has_sign(part(dialog, "status")),
        timeout=20_000,
    )


def opened(window: MainWindow, dialog: DataDialog, qtbot: QtBot) -> OwnRegression:
    """Open the data when it has been read, and return the problem that is shown then."""
    wait_for_answer(dialog, qtbot)
    button(dialog, "open").click()
    problem = window.player.config.problem
    assert isinstance(problem, OwnRegression)
    return problem
