"""How a step is seen on its way."""

from itertools import pairwise

import pytest

from gdviz.core.runs.glide import Motion, Stage, motion_at, pace_of_one, stage
from gdviz.core.runs.playhead import Playhead

SEEN = [Motion.GLIDES, Motion.EXPLAINS]


@pytest.mark.parametrize("motion", SEEN)
def test_the_ball_goes_from_where_it_is_to_where_the_step_leads(motion):
    assert stage(motion, 0.0) == Stage(parts=0, total=1, share=0)
    assert stage(motion, 1 - 1e-9).share == pytest.approx(1)
    shares = [stage(motion, n / 100).share for n in range(100)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


@pytest.mark.parametrize("motion", SEEN)
def test_it_begins_and_ends_more_slowly_than_it_goes(motion):
    moving = [n / 1000 for n in range(1000) if 0 < stage(motion, n / 1000).share < 1]
    first, middle, last = moving[1], moving[len(moving) // 2], moving[-1]
    speeds = [stage(motion, at).share - stage(motion, at - 1e-3).share for at in (first, last)]
    assert max(speeds) < (stage(motion, middle).share - stage(motion, middle - 1e-3).share) * 0.7


def test_first_the_parts_grow_then_their_sum_then_the_ball_goes():
    stages = [stage(Motion.EXPLAINS, n / 200) for n in range(1, 200)]
    for before, after in pairwise(stages):
        assert before <= after  # each of the three only grows
    for seen in stages:
        assert seen.total == 0 or seen.parts == 1
        assert seen.share == 0 or seen.total == 1


def test_what_jumps_is_never_between_two_steps():
    assert {stage(Motion.JUMPS, n / 10) for n in range(10)} == {Stage()}


@pytest.mark.parametrize(
    ("pace", "motion", "with_parts"),
    [
        (0.25, Motion.GLIDES, Motion.EXPLAINS),
        (2.0, Motion.GLIDES, Motion.EXPLAINS),
        (2.2, Motion.GLIDES, Motion.GLIDES),
        (30.0, Motion.GLIDES, Motion.GLIDES),
        (31.0, Motion.JUMPS, Motion.JUMPS),
        (float("inf"), Motion.JUMPS, Motion.JUMPS),
    ],
)
def test_the_slower_the_more_is_seen(pace, motion, with_parts):
    assert motion_at(pace, has_parts=False) is motion
    assert motion_at(pace, has_parts=True) is with_parts


@pytest.mark.parametrize("has_parts", [False, True])
def test_at_two_steps_a_second_the_ball_is_at_more_than_20_places_a_second(has_parts):
    motion, playhead, places = motion_at(2.0, has_parts=has_parts), Playhead(), set()
    for _tick in range(60):
        playhead = playhead.played(1 / 60, 2.0, reach=10.0).caught_up(10.0)
        places.add(playhead.step + stage(motion, playhead.fraction).share)
    assert len(places) > 20


@pytest.mark.parametrize("has_parts", [False, True])
def test_a_step_taken_by_itself_is_explained_if_there_is_something_to_explain(has_parts):
    motion = motion_at(pace_of_one(has_parts=has_parts), has_parts=has_parts)
    assert motion is (Motion.EXPLAINS if has_parts else Motion.GLIDES)
