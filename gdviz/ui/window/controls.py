"""The controls: what is run, chosen and set."""

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gdviz.core import ALGORITHMS, PROBLEMS, Problem, RunConfig, configure
from gdviz.core.catalogue import CHOICES, applicable, follows_rule
from gdviz.core.numbers import format_number
from gdviz.core.parameters import Value, parameters
from gdviz.core.problems.expression import Expression
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.types import START
from gdviz.i18n import N_, _
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.card import label, unbroken
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.hyperparameters import Hyperparameters
from gdviz.ui.window.own_function import OwnFunction
from gdviz.ui.window.starts import Starts

_CHOICE_TEXTS = {
    "problem": (N_("Problem"), N_("What is minimised.")),
    "algorithm": (N_("Algorithm"), N_("How the weight is chosen or moved.")),
    "rule": (
        N_("Update rule"),
        N_("How a gradient becomes a step. A search follows no gradient."),
    ),
}


class Controls(QFrame):
    """All settings of a run.

    Signals:
        changed(): the user changed a setting.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Make the form with every setting at its default."""
        super().__init__()
        self.setObjectName("card")
        self._choices: dict[str, QComboBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._problems: dict[str, Problem] = dict(PROBLEMS)
        self._formulas = {name: label("formula", wrap=True) for name in ("problem", "rule")}
        for formula in self._formulas.values():
            formula.setTextFormat(Qt.TextFormat.RichText)
        self._own_function = OwnFunction()
        self._hyperparameters, self._starts = Hyperparameters(), Starts()
        self._hidden: Collection[str] = ()
        self._build()
        self._connect()
        self._follow()

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
            if name == "problem":
                column.addWidget(self._own_function)
                self._offer(self._own_function.problem)
            if name in self._formulas:
                column.addWidget(self._formulas[name])
        line = QFrame()
        line.setObjectName("divider")
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addWidget(self._hyperparameters)
        column.addWidget(self._starts)
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
        choice = QComboBox()
        choice.setObjectName(name)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
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
        for name in ("algorithm", "rule"):
            self._choices[name].currentIndexChanged.connect(self._on_changed)
        self._hyperparameters.changed.connect(self._on_changed)
        self._starts.changed.connect(self._on_changed)

    @Slot()
    def _on_problem(self) -> None:
        self._hyperparameters.take_up(self._problem)
        self.set_start(self._problem.start)

    @Slot()
    def _on_own_function(self) -> None:
        start = self._start
        self._offer(self._own_function.problem)
        self.set_start(self._own_function.start_from(start))

    def set_start(self, start: tuple[float, ...]) -> None:
        """Set the start as if the user had typed it, as near as it may be."""
        self._starts.show_values([min(max(w, START.minimum), START.maximum) for w in start])
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._follow()
        self.changed.emit()

    def put_beside(self, name: str, widget: QWidget) -> None:
        """Put a small widget between a hyper-parameter's name and its field."""
        self._hyperparameters.put_beside(name, widget)

    def _chosen(self, name: str) -> str:
        return str(self._choices[name].currentData())

    @property
    def _problem(self) -> Problem:
        return self._problems[self._chosen("problem")]

    @property
    def _start(self) -> tuple[float, ...]:
        return self._starts.values(len(self._problem.weights))

    def config(self) -> RunConfig:
        """Return the run that is set.

        Raises:
            InputError: the settings do not go together.
        """
        algorithm, rule = self._chosen("algorithm"), self._chosen("rule")
        return configure(self._problem, algorithm, rule, self._start, **self.settings())

    def settings(self) -> dict[str, Value]:
        """Return the hyper-parameters by name, those without effect too."""
        return self._hyperparameters.values()

    def show_problem(self, problem: Problem) -> None:
        """Show that problem and its start, and the other settings as they are, without saying so.

        Raises:
            InputError: its start cannot be used.
        """
        values = self._hyperparameters.values_on(problem)
        config = configure(problem, self._chosen("algorithm"), self._chosen("rule"), (), **values)
        self._hyperparameters.take_up(problem)
        self.show_config(config)

    def show_config(self, config: RunConfig) -> None:
        """Show the settings of a run, without saying so."""
        rule = config.algorithm.rule
        ids = {"problem": config.problem.id, "algorithm": config.algorithm.id}
        if rule is not None:
            ids["rule"] = rule.id
        with ExitStack() as blocked:
            for choice in self._choices.values():
                blocked.enter_context(QSignalBlocker(choice))
            self._offer(config.problem)
            if isinstance(config.problem, Expression):
                self._own_function.show_problem(config.problem)
            for name, key in ids.items():
                self._choices[name].setCurrentIndex(self._choices[name].findData(key))
        owners = (config, config.problem, config.algorithm, rule)
        self._hyperparameters.show_values(
            {
                described: getattr(owner, name)
                for owner in owners
                for name, described in parameters(type(owner)).items()
            }
        )
        self._starts.show_values(config.start)
        self._follow()

    def hide_controls(self, names: Collection[str]) -> None:
        """Hide those of the controls, by their names, and show the others."""
        self._hidden = frozenset(names)
        self._follow()

    def _follow(self) -> None:
        """Make every control agree with the others: what applies, what it says."""
        algorithm, rule, problem = self._chosen("algorithm"), self._chosen("rule"), self._problem
        for name, choice in self._choices.items():
            choice.setHidden(name in self._hidden)
            self._labels[name].setHidden(name in self._hidden)
            title, text = _CHOICE_TEXTS[name]
            choice.setAccessibleName(_(title))
            set_tip(choice, _(text))
        for part in (self._labels["rule"], self._choices["rule"]):
            part.setEnabled(follows_rule(ALGORITHMS[algorithm]))
        own_function = isinstance(problem, Expression)
        self._own_function.setVisible(own_function and "problem" not in self._hidden)
        self._hyperparameters.follow(problem, algorithm, rule, self._hidden)
        usable = "start" in applicable(problem, algorithm, rule)
        self._starts.follow(problem.weights, usable=usable, hidden=self._hidden)
        config = self.config()
        self._show_formulas(config)
        self._show_limit(config)

    def _show_formulas(self, config: RunConfig) -> None:
        rule = config.algorithm.rule
        self._formulas["problem"].setText(unbroken(config.problem.formula))
        self._formulas["problem"].setVisible(not isinstance(config.problem, Expression))
        self._formulas["rule"].setText(rule.formula if rule is not None else "")
        self._formulas["rule"].setVisible(rule is not None and "rule" not in self._hidden)

    def _show_limit(self, config: RunConfig) -> None:
        """Mark on the slider where the problem diverges."""
        limit = config.algorithm.stability_limit(config.problem)
        sampled = config.algorithm.sampled
        text = _("can diverge > {limit}") if sampled else _("diverges > {limit}")
        said = text.format(limit=format_number(limit, 3)) if limit is not None else ""
        self._hyperparameters.show_limit(limit, said)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for name, (title, _help) in _CHOICE_TEXTS.items():
            self._labels[name].setText(_(title))
        self._own_function.retranslate()
        for name, entries in {**CHOICES, "problem": self._problems}.items():
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
        for part in (self._own_function, self._hyperparameters, self._starts):
            part.restyle(theme)


def _title(entry: Any) -> str:
    """Return what an entry of a list is called there."""
    if isinstance(entry, OwnRegression) and entry.source is not None:
        return entry.source.path.name
    return _("Your own function…") if isinstance(entry, Expression) else _(entry.title)
