"""One's own model: typed, and checked while it is typed."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.core.formula import FormulaError
from gdviz.core.problems.own_data import find_model
from gdviz.i18n import _
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.controls.own.function import FormulaField
from gdviz.ui.window.controls.own.note import FormulaNote

_EXAMPLE = "a x^2 + b x + c"


class ModelEditor(QWidget):
    """The field that a model is typed into, and what is wrong with it.

    Attributes:
        model: the formula that is typed; None if it is no model.

    Signals:
        changed(): something else is typed.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        """Start with an example."""
        super().__init__()
        self.model: str | None = None
        self.field = FormulaField()
        self.field.setObjectName("data_formula")
        self.field.setAccessibleName(_("Your own model"))
        self.field.setPlaceholderText(_EXAMPLE)
        set_tip(
            self.field,
            _(
                "What predicts y from x. Each letter that is not x is a weight; the constants e and"
                " pi, and functions such as sin and exp, are understood."
            ),
        )
        self._note = FormulaNote()
        self._note.setObjectName("data_formula_note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._note)
        self.field.restyle(theme)
        self._note.rescale()
        self.show_model(_EXAMPLE)
        self.field.textChanged.connect(self._on_edited)

    def show_model(self, model: str) -> None:
        """Show a formula, without saying so."""
        with QSignalBlocker(self.field):
            self.field.setText(model)
        self._check()

    @Slot()
    def _on_edited(self) -> None:
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        try:
            found = find_model(self.field.text(), listed=False)
        except FormulaError as error:
            self.model = None
            self._note.show_mistake(str(error))
            self.field.mark(error.part, str(error))
        else:
            self.model = found.formula
            self._note.show_formula(f"y = {found.html}")
            self.field.mark(None)
