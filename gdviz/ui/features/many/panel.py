"""The card of an ensemble: where its members end."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton

from gdviz.core.parameters import InputError
from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.ensembles import Plan
from gdviz.core.runs.ensembles.swarm import DIVERGED, MOVING, Swarm, swarms
from gdviz.i18n import N_, _, p_, sentences
from gdviz.playback.unfolding import Unfolding
from gdviz.ui.features.many.histogram import EndsHistogram
from gdviz.ui.features.many.table import EndsTable
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.card import Card, Note, Progress
from gdviz.ui.widgets.tips import set_tip

_ROOMY = 600
"""A card so high, in pixels at scale 1, has room for a second histogram."""

_NOTE_LINES = 2
"""How many lines of text there is room for, so that nothing moves."""

_DRAWN = 2
"""With so many weights at most members are drawn as dots; with more, as what they have learnt."""

_SURE = 0.01
"""So much has to be computed before one can tell how long the rest takes."""

_MANY = 0.1
"""A share that is worth a word."""


class ManyPanel(Card):
    """Computes an ensemble, and shows how its final costs are spread and where they end.

    It begins anew with another plan. What is done is kept when it is stopped.

    Signals:
        changed(): there is more of the swarm, or other members of it are lit.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Make the card, and the thread that computes."""
        super().__init__()
        self._plan: Plan | None = None
        self._swarm: Swarm | None = None
        self._lit: int | None = None
        self._refusal = ""
        self._computing = Unfolding(
            N_("The computing of many runs broke off. Change a setting, or start it again."), self
        )
        self._computing.moved.connect(self._show)
        self._computing.finished.connect(self._show)
        self._computing.failed.connect(self._on_failed)
        self.histogram = EndsHistogram("ends_plot", Swarm.cost_histogram, N_("final cost"))
        self.weights = EndsHistogram("end_weights_plot", Swarm.weight_histogram, N_("final weight"))
        self.table = EndsTable()
        self.table.kind_chosen.connect(self._light)
        self.note = Note()
        self.note.setObjectName("ends_note")
        self._progress = Progress("ends_progress")
        self._again = QPushButton()
        self._again.setObjectName("ends_again")
        self._again.setProperty("role", "choice")
        self._again.clicked.connect(self._stop_or_start)
        self._lay_out()

    def _lay_out(self) -> None:
        self.header.addWidget(self._again)
        self.body.addWidget(self._progress)
        self.body.addWidget(self.histogram, 100)
        self.body.addWidget(self.weights, 100)
        self.body.addWidget(self.table, 100)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    @property
    def swarm(self) -> Swarm | None:
        """The members as far as they have come, some of them lit; None before there are any."""
        return self._swarm

    @property
    def running(self) -> bool:
        """Whether it computes."""
        return self._computing.running

    def show_plan(self, plan: Plan) -> None:
        """Compute that ensemble, unless it is the one that is shown."""
        if plan == self._plan:
            return
        self._computing.cancel()
        self._plan, self._swarm, self._lit, self._refusal = plan, None, None, ""
        try:
            plan.begun  # noqa: B018 - starts such as these may not be had
        except InputError as refusal:
            self.refuse(str(refusal))
        else:
            self._start()

    def refuse(self, reason: str) -> None:
        """Show that there is no ensemble, and why."""
        self._computing.cancel()
        self._plan, self._swarm, self._refusal = None, None, reason
        self._draw()

    def _start(self) -> None:
        assert self._plan is not None
        self._computing.start(swarms(self._plan))
        self._draw()

    @Slot()
    def _stop_or_start(self) -> None:
        if self.running:
            self._computing.cancel()
            self._follow()
        else:
            self._start()

    @Slot(object)
    def _show(self, swarm: Swarm) -> None:
        """Show how far they have come."""
        self._swarm = swarm.with_lit(self._lit)
        self._draw()

    @Slot(object)
    def _light(self, kind: int | None) -> None:
        self._lit = kind
        if self._swarm is not None:
            self._show(self._swarm)

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._follow()
        text = _("It broke off: {reason}. Change a setting, or start it again.")
        self.note.say(text.format(reason=reason), "divergence")

    def _draw(self) -> None:
        self.histogram.show_swarm(self._swarm)
        self.weights.show_swarm(self._swarm)
        self.table.show_swarm(self._swarm)
        self._progress.show_share(0.0 if self._swarm is None else self._swarm.share)
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        """Make the button, the bar and the words agree with what goes on."""
        swarm = self._swarm
        done = swarm is not None and swarm.share == 1
        self._progress.setVisible(self.running)
        self._again.setVisible(self.running or (not done and self._plan is not None))
        self._again.setText(_("Stop") if self.running else p_("sweep", "Again"))
        self.histogram.setVisible(self.histogram.known and not self._refusal)
        self._make_room()
        self.table.setVisible(not self._refusal)
        counted = _("{count} of {total}")
        self.remark.setText(
            counted.format(count=f"{swarm.ended:,}", total=f"{len(swarm):,}") if swarm else ""
        )
        self.note.say(self._words())

    def _make_room(self) -> None:
        """Have the end points too where they are of one weight, and there is room for them."""
        roomy = self.height() >= scaled(_ROOMY)
        self.weights.setVisible(roomy and self.weights.known and not self._refusal)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room anew."""
        super().resizeEvent(event)
        self._make_room()

    def _words(self) -> str:
        swarm = self._swarm
        if self._refusal:
            return _("{reason}.").format(reason=self._refusal)
        if swarm is None:
            return _("Computing…") if self.running else _("Nothing is computed yet.")
        if self.running:
            left = self._computing.left.words(swarm.share) if swarm.share > _SURE else ""
            return sentences(_("Computing…"), left)
        if swarm.share < 1:
            return _("Stopped. What was computed stays.")
        problem = swarm.problem
        drawn = len(problem.weights) <= _DRAWN or isinstance(problem, HasData)
        clicked = drawn and swarm.part(DIVERGED).value < 1
        hint = _("Click one of them in the plot, and it is run.") if clicked else ""
        return sentences(self._conclusion(swarm), hint)

    @staticmethod
    def _conclusion(swarm: Swarm) -> str:
        """Return what is to be known of where all have ended, if anything is."""
        if swarm.part(DIVERGED).count == len(swarm):
            return _("All have diverged: try a smaller learning rate.")
        if swarm.part(MOVING).value <= _MANY:
            return ""
        if swarm.ensemble.plan.config.algorithm.sampled:
            return _("Many are still moving: while steps see some of the samples, none is at rest.")
        return _("Many are still moving: with more epochs they come to rest.")

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.title.setText(_("Where they end"))
        self.setAccessibleName(_("Where many runs end"))
        set_tip(self._again, _("Stop computing, or compute it again."))
        self._again.setAccessibleName(self._again.toolTip())
        self._progress.setAccessibleName(_("How much of the runs is computed"))
        set_tip(self.histogram, _("How many runs there are of each final cost."))
        self.histogram.setAccessibleName(_("Final costs of all runs"))
        set_tip(self.weights, _("How many runs end at each weight."))
        self.weights.setAccessibleName(_("Final weights of all runs"))
        self.table.retranslate()
        self._follow()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self.note.setMinimumHeight(_NOTE_LINES * self.fontMetrics().lineSpacing() + 18)
        self.histogram.restyle(theme)
        self.weights.restyle(theme)
        self.table.restyle(theme)

    def end(self) -> None:
        """End its thread; it is of no use after that."""
        self._computing.close()
