"""Where the Tab key goes: in the order of reading, whatever was added when."""

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def tab_stops(root: QWidget, here: QWidget | None = None) -> list[QWidget]:
    """Return what takes the keyboard within `root`, as one reads: layout by layout.

    Args:
        root: where to look.
        here: what has the keyboard now; it is in the list even if it can no longer be used,
            so that its neighbours are known.
    """
    return list(_stops(root, here))


def _stops(widget: QWidget, here: QWidget | None) -> Iterator[QWidget]:
    usable = widget.isVisible() and widget.isEnabled()
    takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()
    if widget is here or (usable and takes_keys):
        yield widget
    if usable:
        for child in _children(widget):
            yield from _stops(child, here)


def _children(widget: QWidget) -> list[QWidget]:
    """Return what is in a widget: first as its layout has it, then the rest by place."""
    layout = widget.layout()
    placed = list(_placed(layout)) if layout is not None else []
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    loose = [
        child
        for child in widget.findChildren(QWidget, options=direct)
        if child not in placed and not child.isWindow()
    ]
    return placed + sorted(loose, key=lambda child: (child.y(), child.x()))


def _placed(layout: QLayout) -> Iterator[QWidget]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: _row_and_column(layout, number))
    for number in numbers:
        item = layout.itemAt(number)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)


def _row_and_column(layout: QGridLayout, number: int) -> tuple[int, int]:
    row, column, *_spans = cast("tuple[int, ...]", layout.getItemPosition(number))
    return row, column
