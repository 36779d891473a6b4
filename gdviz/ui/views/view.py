"""What every view is: a card that shows a run's frames."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Literal

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction

from gdviz.core import Problem, RunConfig
from gdviz.core.drawing.values import Values
from gdviz.core.runs.ensembles.basins import Basins
from gdviz.core.runs.ensembles.swarm import Swarm
from gdviz.core.store import Part, Store
from gdviz.core.telling.guessing import Probes, Weights
from gdviz.core.types import Array
from gdviz.i18n import _
from gdviz.playback import Frame
from gdviz.playback.beside import Stretch
from gdviz.ui.plots.kept import KeptRun
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.theme import LIGHT, Theme
from gdviz.ui.widgets.action_button import ActionButton
from gdviz.ui.widgets.card import Card


@dataclass(frozen=True)
class Veil(Part):
    """What must not be given away now.

    Attributes:
        hides: where the next step leads; that and the gradient at the weight shown; or the cost
            anywhere but there, its gradient included; nothing where it is empty.
        aiming: whether pointing at a plot of weights is a guess or a probe.
        flat: whether weights are pointed at from time to time, by mouse and by keys, so that a
            plot in which one can has to be there.
    """

    hides: Literal["", "step", "gradient", "cost"] = ""
    aiming: bool = False
    flat: bool = False
    key: ClassVar[str] = "veil"
    lasts: ClassVar[bool] = False


@dataclass(frozen=True)
class Held(Part):
    """Whether something is held that changes the problem: ranges then stay as they are."""

    held: bool = False
    key: ClassVar[str] = "held"
    lasts: ClassVar[bool] = False


@dataclass(frozen=True)
class Foretold(Part):
    """Whether what is to come of a run is drawn, where nothing is veiled."""

    foretold: bool = True
    key: ClassVar[str] = "foretold"
    lasts: ClassVar[bool] = False


@dataclass(frozen=True)
class Crowded(Part):
    """Whether members of an ensemble are shown, which have their place on a map only."""

    crowded: bool = False
    key: ClassVar[str] = "crowded"
    lasts: ClassVar[bool] = False


class View(Card):
    """A card that is told of each run and each frame, and redraws itself once for each.

    Nothing is written into it, and mypy sees to that: what it shows otherwise it reads in the
    store.

    Attributes:
        id: its name.
        heading: its title, to be translated.
        place: where the window puts it: "centre", "side", or what a workspace has a column for.
        stretch: its share of the place's height.
        about: what one can point at in it.
        parts: the parts of the state that are its own, as they are at first.
        written: whether it is text, or numbers, which take a while to be read.
        controls: the names of what a lesson may hide of it.
        reads: the classes of the parts that it looks at; it is told when one changes.
        store: the state.

    Signals:
        pointed(str, int): the pointer is on what means that, such as "gradient", and
            belongs to that sample (-1 for none), or on "step" of that number; "" when it
            has left.
        start_picked(tuple): the start was set to these weights.
        aimed(tuple): these weights are pointed at, while aiming.
        chosen(tuple): they were, and the button let go or Enter pressed.
        sample_moved(int, float, float): that sample was dragged to these x and y.
        let_go(): what was dragged, the start or a sample, was let go.
        step_chosen(int): the run is to be shown after so many steps.
        member_chosen(int): that member of the ensemble is to be the run.
        start_chosen(tuple): the run is to begin at these weights, and be played.
        line_chosen(int): the program is to be shown where it comes to that line next.
    """

    pointed = Signal(str, int)
    start_picked = Signal(object)
    aimed = Signal(object)
    chosen = Signal(object)
    sample_moved = Signal(int, float, float)
    let_go = Signal()
    step_chosen = Signal(int)
    member_chosen = Signal(int)
    start_chosen = Signal(object)
    line_chosen = Signal(int)

    id: ClassVar[str]
    heading: ClassVar[str]
    place: ClassVar[str]
    stretch: ClassVar[int] = 0
    about: ClassVar[Literal["", "weights", "data", "code", "step"]] = ""
    written: ClassVar[bool] = False
    parts: ClassVar[tuple[Part, ...]] = ()
    controls: ClassVar[tuple[str, ...]] = ()
    reads: ClassVar[tuple[type[Part], ...]] = (Veil, Held, Foretold, Crowded)

    def __init__(self, store: Store) -> None:
        """Make an empty view of what `store` has."""
        super().__init__()
        self.store: Final = store
        self._theme: Theme = LIGHT
        self._frame_shown: Frame | None = None
        self._probes: Probes | None = None
        self._kept_shown: Sequence[KeptRun] = ()

    @property
    def theme(self) -> Theme:
        """What it is drawn in."""
        return self._theme

    @property
    def frame_shown(self) -> Frame | None:
        """The last frame that it has been given; None before the first."""
        return self._frame_shown

    @property
    def veiled(self) -> str:
        """What must not be given away now."""
        return self.store[Veil].hides

    @property
    def steady(self) -> bool:
        """Whether the plot's range must stay as it is though the problem changes."""
        return self.store[Held].held

    @property
    def in_hand(self) -> bool:
        """Whether the mouse holds something that is drawn in it."""
        return False

    def to_come(self, frame: Frame) -> Stretch | None:
        """Return what is to come of the run, unless it must not be given away."""
        return frame.ahead if self.store[Foretold].foretold and not self.veiled else None

    def played_before(self, frame: Frame) -> Stretch | None:
        """Return what was played before the run began anew, unless that gives something away.

        What is kept is there already, and in a race only as far as it has come.
        """
        before = frame.before
        kept = before is not None and any(run.trace is before.trace for run in self._kept_shown)
        return None if self.veiled or kept else before

    def follow_state(self) -> None:
        """Take up what has changed of the parts that it reads, and draw it where it is seen."""
        if not self.isHidden():
            self.refresh()

    @staticmethod
    def wanted(store: Store) -> bool:
        """Tell whether the state has it shown, where it suits the problem."""
        return True

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the view has anything to show of that problem."""
        return True

    def show_run(self, config: RunConfig) -> None:
        """Draw what stays the same during a run."""

    def show_frame(self, frame: Frame) -> None:
        """Draw what changes during a run."""
        # Whoever draws it again may stay at it.
        self._frame_shown = replace(frame, fleeting=False) if frame.fleeting else frame
        stays = self.stays(frame)  # asked of each: it knows where the last one was
        if frame.read or not stays:
            self.draw(frame)

    def stays(self, frame: Frame) -> bool:
        """Tell whether one would see no change, were the frame drawn and gone at once."""
        return self.written

    def show_glide(self, frame: Frame) -> None:
        """Draw a frame that differs from the last in nothing but how far its step has come."""
        self._frame_shown = frame
        self.glide(frame)

    def glide(self, frame: Frame) -> None:
        """Draw what is on its way to where the step leads; in many a view nothing is."""

    def show_kept(self, runs: Sequence[KeptRun]) -> None:
        """Draw these kept runs beside the run, each as far as it says, and no others."""
        self._kept_shown = runs

    def glide_kept(self, weights: Mapping[int, Array]) -> None:
        """Draw the balls of kept runs on their way, at these weights, (dim,), by their slots."""

    def show_swarm(self, swarm: Swarm | None) -> None:
        """Draw the members of an ensemble, where they are at the frame shown, or none."""

    def show_basins(self, basins: Basins | None) -> None:
        """Draw to which minimum each start leads, in place of an ensemble's members, or not."""

    def values(self) -> Values | None:
        """Return the numbers that are drawn; None if there are none, or they are to be guessed."""
        return None

    @property
    def looked_into(self) -> bool:
        """Whether it has something of which one can look at a part."""
        return bool(self.findChildren(ZoomPlot))

    def summary(self) -> str:
        """Return what is seen in its picture, in words, for who cannot see it."""
        return ""

    def zoom(self, times: float) -> None:
        """Show what is drawn so many times as large, where it is seen."""
        for plot in self.findChildren(ZoomPlot):
            if plot.isVisible():
                plot.zoom(times)

    def show_all(self) -> None:
        """Show all that is drawn."""
        for plot in self.findChildren(ZoomPlot):
            plot.show_all()

    def show_guess(self, w: Weights | None, truth: Weights | None = None) -> None:
        """Show where one says that the step leads, and where it did once that is out; or none."""

    def show_probes(
        self, probes: Probes | None, aim: float | None = None, *, revealed: bool = False
    ) -> None:
        """Show a search by hand, or none: while it lasts, its last weight instead of the run's.

        Args:
            probes: the weights so far.
            aim: the weight that is pointed at.
            revealed: whether the search is over, and the cost no secret.
        """
        before, self._probes = self._probes, None if revealed else probes
        if self._probes != before and self.frame_shown is not None:
            self.draw(self.frame_shown)

    def by_hand(self, frame: Frame) -> Probes | None:
        """Return the search by hand of the frame's problem while it lasts; or none."""
        probes = self._probes
        return probes if probes and probes.problem is frame.config.problem else None

    def probed(self, frame: Frame) -> Array | None:
        """Return the weight, (dim,), to be shown instead of the frame's: a search's last."""
        probes = self.by_hand(frame)
        return np.array(probes.weights[-1:]) if probes and probes.weights else None

    def take_focus(self) -> None:
        """Take the keyboard, if one can point at weights in it now."""

    def offer(self, about: str, action: QAction) -> None:
        """Have a button in the header for an action on what the view is `about`."""
        if about == self.about:
            name = f"{action.objectName()}_{self.id}"
            self.header.addWidget(ActionButton(action, name, self))

    def draw(self, frame: Frame) -> None:
        """Draw a frame."""
        raise NotImplementedError

    @Slot(int)
    def point_at_step(self, step: int) -> None:
        """Have the other views know that the pointer is on that step, on none with -1."""
        self.pointed.emit("step" if step >= 0 else "", step)

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Draw more plainly what another view's pointer is on."""

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme

    def hide_controls(self, names: Collection[str]) -> None:
        """Hide those of its controls, by their names, and show the others."""

    def retranslate(self) -> None:
        """Say everything in the current language."""
        self.title.setText(_(self.heading))

    def refresh(self) -> None:
        """Draw the frame shown again, after a change of colours, words or options."""
        if self.frame_shown is not None:
            self.show_run(self.frame_shown.config)
            self.draw(self.frame_shown)
