"""What a screen reader is told of what Qt cannot describe by itself: pictures and sliders.

It is put into words when it is asked for, so that nothing of it costs a frame anything.
"""

from collections.abc import Callable
from functools import cache
from math import isfinite
from typing import Any, Final, Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QAccessibleWidget, QScrollArea, QWidget


@runtime_checkable
class Speaking(Protocol):
    """A widget that says itself what it is."""

    def spoken(self) -> QAccessibleInterface:
        """Return what a screen reader is given for it."""


class Document(QScrollArea):
    """Something to be read, which the keys scroll."""

    def spoken(self) -> QAccessibleInterface:
        """Return what a screen reader is given for it."""
        return QAccessibleWidget(self, QAccessible.Role.Document)


class Picture(Protocol):
    """What is drawn.

    Attributes:
        summary: returns what is seen in it, in words.
    """

    summary: Callable[[], str]


class SpokenPicture(QAccessibleWidget):
    """A picture, with a summary of what is seen in it."""

    def __init__(self, picture: QWidget) -> None:
        """Speak for `picture`, whose `summary` says what is seen."""
        super().__init__(picture, QAccessible.Role.Graphic)

    def text(self, kind: QAccessible.Text) -> str:
        """Return the summary where a description is asked for."""
        picture = cast("Picture | None", self.object())
        if kind == QAccessible.Text.Description and picture is not None:
            return picture.summary()
        return super().text(kind)

    def childCount(self) -> int:  # noqa: N802 - Qt's name
        """Be one thing: what Qt draws it with means nothing to who hears it."""
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return none: see `childCount`."""
        return None


class Scale(Protocol):
    """A slider whose positions stand for numbers.

    Attributes:
        number_at: returns the number that a position stands for; it grows with it.
        words: returns what is said of a number.
    """

    number_at: Callable[[int], float]
    words: Callable[[float], str]

    def value(self) -> int:
        """Return the position."""

    def minimum(self) -> int:
        """Return the first position."""

    def maximum(self) -> int:
        """Return the last one."""

    def setValue(self, position: int) -> None:
        """Go to a position."""


class _Value(QAccessibleValueInterface):
    """The number that a slider stands at, rather than the position of its handle."""

    def __init__(self, owner: "SpokenSlider") -> None:
        super().__init__()
        self._owner = owner

    def currentValue(self) -> float:  # noqa: N802 - Qt's name
        """Return the number."""
        slider = self._owner.slider
        return _finite(slider, slider.value()) if slider else 0.0

    def minimumValue(self) -> float:  # noqa: N802 - Qt's name
        """Return the least it can be."""
        slider = self._owner.slider
        return _finite(slider, slider.minimum()) if slider else 0.0

    def maximumValue(self) -> float:  # noqa: N802 - Qt's name
        """Return the most it can be."""
        slider = self._owner.slider
        return _finite(slider, slider.maximum()) if slider else 0.0

    def minimumStepSize(self) -> float:  # noqa: N802 - Qt's name
        """Return how far the number is from the next that it can be."""
        slider = self._owner.slider
        if slider is None:
            return 0.0
        first = max(slider.minimum(), min(slider.value(), slider.maximum() - 1))
        return _finite(slider, first + 1) - _finite(slider, first)

    def setCurrentValue(self, value: Any) -> None:  # noqa: N802 - Qt's name
        """Go to the position whose number is nearest."""
        slider = self._owner.slider
        if slider is not None:
            positions = range(slider.minimum(), slider.maximum() + 1)
            slider.setValue(min(positions, key=lambda at: abs(_finite(slider, at) - value)))


def _finite(slider: Scale, position: int) -> float:
    """Return the number at a position; twice the one before it, if that is infinite."""
    number = slider.number_at(position)
    return number if isfinite(number) else 2 * slider.number_at(position - 1)


class SpokenSlider(QAccessibleWidget):
    """A slider that says its number."""

    def __init__(self, slider: QWidget) -> None:
        """Speak for `slider`, a `Scale` too."""
        super().__init__(slider, QAccessible.Role.Slider)
        self._value: Final = _Value(self)

    @property
    def slider(self) -> Scale | None:
        """The slider, as long as it is there."""
        return cast("Scale | None", self.object())

    def text(self, kind: QAccessible.Text) -> str:
        """Return the number in words where the value is asked for."""
        slider = self.slider
        if kind == QAccessible.Text.Value and slider is not None:
            return slider.words(slider.number_at(slider.value()))
        return super().text(kind)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        """Return what knows the number."""
        if kind == QAccessible.InterfaceType.ValueInterface:
            return self._value
        return super().interface_cast(kind)


def _speak_for(_kind: str, widget: QObject) -> QAccessibleInterface | None:
    return widget.spoken() if isinstance(widget, Speaking) else None


@cache
def have_them_speak() -> None:
    """Have every `Speaking` widget of the process speak for itself; once is enough."""
    QAccessible.installFactory(_speak_for)


def announce(source: QWidget, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say `text` of its own accord, at once if it is `urgent`."""
    event = QAccessibleAnnouncementEvent(source, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def tell_of_change(picture: QWidget) -> None:
    """Have a screen reader know that there is something else to be said of a picture."""
    event = QAccessibleEvent(picture, QAccessible.Event.DescriptionChanged)
    QAccessible.updateAccessibility(event)
