"""The number fields of a form."""

import unicodedata
from math import floor, log10

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from gdviz.core.parameters import Parameter

_DECIMALS = 12


class _Manners(QObject):
    """An event filter that keeps a field from taking what is not meant for it.

    The space key runs and pauses even while a field has the focus, and the
    wheel turns only the field that has it: scrolling a form changes nothing.
    """

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """Tell whether the event is kept from the field."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            event.ignore()
            return True
        if event.type() == QEvent.Type.Wheel and not (
            isinstance(field, QWidget) and field.hasFocus()
        ):
            event.ignore()
            return True
        return False


def _quiet(field: QAbstractSpinBox) -> None:
    """Give a field no arrows, digits at the right, and a change only once it is typed."""
    field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setKeyboardTracking(False)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    manners = _Manners(field)
    field.installEventFilter(manners)
    field.lineEdit().installEventFilter(manners)


class IntField(QSpinBox):
    """A whole number."""

    def __init__(self, parameter: Parameter) -> None:
        """Make a field for that hyper-parameter."""
        super().__init__()
        self.setRange(int(parameter.minimum), int(parameter.maximum))
        self.setValue(int(parameter.default))
        if parameter.logarithmic:
            self.setStepType(self.StepType.AdaptiveDecimalStepType)
        _quiet(self)


class FloatField(QDoubleSpinBox):
    """A number, typed in any form that Python or a Chinese input method writes it in."""

    def __init__(self, parameter: Parameter) -> None:
        """Make a field for that hyper-parameter."""
        super().__init__()
        self._logarithmic = parameter.logarithmic
        self.setDecimals(_DECIMALS)
        most = parameter.maximum - (10.0**-_DECIMALS if parameter.below else 0.0)
        self.setRange(parameter.minimum, most)
        self.setSingleStep(0.05 if most <= 1 else 0.5)
        self.setValue(parameter.default)
        _quiet(self)

    def textFromValue(self, value: float) -> str:
        """Return the shortest text that is the value."""
        return f"{value:.10g}".replace("-", "−")

    def valueFromText(self, text: str) -> float:
        """Return the number that the text is; what is no number leaves the value."""
        try:
            return float(_ascii(text))
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let a number be typed, and what may become one."""
        plain = _ascii(text)
        try:
            state = (
                QValidator.State.Acceptable
                if self.minimum() <= float(plain) <= self.maximum()
                else QValidator.State.Intermediate
            )
        except ValueError:
            state = (
                QValidator.State.Intermediate
                if set(plain) <= set("0123456789.e+-")
                else QValidator.State.Invalid
            )
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """Step evenly, or through 1, 2, 5, 10 for a logarithmic hyper-parameter."""
        if not self._logarithmic:
            super().stepBy(steps)
            return
        for _step in range(abs(steps)):
            self.setValue(_next_nice(self.value(), up=steps > 0))


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.strip()).lower()
    return plain.replace("−", "-").replace("。", ".")


def _next_nice(value: float, *, up: bool) -> float:
    """Return the next of 1, 2, 5 × 10ⁿ above a positive value, or below it."""
    power = 10.0 ** floor(log10(value))
    ladder = [factor * power for factor in (0.5, 1, 2, 5, 10)]
    if up:
        return next(nice for nice in ladder if nice > value * (1 + 1e-9))
    return next(nice for nice in reversed(ladder) if nice < value * (1 - 1e-9))
