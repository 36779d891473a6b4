"""A field for a guess, which may be empty."""

import math

from PySide6.QtWidgets import QAbstractSpinBox

from gdviz.ui.features.many.studies.seldom.guesses import GUESS
from gdviz.ui.widgets.fields import NumberField

_NONE = "—"


class GuessField(NumberField):
    """A share in per cent, or nothing: NaN as a number, a dash to the eye."""

    def __init__(self) -> None:
        """Make an empty field."""
        super().__init__(GUESS)
        self.lineEdit().setPlaceholderText(f"{_NONE} %")
        self.show_guess(None)

    @property
    def guess(self) -> float | None:
        """What is guessed; None for nothing."""
        return None if math.isnan(self.value()) else self.value()

    def show_guess(self, guess: float | None) -> None:
        """Show a guess, or that there is none."""
        if guess != self.guess:
            self.setValue(math.nan if guess is None else guess)

    def text(self) -> str:
        """Return what it shows."""
        return super().text() or _NONE

    def _read(self) -> float:
        return super()._read() if self.lineEdit().text().strip() else math.nan

    def _show(self) -> None:
        if self.guess is not None:
            super()._show()
        elif self.settled:
            self.lineEdit().clear()

    def _help(self) -> tuple[str, ...]:
        return (self.toolTip(),) if self.guess is None else super()._help()

    def _on_property(self) -> None:
        if self.guess is not None or not math.isnan(self.property("value")):
            super()._on_property()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Return whether there is a number above and below; from nothing there is."""
        flags = QAbstractSpinBox.StepEnabledFlag
        none = self.guess is None
        return flags.StepUpEnabled | flags.StepDownEnabled if none else super().stepEnabled()

    def stepBy(self, steps: int) -> None:
        """Step from what is typed; from nothing begin in the middle."""
        if self.settled and self.guess is None:
            self.setValue(GUESS.default)
            self.selectAll()
        else:
            super().stepBy(steps)
