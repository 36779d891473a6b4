"""Where the weights start: a form with a number for each of them."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal

from gdviz.core.types import START
from gdviz.i18n import _
from gdviz.ui.theme import LIGHT, Theme
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.form import Form
from gdviz.ui.window.controls.hyperparameters import explain

_MOST = 10
"""More weights are not set one by one."""


class Starts(Form):
    """A row for each weight that the problem has: `start`, `start_2`, `start_3` and so on.

    A row is made when a problem first has so many weights, and hidden where one has fewer.
    Where there are too many to be set one by one there is none.

    Signals:
        changed(): the user changed one.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Make the form without a row."""
        super().__init__()
        self._numbers: list[NumberField] = []
        self._theme = LIGHT

    def _have(self, count: int) -> None:
        """See to it that there are rows for so many weights."""
        for number in range(len(self._numbers), min(count, _MOST)):
            field = NumberField(START)
            self.add_row(_name(number), field)
            field.valueChanged.connect(self.changed)
            self._numbers.append(field)
            super().restyle(self._theme)

    def values(self, dim: int) -> tuple[float, ...]:
        """Return where so many weights start."""
        self._have(dim)
        return tuple(field.value() for field in self._numbers[:dim])

    def show_values(self, start: Sequence[float], *, anew: bool = False) -> None:
        """Show where the weights start, without saying so; `anew` over what is being typed too."""
        self._have(len(start))
        for field, value in zip(self._numbers, start, strict=False):
            if anew or field.value() != value:
                with QSignalBlocker(field):
                    field.setValue(value)

    def follow(self, weights: Sequence[str], *, shown: bool) -> None:
        """Have a row for each of the weights, with their names where there are several."""
        self._have(len(weights))
        several = weights if len(weights) <= _MOST else ()
        for number in range(len(self._numbers)):
            self.show_row(_name(number), shown=shown and number < len(several))
        for number, weight in enumerate(several):
            symbol = weight if len(weights) > 1 else START.symbol
            self.say(_name(number), f"{_(START.label)} {symbol}", explain(START))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale; rows that are yet to come too."""
        self._theme = theme
        super().restyle(theme)


def _name(number: int) -> str:
    """Return what the row of that weight, from 0, is called."""
    return f"start_{number + 1}" if number else "start"
