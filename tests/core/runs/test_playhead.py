"""The playhead against plain arithmetic: no clock, no window, no run."""

from fractions import Fraction
from itertools import pairwise
from math import floor, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.core.runs.playhead import AT_ONCE, MOST_BEHIND_S, Playhead, reach

FAR = reach(10**6, None)

# Times and speeds that floats add and multiply without rounding, and so can be counted exactly.
times = st.integers(0, 2**7).map(lambda ticks: ticks / 2**10)
speeds = st.integers(1, 2**9).map(lambda quarters: quarters / 4)


def play(playhead, elapsed, speed, limit):
    return playhead.played(elapsed, speed, limit).caught_up(limit)


@given(ticks=st.lists(st.tuples(times, speeds), max_size=40), start=st.integers(0, 1000))
def test_where_all_is_computed_no_part_of_a_step_is_lost(ticks, start):
    playhead, due = Playhead.at(start), Fraction(start)
    for elapsed, speed in ticks:
        playhead = play(playhead, elapsed, speed, FAR)
        due += Fraction(elapsed) * Fraction(speed)
        assert playhead.position == due
        assert playhead.step == due // 1
        assert playhead.fraction == due % 1
        assert playhead.owed(FAR) == 0


def test_ten_steps_a_second_are_ten_steps_a_second_however_the_second_is_cut():
    for ticks in (1, 7, 60, 1000):
        playhead = Playhead()
        for _tick in range(ticks):
            playhead = play(playhead, 1 / ticks, 10.0, FAR)
        assert playhead.position == pytest.approx(10, rel=1e-12)


@given(
    computed=st.integers(0, 50),
    ended=st.booleans(),
    ticks=st.lists(st.tuples(times, speeds), max_size=40),
)
def test_playing_goes_forward_and_no_further_than_is_computed(computed, ended, ticks):
    limit = reach(computed, computed if ended else None)
    playheads = [Playhead()]
    for elapsed, speed in ticks:
        playheads.append(play(playheads[-1], elapsed, speed, limit))
        now = playheads[-1]
        assert now.position <= now.wanted
        assert now.step <= computed
        assert ended or now.step < max(computed, 1)
        assert 0 <= now.fraction < 1
    assert all(after.position >= before.position for before, after in pairwise(playheads))


@pytest.mark.parametrize(
    ("computed", "end", "wanted", "step", "owed"),
    [
        (0, None, 0.0, 0, 0),  # nothing is known yet
        (0, None, 3.0, 0, 3),
        (5, None, 3.0, 3, 0),
        (5, None, 4.5, 4, 0),  # the last step that is known can be on its way
        (5, None, 5.0, 4, 1),  # but not done: nobody knows what comes after it
        (5, None, 9.5, 4, 5),
        (5, 5, 5.0, 5, 0),  # unless that is the end
        (5, 5, 9.0, 5, 4),
        (5, 12, 9.0, 9, 0),  # others are still under way
        (0, 0, 1.0, 0, 1),  # a run without a step
    ],
)
def test_it_comes_as_far_as_its_way_is_known(computed, end, wanted, step, owed):
    limit = reach(computed, end)
    playhead = Playhead(0.0, wanted).caught_up(limit)
    assert playhead.step == step
    assert playhead.wanted == wanted
    assert playhead.owed(limit) == owed


def test_at_what_is_not_computed_the_last_step_has_all_but_come():
    playhead = Playhead(0.0, 7.25).caught_up(reach(5, None))
    assert (playhead.step, playhead.fraction) == (4, pytest.approx(1))
    assert playhead.caught_up(reach(9, None)).position == 7.25


@pytest.mark.parametrize("speed", [0.5, 10.0, 3000.0])
def test_it_falls_behind_by_a_part_of_a_second_and_the_rest_is_let_go(speed):
    limit = reach(5, None)
    slept = play(Playhead.at(4), 3600.0, speed, limit)
    assert slept.step == 4
    assert slept.wanted == 5 + speed * MOST_BEHIND_S
    assert slept.owed(limit) == floor(5 + speed * MOST_BEHIND_S) - 4
    assert play(slept, 3600.0, speed, limit) == slept
    assert play(slept, 0.0, speed, FAR).position == slept.wanted


@given(elapsed=st.floats(0, 1e6), start=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_at_infinite_speed_it_goes_to_all_that_is_computed_and_asks_for_more(elapsed, start, more):
    limit = reach(start + more, None)
    playhead = Playhead.at(start).played(elapsed, inf, limit)
    assert playhead.owed(limit) == AT_ONCE
    assert playhead.played(elapsed, inf, limit) == playhead
    assert playhead.position == start
    assert playhead.caught_up(limit).position == limit


def test_what_is_to_stay_stays_and_what_was_wanted_meanwhile_is_not_lost():
    playhead = Playhead.at(3)
    for _tick in range(4):
        playhead = playhead.played(0.5, 1.0, FAR)
    assert playhead.position == 3
    assert playhead.caught_up(FAR).position == 5


def test_it_is_sought_and_rests_on_whole_steps():
    playhead = play(Playhead(), 0.75, 5.0, FAR)
    assert playhead.position == 3.75
    assert playhead.rested() == Playhead.at(3) == Playhead(3.0, 3.0)
    assert playhead.sought(40).owed(reach(5, None)) == 36
    assert playhead.sought(2).caught_up(FAR) == Playhead.at(2)
