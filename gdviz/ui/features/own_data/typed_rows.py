"""A field that a few samples are typed or pasted into, and checked meanwhile."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot

from gdviz.core.problems.data import DataError, Typed
from gdviz.i18n import _
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.card import restyle
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.controls.own.lines import LinesField

_LEAST_HEIGHT, _HEIGHT = 64, 190
_EXAMPLE = "1\t2\n2\t4.5\n3\t5"


class TypedRows(LinesField):
    """Lines of an x and a y each, of which the first that cannot be used is underlined.

    Attributes:
        typed: the samples as they are typed; None if they cannot be used.
        mistake: why they cannot be used.
        nothing: whether nothing is typed yet.

    Signals:
        changed(): something else is typed.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        """Make an empty field."""
        super().__init__()
        self.typed: Typed | None = None
        self.mistake, self.nothing = "", True
        self.setObjectName("data_typed")
        self.setProperty("role", "fixed")
        self.setAccessibleName(_("The samples, an x and a y on each line"))
        self.setPlaceholderText(_EXAMPLE)
        set_tip(
            self,
            _(
                "An x and a y on each line, with a tab, spaces or a comma between them, as they are"
                " copied from a spreadsheet. The first line may name them."
            ),
        )
        self.setMinimumHeight(round(scaled(_LEAST_HEIGHT)))
        self.setMaximumHeight(round(scaled(_HEIGHT)))
        self.restyle(theme)
        self._check()
        self.textChanged.connect(self._on_edited)

    def show_samples(self, typed: Typed) -> None:
        """Show what is typed, without saying so."""
        with QSignalBlocker(self):
            self.setPlainText(typed.text)
        self._check()

    @Slot()
    def _on_edited(self) -> None:
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        """Take what is typed if it is samples; say what is wrong with it otherwise."""
        typed = Typed(self.toPlainText())
        line = None
        try:
            typed.read()
        except DataError as error:
            self.typed, self.mistake, line = None, str(error), error.line
        else:
            self.typed, self.mistake = typed, ""
        self.nothing = not typed.text.strip()
        restyle(self, "means", "divergence" if self.mistake and not self.nothing else "")
        self.underline(None if line is None else _part(typed.text, line - 1))
        self.setAccessibleDescription(self.mistake)


def _part(text: str, number: int) -> tuple[int, int]:
    """Return where a line, by its number from 0, begins and ends; the last if there is none."""
    lines = text.split("\n")
    number = min(number, len(lines) - 1)
    start = sum(len(line) + 1 for line in lines[:number])
    return start, start + len(lines[number])
