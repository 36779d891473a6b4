"""Tooltips, in which a name stands as it is written."""

from PySide6.QtGui import QAction, QKeySequence, QStandardItem, Qt
from PySide6.QtWidgets import QWidget

from gdviz.i18n import _


def set_tip(target: QWidget | QAction | QStandardItem, text: str) -> None:
    """Have `target` explain itself by `text`, which Qt would take for HTML if it looks like it."""
    if Qt.mightBeRichText(text):
        text = Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)
    target.setToolTip(text)


def key_text(key: QKeySequence | str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def with_key(text: str, key: QKeySequence | str) -> str:
    """Return a text and, behind it, the key that does what it says."""
    return _("{text} ({key})").format(text=text, key=key_text(key))
