"""What somebody says beforehand of each share, and the field for it."""

import math
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from PySide6.QtWidgets import QAbstractSpinBox

from gdviz.core.parameters import InputError, Parameter
from gdviz.core.runs.ensembles.seldom import HIDDEN
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import N_, _
from gdviz.ui.widgets.fields import NumberField

GUESS = Parameter(
    N_("Your guess"),
    "",
    N_("Of a hundred such nets, how many come to rest at a bad end?"),
    50.0,
    maximum=100,
)

_NONE = "—"


@dataclass(frozen=True)
class ShareGuesses(Part):
    """What is guessed of the shares of bad ends.

    Attributes:
        per_cent: a guess for each of `HIDDEN`, None where there is none.

    Raises:
        InputError: there are more or fewer of them, or one is no share.
    """

    per_cent: tuple[float | None, ...] = (None,) * len(HIDDEN)
    key: ClassVar[str] = "seldom"

    def __post_init__(self) -> None:
        """Check the guesses."""
        known = [one for one in self.per_cent if one is not None]
        if len(self.per_cent) != len(HIDDEN) or not all(map(_is_number, known)):
            raise InputError(_(UNUSABLE))
        for one in known:
            GUESS.check(one)

    def with_one(self, row: int, guess: float | None) -> "ShareGuesses":
        """Return the same with another guess for one of `HIDDEN`, by its place."""
        guesses = list(self.per_cent)
        guesses[row] = guess
        return replace(self, per_cent=tuple(guesses))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


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
