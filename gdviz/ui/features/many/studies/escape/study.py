"""Its card: how near runs start, the plot, the table and the words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Slot

from gdviz.core import RunConfig
from gdviz.core.numbers import format_number
from gdviz.core.parameters import InputError
from gdviz.core.runs.ensembles import Plan
from gdviz.core.runs.ensembles.escape import Escape, Escapes, escapes, plans
from gdviz.core.store import Store
from gdviz.core.telling.swarms import place_in_words
from gdviz.i18n import _, sentences
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.studies.escape.options import SPREAD, EscapeOptions
from gdviz.ui.features.many.studies.escape.plot import EscapePlot
from gdviz.ui.features.many.studies.escape.table import WaysTable
from gdviz.ui.features.many.studies.escape.words import name_of
from gdviz.ui.features.many.studies.question import Question
from gdviz.ui.features.many.studies.study import Study
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.controls.hyperparameters import explain

_FIELD_WIDTH = 74

_PAST = 1.5
"""The run of a click goes on for so many times the steps that it took to leave."""


class EscapeStudy(Study[Escapes]):
    """A row of a histogram for each way, and a table: who has left, after how many steps."""

    def __init__(self, question: Question) -> None:
        """Make its card."""
        super().__init__(question)
        self._plans: Mapping[str, Plan] = {}
        self._spread, self._symbol = NumberField(SPREAD), label(text=SPREAD.symbol)
        self._spread.setObjectName("escape_spread")
        self._spread.valueChanged.connect(self._want)
        self._symbol.setBuddy(self._spread)
        for number, part in enumerate((self._symbol, self._spread), self.header.count() - 1):
            self.header.insertWidget(number, part)
        self.plot, self.table = EscapePlot(), WaysTable()
        self.plot.chosen.connect(self._run)
        self.body.addWidget(self.plot, 100)
        self.body.addWidget(self.table)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def ask(self, config: RunConfig, store: Store) -> None:
        """Have runs leave the saddle point nearest to the start, unless it is the same question."""
        options = store[EscapeOptions]
        with QSignalBlocker(self._spread):
            self._spread.setValue(options.spread)
        try:
            asked = plans(config, store[ManyOptions].members, options.spread)
        except InputError as refusal:
            self._plans = {}
            self.refuse(str(refusal))
            return
        if asked != self._plans:
            self._plans = asked
            self.begin()

    def moments(self) -> Iterator[Escapes]:
        """Return how the runs of each way leave."""
        return escapes(self._plans)

    def draw(self) -> None:
        """Show who has left so far."""
        self.plot.show_escapes(self.now, len(self._plans))
        self.table.show_escapes(self.now)

    def arrange(self) -> None:
        """Hide what has nothing to say."""
        for part in (self.plot, self.table):
            part.setHidden(self.refused)

    def conclusion(self, now: Escapes) -> str:
        """Return what it means to have left, and which way leaves soonest on average."""
        text = _("Left: some weight is {reach} away from the saddle point {place}.")
        means = text.format(reach=format_number(now.reach), place=place_in_words(now.saddle))
        return sentences(means, self._compared([*now.of.values()]))

    @staticmethod
    def _compared(ways: Sequence[Escape]) -> str:
        if not any(one.left.count for one in ways):
            return _("None has left: try a larger learning rate.")
        if any(one.left.value < 1 for one in ways):
            return _("The steps are those of runs that have left.")
        soonest, last = (pick(ways, key=lambda one: one.mean) for pick in (min, max))
        text = _("Soonest on average: {soonest}; last: {last}.")
        return text.format(soonest=name_of(soonest), last=name_of(last))

    @Slot(object)
    def _want(self, spread: float) -> None:
        self.replaced.emit(EscapeOptions(spread))

    @Slot(int)
    def _run(self, point: int) -> None:
        found, steps = self.plot.at_point(point)
        plan, member = found.plan, int((found.steps == steps).argmax())
        epochs = max(1, round(_PAST * steps))
        self.run_chosen.emit(replace(plan.member(member), epochs=epochs))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self._spread.setAccessibleName(_(SPREAD.label))
        for part in (self._symbol, self._spread):
            set_tip(part, explain(SPREAD))
        self._spread.retranslate()
        self.plot.setAccessibleName(_("Steps until runs have left the saddle point"))
        set_tip(
            self.plot,
            _(
                "How many runs took how many steps; the dot is their mean, its line their standard"
                " deviation. Click a bar, and one of its runs is run."
            ),
        )
        self.table.retranslate()
        self.draw()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self._spread.setFixedWidth(round(scaled(_FIELD_WIDTH)))
        self.plot.restyle(theme)
