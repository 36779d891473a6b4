"""Predict, then reveal: before each step one says where it leads."""

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from gdviz.core.numbers import format_number, format_share
from gdviz.core.telling.guessing import HIT, Guess, Score, judge
from gdviz.core.types import Array
from gdviz.i18n import N_, _, sentences
from gdviz.playback import Frame
from gdviz.ui.features.mode import Mode
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme
from gdviz.ui.views.weight_view import ABOVE_CURTAIN, WeightView
from gdviz.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

ORDER = 20


class _Marks:
    """A star where one guessed, and a line from it to where the step led."""

    def __init__(self, view: WeightView) -> None:
        """Add them to a view, with nothing to show yet."""
        self._view = view
        self._line = pg.PlotCurveItem(antialias=True)
        self._star = pg.ScatterPlotItem(symbol="star", size=20)
        for item in (self._line, self._star):
            item.setZValue(ABOVE_CURTAIN)
            view.plot.addItem(item, ignoreBounds=True)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._line.setPen(pen(theme.text, 1.6, Qt.PenStyle.DotLine))
        self._star.setPen(pen(theme.text, 1.6))
        self._star.setBrush(theme.card)

    def show(self, guess: Array, truth: Array | None = None) -> None:
        """Show the guess, (dim,), and the truth once it is out."""
        ends = self._view.places(np.array([guess, guess if truth is None else truth]))
        self._star.setData(*ends[:1].T)
        self._line.setData(*ends.T)

    def clear(self) -> None:
        """Show nothing."""
        self._star.setData([], [])
        self._line.setData([], [])


class Predict(Mode):
    """Hides where the next step leads until one has said so, and keeps the score."""

    id: ClassVar[str] = "predict"
    title: ClassVar[str] = N_("Predict each step")
    veil: ClassVar[Literal["step", "cost"]] = "step"

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the window."""
        super().__init__(window)
        self._marks = {view.id: _Marks(view) for view in self.views}
        self.score = Score()
        self._last: Guess | None = None
        self._aim: Array | None = None
        self._frame: Frame | None = None
        self._furthest = 0

    @property
    def plays(self) -> bool:
        """Not while it lasts: it goes step by step."""
        return not self.active

    def start(self) -> None:
        """Begin with what is shown; with the start, if that is the end."""
        if self.window.player.at_end:
            self.window.player.seek(0)
        self.follow()

    def follow(self) -> None:
        """Forget the guesses of another run."""
        self.score, self._last, self._aim = Score(), None, None
        self._furthest = self.window.player.position

    def stop(self) -> None:
        """Take away the marks."""
        for marks in self._marks.values():
            marks.clear()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        for marks in self._marks.values():
            marks.restyle(theme)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self._say()

    def show_frame(self, frame: Frame) -> None:
        """Ask about a step that has not been seen, show one that has."""
        self._frame = frame
        self._furthest = max(self._furthest, frame.position)
        self.ask(asking=self._unseen(frame))
        self._say()

    def _unseen(self, frame: Frame) -> bool:
        searches = frame.config.algorithm.searches
        return frame.position == self._furthest and frame.outcome is None and not searches

    def aim(self, w: tuple[float, ...]) -> None:
        """Show the guess where it is now."""
        self._aim, self._last = np.array(w), None
        self._marks[self.view.id].show(self._aim)
        self._say()

    def choose(self, w: tuple[float, ...]) -> None:
        """Reveal the step, and what the guess was worth."""
        player = self.window.player
        step = player.shown.step
        if step is None:
            return
        self._last = judge(player.config.problem, np.array(w), step.w + step.delta)
        self._aim = None
        self.score = Score((*self.score.guesses, self._last))
        self._furthest = player.position + 1
        player.seek(self._furthest)
        self._marks[self.view.id].show(self._last.w, self._last.truth)
        self._say()

    def _say(self) -> None:
        """Say what to do, what the last guess was worth, and the score."""
        if self._frame is None:
            return
        if self._last is None and self._aim is None:
            self.stop()
        self.message.say(sentences(self._say_guess(), self._say_question()))
        text = _("guesses {count} · mean error {distance} · hits {hits}")
        said = text.format(
            count=len(self.score.guesses),
            distance=format_share(self.score.mean_distance) if self.score.guesses else "–",
            hits=self.score.hits,
        )
        self.strip.remark.setText(said)
        explained = _("A hit is at most {near} of the range off.")
        set_tip(self.strip.remark, explained.format(near=format_share(HIT)))

    def _say_guess(self) -> str:
        if self._last is None:
            return ""
        text = (
            _("You said {guess}, the ball landed at {truth}: a hit, {distance} of the range off.")
            if self._last.hit
            else _("You said {guess}, the ball landed at {truth}: {distance} of the range off.")
        )
        guess, truth = (_numbers(w) for w in (self._last.w, self._last.truth))
        return text.format(guess=guess, truth=truth, distance=format_share(self._last.distance))

    def _say_question(self) -> str:
        frame = self._frame
        assert frame is not None
        if frame.config.algorithm.searches:
            return _("A search takes its points in order: choose a descent to predict its steps.")
        if frame.outcome is not None:
            return _("The run is over: reset it to guess again.")
        if frame.position < self._furthest:
            return _("This step has been seen: go forward to guess again.")
        if self._aim is not None:
            return _("Your guess is {guess}: let go, or press Enter, to reveal the step.").format(
                guess=_numbers(self._aim)
            )
        if self._last is not None:
            return _("And the next step?")
        return _("Where will the ball land? Click there, or use the arrow keys and Enter.")


def _numbers(w: Array) -> str:
    texts = [format_number(value) for value in w.tolist()]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


FEATURES = (Predict,)
