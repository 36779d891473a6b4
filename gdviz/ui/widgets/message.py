"""Boxes with a message, in which a file's name or what was typed stands as it is written."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def tell(parent: QWidget, text: str) -> None:
    """Open a box that tells something; the window goes on behind it."""
    _open(QMessageBox.Icon.Information, parent, text)


def warn(parent: QWidget, text: str) -> None:
    """Open a box that says what is wrong; the window goes on behind it."""
    _open(QMessageBox.Icon.Warning, parent, text)


def _open(icon: QMessageBox.Icon, parent: QWidget, text: str) -> None:
    box = QMessageBox(icon, "gdviz", "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
