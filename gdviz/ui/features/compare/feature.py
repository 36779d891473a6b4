"""Compare: keep a run, start another, and see them beside each other; let them race."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from gdviz.core import InputError, Trace
from gdviz.core.runs.comparison import called, position_at, race_length, reached
from gdviz.core.runs.glide import weight_at
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.store import Part
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.playback.finisher import Finisher
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.features.compare.panel import RACE_KEY, ComparePanel
from gdviz.ui.features.compare.timing_dialog import TimingDialog
from gdviz.ui.features.feature import Feature
from gdviz.ui.plots.kept import KeptRun
from gdviz.ui.theme import Theme
from gdviz.ui.widgets.callout import Callout
from gdviz.ui.widgets.tips import set_tip, with_key
from gdviz.ui.window.transport import BUTTONS
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import COMPARE

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_KEEP_KEY = "Ctrl+K"


class Compare(Feature):
    """Keeps runs, draws them beside the one that is played, and lets them race.

    What is kept is part of the state: what was chosen for each run. What is not yet
    known of one is computed in the background while it is not the one that is played.
    Outside a race it is drawn whole, unless it is being played itself.

    In a race there is no second clock. The player plays the run that is shown, on
    past its end until the last of them has ended, and every kept run stands where
    it was after as many steps, epochs or evaluations as the run shown has behind
    it. So running, pausing, stepping, scrubbing and the speed all work as ever.

    Attributes:
        traces: the kept runs' traces, in their order.
        racing: whether a race is on.
    """

    id = "compare"
    parts = (KeptRuns(),)

    def __init__(self, window: "MainWindow") -> None:
        """Put the card, the button and the menu entries into `window`."""
        super().__init__(window)
        self._followed = KeptRuns()  # what is shown; a frame may come before a change is followed
        self.traces: list[Trace] = []
        self.racing = False
        self._trace = window.player.trace
        self._outdated = False  # what is written, by another run that was there for a moment only
        self._drawn: list[KeptRun] = []
        self._names: list[str] = []
        self._refusal: Callout | None = None
        self._finisher = Finisher(window.player)
        self.panel = ComparePanel()
        window.put_card("kept", self.panel, 2)
        self._add_controls()
        self._connect()

    def _add_controls(self) -> None:
        window = self.window
        self._keep = QPushButton()
        self._keep.setObjectName("keep_run")
        self._keep.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the space key runs after a click
        cast("QHBoxLayout", window.transport.layout()).insertWidget(len(BUTTONS), self._keep)
        window.menus["run"].addSeparator()
        window.menus.action("run", N_("&Keep this run"), self.keep, _KEEP_KEY, "keep_run")
        self._race_action = window.menus.action("run", N_("R&ace"), self.race, RACE_KEY, "race")
        self._all_rules_action = window.menus.action(
            "run", N_("All rules at their &best"), self.compare_rules, "", "compare_rules"
        )
        window.menus.action("run", N_("&Time an epoch…"), self.time_epoch, "", "time_epoch")

    def _connect(self) -> None:
        window, panel = self.window, self.panel
        self._keep.clicked.connect(self.keep)
        panel.renamed.connect(self._on_renamed)
        panel.shown.connect(self._on_shown)
        panel.removed.connect(self._on_removed)
        panel.race_clicked.connect(self.race)
        panel.unit_chosen.connect(self._on_unit)
        panel.time_epoch.clicked.connect(self.time_epoch)
        panel.all_rules.wanted.connect(self.compare_rules)
        panel.all_rules.found.connect(self._on_rules)
        window.player.playing_changed.connect(self._show_racing)
        window.player.glided.connect(self._on_glide)
        window.closing.connect(self._put_away)
        window.closing.connect(panel.all_rules.end)
        self._finisher.grown.connect(self._on_grown)
        self._finisher.failed.connect(self._on_failed)

    @property
    def kept(self) -> KeptRuns:
        """The kept runs, and what a race goes by."""
        return self.window.store[KeptRuns]

    def _change(self, kept: KeptRuns) -> None:
        self.window.store.replace(kept)

    @Slot()
    def keep(self) -> None:
        """Keep the run that is shown."""
        self._put_away()
        try:
            self._change(self.kept.keep(self.window.store[Chosen]))
        except InputError as refusal:
            self._refuse(str(refusal))

    def _refuse(self, reason: str) -> None:
        """Say beside the button why the run is not kept."""
        if self._refusal is None:
            self._refusal = Callout(self._keep)
            self._refusal.dismissed.connect(self._put_away)
        self._refusal.say(reason, fleeting=True)

    @Slot()
    def _put_away(self) -> None:
        if self._refusal is not None:
            self._refusal.put_away()

    @Slot()
    def compare_rules(self) -> None:
        """Keep a run of every rule, each at the rate that suits it best, where one sees them."""
        store = self.window.store
        store.replace(replace(store[Panels], workspace=COMPARE.id))
        self.panel.all_rules.start(store[Chosen].settings)

    @Slot(object)
    def _on_rules(self, runs: Sequence[Settings]) -> None:
        self._change(self.kept.only(map(Chosen, runs)))

    @Slot()
    def time_epoch(self) -> None:
        """Measure how long an epoch takes on this computer."""
        dialog = TimingDialog(self.window.theme, self.window)
        self.window.closing.connect(dialog.reject)
        dialog.open()
        dialog.start()

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Show what is kept, and compute what is not yet known of it."""
        rules = self.panel.all_rules
        if Chosen in changed or (KeptRuns in changed and not rules.running):
            possible = bool(self.window.store[Chosen].settings.config().algorithm.rule)
            rules.stop()
            rules.let(possible=possible)
            self._all_rules_action.setEnabled(possible)
        if KeptRuns in changed:
            self._put_away()
            kept = self._followed = self.kept
            self.traces = self.window.shown_run.keep([one.run for one in kept.runs])
            self._finisher.finish(self.traces)
            self.panel.show_unit(kept.unit)
            self._set_racing(racing=self.racing and bool(kept.runs))

    @Slot()
    def race(self) -> None:
        """Start a race from the starts, or end the one that is under way."""
        player = self.window.player
        if self.racing and not player.at_end:
            self._set_racing(racing=False)
        elif self._racers():
            self._set_racing(racing=True)
            player.seek(0)
            player.run()

    def _set_racing(self, *, racing: bool) -> None:
        self.racing = racing
        self._pace()
        player = self.window.player
        if player.shown.beyond and not racing:
            player.seek(player.position)
        self.window.transport.show_frame(player.shown)
        self._refresh()

    def _racers(self) -> list[Trace]:
        """Return the kept runs that are drawn."""
        both = zip(self._followed.runs, self.traces, strict=True)
        return [trace for kept, trace in both if kept.visible and self._fits(trace)]

    def _fits(self, trace: Trace) -> bool:
        """Tell whether a kept run has a place in the plots of the run shown."""
        return trace.config.problem == self._trace.config.problem

    def _pace(self) -> None:
        """Have the player go on until the last run has ended."""
        length = race_length(self._trace, self._racers(), self._followed.unit) if self.racing else 0
        self.window.player.until = length

    def _position(self, trace: Trace, moment: int) -> int:
        """Return how much of a kept run is shown."""
        if not (self.racing and self._fits(trace)):
            return len(trace)
        unit = self._followed.unit
        return position_at(trace, unit, reached(self._trace, unit, moment))

    def follow_frame(self, frame: Frame) -> None:
        """Draw the kept runs beside what is shown, each where it is."""
        if frame.trace is not self._trace:
            another = frame.trace.config is not self._trace.config
            self._trace = frame.trace
            self._outdated = True
            self._finisher.finish(self.traces)
            if self.racing:
                self._set_racing(racing=not another)
        if self._outdated and frame.read:
            self._refresh()
        elif self.traces:
            self._place(frame)

    def _place(self, frame: Frame) -> None:
        """Draw the kept runs where they are, and show what all have come to."""
        if self.racing:
            self._pace()
            self._show_racing()
        hurried = self.racing and frame.hurried
        moment = frame.position + frame.beyond
        standings, drawn = [(frame.trace, frame.position)], []
        racing = [self.racing]
        for kept, trace in zip(self._followed.runs, self.traces, strict=True):
            place = self._position(trace, moment)
            standings.append((trace, place))
            racing.append(self.racing and kept.visible and self._fits(trace))
            played = trace is self._trace and (self.racing or moment > 0)
            if kept.visible and self._fits(trace) and not played:
                name = self._names[len(standings) - 2]
                drawn.append(KeptRun(trace, kept.slot, place, name, self.racing, hurried))
        if frame.read:
            self.panel.show_standings(standings, racing)
        if drawn != self._drawn:
            self._drawn = drawn
            problem = self._trace.config.problem
            self.window.all_views.tell(
                "kept",
                lambda view: view.show_kept(drawn if view.suits(problem) else ()),
                in_turn=frame.hurried,
            )

    @Slot(object)
    def _on_glide(self, frame: Frame) -> None:
        """Draw the balls of those that race on their way to where they are next."""
        moment, weights = frame.position + frame.beyond, {}
        for run in self._drawn if self.racing else ():
            here, there = (self._position(run.trace, at) for at in (moment, moment + 1))
            weights[run.slot] = weight_at(run.trace, here + frame.stage.share * (there - here))
        if weights:
            self.window.all_views.ask(lambda view: view.glide_kept(weights))

    def _refresh(self) -> None:
        """Make the card and the plots agree with what is kept."""
        self._outdated = False
        runs, panel = self._followed.runs, self.panel
        panel.list_runs(runs)
        configs = [trace.config for trace in self.traces]
        current, names = called(self._trace.config, configs, [kept.name for kept in runs])
        self._names = names
        panel.tell(self._what_broke_off(names))
        every = [self._trace, *self.traces]
        problems = [trace.config.problem for trace in every]
        panel.name_runs([current, *names], problems, drawn=[self._fits(trace) for trace in every])
        self._show_racing()
        self.window.workspaces.say_count(COMPARE.id, len(runs))
        self._place(self.window.player.shown)

    def _what_broke_off(self, names: Sequence[str]) -> str:
        """Return which of the kept runs, called so, are not whole, and why."""
        reasons = self._finisher.broken
        text = _("“{name}” broke off: {reason}. Remove it, or keep one with other settings.")
        return "\n".join(
            text.format(name=name, reason=reasons[trace])
            for trace, name in zip(self.traces, names, strict=True)
            if trace in reasons
        )

    @Slot()
    def _show_racing(self) -> None:
        under_way = self.racing and not self.window.player.at_end
        possible = any(trace is not self._trace for trace in self._racers())
        self.panel.show_racing(racing=under_way, possible=possible)
        self._race_action.setEnabled(possible)

    @Slot(object)
    def _on_grown(self, _trace: Trace) -> None:
        self._place(self.window.player.shown)

    @Slot()
    def _on_failed(self) -> None:
        self._refresh()

    @Slot(str)
    def _on_unit(self, unit: str) -> None:
        self._change(replace(self.kept, unit=unit))

    @Slot(int, str)
    def _on_renamed(self, slot: int, name: str) -> None:
        self._change(self.kept.rename(slot, name))

    @Slot(int, bool)
    def _on_shown(self, slot: int, shown: bool) -> None:
        self._change(self.kept.show(slot, visible=shown))

    @Slot(int)
    def _on_removed(self, slot: int) -> None:
        self._change(self.kept.remove(slot))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.panel.retranslate()
        self._keep.setText(_("Keep"))
        self._keep.setAccessibleName(_("Keep this run"))
        text = _("Keep this run, to compare it with the next.")
        set_tip(self._keep, with_key(text, _KEEP_KEY))
        self._refresh()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self.panel.restyle(theme)
