"""Basins: to which minimum each start leads, in the plot, and how many lead where."""

from collections.abc import Iterator
from dataclasses import replace

from gdviz.core import RunConfig
from gdviz.core.runs.ensembles.basins import Basins, basins
from gdviz.core.runs.ensembles.swarm import DIVERGED, MOVING, NAMED
from gdviz.core.store import Store
from gdviz.core.telling.swarms import (
    area_in_words,
    basin_kinds,
    name_of_basin,
    say_lowest,
    say_unsettled,
)
from gdviz.i18n import N_, _, sentences
from gdviz.ui.features.many.studies.question import Question
from gdviz.ui.features.many.studies.study import Study
from gdviz.ui.features.many.table import EndsTable, Row
from gdviz.ui.theme import Theme
from gdviz.ui.views.view import View


class BasinsStudy(Study[Basins]):
    """Which share of the starts leads to which minimum; the plot has the starts themselves.

    Attributes:
        table: the shares.
    """

    alone = True

    def __init__(self, question: Question) -> None:
        """Make the card."""
        super().__init__(question)
        self._config: RunConfig | None = None
        tip = N_(
            "Of all starts in the domain. A start leads to a point if its run ends no farther from"
            " it than a hundredth of the domain's width."
        )
        self.table = EndsTable("basin_ends", N_("Where starts lead"), tip)
        self.body.addWidget(self.table, 100)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def ask(self, config: RunConfig, store: Store) -> None:
        """Answer for that run, wherever it starts."""
        config = replace(config, start=config.problem.start)
        if config != self._config:
            self._config = config
            self.begin()

    def moments(self) -> Iterator[Basins]:
        """Return ever finer pictures."""
        assert self._config is not None
        return basins(self._config)

    @property
    def _awaited(self) -> bool:
        """Whether what was seen before stays until there is something else."""
        return self.now is None and self.running

    def draw(self) -> None:
        """Show how many starts lead where."""
        now = self.now
        if self._awaited:
            return
        rows = [] if now is None else [_row(now, kind) for kind in basin_kinds(now)]
        self.table.show_rows(rows)
        counted = _("{count} starts")
        self.remark.setText("" if now is None else counted.format(count=f"{now.of.size:,}"))

    def conclusion(self, now: Basins) -> str:
        """Return what is to be known of where starts lead, and what a click does."""
        diverged, moving = float(now.areas[DIVERGED]), float(now.areas[MOVING])
        unsettled = say_unsettled(diverged, moving, sampled=now.config.algorithm.sampled)
        return sentences(unsettled or say_lowest(now), _("Click where a run is to start."))

    def show_in(self, view: View, *, here: bool) -> None:
        """Have a view of the weights show where starts lead."""
        if not (here and self._awaited):
            view.show_basins(self.now if here else None)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.table.retranslate()
        self.draw()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self.table.restyle(theme)


def _row(now: Basins, kind: int) -> Row:
    cost = float(now.cost[now.place(kind)]) if kind < NAMED else None
    return Row(kind, name_of_basin(now, kind), cost, area_in_words(now, kind))
