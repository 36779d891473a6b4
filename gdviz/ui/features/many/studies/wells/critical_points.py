"""Where critical points are: the more weights there are, the rarer is a minimum among them."""

from collections.abc import Iterator

from PySide6.QtCore import Slot

from gdviz.core import RunConfig
from gdviz.core.numbers import format_share
from gdviz.core.problems.built_in.wells import Wells
from gdviz.core.runs.ensembles.landscape import Landscape, landscapes
from gdviz.core.store import Store
from gdviz.i18n import _, p_
from gdviz.ui.features.many.studies.question import Question
from gdviz.ui.features.many.studies.study import Study
from gdviz.ui.features.many.studies.wells.levels_plot import LevelsPlot
from gdviz.ui.features.many.studies.wells.table import WellsTable
from gdviz.ui.theme import Theme


class CriticalPointsStudy(Study[Landscape]):
    """Draws all critical points of double wells, and counts them with one weight to six."""

    tall = 1200

    def __init__(self, question: Question) -> None:
        """Make the card."""
        super().__init__(question)
        self._problem: Wells | None = None
        self.plot = LevelsPlot()
        self.table = WellsTable("critical_counts", 4)
        self.table.wells_chosen.connect(self._on_wells)
        self.body.addWidget(self.plot.legend)
        self.body.addWidget(self.plot, 100)
        self.body.addWidget(self.table, 50)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def ask(self, config: RunConfig, store: Store) -> None:
        """Answer for that run; compute anew only if that is another question."""
        if isinstance(config.problem, Wells) and config.problem is not self._problem:
            self._problem = config.problem
            self.begin()

    def moments(self) -> Iterator[Landscape]:
        """Return the critical points, with more and more counts."""
        assert self._problem is not None
        return landscapes(self._problem)

    def draw(self) -> None:
        """Show the critical points, or that there are none yet."""
        now = self.now
        self.plot.show_landscape(now)
        counts = () if now is None else now.counts
        rows = [(f"{one.critical:,}", f"{one.minima:,}", format_share(one.share)) for one in counts]
        self.table.show_wells(rows, 0 if self._problem is None else self._problem.wells)

    def conclusion(self, now: Landscape) -> str:
        """Return what the counts say."""
        count = now.counts[now.problem.wells - 1]
        text = _(
            "{minima} of {critical} critical points are minima; with each weight more, two thirds"
            " of that share are left. The more directions go down, the higher the cost on average."
        )
        return text.format(minima=f"{count.minima:,}", critical=f"{count.critical:,}")

    @Slot(int)
    def _on_wells(self, wells: int) -> None:
        self.set_chosen.emit({"wells": wells})

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.table.setAccessibleName(_("Critical points with one weight to six"))
        self.table.head(
            ["d", p_("critical points", "points"), _("minima"), _("share")],
            [_("How many weights there are; choose a row to have as many."),
             _("Critical points: 3 to the power of d."), _("2 to the power of d."),
             _("Of minima among the critical points: two thirds to the power of d.")],
        )  # fmt: skip
        self.plot.retranslate()
        self.draw()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self.plot.restyle(theme)
        self.table.restyle(theme)
