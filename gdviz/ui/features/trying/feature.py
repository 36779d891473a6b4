"""Try this: one click sets up an experiment and plays it; one undo leads back."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QAction

from gdviz.core.catalogue import PARAMETERS
from gdviz.core.parameters import InputError
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.store import UNUSABLE, Part
from gdviz.core.telling.experiments import Experiment, load_experiments
from gdviz.core.types import START
from gdviz.i18n import N_, _, listed
from gdviz.ui.features.compare.feature import Compare
from gdviz.ui.features.compare.kept import Kept, KeptRuns
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.lessons.parts import Opened
from gdviz.ui.features.modes.mode import InMode
from gdviz.ui.features.sweep.feature import SweepOptions
from gdviz.ui.features.trying.note import ExperimentNote
from gdviz.ui.theme import Theme
from gdviz.ui.views.loss.options import LossOptions
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.controls.controls import CHOICE_TEXTS
from gdviz.ui.window.menus import plain
from gdviz.ui.window.transport import Speed
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import COMPARE, RUN

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_PARTS: dict[type[Part], str] = {
    KeptRuns: N_("Kept runs"),
    LossOptions: N_("Axes of the loss"),
    Speed: N_("Speed"),
}
"""What else an experiment changes that one would miss, in words."""


@dataclass(frozen=True)
class Tried(Part):
    """Which experiment is shown, and what it has changed.

    Attributes:
        experiment: its id; empty where none is, or its note has been put away.
        changed: the names of settings, and the keys of parts.

    Raises:
        InputError: these are no names.
    """

    experiment: str = ""
    changed: tuple[str, ...] = ()
    key: ClassVar[str] = "try"

    def __post_init__(self) -> None:
        """Check the names."""
        if not all(isinstance(name, str) for name in self.changed):
            raise InputError(_(UNUSABLE))


class TryThis(Feature):
    """The menu of experiments, and the note about the one that is shown.

    The note stays as long as the problem is the experiment's and no lesson is open: with other
    settings one tries further.

    Attributes:
        note: the note above the plots.
    """

    id = "try-this"
    parts = (Tried(),)

    def __init__(self, window: "MainWindow") -> None:
        """Put the experiments into their menu, and the note above the plots."""
        super().__init__(window)
        self.note = ExperimentNote()
        self.note.dismissed.connect(self._on_dismissed)
        window.put_note(self.note)
        window.menus.fill_when_opened("try", self._list)
        self._actions: dict[str, QAction] = {}

    @cached_property
    def experiments(self) -> dict[str, Experiment]:
        """The experiments by id; they are read when somebody asks for one."""
        return load_experiments()

    def _list(self) -> None:
        """Put the experiments into the menu."""
        self._actions = {
            name: self.window.menus.action(
                "try",
                partial(plain, experiment.title),
                partial(self.try_out, experiment),
                name=f"try_{name.replace('-', '_')}",
            )
            for name, experiment in self.experiments.items()
        }
        self.retranslate()

    def try_out(self, experiment: Experiment) -> None:
        """Set everything as the experiment has it, in one change, and play it."""
        window, store = self.window, self.window.store
        before = store[Chosen].settings
        chosen, *beside = (Settings.of(config, before) for config in experiment.configs())
        parts = (
            KeptRuns(tuple(Kept(Chosen(one), n) for n, one in enumerate(beside)), experiment.by),
            replace(store[LossOptions], across=experiment.by, logarithmic=experiment.logarithmic),
            Speed.of(experiment.speed),
        )
        changed = (
            *_differing(before, chosen),
            *(part.key for part in parts if part != store[type(part)]),
        )
        window.shown_run.begin(
            chosen,
            "",
            *parts,
            Tried(experiment.id, changed),
            replace(store[Panels], workspace=COMPARE.id if beside else RUN.id),
            replace(store[SweepOptions], open=False),
            Opened(),
            InMode(),
        )
        (window.feature(Compare).race if beside else window.player.run)()
        window.transport.buttons["run"].setFocus()  # so that the space key holds it

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Show the note, or put it away."""
        if not {Tried, Chosen, Opened}.isdisjoint(changed):
            self._show()

    def _show(self) -> None:
        store = self.window.store
        tried = store[Tried].experiment
        experiment = self.experiments.get(tried) if tried else None
        if experiment is not None:
            its = Settings.of(experiment.configs()[0]).problem
            if store[Opened].lesson or store[Chosen].settings.problem != its:
                experiment = None
        self.note.setVisible(experiment is not None)
        if experiment is not None:
            self.note.say(str(experiment.title), str(experiment.watch), self._what_changed())

    def _what_changed(self) -> str:
        """Return what the experiment has set, in words; nothing where all was so before."""
        names = listed(_in_words(self.window.store[Tried].changed))
        return _("Changed: {names}").format(names=names) if names else ""

    def _on_dismissed(self) -> None:
        self.window.store.replace(Tried())

    def restyle(self, theme: Theme) -> None:
        """Draw the note in the theme's colours."""
        self.note.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        for name, action in self._actions.items():
            set_tip(action, str(self.experiments[name].watch))
        self._show()


def _differing(before: Settings, after: Settings) -> Iterator[str]:
    """Return the names of the settings that have an effect and are not what they were."""
    for name in CHOICE_TEXTS:
        if getattr(before, name) != getattr(after, name):
            yield name
    if before.start != after.start:
        yield "start"
    for name, described in after.effective.items():
        if before.value(described) != after.value(described):
            yield name


def _in_words(names: Collection[str]) -> Iterator[str]:
    """Return what is called so, as the window calls it; what has no name here is left out."""
    labels = {name: title for name, (title, _help) in CHOICE_TEXTS.items()}
    labels |= {name: described.label for name, described in PARAMETERS.items()}
    labels |= {"start": START.label} | {kind.key: text for kind, text in _PARTS.items()}
    return (_(labels[name]) for name in names if name in labels)
