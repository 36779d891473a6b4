"""The controls: a form made from the hyper-parameters' own descriptions."""

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gdviz.core import ALGORITHMS, PARAMETERS, PROBLEMS, RULES, Problem, RunConfig, configure
from gdviz.core.catalogue import CHOICES, applicable, follows_rule
from gdviz.core.numbers import format_number
from gdviz.core.parameters import Parameter, parameters
from gdviz.core.problems.expression import Expression
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.types import START, Algorithm, Rule
from gdviz.i18n import N_, _
from gdviz.ui.card import label
from gdviz.ui.fields import FloatField, IntField
from gdviz.ui.own_function import OwnFunction
from gdviz.ui.sliders import LogSlider, Toggle
from gdviz.ui.theme import Theme, scaled

_FIELD_WIDTH = 74
_MOMENTUM = 0.9
"""β when momentum is switched on for the first time."""

_CHOICE_TEXTS = {
    "problem": (N_("Problem"), N_("What is minimised.")),
    "algorithm": (N_("Algorithm"), N_("How the weight is chosen or moved.")),
    "rule": (
        N_("Update rule"),
        N_("How a gradient becomes a step. A search follows no gradient."),
    ),
}
_ALWAYS = ("learning_rate", "epochs", "momentum", "nesterov", "batch_size", "seed")
"""Shown, disabled, even where they do not apply; the others only where they do."""

_ORDER = ("points", "levels", *_ALWAYS[:-1])
"""What comes first; the seed comes last, and what is not named here before it."""

_STARTS = ("start", "start_2")
"""Where each weight starts."""


