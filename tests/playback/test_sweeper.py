"""The sweeper, without a window; a sweep can be held where it is."""

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.runs.sweep import Sweep, sweep
from gdviz.playback.sweeper import Sweeper

RATES = np.array([0.01, 0.1, 0.3])
CONFIG, OTHER = configure(epochs=50), configure(epochs=60)
ENDLESS = configure(epochs=100)
"""With this as its config a sweep comes to no end, see `held`."""


@pytest.fixture
def sweeper() -> Iterator[Sweeper]:
    made = Sweeper()
    yield made
    made.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A sweep of `ENDLESS` stays at its start; this is set when it has begun."""
    begun = threading.Event()

    def holding(config: Any, *others: Any) -> Iterator[Sweep]:
        for now in sweep(config, *others):
            yield now
            while config is ENDLESS:
                begun.set()
                yield now

    monkeypatch.setattr("gdviz.playback.sweeper.sweep", holding)
    return begun


def test_it_finishes_with_what_the_sweep_itself_comes_to(sweeper: Sweeper, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sweeper.finished) as finished:
        sweeper.start(CONFIG, RATES)
        assert sweeper.running
    assert not sweeper.running
    *_moments, end = sweep(CONFIG, RATES)
    assert finished.args is not None
    np.testing.assert_array_equal(finished.args[0].w, end.w)
    assert finished.args[0].diverged.tolist() == end.diverged.tolist()


@pytest.mark.usefixtures("held")
def test_it_shows_how_far_it_has_come_and_goes_on(sweeper: Sweeper, qtbot: QtBot) -> None:
    with qtbot.waitSignals([sweeper.moved] * 2):
        sweeper.start(ENDLESS, RATES)
    assert sweeper.running


def test_a_new_sweep_takes_the_place_of_the_old(
    sweeper: Sweeper, qtbot: QtBot, held: threading.Event
) -> None:
    heard: list[Sweep] = []
    for signal in (sweeper.moved, sweeper.finished):
        signal.connect(heard.append)
    sweeper.start(ENDLESS, RATES)
    assert held.wait(20)
    with qtbot.waitSignal(sweeper.finished):
        for _again in range(20):
            sweeper.start(CONFIG, RATES)
        sweeper.start(OTHER, RATES)
    assert [now.config for now in heard] == [OTHER]


def test_what_is_cancelled_says_nothing_more(
    sweeper: Sweeper, qtbot: QtBot, held: threading.Event
) -> None:
    heard: list[Sweep] = []
    sweeper.moved.connect(heard.append)
    sweeper.start(ENDLESS, RATES)
    assert held.wait(20)
    sweeper.cancel()
    assert not sweeper.running
    with qtbot.waitSignal(sweeper.finished):
        sweeper.start(CONFIG, RATES)
    assert heard == []


def test_a_sweep_that_breaks_off_says_why_and_another_can_follow(
    sweeper: Sweeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> Iterator[Sweep]:
        raise MemoryError("too large")
        yield

    with monkeypatch.context() as patched, qtbot.waitSignal(sweeper.failed) as failed:
        patched.setattr("gdviz.playback.sweeper.sweep", broken)
        sweeper.start(CONFIG, RATES)
    assert failed.args == ["MemoryError: too large"]
    assert not sweeper.running
    with qtbot.waitSignal(sweeper.finished):
        sweeper.start(CONFIG, RATES)


def test_it_can_be_closed_in_mid_work(sweeper: Sweeper, held: threading.Event) -> None:
    heard: list[Sweep] = []
    sweeper.moved.connect(heard.append)
    sweeper.start(ENDLESS, RATES)
    assert held.wait(20)
    sweeper.close()
    assert not sweeper.running
    assert heard == []
