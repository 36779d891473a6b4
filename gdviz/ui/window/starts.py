"""Where the weights start: a form with a number for each of them."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, Signal

from gdviz.core.types import START
from gdviz.i18n import _
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.form import Form
from gdviz.ui.window.hyperparameters import explain

_NAMES = ("start", "start_2")


class Starts(Form):
    """A row for each weight that the problem has.

    Signals:
        changed(): the user changed one.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Make the form."""
        super().__init__()
        self._numbers = [NumberField(START) for _name in _NAMES]
        for name, field in zip(_NAMES, self._numbers, strict=True):
            self.add_row(name, field)
            field.valueChanged.connect(self.changed)

    def values(self, dim: int) -> tuple[float, ...]:
        """Return where so many weights start."""
        return tuple(field.value() for field in self._numbers[:dim])

    def show_values(self, start: Sequence[float]) -> None:
        """Show where the weights start, without saying so."""
        for field, value in zip(self._numbers, start, strict=False):
            with QSignalBlocker(field):
                field.setValue(value)

    def follow(self, weights: Sequence[str], *, usable: bool, hidden: Collection[str]) -> None:
        """Have a row for each of the weights, with their names where there are several.

        Args:
            weights: the weights' names.
            usable: whether a start has an effect.
            hidden: the names of rows that are not to be seen.
        """
        symbols = weights if len(weights) > 1 else (START.symbol,)
        for index, name in enumerate(_NAMES):
            self.show_row(name, shown=index < len(weights) and "start" not in hidden)
            self.enable_row(name, usable=usable)
        for name, symbol in zip(_NAMES, symbols, strict=False):
            title = f"{_(START.label)} {symbol}"
            self.say(name, title, explain("start", START, usable=usable))
