"""The derivation of the gradient, a line at a time."""

from dataclasses import replace
from typing import Final, cast

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from gdviz.core import Problem
from gdviz.core.numbers import format_number
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.store import Store
from gdviz.core.telling.calculus.derivation import Line, derivation
from gdviz.core.telling.calculus.written import Written
from gdviz.i18n import N_, _, p_
from gdviz.playback import Frame
from gdviz.ui import typeset
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.calculus.parts import ChosenSample, Derived
from gdviz.ui.views.calculus.sample import SampleChoice
from gdviz.ui.views.calculus.setting import formula, plain
from gdviz.ui.views.calculus.sheet import Sheet
from gdviz.ui.views.calculus.steps import Steps
from gdviz.ui.views.view import View
from gdviz.ui.widgets.folding import Choice
from gdviz.ui.widgets.tips import set_tip

_SMALL = 13
"""Pixels at scale 1 of what is written with numbers."""

_CHOICE = 88
"""Pixels at scale 1 of a derivative's name in a list."""

_GAP = 6
"""Pixels at scale 1 between rows, and between columns."""


class DerivationView(View):
    """∂cost/∂w line by line, each with the rule that it is by, and with numbers where asked for.

    Attributes:
        sheet: the lines.
        steps: the buttons that bring them.
        weight: the choice of the weight by which is differentiated.
        numbers: the switch that puts numbers in.
        sample: which sample's.
    """

    id = "derivation"
    heading = N_("Derivation")
    place = "code"
    stretch = 3
    written = True
    parts = (Derived(), ChosenSample())
    reads = (*View.reads, Derived, ChosenSample)

    def __init__(self, store: Store) -> None:
        """Make an empty page."""
        super().__init__(store)
        self.weight: Final = Choice()
        self.weight.setObjectName("derivation_weight")
        self.weight.setProperty("role", "choice")
        self.weight.activated.connect(self._on_weight)
        self.sample: Final = SampleChoice(store, "derivation_sample")
        self.numbers: Final = QPushButton()
        self.numbers.setObjectName("derivation_numbers")
        self.numbers.setProperty("role", "choice")
        self.numbers.setCheckable(True)
        self.numbers.clicked.connect(self._on_numbers)
        choices = QHBoxLayout()  # the header has no room for so many
        choices.setSpacing(8)
        for control in (self.weight, self.numbers, self.sample):
            choices.addWidget(control)
        choices.addStretch(1)
        self.body.addLayout(choices)
        self.sheet: Final = Sheet("derivation_sheet")
        self.steps: Final = Steps("derivation", 1)
        self.sheet.stepped.connect(self.steps.go)
        self.steps.chosen.connect(self._on_lines)
        self.body.addWidget(self.sheet, 1)
        self.body.addWidget(self.steps)
        self._derived: tuple[MeanLoss, str] | None = None
        self._written: Written | None = None
        self._lines: tuple[Line, ...] = ()

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the cost is that of a loss over samples."""
        return isinstance(problem, MeanLoss)

    @property
    def _options(self) -> Derived:
        return self.store[Derived]

    @Slot(int)
    def _on_weight(self, axis: int) -> None:
        self.store.replace(replace(self._options, axis=axis))

    @Slot(bool)
    def _on_numbers(self, checked: bool) -> None:
        self.store.replace(replace(self._options, numbers=checked))

    @Slot(int)
    def _on_lines(self, lines: int) -> None:
        self.store.replace(replace(self._options, lines=lines), name="derivation")

    def draw(self, frame: Frame) -> None:
        """Write the lines that are wanted."""
        problem = cast("MeanLoss", frame.config.problem)
        axis = min(self._options.axis, len(problem.names) - 1)
        self._derive(problem, problem.names[axis])
        self._show_choices(frame, axis)
        shown = self._lines[: self._options.lines]
        self.steps.show_count(len(shown), len(self._lines))
        self.sheet.write(self._page(shown, frame), follow=len(shown) > 1)

    def _derive(self, problem: MeanLoss, weight: str) -> None:
        if self._derived is None or self._derived != (problem, weight):
            self._derived = problem, weight
            self._written = Written(problem, weight)
            self._lines = derivation(problem, weight)

    def _show_choices(self, frame: Frame, axis: int) -> None:
        problem = frame.config.problem
        names = [f"∂J/∂{name}" for name in problem.weights]
        if names != [self.weight.itemText(at) for at in range(self.weight.count())]:
            with QSignalBlocker(self.weight):
                self.weight.clear()
                self.weight.addItems(names)
        self.weight.setCurrentIndex(axis)
        self.weight.setHidden(len(names) == 1)
        self.numbers.setChecked(self._options.numbers)
        self.numbers.setEnabled(not self.veiled)
        self.sample.setHidden(not self._with_numbers)
        self.sample.show_for(frame)
        self.remark.setText(f"N = {problem.n_samples:,}")

    @property
    def _with_numbers(self) -> bool:
        """Whether numbers are put in: they give the gradient away."""
        return self._options.numbers and not self.veiled

    def _page(self, shown: tuple[Line, ...], frame: Frame) -> str:
        assert self._written is not None
        theme, written, rows = self.theme, self._written, list[str]()
        derived = formula(written.left, theme)
        if written.model:
            rows.append(_row("", formula(written.model, theme, _SMALL), "muted"))
        for number, line in enumerate(shown):
            newest = "newest" if 0 < number == len(shown) - 1 else ""
            right = formula(f"= {written.line(line)}", theme)
            rows.append(_row("" if number else derived, right, newest))
            rows.append(_row("", self._rules(line), f"rule {newest}"))
            if line.inside and self._with_numbers:
                rows.append(_row("", self._in_numbers(line, frame), newest))
        if self._with_numbers and len(shown) == len(self._lines):
            total, gradient = written.total(frame.w)
            summed = formula(f"= {total}", theme, _SMALL) + self._gradient(gradient)
            rows.append(_row(derived, summed))
        gap = round(scaled(_GAP))
        style = (
            f"td {{ padding: {gap // 2}px {gap}px {gap // 2}px 0; }}"
            f" .rule, .muted {{ color: {theme.muted}; }}"
            f" .newest {{ background-color: {theme.note}; }}"
        )
        return f"<style>{style}</style><table cellspacing='0' width='100%'>{''.join(rows)}</table>"

    def _rules(self, line: Line) -> str:
        assert self._written is not None
        weight = formula(self._written.weight, self.theme, _SMALL)
        return "<br>".join(_(rule).format(weight=weight) for rule in line.rules)

    def _in_numbers(self, line: Line, frame: Frame) -> str:
        assert self._written is not None
        row = self.sample.row(frame)
        numbers = formula(self._written.in_numbers(line, frame.w, row), self.theme, _SMALL)
        return numbers + self._gradient(self._written.part(frame.w, row))

    def _gradient(self, value: float | None) -> str:
        """Return that a gradient comes of it, if that is known."""
        if value is None:
            return ""
        shown = typeset.html(format_number(value, 5))
        return f' = <span style="color: {self.theme.gradient}"><b>{shown}</b></span>'

    def summary(self) -> str:
        """Return the last line that is shown, and its rule."""
        if self._written is None:
            return ""
        line = self._lines[: self._options.lines][-1]
        rules = (_(rule).format(weight=plain(self._written.weight)) for rule in line.rules)
        right = plain(self._written.line(line))
        return "\n".join((f"{plain(self._written.left)} = {right}", *rules))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.weight.setFixedWidth(round(scaled(_CHOICE)))
        self.steps.restyle(theme)
        self.sample.restyle()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.steps.retranslate(_("Next line"))
        self.sample.retranslate("i")
        self.numbers.setText(p_("in a formula", "Numbers"))
        set_tip(self.numbers, _("Put the numbers of a sample and of the weights in."))
        self.numbers.setAccessibleName(self.numbers.toolTip())
        set_tip(self.weight, _("The weight by which is differentiated."))
        self.weight.setAccessibleName(self.weight.toolTip())
        self.sheet.setAccessibleName(_("The derivation of the gradient"))


def _row(left: str, right: str, kind: str = "") -> str:
    """Return a row of the page."""
    return f"<tr class='{kind}'><td>{left}</td><td width='100%'>{right}</td></tr>"
