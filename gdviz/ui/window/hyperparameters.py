"""The hyper-parameters: a form made from their own descriptions."""

from collections.abc import Collection, Mapping
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot

from gdviz.core import ALGORITHMS, PARAMETERS, PROBLEMS, RULES
from gdviz.core.catalogue import applicable, follows_rule
from gdviz.core.parameters import Parameter, Value, parameters
from gdviz.core.types import Problem
from gdviz.i18n import _
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.choice_field import ChoiceField
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.form import Field, Form
from gdviz.ui.widgets.sliders import LogSlider, Toggle
from gdviz.ui.widgets.tips import set_tip

_MOMENTUM = 0.9
"""β when momentum is switched on for the first time."""

_ALWAYS = ("learning_rate", "epochs", "momentum", "nesterov", "batch_size", "seed")
"""Shown, disabled, even where they do not apply; the others only where they do."""

_ORDER = ("points", "levels", *_ALWAYS[:-1])
"""What comes first; the seed comes last, and what is not named here before it."""


def _place(name: str) -> tuple[int, bool]:
    """Return where in the form a hyper-parameter stands."""
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name == "seed")


def _field(described: Parameter) -> Field:
    """Return what a hyper-parameter is set with."""
    if described.type is bool:
        return Toggle()
    return ChoiceField(described) if described.options else NumberField(described)


