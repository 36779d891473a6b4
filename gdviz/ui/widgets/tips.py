"""Tooltips, in which a name stands as it is written."""

from PySide6.QtGui import QAction, QStandardItem, Qt
from PySide6.QtWidgets import QWidget


def set_tip(target: QWidget | QAction | QStandardItem, text: str) -> None:
    """Have `target` explain itself by `text`, which Qt would take for HTML if it looks like it."""
    if Qt.mightBeRichText(text):
        text = Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)
    target.setToolTip(text)
