"""Search does not scale: the points that a grid needs, beside the steps of a descent."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent

from gdviz.core import RunConfig
from gdviz.core.numbers import format_duration, format_number
from gdviz.core.problems.built_in.wells import Wells
from gdviz.core.problems.variants import vary
from gdviz.core.runs.ensembles.scaling import PRECISION, Scaling, Scalings, scalings
from gdviz.core.store import Store
from gdviz.i18n import _, sentences
from gdviz.ui.features.many.studies.question import Question
from gdviz.ui.features.many.studies.study import Study
from gdviz.ui.features.many.studies.wells.scaling_plot import ScalingPlot
from gdviz.ui.features.many.studies.wells.table import WellsTable
from gdviz.ui.theme import Theme, scaled

_EACH_S = 1e-6
"""How long an evaluation is taken to last."""

_WRITTEN = 999_999
"""Larger numbers are rounded, and written with a power of ten."""

_NARROW = 330
"""Pixels; a table less wide leaves out how long a descent takes: the steps say it."""

_STEPS_TIME = 4


class ScalingStudy(Study[Scalings]):
    """Holds a grid against the descent that is set, on double wells with one weight to six."""

    tall = 1200

    def __init__(self, question: Question) -> None:
        """Make the card."""
        super().__init__(question)
        self._config: RunConfig | None = None
        self._wells = 0
        self.plot = ScalingPlot()
        self.table = WellsTable("scaling_table", 5)
        self.table.wells_chosen.connect(self._on_wells)
        self.body.addWidget(self.plot, 100)
        self.body.addWidget(self.table, 50)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def ask(self, config: RunConfig, store: Store) -> None:
        """Answer for that run; compute anew only if it descends otherwise."""
        assert isinstance(config.problem, Wells)
        wells, self._wells = self._wells, config.problem.wells
        one = replace(config, problem=vary(config.problem, {"wells": 1}), start=())
        if one != self._config:
            self._config = one
            self.begin()
        elif wells != self._wells:
            self.redraw()

    def moments(self) -> Iterator[Scalings]:
        """Return what it takes with one weight, with two as well, and so on."""
        assert self._config is not None
        return scalings(self._config)

    def draw(self) -> None:
        """Show what is known."""
        rows = () if self.now is None else self.now.rows
        self.plot.show_rows(rows)
        self.table.show_wells([_in_words(row) for row in rows], self._wells)

    def conclusion(self, now: Scalings) -> str:
        """Return what the numbers say."""
        assert self._config is not None
        if all(row.steps is not None for row in now.rows):
            text = _("Each weight more takes {along} times as many points of a grid.")
        else:
            text = _("—: in {steps} steps the descent comes to no minimum, or not so near.")
        found = _("The grid finds the lowest minimum; the descent comes to one, from its start.")
        numbers = {"along": now.rows[0].along, "steps": f"{self._config.total_steps:,}"}
        return sentences(text.format(**numbers), found)

    @Slot(int)
    def _on_wells(self, wells: int) -> None:
        self.set_chosen.emit({"wells": wells})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the time of the descent where there is room for it."""
        super().resizeEvent(event)
        self.table.setColumnHidden(_STEPS_TIME, self.width() < scaled(_NARROW))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        text = _("±{precision} in each weight")
        self.remark.setText(text.format(precision=format_number(PRECISION)))
        self.table.setAccessibleName(_("Evaluations with one weight to six"))
        at_each = _("at {each}").format(each=format_duration(_EACH_S))
        took = _("How long it would take if each evaluation took as long as that.")
        self.table.head(
            ["d", _("grid"), at_each, _("steps"), at_each],
            [_("How many weights there are; choose a row to have as many."),
             _("A point within the precision of any, wherever it is: so many in all."), took,
             _("Of the descent that is set, until it stays so near a minimum."), took],
        )  # fmt: skip
        self.plot.retranslate()
        self.draw()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self.plot.restyle(theme)
        self.table.restyle(theme)


def _in_words(row: Scaling) -> tuple[str, str, str, str]:
    points = f"{row.points:,}" if row.points <= _WRITTEN else format_number(row.points, 2)
    steps, took = "—", "—"
    if row.steps is not None:
        steps, took = f"{row.steps:,}", format_duration(row.steps * _EACH_S)
    return points, format_duration(row.points * _EACH_S), steps, took
