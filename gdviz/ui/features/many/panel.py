"""The card of an ensemble: where its members end."""

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent

from gdviz.core.parameters import InputError
from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.ensembles import Plan
from gdviz.core.runs.ensembles.swarm import DIVERGED, MOVING, Swarm, swarms
from gdviz.core.telling.swarms import say_unsettled
from gdviz.i18n import N_, _, sentences
from gdviz.ui.features.many.computed import Computed
from gdviz.ui.features.many.histogram import EndsHistogram
from gdviz.ui.features.many.table import EndsTable
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.tips import set_tip

_ROOMY = 600
"""A card so high, in pixels at scale 1, has room for a second histogram."""

_DRAWN = 2
"""With so many weights at most members are drawn as dots; with more, as what they have learnt."""


class ManyPanel(Computed[Swarm]):
    """Computes an ensemble, and shows how its final costs are spread and where they end.

    It begins anew with another plan. Its signals are those of `Computed`.
    """

    def __init__(self) -> None:
        """Make the card."""
        super().__init__("ends")
        self._plan: Plan | None = None
        self._lit: int | None = None
        self._hint = True
        self.histogram = EndsHistogram("ends_plot", Swarm.cost_histogram, N_("final cost"))
        self.weights = EndsHistogram("end_weights_plot", Swarm.weight_histogram, N_("final weight"))
        self.table = EndsTable("ends", N_("Where they end"), lights=True)
        self.table.kind_chosen.connect(self._light)
        self.body.addWidget(self.histogram, 100)
        self.body.addWidget(self.weights, 100)
        self.body.addWidget(self.table, 100)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    @property
    def swarm(self) -> Swarm | None:
        """The members as far as they have come, some of them lit; None before there are any."""
        return self.now

    def show_plan(self, plan: Plan) -> None:
        """Compute that ensemble, unless it is the one that is shown."""
        if plan == self._plan:
            return
        self._plan, self._lit = plan, None
        try:
            plan.begun  # noqa: B018 - starts such as these may not be had
        except InputError as refusal:
            self.refuse(str(refusal))
        else:
            self.begin()

    def show_hint(self, *, wanted: bool) -> None:
        """Say what a click on a member does, or do not: none is to be seen."""
        if self._hint is not wanted:
            self._hint = wanted
            self.follow()

    def refuse(self, reason: str) -> None:
        """Show that there is no ensemble, and why."""
        self._plan, self._lit = None, None
        super().refuse(reason)

    def moments(self) -> Iterator[Swarm]:
        """Return how far the members come, from their starts."""
        assert self._plan is not None
        return swarms(self._plan)

    @Slot(object)
    def show_moment(self, now: Swarm) -> None:
        """Show how far they have come, those of them lit that were."""
        super().show_moment(now.with_lit(self._lit))

    @Slot(object)
    def _light(self, kind: int | None) -> None:
        self._lit = kind
        if self.now is not None:
            self.show_moment(self.now)

    def draw(self) -> None:
        """Show the members as far as they have come, or that there are none."""
        self.histogram.show_swarm(self.now)
        self.weights.show_swarm(self.now)
        self.table.show_swarm(self.now)

    def arrange(self) -> None:
        """Show what there is something to say in."""
        self.histogram.setVisible(self.histogram.known and not self.refused)
        self._make_room()
        self.table.setVisible(not self.refused)
        counted, swarm = _("{count} of {total}"), self.now
        self.remark.setText(
            counted.format(count=f"{swarm.ended:,}", total=f"{len(swarm):,}") if swarm else ""
        )

    def _make_room(self) -> None:
        """Have the end points too where they are of one weight, and there is room for them."""
        roomy = self.height() >= scaled(_ROOMY)
        self.weights.setVisible(roomy and self.weights.known and not self.refused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room anew."""
        super().resizeEvent(event)
        self._make_room()

    def conclusion(self, now: Swarm) -> str:
        """Return what is to be known of where all have ended, and what a click does."""
        problem = now.problem
        drawn = len(problem.weights) <= _DRAWN or isinstance(problem, HasData)
        clicked = self._hint and drawn and now.part(DIVERGED).value < 1
        hint = _("Click one of them in the plot, and it is run.") if clicked else ""
        sampled = now.ensemble.plan.config.algorithm.sampled
        said = say_unsettled(now.part(DIVERGED).value, now.part(MOVING).value, sampled=sampled)
        return sentences(said, hint)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.title.setText(_("Where they end"))
        self.setAccessibleName(_("Where many runs end"))
        set_tip(self.histogram, _("How many runs there are of each final cost."))
        self.histogram.setAccessibleName(_("Final costs of all runs"))
        set_tip(self.weights, _("How many runs end at each weight."))
        self.weights.setAccessibleName(_("Final weights of all runs"))
        self.table.retranslate()
        self.table.show_swarm(self.now)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        super().restyle(theme)
        self.histogram.restyle(theme)
        self.weights.restyle(theme)
        self.table.restyle(theme)
