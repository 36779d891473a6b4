"""How long the thread may work between two frames."""

import pytest

from gdviz.playback.turns import Turns

TICK = 0.016


class Clock:
    """The time that the window has used, in seconds."""

    used = 0.0

    def __call__(self) -> float:
        return self.used


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return it, in place of the thread's."""
    made = Clock()
    monkeypatch.setattr("gdviz.playback.turns.thread_time", made)
    return made


def played(clock: Clock, frame: float) -> Turns:
    """Return what it knows after many frames that took so long each."""
    turns = Turns(TICK)
    for _number in range(100):
        turns.begin()
        clock.used += frame
    return turns


@pytest.mark.parametrize("frame", [0.001, 0.005, 0.01])
def test_the_thread_has_three_quarters_of_what_a_frame_leaves_of_a_tick(
    clock: Clock, frame: float
) -> None:
    assert played(clock, frame).budget_s == pytest.approx(0.75 * (TICK - frame), rel=1e-6)


def test_however_long_a_frame_takes_it_has_something(clock: Clock) -> None:
    assert 0 < played(clock, 1.0).budget_s < TICK / 4


def test_a_frame_that_takes_longer_than_most_leaves_it_less(clock: Clock) -> None:
    turns = played(clock, 0.004)
    turns.begin()
    clock.used += 0.010
    assert turns.budget_s == pytest.approx(0.75 * (TICK - 0.010))


def test_one_long_frame_is_soon_forgotten(clock: Clock) -> None:
    turns = played(clock, 0.004)
    clock.used += 5.0  # somebody has paused meanwhile
    for _number in range(20):
        turns.begin()
        clock.used += 0.004
    assert turns.budget_s == pytest.approx(0.75 * (TICK - 0.004), rel=0.1)
