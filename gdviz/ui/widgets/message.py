"""Boxes with a message, in which a file's name or what was typed stands as it is written."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gdviz.ui.theme import scaled
from gdviz.ui.widgets.icons import icon

_SIGN = 32
"""Pixels of a plain screen."""


def warn(parent: QWidget, text: str) -> None:
    """Open a box that says what is wrong; the window goes on behind it."""
    box = QMessageBox(QMessageBox.Icon.Warning, "gdviz", "", parent=parent)
    size, colour = round(scaled(_SIGN)), parent.palette().windowText().color().name()
    box.setIconPixmap(icon("alert-triangle", size, colour, colour).pixmap(size))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
