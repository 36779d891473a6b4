"""The window of the learning-rate sweep."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gdviz.core import RunConfig
from gdviz.core.runs.sweep import MOMENTA, Sweep, has_momentum, rates, swept
from gdviz.i18n import _, sentences
from gdviz.playback.sweeper import Sweeper
from gdviz.ui.features.sweep.curve import SweepCurve
from gdviz.ui.features.sweep.map import SweepMap
from gdviz.ui.features.sweep.words import describe, is_divergent, summarise
from gdviz.ui.theme import GAP, Theme
from gdviz.ui.widgets.card import Card, Note, label
from gdviz.ui.widgets.tips import set_tip

_KINDS = {"curve": (rates(24), ()), "map": (rates(12), MOMENTA)}
"""The learning rates and momenta of each kind of sweep."""

_NOTE_LINES = 3
"""How many lines of text there is room for, so that the plot does not move."""


class SweepWindow(QDialog):
    """What becomes of the current run at other learning rates, and momenta.

    It computes anew whenever another run is shown, and lets go of what it was
    computing then. A run that is clicked is chosen.

    Signals:
        chosen(RunConfig): the user chose a run.
        run_or_pause(): the user pressed the key that runs and pauses.
    """

    chosen = Signal(object)
    run_or_pause = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Make the window, and the thread that computes."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("ground")
        self.setMinimumSize(600, 400)
        self.resize(min(800, round(0.6 * parent.width())), round(0.5 * parent.height()))
        self._main, self._placed = parent, False
        self._config: RunConfig | None = None
        self._question: tuple[str, RunConfig] | None = None
        self._known: dict[str, tuple[RunConfig, Sweep]] = {}
        self._sweeper = Sweeper(self)
        self._sweeper.moved.connect(self._show)
        self._sweeper.finished.connect(self._show)
        self._sweeper.failed.connect(self._on_failed)
        self.plots = {"curve": SweepCurve(), "map": SweepMap()}
        self._kinds = {name: QPushButton() for name in self.plots}
        self._again = QPushButton()
        self._again.setObjectName("sweep_again")
        self._again.clicked.connect(self._stop_or_start)
        self._progress = QProgressBar()
        self._progress.setObjectName("sweep_progress")
        self._run_text = label("small")
        self._run_text.setObjectName("sweep_run")
        self._axis_text = label("small")
        self.note = Note()
        self._card = Card()
        self._lay_out()
        for plot in self.plots.values():
            plot.pointed.connect(self._say)
            plot.chosen.connect(self._choose)

    def _lay_out(self) -> None:
        self._card.header.addWidget(self._again)
        group = QButtonGroup(self)
        for name, button in self._kinds.items():
            button.setObjectName(f"sweep_{name}")
            button.setProperty("role", "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(self._refresh)
            group.addButton(button)
            self._card.header.addWidget(button)
        self._kinds["curve"].setChecked(True)
        self._again.setAutoDefault(False)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        self._progress.setRange(0, 1000)
        for part in (self._again, self._progress):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        self._stack = QStackedWidget()
        self._nothing = QWidget()
        self._stack.addWidget(self._nothing)
        for plot in self.plots.values():
            self._stack.addWidget(plot)
        texts = QHBoxLayout()
        texts.addWidget(self._axis_text)
        texts.addStretch(1)
        texts.addWidget(self._run_text)
        self._card.body.addWidget(self._progress)
        self._card.body.addLayout(texts)
        self._card.body.addWidget(self._stack, 1)
        self._card.body.addWidget(self.note)
        self.note.setMinimumHeight(_NOTE_LINES * self.fontMetrics().lineSpacing() + 18)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GAP, GAP, GAP, GAP)
        whole.addWidget(self._card)

    @property
    def kind(self) -> str:
        """What is shown, "curve" or "map"."""
        return next(name for name, button in self._kinds.items() if button.isChecked())

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
    def running(self) -> bool:
        """Whether it computes."""
        return self._sweeper.running

    def show_config(self, config: RunConfig) -> None:
        """Sweep that run, unless it differs only in what is swept."""
        self._config = config
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        config = self._config
        if config is None:
            return
        self._kinds["map"].setEnabled(has_momentum(config))
        if not has_momentum(config):
            self._kinds["curve"].setChecked(True)
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
        self._sweeper.cancel()
        known = self._known.get(kind)
        if known is not None and known[0] == config:
            self._show(known[1])
        else:
            self._start()

    def _forget(self) -> None:
        """Show that there is nothing to sweep."""
        self._sweeper.cancel()
        self._question = None
        for plot in self.plots.values():
            assert self._config is not None
            plot.show_sweep(None, self._config)
        self._follow()

    def _start(self) -> None:
        assert self._config is not None
        self._sweeper.start(self._config, *_KINDS[self.kind])
        self._follow()

    @Slot()
    def _stop_or_start(self) -> None:
        if self.running:
            self._sweeper.cancel()
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
        self._progress.setValue(round(1000 * sweep.share))
        self._follow()

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._follow()
        text = _("The sweep broke off: {reason}. Change a setting, or start it again.")
        self.note.say(text.format(reason=reason), "divergence")

    def _follow(self) -> None:
        """Make the button, the bar and the words agree with what goes on."""
        done = self._up_to_date and self.sweep is not None and self.sweep.share == 1
        self._progress.setVisible(self.running)
        self._again.setVisible(self.running or (not done and self._question is not None))
        self._again.setText(_("Stop") if self.running else _("Again"))
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
            self.note.say(sentences(self._progress_text(sweep), *summarise(sweep)))

    def _progress_text(self, sweep: Sweep) -> str:
        if sweep.share == 1:
            return ""
        config = sweep.config
        text = (
            _("{epochs} of {total} epochs are computed.")
            if self.running
            else _("Stopped after {epochs} of {total} epochs.")
        )
        done = int(sweep.share * config.epochs)
        return text.format(epochs=f"{done:,}", total=f"{config.epochs:,}")

    def _explain(self) -> None:
        """Say which run is swept, and what the axes are."""
        config = self._config
        if config is None:
            return
        said = [_(config.problem.title), _(config.algorithm.title)]
        if not config.algorithm.searches:
            said.append(_(swept(config).rule.title))
            said.append(_("{count} epochs").format(count=f"{config.epochs:,}"))
        self._run_text.setText(" · ".join(said))
        axis = _("momentum β") if self.kind == "map" else _("final cost")
        self._axis_text.setText("" if config.algorithm.searches else axis)
        needs = "" if self._kinds["map"].isEnabled() else _("This update rule has no momentum.")
        tip = _("Draw the final cost over learning rate and momentum")
        set_tip(self._kinds["map"], "\n".join(filter(None, (tip, needs))))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.setWindowTitle(_("Learning-rate sweep"))
        self._card.title.setText(_("Final cost at every learning rate"))
        self._kinds["curve"].setText("α")
        set_tip(self._kinds["curve"], _("Draw the final cost against the learning rate"))
        self._kinds["map"].setText("α × β")
        self._explain()
        for button in self._kinds.values():
            button.setAccessibleName(button.toolTip())
        set_tip(self._again, _("Stop computing, or compute it again."))
        self._again.setAccessibleName(self._again.toolTip())
        self._progress.setAccessibleName(_("How much of the sweep is computed"))
        for plot in self.plots.values():
            plot.setAccessibleName(self._card.title.text())
            plot.setAccessibleDescription(_("Arrow keys point at a run, Enter runs it."))
        if self.sweep is not None and self._config is not None:
            self.plots[self.kind].show_sweep(self.sweep, self._config)
        self._follow()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        for plot in self.plots.values():
            plot.restyle(theme)

    def close_for_good(self) -> None:
        """Close it and end its thread."""
        self.close()
        self._sweeper.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Stand at the lower right of the main window, to leave the cost curve in view."""
        super().showEvent(event)
        self.plots[self.kind].setFocus()
        if not self._placed:
            self._placed = True
            corner = self._main.frameGeometry().bottomRight()
            self.move(corner.x() - self.width() - GAP, corner.y() - self.height() - 5 * GAP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the space key do what it does in the main window."""
        if event.key() == Qt.Key.Key_Space:
            self.run_or_pause.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Compute no further."""
        super().hideEvent(event)
        if not event.spontaneous() and self.running:
            self._sweeper.cancel()
            self._question = None


def _question(config: RunConfig, kind: str) -> RunConfig:
    """Return the run without what is swept."""
    algorithm = replace(swept(config), learning_rate=1.0)
    if kind == "map":
        algorithm = replace(algorithm, rule=replace(algorithm.rule, momentum=0.0))  # type: ignore[type-var]
    return replace(config, algorithm=algorithm)
