"""Tooltips, in which a name stands as it is written."""

from PySide6.QtGui import QAction, QHelpEvent, QKeySequence, QStandardItem, Qt
from PySide6.QtWidgets import QListWidgetItem, QTableWidgetItem, QToolTip, QWidget

from gdviz.i18n import _
from gdviz.ui import typeset

Explained = QWidget | QAction | QStandardItem | QTableWidgetItem | QListWidgetItem
"""What explains itself."""


def set_tip(target: Explained, text: str) -> None:
    """Have `target` explain itself by `text`: where the pointer rests, and "what's this"."""
    said = rich(text)
    target.setToolTip(said)
    target.setWhatsThis(said)


def rich(text: str) -> str:
    """Return what Qt shows as `text`, which it would take for HTML if it looks like it."""
    if Qt.mightBeRichText(text):
        return Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)
    return text


def key_text(key: QKeySequence | str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def with_key(text: str, key: QKeySequence | str) -> str:
    """Return a text and, behind it, the key that does what it says."""
    return _("{text} ({key})").format(text=text, key=key_text(key))


def show_tip(event: QHelpEvent, *texts: str, target: QWidget) -> None:
    """Show what is said of `target`, line by line, with exponents raised.

    So `toolTip` itself stays plain: assistive technology reads it.

    Args:
        event: asks for the tooltip.
        texts: what is said, as `toolTip` and `rich` return it.
        target: whose tooltip it is.
    """
    said = [text if Qt.mightBeRichText(text) else typeset.html(text) for text in texts if text]
    QToolTip.showText(event.globalPos(), f"<qt>{'<br>'.join(said)}</qt>" if said else "", target)
