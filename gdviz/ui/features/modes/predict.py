"""Predict, then reveal: before each step one says where it leads."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from gdviz.core.numbers import format_number, format_share
from gdviz.core.parameters import InputError
from gdviz.core.store import UNUSABLE, Part
from gdviz.core.telling.guessing import HIT, Guess, Score, Weights, judge
from gdviz.i18n import N_, _, sentences
from gdviz.playback import Frame
from gdviz.ui.features.modes.mode import Mode
from gdviz.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


@dataclass(frozen=True)
class Guesses(Part):
    """What was guessed of a run.

    Attributes:
        guesses: the guesses, in their order.
        seen: how many of its steps have been seen.
    """

    guesses: tuple[Guess, ...] = ()
    seen: int = 0
    key: ClassVar[str] = "guesses"

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict."""
        guesses = [
            {"w": list(one.w), "truth": list(one.truth), "distance": one.distance}
            for one in self.guesses
        ]
        return {"guesses": guesses, "seen": self.seen}

    @classmethod
    def from_dict(cls, values: Any) -> "Guesses":
        """Return what `to_dict` made this of.

        Raises:
            InputError: it cannot be that.
        """
        try:
            guesses = tuple(
                Guess(_floats(one["w"]), _floats(one["truth"]), float(one["distance"]))
                for one in values["guesses"]
            )
            return cls(guesses, int(values["seen"]))
        except (KeyError, TypeError, ValueError):
            raise InputError(_(UNUSABLE)) from None


class Predict(Mode):
    """Hides where the next step leads until one has said so, and keeps the score."""

    id: ClassVar[str] = "predict"
    title: ClassVar[str] = N_("Predict each step")
    shortcut: ClassVar[str] = "Ctrl+P"
    veil: ClassVar[Literal["step", "gradient", "cost"]] = "step"
    made = Guesses
    parts = (*Mode.parts, Guesses())

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the window."""
        super().__init__(window)
        self._aim: Weights | None = None

    @property
    def plays(self) -> bool:
        """Not while it lasts: it goes step by step."""
        return not self.active

    @property
    def score(self) -> Score:
        """What the guesses are worth."""
        return Score(self.window.store[Guesses].guesses)

    def about(self, frame: Frame) -> object:
        """Return the run: another one starts another score."""
        return frame.trace

    def go_to_start(self) -> None:
        """Begin with what is shown; with the start, if that is the end."""
        if self.window.player.at_end:
            self.window.player.seek(0)

    def first(self) -> Part:
        """Return that nothing was guessed, and that what is shown has been seen."""
        return Guesses(seen=self.window.player.position)

    def rest(self) -> None:
        """Be at the step that is to be guessed next."""
        guesses = self.window.store[Guesses]
        told = self.told
        same = isinstance(told, Guesses) and told.guesses == guesses.guesses
        if not same and self.window.player.position != guesses.seen:
            self.window.player.seek(guesses.seen)

    def stop(self) -> None:
        """Take away the marks."""
        self._aim = None
        self.window.all_views.tell("guess", lambda view: view.show_guess(None))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.say_action(_("Predict"), _("Say where each step leads before it is shown"))

    def show_frame(self, frame: Frame) -> None:
        """Ask about a step that has not been seen, show one that has."""
        guesses = self.window.store[Guesses]
        if frame.position > guesses.seen:
            self.window.store.amend(replace(guesses, seen=frame.position))
        self.ask(asking=self._unseen(frame))
        self._say()

    def _unseen(self, frame: Frame) -> bool:
        searches = frame.config.algorithm.searches
        at_the_next = frame.position == self.window.store[Guesses].seen
        return at_the_next and frame.outcome is None and not searches

    def show_made(self) -> None:
        """Show the last guess, and where the step led."""
        self._aim = None
        last = self._last
        w, truth = (last.w, last.truth) if last else (None, None)
        self.window.all_views.tell("guess", lambda view: view.show_guess(w, truth))
        self._say()

    @property
    def _last(self) -> Guess | None:
        """The last guess, until one points at the next."""
        guesses = self.window.store[Guesses].guesses
        return guesses[-1] if guesses and self._aim is None else None

    def aim(self, w: Weights) -> None:
        """Show the guess where it is now."""
        self._aim = w
        self.window.all_views.tell("guess", lambda view: view.show_guess(w))
        self._say()

    def choose(self, w: Weights) -> None:
        """Reveal the step, and what the guess was worth."""
        player, guesses = self.window.player, self.window.store[Guesses].guesses
        step = player.shown.step
        if step is None:
            return
        guess = judge(player.config.problem, w, tuple((step.w + step.delta).tolist()))
        self.window.store.replace(Guesses((*guesses, guess), player.position + 1))

    def _say(self) -> None:
        """Say what to do, what the last guess was worth, and the score."""
        score = self.score
        self.message.say(sentences(self._say_guess(), self._say_question()))
        text = _("guesses {count} · mean error {distance} · hits {hits}")
        said = text.format(
            count=len(score.guesses),
            distance=format_share(score.mean_distance) if score.guesses else "–",
            hits=score.hits,
        )
        self.strip.remark.setText(said)
        explained = _("A hit is at most {near} of the range off.")
        set_tip(self.strip.remark, explained.format(near=format_share(HIT)))

    def _say_guess(self) -> str:
        last = self._last
        if last is None:
            return ""
        text = (
            _("You said {guess}, the ball landed at {truth}: a hit, {distance} of the range off.")
            if last.hit
            else _("You said {guess}, the ball landed at {truth}: {distance} of the range off.")
        )
        guess, truth = (_numbers(w) for w in (last.w, last.truth))
        return text.format(guess=guess, truth=truth, distance=format_share(last.distance))

    def _say_question(self) -> str:
        frame = self.window.player.shown
        if frame.config.algorithm.searches:
            return _("A search takes its points in order: choose a descent to predict its steps.")
        if frame.outcome is not None:
            return _("The run is over: reset it to guess again.")
        if frame.position < self.window.store[Guesses].seen:
            return _("This step has been seen: go forward to guess again.")
        if self._aim is not None:
            return _("Your guess is {guess}: let go, or press Enter, to reveal the step.").format(
                guess=_numbers(self._aim)
            )
        if self._last is not None:
            return _("And the next step?")
        return _("Where will the ball land? Click there, or use the arrow keys and Enter.")


def _floats(values: Any) -> Weights:
    return tuple(map(float, values))


def _numbers(w: Weights) -> str:
    texts = [format_number(value) for value in w]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"
