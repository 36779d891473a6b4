"""Looking ahead, and what stays of the run before: without a window."""

import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome, RunConfig, Trace, configure, record
from gdviz.core.runs.block import Block
from gdviz.core.runs.run import run_through
from gdviz.playback import Frame, Player
from gdviz.playback.asking import Asker, GoOn
from gdviz.playback.beside import MOST_AHEAD
from gdviz.playback.look_ahead import Advanced, LookAhead
from tests.broken import Broken

RATES = (0.01, 0.05, 0.22, 0.3)


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    made = Player(configure(epochs=50))
    qtbot.waitUntil(lambda: made.trace.outcome is not None)
    yield made
    made.close()


@pytest.fixture
def frames(player: Player) -> list[Frame]:
    found: list[Frame] = []
    player.frame.connect(found.append)
    return found


def slow(*asked: Any) -> Generator[Block, None, Outcome]:
    """A run of which every step takes its time."""
    blocks = run_through(*asked)
    while True:
        try:
            block = next(blocks)
        except StopIteration as end:
            return end.value
        for number in range(len(block)):
            time.sleep(0.004)
            columns = {name: column[number : number + 1] for name, column in block.columns.items()}
            yield Block(block.first + number, **columns)


def config(rate: float, **settings: Any) -> RunConfig:
    return configure(learning_rate=rate, epochs=400, **settings)


@pytest.mark.parametrize("algorithm", ["gradient-descent", "mini-batch"])
def test_each_change_leads_to_a_frame_with_the_run_to_come(
    player: Player, frames: list[Frame], qtbot: QtBot, algorithm: str
) -> None:
    for rate in RATES:
        wanted = config(rate, algorithm=algorithm)
        player.show(Trace(wanted), 0)
        whole = record(wanted)
        expected = (player.trace, 0, len(whole))
        qtbot.waitUntil(lambda expected=expected: frames[-1].ahead == expected)
        frame = frames[-1]
        assert frame.outcome is None
        assert frame.ahead is not None
        np.testing.assert_array_equal(frame.ahead.trace.w, whole.w)
        np.testing.assert_array_equal(frame.ahead.trace.loss, whole.loss)