class Hyperparameters(Form):
    """A row for each name; whose parameter of that name has the row is for the choices to say.

    Each parameter keeps its value while another of that name has the row: Adam's ε is not
    AdaGrad's. A momentum of 0 is one that is switched off.

    Signals:
        changed(): the user changed one.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Make the form with every hyper-parameter at its default."""
        super().__init__()
        self._owned = dict(PARAMETERS)
        self._values: dict[Parameter, Value] = {}
        self._brought: Mapping[str, Value] = {}  # by the problem, as defaults of its own
        self._strengths: dict[Parameter, float] = {}  # of a momentum, also while it is off
        self._rate_slider = LogSlider(PARAMETERS["learning_rate"])
        self._rate_slider.setObjectName("learning_rate_slider")
        self._momentum_enabled = Toggle()
        self._momentum_enabled.setObjectName("momentum_enabled")
        for name in sorted(PARAMETERS, key=_place):
            self._add(name, PARAMETERS[name])
            self._show_value(name)
        self._rate_slider.changed.connect(self._number("learning_rate").setValue)
        self._momentum_enabled.toggled.connect(self._on_momentum)

    def _add(self, name: str, described: Parameter) -> None:
        field = _field(described)
        self.add_row(name, field)
        signal = field.toggled if isinstance(field, Toggle) else field.valueChanged
        signal.connect(partial(self._on_changed, name))
        if name == "momentum":
            self.put_beside(name, self._momentum_enabled)
        if name == "learning_rate":
            self.put_under(self._rate_slider)

    def _number(self, name: str) -> NumberField:
        field = self.fields[name]
        assert isinstance(field, NumberField)
        return field

    def _on_changed(self, name: str, value: Any) -> None:
        described = self._owned[name]
        if name == "momentum":
            self._strengths[described] = value
            value = value if self._momentum_enabled.isChecked() else 0.0
        self._values[described] = value
        self.changed.emit()

    @Slot(bool)
    def _on_momentum(self, on: bool) -> None:
        strength = self._number("momentum").value()
        self._values[self._owned["momentum"]] = strength if on else 0.0
        self.changed.emit()

    def values(self) -> dict[str, Value]:
        """Return the values by name, each that of the parameter that has the row."""
        return {name: self._value(described) for name, described in self._owned.items()}

    def _value(self, described: Parameter) -> Any:
        return self._values.get(described, described.default)

    def show_values(self, values: Mapping[Parameter, Value]) -> None:
        """Show the values of those parameters, now or once they have the row, without saying so."""
        self._values |= values
        for name in self.fields:
            self._show_value(name)

    def values_on(self, problem: Problem) -> dict[str, Value]:
        """Return the values by name as they become once that problem is chosen.

        It brings its own defaults along, and those that the last one brought go with it
        unless the user has changed them.
        """
        values = self.values()
        for name, brought in self._brought.items():
            if values[name] == brought:
                values[name] = self._owned[name].default
        return {**values, **problem.defaults}

    def take_up(self, problem: Problem) -> None:
        """Show the values that go with that problem, without saying so."""
        self.show_values({self._owned[name]: one for name, one in self.values_on(problem).items()})

    def _show_value(self, name: str) -> None:
        field, described = self.fields[name], self._owned[name]
        value = self._value(described)
        with QSignalBlocker(field), QSignalBlocker(self._momentum_enabled):
            if name == "momentum":
                self._momentum_enabled.setChecked(value > 0)
                value = value or self._strengths.get(described, _MOMENTUM)
                self._strengths[described] = value
            if isinstance(field, Toggle):
                field.setChecked(bool(value))
            else:
                field.describe(described)
                field.setValue(value)

    def follow(self, problem: Problem, algorithm: str, rule: str, hidden: Collection[str]) -> None:
        """Give the rows to the parameters of what is chosen.

        Args:
            problem: the problem.
            algorithm: the algorithm's id.
            rule: the rule's id, if the algorithm follows one.
            hidden: the names of rows that are not to be seen.
        """
        usable = applicable(problem, algorithm, rule)
        self._brought = problem.defaults
        for name, described in self._owned.items():
            owner = usable.get(name, described)
            if owner is not described:
                self._owned[name] = owner
                self._show_value(name)
            applies = name in usable
            self.show_row(name, shown=(applies or name in _ALWAYS) and name not in hidden)
            self.enable_row(name, usable=applies)
            if self._needs_momentum(name):
                self.fields[name].setEnabled(False)
            self._explain(name, owner, usable=applies)
        rate, enabled = self._number("learning_rate"), self._momentum_enabled
        self._rate_slider.setVisible("learning_rate" not in hidden)
        self._rate_slider.setEnabled("learning_rate" in usable)
        self._rate_slider.show_value(rate.value())
        set_tip(self._rate_slider, rate.toolTip())
        self._rate_slider.setAccessibleName(rate.accessibleName())
        enabled.setVisible("momentum" not in hidden)
        enabled.setEnabled("momentum" in usable)
        set_tip(enabled, explain("momentum", self._owned["momentum"], usable="momentum" in usable))
        enabled.setAccessibleName(_("Use momentum"))

    def _needs_momentum(self, name: str) -> bool:
        """Tell whether it has no effect because momentum is switched off."""
        return name in ("momentum", "nesterov") and not self._momentum_enabled.isChecked()

    def _explain(self, name: str, described: Parameter, *, usable: bool) -> None:
        """Say what it is for, and why it cannot be used now if so."""
        text = explain(name, described, usable=usable)
        if usable and self._needs_momentum(name):
            text = "\n".join([_(described.help), _("Switch momentum on to use it.")])
        self.say(name, _(described.label), text, described.symbol)

    def show_limit(self, limit: float | None, text: str) -> None:
        """Mark the learning rates beyond `limit`, with a text; None marks nothing."""
        self._rate_slider.show_limit(limit, text)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self._momentum_enabled.restyle(theme)
        self._rate_slider.restyle(theme)


def explain(name: str, described: Parameter, *, usable: bool) -> str:
    """Return what a hyper-parameter is, its range, and why it has no effect if so."""
    lines = [_(described.help)]
    if described.type is not bool:
        lines.append(described.span)
    if not usable:
        text = _("It has no effect with this choice; it is for: {users}.")
        lines.append(text.format(users=_users(name)))
    return "\n".join(lines)


def _users(name: str) -> str:
    """Return the titles of the algorithms and rules that a hyper-parameter is for."""
    return ", ".join(_(title) for title in _titles_of_users(name))


@cache  # it is asked whenever anything is set
def _titles_of_users(name: str) -> tuple[str, ...]:
    owners = (*ALGORITHMS.values(), *RULES.values(), *PROBLEMS.values())
    users: list[Any] = [owner for owner in owners if name in parameters(owner)]
    if not users:
        users = [owner for owner in ALGORITHMS.values() if follows_rule(owner)]
    return tuple(owner.title for owner in users)
