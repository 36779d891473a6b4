"""A view of weights, at which one can point."""

from abc import abstractmethod
from collections.abc import Sequence
from math import floor, log10
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGraphicsItem

from gdviz.core.drawing.values import MOST_ROWS, Values
from gdviz.core.runs.ensembles.basins import Basins
from gdviz.core.runs.ensembles.swarm import Swarm
from gdviz.core.store import Store
from gdviz.core.telling.guessing import Weights
from gdviz.core.telling.summary import summarise_place, summarise_weights
from gdviz.core.types import Array, Problem
from gdviz.i18n import _, sentences
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import BY_KEYS, Handle
from gdviz.ui.access.plot_keys import PlotKeys
from gdviz.ui.plots.moving import Moving
from gdviz.ui.plots.pointing import Pointing
from gdviz.ui.plots.probes import GuessMark
from gdviz.ui.plots.reader import Reader, Reading
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.swarm.basins import ShownBasins
from gdviz.ui.views.swarm.members import Members
from gdviz.ui.views.view import Veil, View
from gdviz.ui.widgets.tips import set_tip

GRIP = 14
"""So many pixels from the ball's centre, at scale 1, the ball can be taken hold of."""

_LEAST_HEIGHT = 130
"""Pixels of the picture that all is about, however much is above and below it."""

_ASKED = 2000
"""So many of the last steps can be pointed at."""

_NEAR_STEP = 10
"""So many pixels from where a step was taken the pointer means it."""

_FINENESS = 500
"""Into so many parts at least a weight's domain is divided by what is pointed at."""

NUDGE = 0.005
"""The share of the domain that an arrow key moves."""


