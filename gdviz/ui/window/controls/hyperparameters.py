"""The hyper-parameters: forms made from their own descriptions."""

from collections.abc import Collection
from functools import partial
from typing import Any

from PySide6.QtCore import QRandomGenerator, QSignalBlocker, QSize, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gdviz.core import PARAMETERS
from gdviz.core.parameters import Parameter, Value
from gdviz.core.runs.settings import Settings
from gdviz.i18n import _, listed
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.choice_field import ChoiceField
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.form import Field, Form
from gdviz.ui.widgets.icons import disclosure, icon
from gdviz.ui.widgets.sliders import LogSlider, Toggle
from gdviz.ui.widgets.tips import set_tip

_MOMENTUM = 0.9
"""β when momentum is switched on for the first time."""

_FIRST = (
    "hidden",
    "wells",
    "points",
    "levels",
    "learning_rate",
    "epochs",
    "momentum",
    "batch_size",
)
"""What is at hand, in this order; the rest is under More, the seed last."""

_SEEDS = 10_000
"""A new seed is below this: short enough to be said aloud."""


def _place(name: str) -> tuple[int, bool]:
    """Return where in the forms a hyper-parameter stands."""
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name == "seed")


def _field(described: Parameter) -> Field:
    """Return what a hyper-parameter is set with."""
    if described.type is bool:
        return Toggle()
    return ChoiceField(described) if described.options else NumberField(described)


