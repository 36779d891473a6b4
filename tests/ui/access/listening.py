"""A screen reader, as far as tests have need of one."""

from typing import NamedTuple

import pytest
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QWidget

from gdviz.ui.window.tab_order import tab_stops

Text = QAccessible.Text
Role = QAccessible.Role

_VALUED = (Role.SpinBox, Role.Slider, Role.ComboBox, Role.EditableText)


class Heard(NamedTuple):
    """What is heard of a widget."""

    role: QAccessible.Role
    name: str
    value: str
    description: str


def heard(widget: QWidget) -> Heard:
    """Ask Qt what it tells of a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    told = (found.text(kind) for kind in (Text.Name, Text.Value, Text.Description))
    return Heard(found.role(), *told)


def scale(widget: QWidget) -> QAccessibleValueInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found.valueInterface()


def number_heard(widget: QWidget) -> float:
    return float(scale(widget).currentValue())


def silent(root: QWidget) -> list[str]:
    """Return what takes the keyboard within `root` and says too little of itself."""
    found = []
    for widget in tab_stops(root):
        told = heard(widget)
        lacks = [] if told.name else ["name"]
        lacks += ["role"] if told.role in (Role.NoRole, Role.Client, Role.Pane) else []
        lacks += ["value"] if told.role in _VALUED and not told.value else []
        lacks += ["summary"] if told.role == Role.Graphic and not told.description else []
        if lacks:
            found.append(f"{type(widget).__name__} {widget.objectName()}: {', '.join(lacks)}")
    return found


class Listener:
    """What was announced, and whether at once; and what is described otherwise, by its name."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.announced: list[tuple[str, bool]] = []
        self.changed: set[str] = set()
        monkeypatch.setattr(QAccessible, "updateAccessibility", self._hear)

    def _hear(self, event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            urgent = event.politeness() == QAccessible.AnnouncementPoliteness.Assertive
            self.announced.append((event.message(), urgent))
        elif event.type() == QAccessible.Event.DescriptionChanged:
            self.changed.add(event.object().objectName())

    @property
    def last(self) -> str:
        return self.announced[-1][0] if self.announced else ""


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    return Listener(monkeypatch)
