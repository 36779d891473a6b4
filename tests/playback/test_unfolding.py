"""What unfolds in moments, without a window; it can be held where it is."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.runs.sweep import sweep
from gdviz.playback.unfolding import Moment, Unfolding

RATES = np.array([0.01, 0.1, 0.3])


@dataclass(frozen=True)
class Counted:
    """A moment of what counts to ten."""

    name: str
    share: float


def counting(name: str) -> Iterator[Counted]:
    for tenth in range(11):
        yield Counted(name, tenth / 10)


class Endless:
    """Stays at its start; `begun` is set when it has begun."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def __iter__(self) -> "Endless":
        return self

    def __next__(self) -> Counted:
        self.begun.set()
        return Counted("endless", 0)


@pytest.fixture
def unfolding() -> Iterator[Unfolding]:
    made = Unfolding("It broke off.")
    yield made
    made.close()


@pytest.fixture
def heard(unfolding: Unfolding) -> list[Moment]:
    """The moments that are told of."""
    found: list[Moment] = []
    for signal in (unfolding.moved, unfolding.finished):
        signal.connect(found.append)
    return found


def test_it_finishes_with_what_a_sweep_itself_comes_to(unfolding: Unfolding, qtbot: QtBot) -> None:
    config = configure(epochs=50)
    with qtbot.waitSignal(unfolding.finished) as finished:
        unfolding.start(sweep(config, RATES))
        assert unfolding.running
    assert not unfolding.running
    *_moments, end = sweep(config, RATES)
    assert finished.args is not None
    np.testing.assert_array_equal(finished.args[0].w, end.w)
    assert finished.args[0].diverged.tolist() == end.diverged.tolist()


def test_it_shows_how_far_it_has_come_and_goes_on(unfolding: Unfolding, qtbot: QtBot) -> None:
    with qtbot.waitSignals([unfolding.moved] * 2):
        unfolding.start(Endless())
    assert unfolding.running


def test_a_new_one_takes_the_place_of_the_old(
    unfolding: Unfolding, heard: list[Moment], qtbot: QtBot
) -> None:
    endless = Endless()
    unfolding.start(endless)
    assert endless.begun.wait(20)
    with qtbot.waitSignal(unfolding.finished):
        for _again in range(20):
            unfolding.start(counting("first"))
        unfolding.start(counting("last"))
    assert heard == [Counted("last", 1)]


def test_what_is_cancelled_says_nothing_more(
    unfolding: Unfolding, heard: list[Moment], qtbot: QtBot
) -> None:
    endless = Endless()
    unfolding.start(endless)
    assert endless.begun.wait(20)
    unfolding.cancel()
    assert not unfolding.running
    with qtbot.waitSignal(unfolding.finished):
        unfolding.start(counting("next"))
    assert heard == [Counted("next", 1)]


def test_one_that_breaks_off_says_why_and_another_can_follow(
    unfolding: Unfolding, qtbot: QtBot
) -> None:
    def broken() -> Iterator[Counted]:
        yield from ()
        raise MemoryError("too large")

    with qtbot.waitSignal(unfolding.failed) as failed:
        unfolding.start(broken())
    assert failed.args == ["MemoryError: too large"]
    assert not unfolding.running
    with qtbot.waitSignal(unfolding.finished):
        unfolding.start(counting("next"))


def test_it_can_be_closed_in_mid_work(unfolding: Unfolding, heard: list[Moment]) -> None:
    endless = Endless()
    unfolding.start(endless)
    assert endless.begun.wait(20)
    unfolding.close()
    assert not unfolding.running
    assert heard == []