class Hyperparameters(QWidget):
    """A row for each name that has an effect; those that are seldom needed, under More.

    Whose parameter of a name has the row, Adam's ε or AdaGrad's, is for the settings to say.
    A momentum of 0 is one that is switched off.

    Signals:
        changed(Parameter, object): the user gave that hyper-parameter that value.
        opened(bool): More was opened or closed.
        dragged(): the slider is about to be dragged to another value.
        let_go(): it was let go.
    """

    changed = Signal(object, object)
    opened = Signal(bool)
    dragged = Signal()
    let_go = Signal()

    def __init__(self) -> None:
        """Make the forms with every hyper-parameter at its default."""
        super().__init__()
        self.at_hand, self._rest = Form(), Form()
        self._owned = dict(PARAMETERS)
        self._strengths: dict[Parameter, float] = {}  # of a momentum, also while it is off
        self._rate_slider = LogSlider(PARAMETERS["learning_rate"])
        self._rate_slider.setObjectName("learning_rate_slider")
        self._momentum_enabled = Toggle()
        self._momentum_enabled.setObjectName("momentum_enabled")
        self._new_seed = QPushButton()
        self._new_seed.setObjectName("new_seed")
        self._new_seed.setProperty("role", "choice")
        self._more = QPushButton()
        self._more.setObjectName("more")
        self._more.setProperty("role", "disclosure")
        self._more.setCheckable(True)
        for name in sorted(PARAMETERS, key=_place):
            self._add(name, PARAMETERS[name])
        self._rest.hide()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.at_hand, self._more, self._rest):
            column.addWidget(part)
        self._rate_slider.changed.connect(self._on_slid)
        self._rate_slider.sliderReleased.connect(self.let_go)
        self._momentum_enabled.toggled.connect(self._on_momentum)
        self._new_seed.clicked.connect(self._on_new_seed)
        self._more.toggled.connect(self.opened)
        self._more.toggled.connect(self._rest.setVisible)

    def put_between(self, widget: QWidget) -> None:
        """Put a widget between what is at hand and More, below those that are there."""
        self._column.insertWidget(self._column.indexOf(self._more), widget)

    def _form(self, name: str) -> Form:
        return self.at_hand if name in _FIRST or name not in PARAMETERS else self._rest

    def _add(self, name: str, described: Parameter) -> None:
        field, form = _field(described), self._form(name)
        form.add_row(name, field, whole=name == "momentum")
        signal = field.toggled if isinstance(field, Toggle) else field.valueChanged
        signal.connect(partial(self._on_changed, name))
        if name == "momentum":
            form.put_beside(name, self._momentum_enabled)
        if name == "seed":
            form.put_beside(name, self._new_seed)
        if name == "learning_rate":
            form.put_under(self._rate_slider)

    def _add_own(self, name: str, described: Parameter) -> None:
        """Add a row for a hyper-parameter of one's own rule, which is at hand."""
        self._owned[name] = described
        self._add(name, described)
        self._explain(name, described)

    def _number(self, name: str) -> NumberField:
        field = self._form(name).fields[name]
        assert isinstance(field, NumberField)
        return field

    def _on_changed(self, name: str, value: Value) -> None:
        described = self._owned[name]
        if name == "momentum":
            assert not isinstance(value, str)
            self._strengths[described] = value
            value = value if self._momentum_enabled.isChecked() else 0.0
        self.changed.emit(described, value)

    @Slot(float)
    def _on_slid(self, rate: float) -> None:
        if self._rate_slider.isSliderDown():
            self.dragged.emit()
        self._number("learning_rate").setValue(rate)

    @Slot(bool)
    def _on_momentum(self, on: bool) -> None:
        self.changed.emit(self._owned["momentum"], self._number("momentum").value() if on else 0.0)

    @Slot()
    def _on_new_seed(self) -> None:
        seed = self._number("seed")
        others = [QRandomGenerator.global_().bounded(_SEEDS) for _try in range(2)]
        seed.setValue(others[0] if others[0] != seed.value() else others[1])

    def show_settings(
        self, settings: Settings, hidden: Collection[str], *, anew: bool = False
    ) -> None:
        """Show what has an effect in these settings, without saying so.

        Args:
            settings: the settings.
            hidden: the names of rows that are not to be seen all the same.
            anew: whether they take the place of what is being typed too.
        """
        effective = settings.effective
        for name in [name for name in effective if name not in self._owned]:
            self._add_own(name, effective[name])
        for name, before in self._owned.items():
            described = self._owned[name] = effective.get(name, before)
            another = described is not before
            self._show_value(name, settings.value(described), anew=anew or another)
            if another:
                self._explain(name, described)
        on = self._momentum_enabled.isChecked()
        absent = {*hidden, *(() if on else ("nesterov",))}
        absent |= set() if settings.config().algorithm.draws else {"seed"}
        shown = {*effective} - absent
        for name in self._owned:
            off = name == "momentum" and not on
            self._form(name).show_row(name, shown=name in shown, set_off=off)
        self._rate_slider.setVisible("learning_rate" in shown)
        self._rate_slider.show_value(self._number("learning_rate").value())
        rest = [name for name in shown if self._form(name) is self._rest]
        self._show_rest(settings, sorted(rest, key=_place))

    def _show_rest(self, settings: Settings, names: Collection[str]) -> None:
        """Show what is under More, and say how much of it is not as it usually is."""
        self._more.setVisible(bool(names))
        self._rest.setVisible(bool(names) and self._more.isChecked())
        owned = [self._owned[name] for name in names]
        count = sum(settings.value(one) != one.default for one in owned)
        self._more.setText(_("More ({count} set)").format(count=count) if count else _("More"))
        self._more.setAccessibleName(_("More"))
        set_tip(self._more, listed(_(one.label) for one in owned))
        set_tip(self._new_seed, _("A new seed: other samples are drawn."))
        self._new_seed.setAccessibleName(_("New seed"))

    def _show_value(self, name: str, value: Any, *, anew: bool) -> None:
        field, described = self._form(name).fields[name], self._owned[name]
        with QSignalBlocker(field), QSignalBlocker(self._momentum_enabled):
            if name == "momentum":
                self._momentum_enabled.setChecked(value > 0)
                value = value or self._strengths.get(described, _MOMENTUM)
                self._strengths[described] = value
            if isinstance(field, Toggle):
                field.setChecked(bool(value))
            elif field.value() != value or (anew and not _shows(field, described)):
                field.describe(described)
                field.setValue(value)

    def _explain(self, name: str, described: Parameter) -> None:
        """Say what it is called and for."""
        text = explain(described)
        self._form(name).say(name, _(described.label), text, described.symbol)
        if name == "momentum":
            set_tip(self._momentum_enabled, explain(described))
            self._momentum_enabled.setAccessibleName(_("Use momentum"))
        if name == "learning_rate":
            set_tip(self._rate_slider, text)
            self._rate_slider.setAccessibleName(_(described.label))

    def open(self, *, opened: bool) -> None:
        """Open or close More, without saying so."""
        with QSignalBlocker(self._more):
            self._more.setChecked(opened)
        self._rest.setVisible(opened and not self._more.isHidden())

    def show_limit(self, limit: float | None, text: str) -> None:
        """Mark the learning rates beyond `limit`, with a text; None marks nothing."""
        self._rate_slider.show_limit(limit, text)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        size = round(scaled(14))
        for part in (self.at_hand, self._rest, self._momentum_enabled, self._rate_slider):
            part.restyle(theme)
        self._new_seed.setIcon(icon("dice-5", size, theme.muted, theme.muted))
        self._new_seed.setIconSize(QSize(size, size))
        self._more.setIcon(disclosure(size, theme.muted))
        self._more.setIconSize(QSize(size, size))

    def retranslate(self) -> None:
        """Say everything, what is wrong with what is typed too, in the current language."""
        for name, described in self._owned.items():
            self._explain(name, described)
        for form in (self.at_hand, self._rest):
            form.retranslate()


def _shows(field: Field, described: Parameter) -> bool:
    """Tell whether a field is for that hyper-parameter, with nothing typed into it."""
    return isinstance(field, NumberField) and field.settled and field.describes == described


def explain(described: Parameter) -> str:
    """Return what a hyper-parameter is, and its range."""
    if described.type is bool:
        return _(described.help)
    return f"{_(described.help)}\n{described.span}"
