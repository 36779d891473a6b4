"""One's own function: typed, checked while it is typed, drawn as soon as it is one."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QInputMethodEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gdviz.core.formula import FormulaError
from gdviz.core.parameters import InputError, parameter
from gdviz.core.problems.expression import Expression, parse
from gdviz.core.types import START
from gdviz.i18n import N_, _, p_
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.widgets.card import label, restyle
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.controls.own.note import FormulaNote

_EXAMPLE = ("w^4 - 3w^2 + w", (-2.2, 2.2))
_FIELD_WIDTH = 60

_ENDS = {
    name: parameter(
        0.0, label=title, help=text, minimum=START.minimum, maximum=START.maximum
    ).metadata["parameter"]
    for name, title, text in (
        ("domain_low", N_("Domain from"), N_("Where the drawing and a search begin.")),
        ("domain_high", N_("Domain to"), N_("Where the drawing and a search end.")),
    )
}


class FormulaField(QLineEdit):
    """A line of text in which a mistake is underlined with a wave."""

    def __init__(self) -> None:
        """Make an empty field."""
        super().__init__()
        self.setProperty("role", "field")
        self.setAcceptDrops(False)  # a file that is dropped is for the window
        self._mistake: tuple[int, int] | None = None
        self._colour = LIGHT.divergence
        self._composing = False

    def mark(self, mistake: tuple[int, int] | None, reason: str = "") -> None:
        """Underline the mistake, and say it to who cannot see the note.

        Args:
            mistake: the indices of its first character and after its last.
            reason: what is wrong, which may be nowhere in particular.
        """
        self._mistake = mistake
        self.setAccessibleDescription(reason)
        restyle(self, "means", "divergence" if mistake else "")
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._colour = theme.divergence
        self.update()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method has composed, or is still composing."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, and the wave."""
        super().paintEvent(event)
        if self._mistake is None or self._composing or not self.text():
            return
        left, right, bottom = self._place(*self._mistake)
        xs = np.arange(left, right + 1, 2.0)
        wave = [QPointF(x, bottom - 2 * (i % 2)) for i, x in enumerate(xs.tolist())]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour), 1.4))
        painter.drawPolyline(QPolygonF(wave))

    def _place(self, start: int, end: int) -> tuple[float, float, float]:
        """Return the left, right and bottom of what is shown of the text's part.

        Qt tells where the cursor is, however far the text is scrolled; the rest is
        measured from there. Its positions are of UTF-16 units, Python's of characters.
        """
        text, metrics = self.text(), self.fontMetrics()
        units = text.encode("utf-16-le", "surrogatepass")[: 2 * self.cursorPosition()]
        before = units.decode("utf-16-le", "surrogatepass")
        cursor = QRectF(self.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
        origin = cursor.center().x() - metrics.horizontalAdvance(before)
        left = origin + metrics.horizontalAdvance(text[:start])
        right = origin + metrics.horizontalAdvance(text[:end])
        inside = self.rect().adjusted(6, 0, -6, 0)
        right = max(right, left + 5)
        bottom = min(cursor.bottom(), self.height() - 3)
        return max(left, inside.left()), min(right, inside.right()), bottom


class OwnFunction(QWidget):
    """The field that a function is typed into, what is wrong with it, and its domain.

    Attributes:
        problem: the last function typed that is one.

    Signals:
        changed(): there is another function, or another domain.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Start with an example."""
        super().__init__()
        self.problem: Expression = parse(*_EXAMPLE)
        self.field = FormulaField()
        self.field.setObjectName("function")
        self._note = FormulaNote()
        self._note.setObjectName("function_note")
        self._captions = {"domain": label(), "to": label("muted")}
        self._ends = {name: NumberField(end) for name, end in _ENDS.items()}
        self._lay_out()
        self.show_problem(self.problem)
        self.field.textChanged.connect(self._on_edited)
        for end in self._ends.values():
            end.valueChanged.connect(self._on_edited)

    def _lay_out(self) -> None:
        domain = QHBoxLayout()
        domain.setSpacing(6)
        domain.addWidget(self._captions["domain"])
        domain.addStretch(1)
        for name, end in self._ends.items():
            end.setObjectName(name)
            domain.addWidget(end)
        domain.insertWidget(3, self._captions["to"])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self._note)
        column.addLayout(domain)

    def show_problem(self, problem: Expression) -> None:
        """Show a function, without saying so."""
        self.problem = problem
        blockers = [QSignalBlocker(field) for field in (self.field, *self._ends.values())]
        for end, value in zip(self._ends.values(), problem.domain[0], strict=True):
            end.setValue(value)
        try:
            shown = parse(self.field.text(), problem.domain[0])
        except InputError:
            shown = None
        if shown != problem:  # what is typed stays as it is typed
            self.field.setText(problem.text)
        del blockers
        self._check()

    def start_from(self, start: tuple[float, ...]) -> tuple[float, ...]:
        """Return `start` if the function can start there, its own start otherwise."""
        problem, w = self.problem, np.array(start)
        if len(start) != len(problem.weights):
            return problem.start
        inside = all(
            low <= at <= high for at, (low, high) in zip(start, problem.domain, strict=True)
        )
        known = np.isfinite(problem.cost(w)) and np.isfinite(problem.gradient(w)).all()
        return start if inside and known else problem.start

    @Slot()
    def _on_edited(self) -> None:
        before = self.problem
        self._check()
        if self.problem != before:
            self.changed.emit()

    def _check(self) -> None:
        """Take what is typed if it is a function; say what is wrong with it otherwise."""
        low, high = (end.value() for end in self._ends.values())
        try:
            self.problem = parse(self.field.text(), (low, high))
        except FormulaError as error:
            self._say_mistake(str(error), error.part)
        except InputError as error:
            self._say_mistake(str(error), None)
        else:
            self._note.show_formula(self.problem.formula)
            self.field.mark(None)

    def _say_mistake(self, reason: str, mistake: tuple[int, int] | None) -> None:
        self._note.show_mistake(reason)
        self.field.mark(mistake, reason)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.field.setAccessibleName(_("Your own function"))
        self.field.setPlaceholderText("w^4 - 3w^2 + w")
        set_tip(
            self.field,
            _(
                "A function of w, of w1 and w2, or of x and y, such as {example}."
                " It is drawn as you type."
            ).format(example="w^4 - 3w^2 + w"),
        )
        self._captions["domain"].setText(_("Domain"))
        self._captions["to"].setText(p_("a range", "to"))
        for name, end in self._ends.items():
            described = _ENDS[name]
            end.setAccessibleName(_(described.label))
            set_tip(end, f"{_(described.help)}\n{described.span}")
            end.retranslate()
        self._check()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.field.restyle(theme)
        self._note.rescale()
        for end in self._ends.values():
            end.setFixedWidth(round(scaled(_FIELD_WIDTH)))
