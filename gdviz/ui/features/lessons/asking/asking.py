"""The question of the page that is open: kept secret until answered, then played and told."""

from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.core.parameters import InputError
from gdviz.core.store import Part
from gdviz.core.telling.guessing import Weights
from gdviz.core.telling.lessons import Ask, Lesson
from gdviz.core.telling.lessons.answers import Answer
from gdviz.core.telling.lessons.facts import Facts, agree, facts_of, reply_to
from gdviz.core.types import Problem
from gdviz.i18n import N_
from gdviz.playback import Frame
from gdviz.playback.asking import Asker, GoOn
from gdviz.ui.features.lessons.asking.question import Draft
from gdviz.ui.features.lessons.parts import Answers
from gdviz.ui.features.lessons.scene import shown_again
from gdviz.ui.features.modes.mode import InMode
from gdviz.ui.views.view import Veil
from gdviz.ui.window.transport import Speed, speed_of
from gdviz.ui.window.views.panels import Panels

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow

_LONGEST_S = 4.0
"""Seconds that a run is played for, at most, to see what was asked of it."""


class Asking(QObject):
    """The question of the page that is open.

    While it is open, what would give the answer away is veiled. Once it is answered, the run is
    played; what it was is told when it has come so far, or when somebody stops it.

    Attributes:
        lesson: the lesson that is open; None without one.
        page: its page.

    Signals:
        told(): there is something else to say of the question.
    """

    told = Signal()

    def __init__(self, window: "MainWindow") -> None:
        """Listen to what is pointed at in `window`."""
        super().__init__(window)
        self._window = window
        self.lesson: Lesson | None = None
        self.page = 0
        self._facts: Facts | None = None
        self._waiting: Draft | None = None
        self._revealing = False
        self._until = inf
        self._speed: Speed | None = None
        self._guess: tuple[Weights | None, Weights | None] = (None, None)
        self._asker = Asker(N_("What a lesson asks could not be worked out"), parent=self)
        self._asker.answered.connect(self._on_facts)
        self._asker.failed.connect(self._on_failed)
        window.closing.connect(self._asker.close)
        window.player.playing_changed.connect(self._on_playing)

    @property
    def ask(self) -> Ask | None:
        """What the page asks; None if it asks nothing."""
        step = self.lesson.step(self.page) if self.lesson else None
        return step.ask if step else None

    @property
    def answer(self) -> Answer | None:
        """What was answered to it; None as long as it is open."""
        lesson = self.lesson
        return self._window.store[Answers].to(lesson, self.page) if lesson else None

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self.ask is not None and self.answer is None

    @property
    def known(self) -> bool:
        """Whether what was asked about has been seen."""
        return not self._revealing

    @property
    def reply(self) -> str:
        """What the file says to the answer."""
        answer, ask = self.answer, self.ask
        if answer is None or ask is None or self._facts is None or not answer.truth:
            return ""
        reply = reply_to(ask, self._problem, self._facts, answer.said, answer.typed)
        return "" if reply is None else str(reply)

    @property
    def _problem(self) -> Problem:
        assert self.lesson is not None
        step = self.lesson.step(self.page)
        assert step is not None
        return step.config().problem

    @property
    def _points(self) -> bool:
        """Whether weights that are pointed at are an answer: of the page's problem, if so."""
        ask = self.ask
        if ask is None or ask.kind != "place" or not self.is_open:
            return False
        return self._window.player.config.problem == self._problem

    def turn_to(self, lesson: Lesson | None, page: int) -> None:
        """Ask what that page asks."""
        if (lesson, page) == (self.lesson, self.page):
            return
        self.lesson, self.page = lesson, page
        self._facts, self._waiting, self._revealing = None, None, False
        self._slow_down()
        self._asker.drop()
        self._show_guess(None, None)
        if lesson is not None and self.ask is not None:
            self._asker.ask(_question(lesson, page))

    def settle(self) -> None:
        """Keep secret what must not be seen yet, and nothing else, unless a mode does so."""
        store, ask = self._window.store, self.ask
        if self._revealing and self.answer is None:  # it was taken back
            self._revealing = False
            self._slow_down()
            self._window.player.pause()
        if store[InMode].mode:
            return
        pointing = self._points
        veil = ask.veil if self.is_open and ask is not None else ""
        store.replace(Veil(veil, aiming=pointing, flat=pointing))
        self._mark()

    def point(self, w: Weights) -> bool:
        """Take weights that are pointed at for a guess; tell whether one is asked for."""
        if self._window.store[InMode].mode or not self._points:
            return False
        self._show_guess(w, None)
        return True

    def give(self, draft: Draft) -> None:
        """Take an answer, and play what it is about, whatever was done with the run meanwhile."""
        ask, lesson = self.ask, self.lesson
        if ask is None or lesson is None or not (draft.said and self.is_open):
            return
        if self._asker.waiting:
            self._waiting = draft
            return
        facts, problem = self._facts, self._problem
        right = facts is not None and agree(ask, problem, draft.said, facts.truth, draft.typed)
        truth = facts.truth if facts else ()
        answer = Answer(
            lesson.id, self.page, draft.said, truth, right, draft.typed, draft.reason.strip()
        )
        parts = [shown_again(self._window.store[Panels], lesson, self.page), InMode()]
        self._play(ask, lesson, self._window.store[Answers].and_so(answer), *parts)

    def _play(self, ask: Ask, lesson: Lesson, *parts: Part) -> None:
        """Play the page's run from where the page has it."""
        store, player, step = self._window.store, self._window.player, lesson.step(self.page)
        assert step is not None, "only a step asks"
        config = step.config()
        player.pause()
        plays = config.total_steps if ask.plays is None else ask.plays
        self._until = inf if ask.plays is None else step.scene.at + plays
        of_page = player.trace.changes == ((0, config),)
        if of_page and plays:
            player.seek(step.scene.at)
        self._revealing = plays > 0
        if plays > 1 and speed_of(store[Speed].tick) < plays / _LONGEST_S:
            self._speed = store[Speed]
            parts = (*parts, _fast_enough(plays))
        if of_page:
            store.replace(*parts)
        else:
            self._window.shown_run.ask_config(config, "", *parts)
            player.seek(step.scene.at)
        if plays == 1:
            player.step_forward()
        elif plays:
            player.run()

    def follow_frame(self, frame: Frame) -> None:
        """Stop where what was asked has been seen."""
        if self._revealing and (frame.position >= self._until or frame.outcome is not None):
            self._tell()
            if frame.outcome is None and self._window.player.playing:
                self._window.player.pause()
            if frame.position > self._until:  # played fast, one frame leads over several steps
                self._window.player.seek(int(self._until))

    @Slot(bool)
    def _on_playing(self, playing: bool) -> None:
        if not playing and self._revealing and self._window.player.position:
            self._tell()

    def _tell(self) -> None:
        if self._revealing:
            self._revealing = False
            self._slow_down()
            self._mark()
            self.told.emit()

    def _slow_down(self) -> None:
        """Give back the speed from before an answer was played."""
        if self._speed is not None:
            self._window.store.amend(self._speed)
            self._speed = None

    @Slot(object)
    def _on_facts(self, facts: Facts | None) -> None:
        self._facts = facts
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.give(waiting)
        self.told.emit()

    @Slot(str)
    def _on_failed(self, _reason: str) -> None:
        self._on_facts(None)

    def _mark(self) -> None:
        """Mark in the plots what was guessed, and where it was in truth once that is out."""
        answer, ask = self.answer, self.ask
        if ask is None or ask.kind != "place":
            self._show_guess(None, None)
        elif answer is not None:
            self._show_guess(answer.said, answer.truth if self.known and answer.truth else None)
        elif self._guess[1] is not None:  # it was taken back
            self._show_guess(self._guess[0], None)

    def _show_guess(self, w: Weights | None, truth: Weights | None) -> None:
        if (w, truth) != self._guess:
            self._guess = w, truth
            self._window.all_views.tell("asked", lambda view: view.show_guess(w, truth))


def _question(lesson: Lesson, page: int) -> Callable[[GoOn], Facts | None]:
    """Return what a thread is asked."""

    def facts(_go_on: GoOn) -> Facts | None:
        try:
            return facts_of(lesson, page)
        except InputError:  # `check-lesson` says why; the reader is asked, and told the reason
            return None

    return facts


def _fast_enough(steps: int) -> Speed:
    """Return a speed at which so many steps do not take too long."""
    speed = Speed()
    while speed_of(speed.tick) < steps / _LONGEST_S:
        speed = replace(speed, tick=speed.tick + 1)
    return speed
