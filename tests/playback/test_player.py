"""The player, without a window."""

import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from itertools import cycle
from math import inf
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome, Trace, configure, record, run
from gdviz.core.runs.block import Block
from gdviz.core.runs.glide import Motion
from gdviz.core.runs.run import run_through
from gdviz.playback import Frame, Player
from tests.broken import Broken

A_WHILE_MS = 1_000_000
"""Longer than any test: what is played fast is fleeting then, however slow the machine."""


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    made = Player(configure(epochs=50))
    qtbot.waitUntil(lambda: len(made.trace) > 0)
    yield made
    made.close()


def test_playing_computes_what_running_computes(player: Player, qtbot: QtBot) -> None:
    player.speed = inf
    with qtbot.waitSignal(player.finished) as finished:
        player.run()
    assert finished.args == [record(player.config).outcome]
    np.testing.assert_array_equal(player.trace.w, record(player.config).w)


def test_what_is_shown_knows_where_it_leads(player: Player, qtbot: QtBot) -> None:
    frames: list[Frame] = []
    player.frame.connect(frames.append)
    player.speed = 500.0
    with qtbot.waitSignal(player.finished):
        player.run()
    for frame in frames[:-1]:
        assert frame.step is not None
        np.testing.assert_array_equal(frame.step.w, frame.w)
    assert frames[-1].step is None
    assert frames[-1].outcome is player.trace.outcome


def test_steps_asked_for_faster_than_they_come_are_all_taken(player: Player, qtbot: QtBot) -> None:
    for _step in range(5):
        player.step_forward()
    qtbot.waitUntil(lambda: player.position == 5)
    player.step_back()
    player.step_back()
    assert player.position == 3


def test_seeking_past_the_end_comes_to_the_end(player: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.finished):
        player.seek(10**9)
    assert player.position == 50
    player.seek(-3)
    assert player.position == 0


def test_a_finished_run_is_played_again_from_the_start(player: Player, qtbot: QtBot) -> None:
    player.seek(50)
    qtbot.waitUntil(lambda: player.at_end)
    trace = player.trace
    positions: list[int] = []
    player.frame.connect(lambda frame: positions.append(frame.position))
    player.speed = 1000.0
    with qtbot.waitSignal(player.finished):
        player.run()
    assert positions[0] < 50
    assert player.trace is trace


def test_answers_to_an_old_question_are_dropped(player: Player, qtbot: QtBot) -> None:
    for rate in np.linspace(0.001, 0.2, 100):
        player.seek(40)
        player.show(Trace(configure(epochs=50, learning_rate=float(rate))), 0)
    with qtbot.waitSignal(player.finished):
        player.seek(50)
    np.testing.assert_array_equal(player.trace.w, record(player.config).w)


def test_a_run_that_breaks_off_says_so_and_another_can_follow(player: Player, qtbot: QtBot) -> None:
    with qtbot.waitSignal(player.failed) as failed:
        player.show(Trace(replace(player.config, problem=Broken(), start=(2.0,))), 0)
    assert "no gradient here" in failed.args[0]
    assert not player.playing
    player.show(Trace(configure(learning_rate=0.3)), 0)
    with qtbot.waitSignal(player.finished) as finished:
        player.seek(100)
    assert finished.args == [Outcome.DIVERGED]


@pytest.mark.parametrize("again", [Player.run, Player.step_forward, lambda p: p.seek(10**9)])
def test_to_go_on_where_a_run_broke_off_says_so_once_more(
    player: Player, qtbot: QtBot, again: Callable[[Player], None]
) -> None:
    player.show(Trace(replace(player.config, problem=Broken())), 0)
    with qtbot.waitSignal(player.failed):
        player.seek(50)
    reached = player.position
    assert 0 < reached < 50
    failures: list[str] = []
    player.failed.connect(failures.append)
    with qtbot.waitSignal(player.failed):
        again(player)
    with qtbot.waitSignal(player.failed):  # what is asked after an answer would come before this
        again(player)
    assert len(failures) == 2
    assert not player.playing
    assert player.position == reached
    player.step_back()
    assert player.position == reached - 1


def test_a_run_may_have_more_steps_than_a_signal_can_count(player: Player, qtbot: QtBot) -> None:
    search = configure("himmelblau", "divide-and-conquer", points=10_000, levels=50)
    assert search.total_steps > 2**32
    player.show(Trace(search), 0)
    player.seek(search.total_steps)
    qtbot.waitUntil(lambda: player.position > 10)
    player.seek(3)
    assert player.position == 3