def test_what_was_to_come_stays_until_something_else_is_known(
    player: Player, frames: list[Frame], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def wait(*asked: Any) -> Generator[Block, None, Outcome]:
        assert held.wait(20)
        return (yield from run_through(*asked))

    monkeypatch.setattr("gdviz.playback.writer.run_through", wait)
    before = player.trace
    for rate in RATES:
        player.show(Trace(config(rate)), 0)
        assert frames[-1].ahead == (before, 0, 50)
    held.set()
    qtbot.waitUntil(lambda: frames[-1].known)
    assert frames[-1].ahead is not None
    assert frames[-1].ahead.trace is player.trace


def test_what_was_to_come_does_not_outlast_ones_patience(
    player: Player, frames: list[Frame], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even during a drag, each move of which asks anew."""
    monkeypatch.setattr("gdviz.playback.writer.run_through", _never)
    rates = iter(np.linspace(0.01, 0.02, 1000))

    def drags() -> bool:
        player.show(Trace(config(float(next(rates)))), 0)
        return any(frame.overdue for frame in frames)

    qtbot.waitUntil(drags)
    assert frames[-1].ahead is None
    player.show(Trace(config(0.02)), 0)
    assert frames[-1].ahead is None


def _never(*_asked: Any) -> Generator[Block, None, Outcome]:
    time.sleep(0.01)
    yield from ()
    raise ArithmeticError("no step here")


def test_a_search_is_not_looked_ahead_of(player: Player, qtbot: QtBot) -> None:
    player.show(Trace(configure(algorithm="exhaustive", epochs=10)), 0)
    qtbot.waitUntil(lambda: player.shown.known)
    assert player.shown.ahead is None


def test_a_long_run_is_looked_ahead_of_within_a_bound(player: Player, qtbot: QtBot) -> None:
    player.show(Trace(configure("himmelblau", rule="adam", epochs=1_000_000)), 0)
    qtbot.waitUntil(lambda: len(player.trace) >= MOST_AHEAD)
    player.seek(100)
    qtbot.waitUntil(lambda: len(player.trace) >= MOST_AHEAD + 100)
    ahead = player.shown.ahead
    assert ahead is not None
    assert ahead.last - ahead.first == MOST_AHEAD
    assert len(player.trace) < 2 * MOST_AHEAD


def test_a_new_question_waits_for_one_step_at_most(
    player: Player, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.playback.writer.run_through", slow)
    player.show(Trace(config(0.01)), 0)
    qtbot.waitUntil(lambda: len(player.trace) > 5)
    before = player.trace
    player.show(Trace(config(0.02)), 0)
    known = len(before)
    qtbot.waitUntil(lambda: player.shown.known)
    assert len(before) <= known + 1


def test_of_dear_steps_few_are_looked_ahead_to_and_whoever_else_asks_goes_first(
    qtbot: QtBot,
) -> None:
    owner = QObject()
    other = Asker("", parent=owner)
    look, trace = LookAhead([other]), Trace(config(0.01))
    assert look.wanted(trace, 0) == MOST_AHEAD
    look.learn(Advanced(further=True, steps=4, seconds=2.0))
    assert look.wanted(trace, 0) == 4
    look.begin()

    def wait(go_on: GoOn) -> None:
        while go_on():
            time.sleep(0.001)

    other.ask(wait)
    assert look.wanted(trace, 0) == 0
    with qtbot.waitSignal(other.freed):
        other.drop()
    assert look.wanted(trace, 0) == MOST_AHEAD
    look.learn(Advanced(further=False, steps=4, seconds=0.0))
    assert look.wanted(trace, 0) == 0
    other.close()


def test_looking_ahead_goes_on_once_the_others_are_done(player: Player, qtbot: QtBot) -> None:
    other = player.new_asker("")
    done = False

    def wait(_go_on: GoOn) -> None:
        while not done:
            time.sleep(0.001)

    player.show(Trace(configure("himmelblau", rule="adam", epochs=30_000)), 0)
    other.ask(wait)
    done = True
    qtbot.waitUntil(lambda: len(player.trace) >= MOST_AHEAD)


def test_where_a_run_breaks_off_is_not_told_before_one_comes_there(
    player: Player, frames: list[Frame], qtbot: QtBot
) -> None:
    failures: list[str] = []
    player.failed.connect(failures.append)
    player.show(Trace(replace(player.config, problem=Broken())), 0)
    qtbot.waitUntil(lambda: frames[-1].known)
    assert not failures
    with qtbot.waitSignal(player.failed):
        player.seek(50)
    assert 0 < player.position < 50


def test_one_who_has_gone_past_the_end_goes_back_from_there(
    player: Player, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.playback.look_ahead.LookAhead.wanted", lambda *_: 0)
    player.show(Trace(config(0.3)), 0)
    player.seek(300)
    qtbot.waitUntil(lambda: player.at_end)
    assert player.position < 300
    player.step_back()
    assert player.position == len(player.trace) - 1


def test_the_path_that_was_played_stays_until_another_is(player: Player, qtbot: QtBot) -> None:
    first = player.trace
    player.seek(30)
    for rate in RATES:  # a drag, of which nothing is played
        player.show(Trace(config(rate)), 0)
        assert player.shown.before == (first, 0, 30)
    qtbot.waitUntil(lambda: len(player.trace) > 20)
    second = player.trace
    player.seek(20)
    assert player.shown.before == (first, 0, 30)
    player.show(second.continued(20, config(0.02)), 20)  # goes on in mid-run
    assert player.shown.before == (first, 0, 30)
    player.show(first, 30)  # back to it, as by an undo
    assert player.shown.before is None
    player.show(Trace(config(0.03)), 0)
    assert player.shown.before == (first, 0, 30)
    player.show(Trace(config(0.03)), 0)  # reset
    assert player.shown.before is None
    qtbot.waitUntil(lambda: player.shown.known)
    player.seek(1)
    player.show(Trace(configure("himmelblau")), 0)
    assert player.shown.before is None
