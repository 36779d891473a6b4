"""The controls: what is run, chosen and set."""

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gdviz.core import ALGORITHMS, PROBLEMS, Problem, RunConfig
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.own import OwnRule, is_own
from gdviz.core.catalogue import CHOICES, applicable, follows_rule
from gdviz.core.numbers import format_number
from gdviz.core.parameters import Parameter, Value
from gdviz.core.problems.changed_data import have_one_model
from gdviz.core.problems.data import Source
from gdviz.core.problems.expression import Expression
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.runs.settings import Settings, name_of
from gdviz.core.types import START
from gdviz.i18n import N_, _
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.card import label, unbroken
from gdviz.ui.widgets.folding import Choice
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.controls.hyperparameters import Hyperparameters
from gdviz.ui.window.controls.own import OwnFunction, OwnRuleEditor
from gdviz.ui.window.controls.problem_choice import ProblemChoice
from gdviz.ui.window.controls.starts import Starts

CHOICE_TEXTS = {
    "problem": (N_("Problem"), N_("What is minimised.")),
    "algorithm": (N_("Algorithm"), N_("How the weight is chosen or moved.")),
    "rule": (N_("Update rule"), N_("How a gradient becomes a step.")),
}
"""What each choice is called, and what it is for."""

_OWN = "own"
"""What stands for one's own rule, whatever its equations are, in the list of rules."""


GHOST = "ghost"
"""The name by which a lesson hides what is to come of its runs."""

LIMIT = "limit"
"""The name by which a lesson hides where the learning rate diverges."""


