"""One's own update rule: typed, checked while it is typed, run as soon as it is one."""

from math import ceil

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.core.algorithms.rules.own import own_rule
from gdviz.core.formula import FormulaError
from gdviz.i18n import _
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.card import restyle
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.controls.own.lines import LinesField
from gdviz.ui.window.controls.own.note import FormulaNote

EXAMPLE = "v ← 0.9v + g\nw ← w − α·v"
_LINES = 3, 7
"""How many lines are in sight, at least and at most."""

_FRAME = 10
"""The border and the padding above and below, as the style sheet has them."""


class RuleField(LinesField):
    """Some lines of text, as high as they need, in which a mistake is underlined with a wave."""

    def __init__(self) -> None:
        """Make an empty field."""
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def mark(self, mistake: tuple[int, int] | None, reason: str = "") -> None:
        """Underline the mistake, and say it to who cannot see the note.

        Args:
            mistake: the indices of its first character and after its last.
            reason: what is wrong.
        """
        restyle(self, "means", "divergence" if mistake else "")
        self.setAccessibleDescription(reason)
        self.underline(mistake)

    @Slot()
    def _fit(self) -> None:
        """Be as high as the text, within limits."""
        least, most = _LINES
        lines = int(self.document().size().height())
        bars = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            bars.ScrollBarAsNeeded if lines > most else bars.ScrollBarAlwaysOff
        )
        line = ceil(QFontMetricsF(self.font()).lineSpacing())
        around = scaled(_FRAME) + 2 * self.document().documentMargin()
        self.setFixedHeight(round(min(max(lines, least), most) * line + around))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self._fit()


class OwnRuleEditor(QWidget):
    """The field that a rule is typed into, and what is wrong with it.

    Attributes:
        rule: the equations of the last rule typed that is one.

    Signals:
        changed(): there is another rule.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Start with an example."""
        super().__init__()
        self.rule = own_rule(EXAMPLE).id
        self._mistaken = False
        self.field = RuleField()
        self.field.setObjectName("rule_text")
        self._note = FormulaNote()
        self._note.setObjectName("rule_note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._note)
        self.field.setPlainText(EXAMPLE)
        self.field.textChanged.connect(self._on_edited)

    def show_rule(self, rule: str) -> None:
        """Show the rule of these equations, without saying so."""
        self.rule = rule
        if _read(self.field.toPlainText()) != rule:  # what is typed stays as it is typed
            with QSignalBlocker(self.field):
                self.field.setPlainText(rule.replace("; ", "\n"))
        self._check()

    def show_formula(self, formula: str) -> None:
        """Show the rule as HTML, with its learning rate, unless what is typed is none."""
        if not self._mistaken:
            self._note.show_formula(formula)

    @Slot()
    def _on_edited(self) -> None:
        before = self.rule
        self._check()
        if self.rule != before:
            self.changed.emit()

    def _check(self) -> None:
        """Take what is typed if it is a rule; say what is wrong with it otherwise."""
        try:
            rule = own_rule(self.field.toPlainText())
        except FormulaError as error:
            self._mistaken = True
            self._note.show_mistake(str(error))
            self.field.mark(error.part, str(error))
        else:
            self.rule, self._mistaken = rule.id, False
            self._note.show_formula(rule().formula)
            self.field.mark(None)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.field.setAccessibleName(_("Your own rule"))
        self.field.setPlaceholderText(EXAMPLE)
        set_tip(
            self.field,
            _(
                "What a step makes of the gradient g, an equation on each line. What is read again"
                " in the next step begins with 0; what is read and never assigned gets a field."
                " α (or a, lr) is the learning rate, t the number of the step."
            ),
        )
        self._check()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.field.restyle(theme)
        self._note.rescale()


def _read(typed: str) -> str:
    """Return the equations that are typed; empty if they are none."""
    try:
        return own_rule(typed).id
    except FormulaError:
        return ""
