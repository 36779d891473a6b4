"""The card of the learning-rate sweep."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from gdviz.core import RunConfig
from gdviz.core.runs.sweep import KINDS, Sweep, has_momentum, sweep, swept
from gdviz.core.telling.sweeps import summarise
from gdviz.i18n import N_, _, sentences
from gdviz.playback.unfolding import Unfolding
from gdviz.ui.features.sweep.curve import SweepCurve
from gdviz.ui.features.sweep.map import SweepMap
from gdviz.ui.features.sweep.words import (
    describe,
    is_divergent,
    plain_description,
)
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.card import AgainButton, Card, Note, Progress, label
from gdviz.ui.widgets.close_button import CloseButton
from gdviz.ui.widgets.tips import set_tip

_NOTE_LINES = 3
"""How many lines of text there is room for, so that the plot does not move."""


class SweepPanel(Card):
    """What becomes of the current run at other learning rates, and momenta.

    It computes anew whenever another run is shown, and lets go of what it was
    computing then, or when it is no longer to be seen. A run that is clicked is chosen.

    Signals:
        chosen(RunConfig): the user chose a run.
        dragged(dict): the dot of the current run was dragged to these values of what is swept,
            by name.
        released(): it was let go.
        kind_chosen(str): the user wants that kind of sweep, of `KINDS`.
        closed(): the user wants no sweep any more.
    """

    chosen = Signal(object)
    dragged = Signal(object)
    released = Signal()
    kind_chosen = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        """Make the card, and the thread that computes."""
        super().__init__()
        self.kind = next(iter(KINDS))
        self._config: RunConfig | None = None
        self._question: tuple[str, RunConfig] | None = None
        self._known: dict[str, tuple[RunConfig, Sweep]] = {}
        self._computing = Unfolding(
            N_("The sweep broke off. Change a setting, or start it again."), self
        )
        self._computing.moved.connect(self._show)
        self._computing.finished.connect(self._show)
        self._computing.failed.connect(self._on_failed)
        self.plots = {"curve": SweepCurve(), "map": SweepMap()}
        self._kinds = {name: QPushButton() for name in self.plots}
        self._close = CloseButton("close_sweep")
        self._close.clicked.connect(self.closed)
        self._again = AgainButton("sweep_again")
        self._again.clicked.connect(self._stop_or_start)
        self._progress = Progress("sweep_progress")
        self._axis_text = label("small")
        self._axis_text.setObjectName("sweep_axis")
        self.note = Note()
        self._lay_out()
        for name, plot in self.plots.items():
            plot.setObjectName(f"sweep_{name}_plot")
            plot.summary = self._summary
            plot.pointed.connect(self._say)
            plot.chosen.connect(self._choose)
            plot.dragged.connect(self.dragged)
            plot.released.connect(self.released)

    def _lay_out(self) -> None:
        for name, button in self._kinds.items():
            button.setObjectName(f"sweep_{name}")
            button.setProperty("role", "choice")
            button.setCheckable(True)
            button.clicked.connect(lambda _on, name=name: self._want(name))
            self.header.addWidget(button)
        self.header.addWidget(self._close)
        policy = self._again.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._again.setSizePolicy(policy)
        self._stack = QStackedWidget()
        self._nothing = QWidget()
        self._stack.addWidget(self._nothing)
        for plot in self.plots.values():
            self._stack.addWidget(plot)
        texts = QHBoxLayout()
        texts.addWidget(self._axis_text)
        texts.addStretch(1)
        texts.addWidget(self._again)
        self.body.addWidget(self._progress)
        self.body.addLayout(texts)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.note)
        self.note.setMinimumHeight(_NOTE_LINES * self.fontMetrics().lineSpacing() + 18)

    def _want(self, kind: str) -> None:
        self._show_kind()  # which one is drawn says the state, not the click
        self.kind_chosen.emit(kind)

    def _show_kind(self) -> None:
        for name, button in self._kinds.items():
            button.setChecked(name == self.kind)

    @property
    def sweep(self) -> Sweep | None:
        """What is drawn."""
        return self.plots[self.kind].sweep

    @property
    def _up_to_date(self) -> bool:
        """Whether what is drawn is a sweep of the run that is shown."""
        sweep = self.sweep
        if sweep is None or self._question is None:
            return False
        return _question(sweep.config, self.kind) == self._question[1]

    @property
    def finished(self) -> Sweep | None:
        """The sweep of the run that is shown, once it is whole."""
        sweep = self.sweep
        return sweep if sweep is not None and sweep.share == 1 and self._up_to_date else None

    @property
    def running(self) -> bool:
        """Whether it computes."""
        return self._computing.running

    def show_config(self, config: RunConfig, kind: str) -> None:
        """Sweep that run, unless it differs only in what is swept.

        Args:
            config: the run.
            kind: what is wanted, of `KINDS`; without momentum there is but a curve.
        """
        self._config = config
        self._kinds["map"].setEnabled(has_momentum(config))
        self.kind = kind if has_momentum(config) else "curve"
        self._show_kind()
        searches = config.algorithm.searches
        self._stack.setCurrentWidget(self._nothing if searches else self.plots[self.kind])
        self._explain()
        if searches:
            self._forget()
            return
        question = self.kind, _question(config, self.kind)
        if question != self._question:
            self._ask(question)
        elif self.sweep is not None:
            self.plots[self.kind].show_current(config)

    def _ask(self, question: tuple[str, RunConfig]) -> None:
        self._question = question
        kind, config = question
        self._computing.cancel()
        known = self._known.get(kind)
        if known is not None and known[0] == config:
            self._show(known[1])
        else:
            self._start()

    def _forget(self) -> None:
        """Show that there is nothing to sweep."""
        self._computing.cancel()
        self._question = None
        for plot in self.plots.values():
            assert self._config is not None
            plot.show_sweep(None, self._config)
        self._follow()

    def _start(self) -> None:
        assert self._config is not None
        self._computing.start(sweep(self._config, *KINDS[self.kind]))
        self._follow()

    @Slot()
    def _stop_or_start(self) -> None:
        if self.running:
            self._computing.cancel()
            self._follow()
        else:
            self._start()

    @Slot(object)
    def _show(self, sweep: Sweep) -> None:
        """Draw how far the sweep has come."""
        assert self._config is not None
        if sweep.share == 1 and self._question is not None:
            self._known[self.kind] = self._question[1], sweep
        self.plots[self.kind].show_sweep(sweep, self._config)
        self._progress.show_share(sweep.share)
        self._follow()

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._follow()
        text = _("The sweep broke off: {reason}. Change a setting, or start it again.")
        self.note.say(text.format(reason=reason), "divergence")

    def _follow(self) -> None:
        """Make the button, the bar and the words agree with what goes on."""
        self._progress.setVisible(self.running)
        wanted = self.finished is None and self._question is not None
        self._again.offer(running=self.running, wanted=wanted)
        self._say()

    @Slot()
    def _choose(self) -> None:
        plot = self.plots[self.kind]
        if self._up_to_date and plot.sweep is not None and plot.cell is not None:
            self.chosen.emit(plot.sweep.run(*plot.cell))

    @Slot()
    def _say(self) -> None:
        """Say how the run pointed at ends, or what there is to see."""
        sweep, cell = self.sweep, self.plots[self.kind].cell
        if self._config is not None and self._config.algorithm.searches:
            self.note.say(_("A search has no learning rate. Choose a descent as the algorithm."))
        elif sweep is None or not self._up_to_date:
            self.note.say(_("Computing…") if self.running else "")
        elif cell is not None:
            means = "divergence" if is_divergent(sweep, cell) else ""
            self.note.say(describe(sweep, cell), means, html=True)
        else:
            hint = _("Point at a run to read how it ends, and click to run it.")
            self.note.say(sentences(self._progress_text(sweep), *summarise(sweep), hint))

    def _summary(self) -> str:
        """Return what the note says, in words that are spoken."""
        sweep, cell = self.sweep, self.plots[self.kind].cell
        known = sweep is not None and cell is not None and self._up_to_date
        return plain_description(sweep, cell) if known and sweep and cell else self.note.text()

    def _progress_text(self, sweep: Sweep) -> str:
        if sweep.share == 1:
            return ""
        config = sweep.config
        left = self._computing.left.words(sweep.share)
        if not self.running:
            text = _("Stopped after {epochs} of {total} epochs.")
        elif left:
            text = _("{epochs} of {total} epochs are computed, {left}.")
        else:
            text = _("{epochs} of {total} epochs are computed.")
        done = int(sweep.share * config.epochs)
        return text.format(epochs=f"{done:,}", total=f"{config.epochs:,}", left=left)

    def _explain(self) -> None:
        """Say what the axes are."""
        config = self._config
        if config is None:
            return
        axis = _("momentum β") if self.kind == "map" else _("final cost")
        self._axis_text.setText("" if config.algorithm.searches else axis)
        needs = "" if self._kinds["map"].isEnabled() else _("This update rule has no momentum.")
        tip = _("Draw the final cost over learning rate and momentum")
        set_tip(self._kinds["map"], "\n".join(filter(None, (tip, needs))))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.title.setText(_("Sweep"))
        self.setAccessibleName(_("Learning-rate sweep"))
        self._kinds["curve"].setText("α")
        set_tip(self._kinds["curve"], _("Draw the final cost against the learning rate"))
        self._kinds["map"].setText("α × β")
        self._explain()
        for button in self._kinds.values():
            button.setAccessibleName(button.toolTip())
        set_tip(self._close, _("Close the sweep"))
        self._close.setAccessibleName(_("Close the sweep"))
        self._again.retranslate()
        self._progress.setAccessibleName(_("How much of the sweep is computed"))
        for plot in self.plots.values():
            hints = (
                _("Drag the dot: the run follows."),
                _("Arrow keys point at a run, Enter runs it."),
            )
            set_tip(plot, "\n".join(hints))
            plot.setAccessibleName(_("Final cost at every learning rate"))
        if self.sweep is not None and self._config is not None:
            self.plots[self.kind].show_sweep(self.sweep, self._config)
        self._follow()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._close.restyle(theme)
        for plot in self.plots.values():
            plot.restyle(theme)

    def take_focus(self) -> None:
        """Let the arrow keys point at a run."""
        self.plots[self.kind].setFocus()

    def end(self) -> None:
        """End its thread; it is of no use after that."""
        self._computing.close()

    def hideEvent(self, event: QHideEvent) -> None:
        """Compute no further."""
        super().hideEvent(event)
        if not event.spontaneous() and self.running:
            self._computing.cancel()
            self._question = None


def _question(config: RunConfig, kind: str) -> RunConfig:
    """Return the run without what is swept."""
    algorithm = replace(swept(config), learning_rate=1.0)
    if kind == "map":
        algorithm = replace(algorithm, rule=replace(algorithm.rule, momentum=0.0))  # type: ignore[type-var]
    return replace(config, algorithm=algorithm)