class Controls(QFrame):
    """Shows the settings of a run, and asks for others; it holds none that could differ.

    Signals:
        asked(Settings, str): the user wants these settings, by a change of that name.
        opened(bool): what is seldom needed was opened or closed.
        dragged(): a slider is about to be dragged, and ask for other settings.
        let_go(): it was let go.
    """

    asked = Signal(object, str)
    opened = Signal(bool)
    dragged = Signal()
    let_go = Signal()

    def __init__(self, settings: Settings) -> None:
        """Make the form, showing these settings."""
        super().__init__()
        self.setObjectName("card")
        self._settings = self._wanted = settings
        self._choices: dict[str, QComboBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._problems: dict[str, Problem] = dict(PROBLEMS)
        self._problem_choice = ProblemChoice(self._problems)
        self._formulas = {name: label("formula", wrap=True) for name in ("problem", "rule")}
        for formula in self._formulas.values():
            formula.setTextFormat(Qt.TextFormat.RichText)
        self._own_function, self._own_rule = OwnFunction(), OwnRuleEditor()
        self._hyperparameters, self._starts = Hyperparameters(), Starts()
        self._hidden: Collection[str] = ()
        self._drawing: QWidget | None = None
        self._draws, self._has_start = False, True
        self._build()
        self._connect()
        self.show_settings(settings)

    def _build(self) -> None:
        form = QWidget()
        form.setObjectName("form")
        column = self._column = QVBoxLayout(form)
        column.setContentsMargins(13, 10, 13, 10)
        column.setSpacing(4)
        for name, entries in CHOICES.items():
            self._labels[name] = label()
            column.addWidget(self._labels[name])
            column.addWidget(self._choice(name, entries))
            self._labels[name].setBuddy(self._choices[name])
            if name == "problem":
                column.addWidget(self._own_function)
                self._offer(self._own_function.problem)
            if name == "rule":
                self._choices[name].addItem("", _OWN)
                column.addWidget(self._own_rule)
            if name in self._formulas:
                column.addWidget(self._formulas[name])
        line = QFrame()
        line.setObjectName("divider")
        line.setFixedHeight(1)
        column.addWidget(line)
        self._hyperparameters.put_between(self._starts)
        column.addWidget(self._hyperparameters)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(form)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        form.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(scroll)

    def _choice(self, name: str, entries: Mapping[str, Any]) -> QComboBox:
        choice = self._problem_choice if name == "problem" else Choice()
        choice.setObjectName(name)
        for key in entries:
            choice.addItem(key, key)
        self._choices[name] = choice
        return choice

    def _offer(self, problem: Problem) -> None:
        """Have the list lead to that problem, which need not be registered, for its id."""
        self._problems[problem.id] = problem
        choice = self._choices["problem"]
        if choice.findData(problem.id) < 0:
            choice.addItem("", problem.id)
        choice.setItemText(choice.findData(problem.id), _title(problem))

    def _connect(self) -> None:
        self._choices["problem"].currentIndexChanged.connect(self._on_problem)
        self._own_function.changed.connect(self._on_own_function)
        self._own_rule.changed.connect(self._on_own_rule)
        for name in ("algorithm", "rule"):
            self._choices[name].currentIndexChanged.connect(partial(self._on_choice, name))
        self._hyperparameters.changed.connect(self._on_value)
        self._hyperparameters.opened.connect(self.opened)
        self._hyperparameters.dragged.connect(self.dragged)
        self._hyperparameters.let_go.connect(self.let_go)
        self._starts.changed.connect(self._on_start)

    @Slot()
    def _on_problem(self) -> None:
        chosen = self._choices["problem"].currentData()
        self._ask(self._settings.on(self._problems[chosen]))

    @Slot()
    def _on_own_function(self) -> None:
        problem, start = self._own_function.problem, self._settings.start
        self._offer(problem)
        asked = replace(self._settings, problem=problem)
        self._ask_start(asked, self._own_function.start_from(start), "function")

    @Slot()
    def _on_own_rule(self) -> None:
        self._ask(self._settings.under(self._own_rule.rule), "rule_text")

    def _ask(self, settings: Settings, name: str = "") -> None:
        self._wanted = settings
        self.asked.emit(settings, name)

    def _on_choice(self, name: str, index: int) -> None:
        key, settings = self._choices[name].itemData(index), self._settings
        if name == "rule":
            self._ask(settings.under(self._own_rule.rule if key == _OWN else key))
        else:
            self._ask(replace(settings, algorithm=key))

    @Slot(object, object)
    def _on_value(self, described: Parameter, value: Value) -> None:
        self._ask(self._settings.with_values({described: value}), name_of(described))

    @Slot()
    def _on_start(self) -> None:
        self.set_start(self._starts.values(len(self._settings.start)))

    @Slot(object)
    def set_start(self, start: tuple[float, ...]) -> None:
        """Ask for that start, as near as it may be."""
        self._ask_start(self._settings, start, "start")

    def _ask_start(self, settings: Settings, start: tuple[float, ...], name: str) -> None:
        nearest = tuple(min(max(w, START.minimum), START.maximum) for w in start)
        self._ask(replace(settings, start=nearest), name)

    def put_beside(self, name: str, widget: QWidget) -> None:
        """Put a small widget between a hyper-parameter's name and its field."""
        self._hyperparameters.at_hand.put_beside(name, widget)

    def put_under_start(self, widget: QWidget) -> None:
        """Put below the start, while it is wanted, what says how many starts are drawn."""
        self._drawing = widget
        self._hyperparameters.put_between(widget)

    def draw_starts(self, *, wanted: bool, about: bool) -> None:
        """Have many starts drawn, or one set.

        Args:
            wanted: whether many are drawn.
            about: whether they are drawn about the one that is set, so that it is shown too.
        """
        before = self._draws, self._has_start
        self._draws, self._has_start = drawn = wanted, about or not wanted
        if drawn != before:
            self._follow()

    def config(self) -> RunConfig:
        """Return the run that is shown to be set."""
        return self._settings.config()

    def show_settings(self, settings: Settings) -> None:
        """Show these settings, without saying so; those it asked for leave what is being typed."""
        anew, before = settings is not self._wanted, self._settings
        self._settings = self._wanted = settings
        keys = {
            "problem": settings.problem.id,
            "algorithm": settings.algorithm,
            "rule": _OWN if is_own(settings.rule) else settings.rule,
        }
        with ExitStack() as blocked:
            for choice in self._choices.values():
                blocked.enter_context(QSignalBlocker(choice))
            self._offer(settings.problem)
            for name, key in keys.items():
                self._choices[name].setCurrentIndex(self._choices[name].findData(key))
        own = self._own_function.problem
        if isinstance(settings.problem, Expression) and settings.problem != own:
            self._own_function.show_problem(settings.problem)
        if is_own(settings.rule) and settings.rule != self._own_rule.rule:
            self._own_rule.show_rule(settings.rule)
        self._starts.show_values(settings.start, anew=anew)
        if _differ_in_data(before, settings):
            self._show_limit(settings.config())
        elif anew or replace(before, start=settings.start) != settings:
            self._follow(anew=anew)

    def hide_controls(self, names: Collection[str]) -> None:
        """Hide those of the controls, by their names, and show the others."""
        self._hidden = frozenset(names)
        self._follow()

    def open(self, *, opened: bool) -> None:
        """Open or close what is seldom needed, without saying so."""
        self._hyperparameters.open(opened=opened)

    def _follow(self, *, anew: bool = False) -> None:
        """Show what applies to these settings, and say what it is."""
        settings, hidden = self._settings, self._hidden
        follows = follows_rule(ALGORITHMS[settings.algorithm])
        for name, choice in self._choices.items():
            shown = name not in hidden and (follows or name != "rule")
            for part in (choice, self._labels[name]):
                part.setVisible(shown)
            title, text = CHOICE_TEXTS[name]
            choice.setAccessibleName(_(title))
            set_tip(choice, f"{choice.currentText()}\n{_(text)}")  # a long title is cut short
        own_function = isinstance(settings.problem, Expression)
        self._own_function.setVisible(own_function and "problem" not in hidden)
        own_rule = follows and is_own(settings.rule)
        self._own_rule.setVisible(own_rule and "rule" not in hidden)
        self._hyperparameters.show_settings(settings, hidden, anew=anew)
        usable = "start" in applicable(settings.problem, settings.algorithm, settings.rule)
        usable = usable and "start" not in hidden
        config = settings.config()
        self._starts.follow(config.problem.weights, shown=usable and self._has_start)
        if self._drawing is not None:
            self._drawing.setVisible(usable and self._draws)
        self._show_formulas(config)
        self._show_limit(config)

    def _show_formulas(self, config: RunConfig) -> None:
        rule = config.algorithm.rule
        self._formulas["problem"].setText(unbroken(config.problem.formula))
        self._formulas["problem"].setVisible(not isinstance(config.problem, Expression))
        formula = config.algorithm.formula if isinstance(config.algorithm, GradientDescent) else ""
        self._formulas["rule"].setText(formula)
        shown = rule is not None and not is_own(rule.id) and "rule" not in self._hidden
        self._formulas["rule"].setVisible(shown)
        if rule is not None and is_own(rule.id):
            self._own_rule.show_formula(formula)

    def _show_limit(self, config: RunConfig) -> None:
        """Mark on the slider where the problem diverges."""
        algorithm, problem = config.algorithm, config.problem
        limit = None if LIMIT in self._hidden else algorithm.stability_limit(problem)
        sampled = config.algorithm.sampled
        text = _("can diverge above {limit}") if sampled else _("diverges above {limit}")
        said = text.format(limit=format_number(limit, 3)) if limit is not None else ""
        self._hyperparameters.show_limit(limit, said)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for name, (title, _help) in CHOICE_TEXTS.items():
            self._labels[name].setText(_(title))
        self._own_function.retranslate()
        self._own_rule.retranslate()
        listed = {"problem": self._problems, "rule": {**CHOICES["rule"], _OWN: OwnRule}}
        for name, entries in {**CHOICES, **listed}.items():
            choice = self._choices[name]
            for index in range(choice.count()):
                choice.setItemText(index, _title(entries[choice.itemData(index)]))
        self._follow()
        self._hyperparameters.retranslate()
        self._starts.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the form again: it may have been styled while it was hidden."""
        super().showEvent(event)
        self._column.update()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        own = self._own_function, self._own_rule
        for part in (self._problem_choice, *own, self._hyperparameters, self._starts):
            part.restyle(theme)


def _differ_in_data(one: Settings, other: Settings) -> bool:
    """Tell whether samples were moved once more, and nothing else changed but the start."""
    alike = replace(one, problem=other.problem, start=other.start) == other
    return alike and one.problem is not other.problem and have_one_model(one.problem, other.problem)


def _title(entry: Any) -> str:
    """Return what an entry of a list is called there."""
    if isinstance(entry, OwnRegression) and isinstance(entry.source, Source):
        return entry.source.path.name
    if entry is OwnRule:
        return _("Your own rule…")
    return _("Your own function…") if isinstance(entry, Expression) else _(entry.title)
