"""What stands in the place of the start: how many are drawn, and how."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal

from gdviz.core import RunConfig
from gdviz.core.runs.ensembles import Normal
from gdviz.i18n import _
from gdviz.ui.features.many.options import MEMBERS, SAME, SEEDS, SPREAD, ManyOptions, draws, ways
from gdviz.ui.features.many.studies import studies
from gdviz.ui.widgets.choice_field import ChoiceField
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.form import Form
from gdviz.ui.widgets.sliders import Toggle
from gdviz.ui.window.controls.hyperparameters import explain


class ManyForm(Form):
    """A row for each option that has an effect.

    Signals:
        asked(dict): the user wants these options, by name.
    """

    asked = Signal(object)

    def __init__(self, config: RunConfig) -> None:
        """Make the form for that run."""
        super().__init__()
        self._starts = ChoiceField(ways(config))
        self._seeds = Toggle()
        self._study = ChoiceField(studies(config))
        fields: Mapping[str, NumberField | ChoiceField | Toggle] = {
            "members": NumberField(MEMBERS),
            "starts": self._starts,
            "spread": NumberField(SPREAD),
            "seeds": self._seeds,
            "study": self._study,
        }
        for name, field in fields.items():
            self.add_row(name, field)
            field.setObjectName(f"many_{name}")
            signal = field.toggled if isinstance(field, Toggle) else field.valueChanged
            signal.connect(partial(self._ask, name))

    def _ask(self, name: str, value: Any) -> None:
        self.asked.emit({name: value})

    def show_options(self, options: ManyOptions, config: RunConfig) -> None:
        """Show the options that have an effect on that run, without saying so."""
        way = options.way(config)
        self._starts.describe(ways(config))
        asked = studies(config)
        self._study.describe(asked)
        shown = {
            "members": options.members,
            "starts": way,
            "spread": options.spread,
            "study": options.study if options.study in asked.options else "",
        }
        for name, value in shown.items():
            field = self.fields[name]
            assert not isinstance(field, Toggle)
            if field.value() != value:
                with QSignalBlocker(field):
                    field.setValue(value)  # type: ignore[arg-type]
        with QSignalBlocker(self._seeds):
            self._seeds.setChecked(options.seeds)
        self.show_row("spread", shown=way == Normal.id)
        self.show_row("seeds", shown=draws(config) and way != SAME)
        self.show_row("study", shown=len(asked.options) > 1)
        self._say(config)

    def _say(self, config: RunConfig) -> None:
        told = {
            "members": MEMBERS,
            "starts": ways(config),
            "spread": SPREAD,
            "seeds": SEEDS,
            "study": studies(config),
        }
        for name, described in told.items():
            self.say(name, _(described.label), explain(described), described.symbol)