def test_as_fast_as_it_goes_takes_all_that_is_computed_and_ends_to_be_read(
    player: Player, qtbot: QtBot
) -> None:
    player.show(Trace(configure(epochs=100_000)), 0)
    frames: list[Frame] = []
    player.frame.connect(frames.append)
    player.speed = inf
    with qtbot.waitSignal(player.finished):
        player.run()
    positions = [frame.position for frame in frames]
    assert positions == sorted(positions)
    assert positions[-1] == 100_000
    assert not frames[-1].fleeting
    assert len(frames) < 100


@pytest.mark.parametrize("leave", ["show", "seek", "step_back", "close"])
def test_what_is_left_while_it_is_fleeting_is_not_told_once_more(
    player: Player, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    monkeypatch.setattr("gdviz.playback.player._GLANCE_MS", A_WHILE_MS)
    player.show(Trace(configure(rule="adam", epochs=1_000_000)), 0)
    frames: list[Frame] = []
    player.frame.connect(frames.append)
    player.speed = inf
    player.run()
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].fleeting and player.position > 1)
    left = frames[-1].position
    frames.clear()
    shown = record(configure(epochs=20))
    {
        "show": lambda: player.show(shown, 10),
        "seek": lambda: player.seek(left // 2),
        "step_back": player.step_back,
        "close": player.close,
    }[leave]()
    assert len(frames) == (leave != "close")
    assert not any(frame.fleeting for frame in frames)
    if leave == "show":
        assert frames[0].trace is shown


def change(player: Player, rate: float) -> None:
    config = replace(player.config, algorithm=replace(player.config.algorithm, learning_rate=rate))
    step = player.place_to_go_on(config)
    assert step is not None
    player.show(player.trace.continued(step, config), step)


def test_what_is_played_goes_on_while_its_rate_is_dragged(player: Player, qtbot: QtBot) -> None:
    """However short the time from one change to the next is, no part of a step is lost."""
    player.show(Trace(configure(epochs=10_000)), 0)
    player.speed = 20.0
    player.run()
    qtbot.waitUntil(lambda: player.position > 0)
    rates = cycle([0.02, 0.03])
    drag = QTimer(player, interval=5)
    drag.timeout.connect(lambda: change(player, next(rates)))
    drag.start()
    qtbot.waitUntil(lambda: player.position > 5)
    drag.stop()
    assert player.playing
    assert len(player.trace.changes) > 1


def test_a_change_never_shows_an_earlier_step(
    player: Player, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def slow(*asked: Any) -> Generator[Block, None, Outcome]:
        assert held.wait(20)
        return (yield from run_through(*asked))

    player.show(Trace(configure(epochs=10_000)), 0)
    player.speed = 100.0
    player.run()
    qtbot.waitUntil(lambda: player.position > 5)
    frames: list[Frame] = []
    player.frame.connect(frames.append)
    monkeypatch.setattr("gdviz.playback.writer.run_through", slow)
    change(player, 0.02)
    qtbot.waitUntil(lambda: frames[-1].overdue)  # meanwhile it ticks
    held.set()
    qtbot.waitUntil(lambda: frames[-1].position > frames[0].position)
    assert [frame.position for frame in frames] == sorted(frame.position for frame in frames)


def test_what_is_shown_tells_how_far_the_next_step_has_come(player: Player, qtbot: QtBot) -> None:
    player.speed = 1.0
    player.run()
    fractions: list[float] = []

    def far() -> bool:
        fractions.append(player.shown.fraction)
        return fractions[-1] > 0.2

    qtbot.waitUntil(far)
    assert player.position == 0
    assert fractions == sorted(fractions)
    player.pause()
    assert (player.shown.position, player.shown.fraction) == (0, 0)


def test_past_the_end_of_a_run_there_is_nothing_to_go_on_from(player: Player, qtbot: QtBot) -> None:
    player.show(Trace(configure(learning_rate=0.5, epochs=300)), 0)
    player.until = 300
    player.seek(150)
    qtbot.waitUntil(lambda: player.position + player.shown.beyond == 150)
    assert player.trace.outcome is Outcome.DIVERGED
    assert player.position < 150
    assert player.place_to_go_on(configure(epochs=300)) is None


def test_an_end_that_becomes_known_is_told_where_one_is(player: Player, qtbot: QtBot) -> None:
    config = configure(learning_rate=0.5, epochs=300)
    trace = Trace(config)
    trace.extend(next(run(config)).cut(10))
    outcomes: list[Outcome | None] = []
    player.frame.connect(lambda frame: outcomes.append(frame.trace.outcome))
    player.show(trace, 3)
    qtbot.waitUntil(lambda: outcomes[-1] is Outcome.DIVERGED)
    assert player.position == 3


@pytest.fixture
def gliding(player: Player, qtbot: QtBot) -> Player:
    player.gliding.wanted = True
    qtbot.waitUntil(lambda: len(player.trace) > 5)
    return player


def test_what_is_shown_glides_to_where_the_step_leads(gliding: Player, qtbot: QtBot) -> None:
    frames: list[Frame] = []
    gliding.frame.connect(frames.append)
    gliding.glided.connect(frames.append)
    gliding.speed = 5.0
    gliding.run()
    qtbot.waitUntil(lambda: gliding.position == 2)
    assert any(0 < frame.stage.share < 1 for frame in frames)
    for frame in frames:
        here, there = gliding.trace.w[frame.position : frame.position + 2, 0]
        assert here <= frame.w_drawn[0] < there
        np.testing.assert_array_equal(frame.w, here)
    drawn = [float(frame.w_drawn[0]) for frame in frames]
    assert drawn == sorted(drawn)


@pytest.mark.parametrize("speed", [100.0, inf])
def test_what_is_faster_jumps(gliding: Player, qtbot: QtBot, speed: float) -> None:
    glides: list[Frame] = []
    gliding.glided.connect(glides.append)
    gliding.speed = speed
    with qtbot.waitSignal(gliding.finished):
        gliding.run()
    assert glides == []


def test_a_search_probes_one_place_after_the_other(gliding: Player, qtbot: QtBot) -> None:
    gliding.show(Trace(configure("linear", "exhaustive")), 0)
    qtbot.waitUntil(lambda: gliding.shown.known)
    gliding.step_forward()
    qtbot.waitUntil(lambda: gliding.position == 1)
    assert gliding.shown.motion is Motion.JUMPS


def test_a_step_that_is_taken_by_itself_glides_too(gliding: Player, qtbot: QtBot) -> None:
    gliding.speed = 1000.0
    with qtbot.waitSignal(gliding.glided):
        gliding.step_forward()
    assert gliding.position == 0
    assert not gliding.playing
    qtbot.waitUntil(lambda: gliding.position == 1)
    assert gliding.shown.fraction == 0
    assert not gliding.playing


def test_no_press_of_the_key_is_lost_while_a_step_glides(gliding: Player, qtbot: QtBot) -> None:
    for presses in range(1, 6):
        gliding.step_forward()
        assert gliding.position == presses - 1
    with qtbot.waitSignal(gliding.glided):
        pass
    gliding.step_back()  # to where the step began that is under way
    assert (gliding.shown.position, gliding.shown.fraction) == (4, 0)
    gliding.step_back()
    assert gliding.position == 3


def test_a_single_step_to_the_end_finishes_the_run(gliding: Player, qtbot: QtBot) -> None:
    gliding.seek(49)
    qtbot.waitUntil(lambda: gliding.position == 49)
    with qtbot.waitSignal(gliding.finished):
        gliding.step_forward()
    assert gliding.position == 50
    gliding.step_forward()
    assert gliding.position == 50


def test_a_pause_stays_within_the_step_that_is_seen(gliding: Player, qtbot: QtBot) -> None:
    gliding.speed = 1.0
    gliding.run()
    qtbot.waitUntil(lambda: gliding.shown.fraction > 0.1)
    gliding.pause()
    fraction = gliding.shown.fraction
    assert (gliding.position, fraction > 0.1) == (0, True)
    told: list[Frame] = []
    gliding.glided.connect(told.append)
    gliding.run()
    qtbot.waitUntil(lambda: len(told) > 0)
    assert told[0].fraction > fraction
    gliding.seek(0)
    assert gliding.shown.fraction == 0
    assert told[-1].stage.share == 0


def test_a_glide_into_a_step_that_is_not_known_does_not_begin(
    gliding: Player, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = threading.Event()

    def slow(*asked: Any) -> Generator[Block, None, Outcome]:
        assert held.wait(20)
        return (yield from run_through(*asked))

    monkeypatch.setattr("gdviz.playback.writer.run_through", slow)
    gliding.show(Trace(configure(epochs=40)), 0)
    shares: list[float] = []
    gliding.glided.connect(lambda frame: shares.append(frame.stage.share))
    overdue = qtbot.waitSignal(gliding.frame, check_params_cb=lambda frame: frame.overdue)
    with overdue:  # meanwhile it ticks
        gliding.step_forward()
    assert shares == []
    held.set()
    qtbot.waitUntil(lambda: gliding.position == 1)
    assert shares == sorted(shares)
