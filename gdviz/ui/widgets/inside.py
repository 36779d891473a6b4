"""What is inside a widget."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def directly_in(widget: QWidget) -> list[QWidget]:
    """Return what is in a widget, and not deeper in it."""
    return widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)


def everything_in(widget: QWidget) -> Iterator[QWidget]:
    """Yield all that is in a widget, however deep.

    PySide has a widget keep for ever what it finds in itself. So each is asked for its own
    children only, which go when it does; a window lives longer than what is deep in it.
    """
    for child in directly_in(widget):
        yield child
        yield from everything_in(child)
