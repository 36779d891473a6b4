"""The player at full speed: which of its frames are to be read."""

import threading
from collections.abc import Iterator
from math import inf
from time import perf_counter

import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import Trace, configure
from gdviz.playback import Frame, Player


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    made = Player(configure(epochs=50))
    yield made
    made.close()


def test_of_frames_that_are_too_many_to_be_read_a_few_are_to_be(
    player: Player, qtbot: QtBot
) -> None:
    player.show(Trace(configure(rule="adam", epochs=1_000_000)), 0)
    frames: list[Frame] = []
    player.frame.connect(frames.append)
    player.speed = inf
    player.run()
    qtbot.waitUntil(lambda: sum(not frame.fleeting for frame in frames) > 3)
    fleeting = any(frame.fleeting for frame in frames)
    player.pause()
    assert not frames[-1].fleeting
    assert not player.shown.fleeting
    player.show(Trace(configure(epochs=1000)), 0)
    player.speed = 50
    frames.clear()
    player.run()
    qtbot.waitUntil(lambda: len(frames) > 10)
    player.pause()
    assert fleeting
    assert not any(frame.fleeting for frame in frames)


def test_a_step_that_comes_a_little_late_is_waited_for_before_all_is_to_be_read(
    player: Player, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.playback.player._GLANCE_MS", 0)
    player.show(Trace(configure(rule="adam", epochs=1_000_000)), 0)
    told: list[tuple[float, Frame]] = []
    player.frame.connect(lambda frame: told.append((perf_counter(), frame)))
    player.speed = inf
    player.run()
    qtbot.waitUntil(lambda: len(told) > 3 and told[-1][1].hurried)
    held = threading.Event()
    player.new_asker("").ask(lambda _go_on: held.wait(20))
    try:
        qtbot.waitUntil(lambda: not told[-1][1].hurried)
    finally:
        held.set()
    (before, _frame), (whole, _last) = told[-2:]
    assert whole - before > 0.06  # four ticks, of the six that make a lull