class WeightView(View):
    """A view whose plot has the weights, or the weight and its cost, as its axes.

    The ball can be dragged and the cost clicked, to set the start; in a search
    nothing of that is offered, as it has no start. While `aiming`, pointing
    anywhere is something else: a guess, a probe.

    Attributes:
        plot: the plot.
        reader: what it says of where the pointer is.
        keys: what the keyboard does in the plot.
        members: the members of an ensemble, if one is shown.
        basins: where starts lead, if that is shown: then no members are.
    """

    about = "weights"

    def __init__(self, store: Store) -> None:
        """Make the plot."""
        super().__init__(store)
        self.plot: Final = ZoomPlot(self.values)
        self.plot.looked.connect(self.on_looked)
        self.plot.setMinimumHeight(_LEAST_HEIGHT)
        self.body.addWidget(self.plot, 1)
        self.plot.setObjectName(f"{self.id}_plot")
        self.plot.summary = self.summary
        self.basins: Final = ShownBasins(self.plot, self.places, self.start_chosen.emit)
        self.members: Final = Members(self.plot, self.places, self.member_chosen.emit)
        self._swarm: Swarm | None = None
        self._picked = -1  # the member on which the button went down
        self._picked_start: Weights | None = None  # the same, where basins are shown
        self._aim: tuple[float, ...] | None = None
        self._moving: Final = Moving()
        self.reader: Final = Reader(self.plot, self._reading)
        self.reader.step_pointed.connect(self.point_at_step)
        self.reader.moved.connect(self.follow_reading)
        self._guess = GuessMark(self.plot)
        self._guessed: list[Weights] = []
        self.pointing: Final = Pointing(self.plot, self._grip)
        self.pointing.pressed.connect(self._on_pressed)
        self.pointing.dragged.connect(self._on_dragged)
        self.pointing.released.connect(self._on_released)
        self.keys: Final = PlotKeys(self.plot, self._handles, self.reader)

    @Slot()
    def on_looked(self) -> None:
        """Draw what is seen now."""
        self.refresh()

    def values(self) -> Values | None:
        """Return the steps so far, their weights and their cost; none of a search."""
        frame = self.frame_shown
        if frame is None or self.veiled == "cost" or frame.config.algorithm.searches:
            return None
        problem = frame.config.problem
        w = frame.trace.w[: frame.position + 1][-MOST_ROWS:]
        with np.errstate(all="ignore"):
            cost = problem.cost(w)
        steps = np.arange(frame.position + 1)[-MOST_ROWS:]
        return Values((_("step"), *problem.weights, "J"), (steps, *w.T, cost))

    @abstractmethod
    def read(self, x: float, y: float) -> Reading | None:
        """Return what is there in the plot."""

    @Slot()
    def follow_reading(self) -> None:
        """Draw what else belongs to what is read now, or nothing."""

    def _reading(self, x: float, y: float) -> Reading | None:
        """Return what may be read there: nothing that is to be guessed or found."""
        known = self.frame_shown is not None and not self.veiled and not self.aiming
        if not known:
            return None
        member = self.members.near(x, y, self.pointing)
        if member >= 0:
            return self.members.reading(member)
        reading, leads = self.read(x, y), self.basins.say(x, y)
        if reading is None or not leads or reading.step >= 0:
            return reading
        return reading._replace(text=f"{reading.text}\n{leads}")

    def step_near(self, x: float, y: float) -> int:
        """Return which step of the run so far was taken near there; -1 for none."""
        frame = self.frame_shown
        if frame is None or frame.config.algorithm.searches:
            return -1
        first = max(0, frame.position - _ASKED)
        places = self.places(frame.trace.w[first : frame.position + 1])
        apart = self.pointing.apart(x, y, places)
        near = int(apart.argmin())
        return first + near if apart[near] <= _NEAR_STEP else -1

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Mark where the step was taken that another view's pointer is on."""
        frame = self.frame_shown
        known = meaning == "step" and frame is not None and 0 <= row <= frame.position
        at = self.places(frame.trace.w[row : row + 1])[0] if known and frame else None
        self.reader.mark(at)

    def _add(self, *items: QGraphicsItem) -> None:
        """Put these into the plot, over what it has so far."""
        for item in items:
            self.plot.put(item)

    @abstractmethod
    def places(self, w: Array) -> Array:
        """Return where in the plot the weights (n, dim) are, (n, 2)."""

    @property
    def in_hand(self) -> bool:
        """Whether the ball is held."""
        return self.pointing.holds

    @property
    def aiming(self) -> bool:
        """Whether one points at weights that are not to be the start."""
        return self.store[Veil].aiming

    def follow_state(self) -> None:
        """Listen to pointing anywhere, or no longer; a click gives it the keyboard then too."""
        policy = Qt.FocusPolicy.StrongFocus if self.aiming else Qt.FocusPolicy.TabFocus
        if self.plot.focusPolicy() != policy:
            self._aim = None
            self.plot.setFocusPolicy(policy)
        super().follow_state()

    def reach(self, problem: Problem) -> Sequence[tuple[float, float]]:
        """Return between which weights, low and high of each, one can point."""
        return problem.domain

    def offers_start(self, x: float, y: float) -> bool:
        """Tell whether a click there, in the plot and off the ball, sets the start."""
        return True

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.plot.restyle(theme)
        self._guess.restyle(theme)
        self.basins.restyle(theme)
        self.members.dots.restyle(theme)
        self.reader.restyle(theme)

    def retranslate(self) -> None:
        """Say what the mouse and the keys do."""
        super().retranslate()
        self.plot.setAccessibleName(self.title.text())
        hint = _("Drag the ball, or click the cost, to set the start weight.")
        set_tip(self.plot, f"{hint}\n{_(BY_KEYS)}")

    def stays(self, frame: Frame) -> bool:
        """Tell whether the ball stays where it is, as nearly as one can see."""
        pixels = self.pointing.pixels(self.places(frame.w[np.newaxis]))
        return not self._moving.moves(pixels, frame.trace)

    def show_frame(self, frame: Frame) -> None:
        """Draw what changes during a run, and the guess where it is in it."""
        super().show_frame(frame)
        self.basins.follow(frame)
        self.members.move(frame)
        if self._guessed:
            self._draw_guess(frame)

    def show_glide(self, frame: Frame) -> None:
        """Draw what is on its way, the members of an ensemble too."""
        super().show_glide(frame)
        self.members.move(frame)

    def show_swarm(self, swarm: Swarm | None) -> None:
        """Show the members of an ensemble where they are at the frame shown, or none."""
        self._swarm = swarm
        self._crowd()

    def show_basins(self, basins: Basins | None) -> None:
        """Show where each start leads, and no members, whose places mean something else."""
        other = (basins is None) is not (self.basins.told is None)
        self.basins.show(basins, self.frame_shown)
        if other:
            self._crowd()
            self.refresh()

    def _crowd(self) -> None:
        alone = self.basins.told is not None
        self.members.show(None if alone else self._swarm, self.frame_shown)

    def show_guess(self, w: Weights | None, truth: Weights | None = None) -> None:
        """Show a star where one guessed, and a line from it to where the step led; or neither."""
        self._guessed = [] if w is None else [w] if truth is None else [w, truth]
        if self.frame_shown is not None:
            self._draw_guess(self.frame_shown)

    def _draw_guess(self, frame: Frame) -> None:
        dim = frame.config.dim
        fitting = [w for w in self._guessed if len(w) == dim]
        self._guess.show(self.places(np.array(fitting).reshape(-1, dim)))

    def take_focus(self) -> None:
        """Take the keyboard, if one can point at weights in it now."""
        if self.aiming and self.isVisible():
            self.plot.setFocus()

    def _grip(self, x: float, y: float) -> Qt.CursorShape | None:
        frame = self.frame_shown
        if frame is None or not self._within(x, y):
            return None
        if self.aiming:
            return Qt.CursorShape.CrossCursor
        if frame.config.algorithm.searches:
            return None
        if self._on_ball(frame, x, y):
            return Qt.CursorShape.OpenHandCursor
        if self.members.near(x, y, self.pointing) >= 0 or self._start_at(x, y) is not None:
            return Qt.CursorShape.PointingHandCursor
        # Looked into, a drag off the ball is for panning, and a double click sets no start.
        offers = not self.plot.zoomed and self.offers_start(x, y)
        return Qt.CursorShape.PointingHandCursor if offers else None

    def _start_at(self, x: float, y: float) -> Weights | None:
        """Return the start of the basins there; looked into, a drag there is for panning."""
        return None if self.plot.zoomed else self.basins.start_at(x, y)

    def _on_ball(self, frame: Frame, x: float, y: float) -> bool:
        """Tell whether the ball can be taken hold of there."""
        apart = self.pointing.apart(x, y, self.places(frame.w_drawn[np.newaxis]))
        return bool(apart[0] <= scaled(GRIP))

    def _within(self, x: float, y: float) -> bool:
        """Tell whether that is in the plot, or at its very edge."""
        rect = self.plot.getPlotItem().getViewBox().sceneBoundingRect()
        edge = scaled(GRIP)
        rect.adjust(-edge, -edge, edge, edge)
        ((right, down),) = self.pointing.pixels(np.array([[x, y]]))
        return bool(rect.contains(right, down))

    def summary(self) -> str:
        """Return what is said of the weights, and where members of an ensemble, or starts, lead."""
        return sentences(self._say_weights(), self.members.summary(), self.basins.summary())

    def _say_weights(self) -> str:
        """Return where the weights are, their cost and to which side it falls, or the best."""
        frame = self.frame_shown
        if frame is None:
            return ""
        problem, probed = frame.config.problem, self.probed(frame)
        if self.aiming and self._aim is not None:
            return summarise_place(problem, np.array(self._aim))
        if self.veiled == "cost":
            return summarise_place(problem, frame.w if probed is None else probed)
        return summarise_weights(frame.trace, frame.position)

    def _handles(self) -> list[Handle]:
        """Return what can be moved: the ball, or what is guessed or probed."""
        frame = self.frame_shown
        if frame is None or (frame.config.algorithm.searches and not self.aiming):
            return []
        problem, probed = frame.config.problem, self.probed(frame)
        w = frame.w_drawn if not self.aiming else frame.w if probed is None else probed
        low, high = np.array(problem.domain).T
        stride = np.resize(NUDGE * (high - low), 2)
        fine = np.array([10.0**-most for most in digits(self.reach(problem))])
        if len(low) == 1:
            stride[1], fine = 0, np.array([*fine, 0])
        at = self._aim if self.aiming and self._aim is not None else w
        (place,) = self.places(np.array(at)[np.newaxis])
        return [
            Handle(
                place, stride, fine, self._on_pointed,
                self._on_entered if self.aiming else self._on_released,
                self._say_weights, asks=self.aiming, ringed=not self.aiming,
            ),
            *self.members.handles(),
            *self.basins.handles(),
        ]  # fmt: skip

    @Slot(float, float)
    def _on_pressed(self, x: float, y: float) -> None:
        """Take hold of a member or a start, if there is one and the ball is not in front of it."""
        frame = self.frame_shown
        assert frame is not None
        free = not self.aiming and not self._on_ball(frame, x, y)
        self._picked = self.members.near(x, y, self.pointing) if free else -1
        self._picked_start = self._start_at(x, y) if free else None
        self._on_dragged(x, y)

    @Slot(float, float)
    def _on_dragged(self, x: float, y: float) -> None:
        if self._picked < 0 and self._picked_start is None:
            self._on_pointed(x, y)

    @Slot(float, float)
    def _on_pointed(self, x: float, y: float) -> None:
        self._aim = self._weights((x, y))
        (self.aimed if self.aiming else self.start_picked).emit(self._aim)

    @Slot()
    def _on_released(self) -> None:
        picked, self._picked = self._picked, -1
        start, self._picked_start = self._picked_start, None
        if picked >= 0:
            self.members.choose(picked)
        elif start is not None:
            self.basins.choose(start)
        elif self.aiming:
            self._on_entered()
        else:
            self.let_go.emit()
        self._aim = None

    @Slot()
    def _on_entered(self) -> None:
        if self.aiming and self._aim is not None:
            aim, self._aim = self._aim, None
            self.chosen.emit(aim)

    def _weights(self, at: Sequence[float]) -> Weights:
        """Return the nearest weights that one can point at, as round as can be told apart."""
        assert self.frame_shown is not None
        return rounded(at, self.reach(self.frame_shown.config.problem))


def rounded(at: Sequence[float], reach: Sequence[tuple[float, float]]) -> Weights:
    """Return the weights nearest to those within a reach, as round as can be told apart."""
    found = zip(at, reach, digits(reach), strict=False)
    return tuple(min(max(round(v, most), low), high) + 0.0 for v, (low, high), most in found)


def digits(reach: Sequence[tuple[float, float]]) -> list[int]:
    """Return with how many digits behind the point weights within a reach can be told apart."""
    return [-floor(log10((high - low) / _FINENESS)) for low, high in reach]
