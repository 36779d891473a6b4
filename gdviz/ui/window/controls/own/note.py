"""What is below a typed formula: the formula as it is understood, or what is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from gdviz.ui.theme import scaled
from gdviz.ui.widgets.card import restyle, unbroken
from gdviz.ui.widgets.label import Label

_HEIGHT = 40
"""Two lines: most mistakes are said in as many, and then nothing moves while one types."""


class FormulaNote(Label):
    """A label for the one and the other."""

    def __init__(self) -> None:
        """Make an empty one."""
        super().__init__()
        self.setProperty("role", "formula")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        # However long a formula without a space is, the form stays as wide as it is.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_formula(self, html: str) -> None:
        """Show the formula."""
        self._say(unbroken(html), Qt.TextFormat.RichText, "formula")

    def show_mistake(self, reason: str) -> None:
        """Show what is wrong; what was typed is repeated in it, and must not be taken for HTML."""
        self._say(reason, Qt.TextFormat.PlainText, "small")

    def _say(self, text: str, form: Qt.TextFormat, role: str) -> None:
        mistaken = role != "formula"
        self.setTextFormat(form)
        self.setText(text)
        self.show_sign("alert-circle" if mistaken else "")
        restyle(self, "role", role)
        restyle(self, "means", "divergence" if mistaken else "")

    def rescale(self) -> None:
        """Have room for two lines at the present scale."""
        self.setMinimumHeight(round(scaled(_HEIGHT)))