def _place(name: str) -> tuple[int, bool]:
    """Return where in the form a hyper-parameter stands."""
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name == "seed")


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
        self._problems: dict[str, Problem] = dict(PROBLEMS)
        self._fields: dict[str, IntField | FloatField | Toggle] = {}
        self._labels: dict[str, QLabel] = {}
        self._formulas = {name: label("formula", wrap=True) for name in ("problem", "rule")}
        for formula in self._formulas.values():
            formula.setTextFormat(Qt.TextFormat.RichText)
        self._own_function = OwnFunction()
        self._starts: list[FloatField] = []
        self._hidden: Collection[str] = ()
        self._rate_slider = LogSlider(PARAMETERS["learning_rate"])
        self._rate_slider.setObjectName("learning_rate_slider")
        self._momentum_enabled = Toggle()
        self._momentum_enabled.setObjectName("momentum_enabled")
        self._build()
        self._connect()
        self._fields["momentum"].setValue(_MOMENTUM)  # type: ignore[union-attr, arg-type]
        self._follow()

    def _build(self) -> None:
        form = QWidget()
        form.setObjectName("form")
        column = self._column = QVBoxLayout(form)
        column.setContentsMargins(13, 10, 13, 10)
        column.setSpacing(4)
        for name, entries in CHOICES.items():
            column.addWidget(self._label(name))
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
        self._grid = grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(6)
        grid.setColumnStretch(0, 1)
        self._fill(grid)
        column.addLayout(grid)
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

    def _fill(self, grid: QGridLayout) -> None:
        right = Qt.AlignmentFlag.AlignRight
        for name in sorted(PARAMETERS, key=_place):
            row = grid.rowCount()
            grid.addWidget(self._label(name), row, 0, 1, 1 if name == "momentum" else 2)
            grid.addWidget(self._field(name, PARAMETERS[name]), row, 2, right)
            if name == "momentum":
                grid.addWidget(self._momentum_enabled, row, 1, right)
            if name == "learning_rate":
                grid.addWidget(self._rate_slider, row + 1, 0, 1, 3)
        for name in _STARTS:
            row = grid.rowCount()
            field = FloatField(START)
            field.setObjectName(name)
            self._starts.append(field)
            grid.addWidget(self._label(name), row, 0, 1, 2)
            grid.addWidget(field, row, 2, right)

    def _offer(self, problem: Problem) -> None:
        """Put a problem that is not registered into the list, for its last one of that id."""
        self._problems[problem.id] = problem
        choice = self._choices["problem"]
        if choice.findData(problem.id) < 0:
            choice.addItem("", problem.id)
        choice.setItemText(choice.findData(problem.id), _title(problem))

    def _label(self, name: str) -> QLabel:
        self._labels[name] = label()
        return self._labels[name]

    def _choice(self, name: str, entries: Mapping[str, Any]) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(name)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key in entries:
            choice.addItem(key, key)
        self._choices[name] = choice
        return choice

    def _field(self, name: str, described: Parameter) -> IntField | FloatField | Toggle:
        field = (
            Toggle()
            if described.type is bool
            else IntField(described)
            if described.type is int
            else FloatField(described)
        )
        field.setObjectName(name)
        self._fields[name] = field
        return field

    def _connect(self) -> None:
        self._choices["problem"].currentIndexChanged.connect(self._on_problem)
        self._own_function.changed.connect(self._on_own_function)
        for name in ("algorithm", "rule"):
            self._choices[name].currentIndexChanged.connect(self._on_changed)
        for field in (*self._fields.values(), *self._starts, self._momentum_enabled):
            signal = field.toggled if isinstance(field, Toggle) else field.valueChanged
            signal.connect(self._on_changed)
        self._rate_slider.changed.connect(self._fields["learning_rate"].setValue)  # type: ignore[union-attr]

    def _on_problem(self) -> None:
        self.set_start(self._problem().start)

    def _on_own_function(self) -> None:
        start = self._start()
        self._offer(self._own_function.problem)
        self._show_start(self._own_function.start_from(start))
        self._on_changed()

    def set_start(self, start: tuple[float, ...]) -> None:
        """Set the start as if the user had typed it."""
        self._show_start(start)
        self._on_changed()

    def _start(self) -> tuple[float, ...]:
        dim = len(self._problem().weights)
        return tuple(field.value() for field in self._starts[:dim])

    def _show_start(self, start: tuple[float, ...]) -> None:
        for field, value in zip(self._starts, start, strict=False):
            with QSignalBlocker(field):
                field.setValue(value)

    def _on_changed(self) -> None:
        self._follow()
        self.changed.emit()

    def put_beside(self, name: str, widget: QWidget) -> None:
        """Put a small widget between a hyper-parameter's name and its field."""
        row = self._grid.getItemPosition(self._grid.indexOf(self._fields[name]))[0]  # type: ignore[index]
        self._grid.addWidget(widget, row, 1, Qt.AlignmentFlag.AlignRight)

    def _chosen(self, name: str) -> str:
        return str(self._choices[name].currentData())

    def _problem(self) -> Problem:
        return self._problems[self._chosen("problem")]

    def config(self) -> RunConfig:
        """Return the run that is set.

        Raises:
            InputError: the settings do not go together.
        """
        values: dict[str, Any] = {name: self._chosen(name) for name in CHOICES}
        values["problem"] = self._problem()
        for name, field in self._fields.items():
            values[name] = field.isChecked() if isinstance(field, Toggle) else field.value()
        if not self._momentum_enabled.isChecked():
            values["momentum"] = 0.0
        return configure(start=self._start(), **values)

    def show_config(self, config: RunConfig) -> None:
        """Show the settings of a run, without saying so."""
        rule = getattr(config.algorithm, "rule", None)
        ids = {"problem": config.problem.id, "algorithm": config.algorithm.id}
        if rule is not None:
            ids["rule"] = rule.id
        blockers = [QSignalBlocker(field) for field in self.findChildren(QWidget)]
        if config.problem.id not in PROBLEMS:
            self._offer(config.problem)
        if isinstance(config.problem, Expression):
            self._own_function.show_problem(config.problem)
        for name, key in ids.items():
            self._choices[name].setCurrentIndex(self._choices[name].findData(key))
        for source in (config, config.algorithm, rule):
            for name in parameters(type(source)) if source is not None else ():
                self._show_value(name, getattr(source, name))
        self._show_start(config.start)
        del blockers
        self._follow()

    def _show_value(self, name: str, value: float) -> None:
        field = self._fields[name]
        if name == "momentum":
            self._momentum_enabled.setChecked(value > 0)
            value = value or _MOMENTUM
        if isinstance(field, Toggle):
            field.setChecked(bool(value))
        else:
            field.setValue(value)  # type: ignore[arg-type]

    def hide_controls(self, names: Collection[str]) -> None:
        """Hide those of the controls, by their names, and show the others."""
        self._hidden = {*names, *(["start_2"] if "start" in names else [])}
        for name, choice in self._choices.items():
            choice.setHidden(name in self._hidden)
            self._labels[name].setHidden(name in self._hidden)
        self._momentum_enabled.setHidden("momentum" in self._hidden)
        self._rate_slider.setHidden("learning_rate" in self._hidden)
        self._follow()

    def _hide(self) -> None:
        """Hide, of what applies and so is shown, what is not to be seen."""
        starts = ((field.objectName(), field) for field in self._starts)
        for name, part in (*self._labels.items(), *self._fields.items(), *starts):
            if name in self._hidden:
                part.hide()
        if "rule" in self._hidden:
            self._formulas["rule"].hide()
        if "problem" in self._hidden:
            self._own_function.hide()

    def _follow(self) -> None:
        """Make every control agree with the others: what applies, what it says."""
        usable = applicable(self._chosen("algorithm"), self._chosen("rule"))
        self._labels["rule"].setEnabled(self._follows_rule())
        self._choices["rule"].setEnabled(self._follows_rule())
        for name, field in self._fields.items():
            shown = name in usable or name in _ALWAYS
            usable_now = name in usable and (
                name not in ("momentum", "nesterov") or self._momentum_enabled.isChecked()
            )
            field.setEnabled(usable_now)
            field.setVisible(shown)
            self._labels[name].setEnabled(name in usable)
            self._labels[name].setVisible(shown)
        own_function = isinstance(self._problem(), Expression)
        self._own_function.setVisible(own_function)
        self._formulas["problem"].setVisible(not own_function)
        self._momentum_enabled.setEnabled("momentum" in usable)
        self._rate_slider.setEnabled("learning_rate" in usable)
        dim = len(self._problem().weights)
        for index, (name, field) in enumerate(zip(_STARTS, self._starts, strict=True)):
            for part in (field, self._labels[name]):
                part.setVisible(index < dim)
                part.setEnabled("start" in usable)
        self._explain()
        self._show_rate()
        self._hide()

    def _follows_rule(self) -> bool:
        return follows_rule(ALGORITHMS[self._chosen("algorithm")])

    def _show_rate(self) -> None:
        config = self.config()
        field = self._fields["learning_rate"]
        self._rate_slider.show_value(field.value())  # type: ignore[union-attr]
        limit = config.algorithm.stability_limit(config.problem)
        sampled = config.algorithm.sampled
        text = _("can diverge > {limit}") if sampled else _("diverges > {limit}")
        said = text.format(limit=format_number(limit, 3)) if limit is not None else ""
        self._rate_slider.show_limit(limit, said)
        self._formulas["problem"].setText(config.problem.formula)
        rule = getattr(config.algorithm, "rule", None)
        self._formulas["rule"].setText(rule.formula if rule is not None else "")
        self._formulas["rule"].setVisible(rule is not None)

    def _explain(self) -> None:
        """Say what each control is for, and why it cannot be used now."""
        usable = applicable(self._chosen("algorithm"), self._chosen("rule"))
        for name, described in PARAMETERS.items():
            text = _help(name, described, usable=name in usable)
            self._say(name, self._fields[name], _(described.label), text)
        self._name_starts(_help("start", START, usable="start" in usable))
        enabled = self._momentum_enabled
        enabled.setToolTip(self._fields["momentum"].toolTip())
        enabled.setAccessibleName(_("Use momentum"))
        needs = _("Switch momentum on to use it.")
        for name in ("momentum", "nesterov"):
            if name in usable and not enabled.isChecked():
                self._fields[name].setToolTip(f"{_(PARAMETERS[name].help)}\n{needs}")
        slider, field = self._rate_slider, self._fields["learning_rate"]
        slider.setToolTip(field.toolTip())
        slider.setAccessibleName(field.accessibleName())
        for name, choice in self._choices.items():
            title, text = _CHOICE_TEXTS[name]
            choice.setAccessibleName(_(title))
            choice.setToolTip(_(text))

    def _name_starts(self, text: str) -> None:
        """Say which weight each start is of, where there are several."""
        weights = self._problem().weights
        symbols = weights if len(weights) > 1 else (START.symbol,)
        for name, field, symbol in zip(_STARTS, self._starts, symbols, strict=False):
            title = f"{_(START.label)} {symbol}"
            self._labels[name].setText(title)
            self._say(name, field, title, text)

    def _say(self, name: str, field: QWidget, title: str, text: str) -> None:
        field.setAccessibleName(title)
        field.setToolTip(text)
        self._labels[name].setToolTip(text)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for name, (title, _help) in _CHOICE_TEXTS.items():
            self._labels[name].setText(_(title))
        for name, described in PARAMETERS.items():
            self._labels[name].setText(f"{_(described.label)} {described.symbol}".strip())
        self._own_function.retranslate()
        for name, entries in {**CHOICES, "problem": self._problems}.items():
            choice = self._choices[name]
            for index in range(choice.count()):
                choice.setItemText(index, _title(entries[choice.itemData(index)]))
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the form again: it may have been styled while it was hidden."""
        super().showEvent(event)
        self._column.update()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        for toggle in self.findChildren(Toggle):
            toggle.restyle(theme)
        for field in self.findChildren(QAbstractSpinBox):
            field.setFixedWidth(round(scaled(_FIELD_WIDTH)))
        self._rate_slider.restyle(theme)
        self._own_function.restyle(theme)


def _title(entry: Any) -> str:
    """Return what an entry of a list is called there."""
    if isinstance(entry, OwnRegression) and entry.source is not None:
        return entry.source.path.name
    return _("Your own function…") if isinstance(entry, Expression) else _(entry.title)


def _help(name: str, described: Parameter, *, usable: bool) -> str:
    """Return what a hyper-parameter is, its range, and why it has no effect if so."""
    lines = [_(described.help)]
    if described.type is not bool:
        ends = (format_number(described.minimum), format_number(described.maximum))
        lines.append(_("From {minimum} to {maximum}.").format(minimum=ends[0], maximum=ends[1]))
    if not usable:
        text = _("It has no effect with this choice; it is for: {users}.")
        lines.append(text.format(users=_users(name)))
    return "\n".join(lines)


def _users(name: str) -> str:
    """Return the titles of the algorithms and rules that a hyper-parameter is for."""
    owners: list[type[Algorithm] | type[Rule]] = [*ALGORITHMS.values(), *RULES.values()]
    titled = [owner for owner in owners if name in parameters(owner)]
    if not titled:
        titled = [owner for owner in ALGORITHMS.values() if follows_rule(owner)]
    return ", ".join(_(owner.title) for owner in titled)
