"""A swarm against the runs that it is made of."""

import numpy as np
import pytest

from gdviz.core import configure, record
from gdviz.core.runs.ensembles import Ends, Grid, NetStarts, Plan, Running, Uniform
from gdviz.core.runs.ensembles.swarm import DIVERGED, KINDS, MOVING, NAMED, UNDER_WAY, Swarm, swarms
from gdviz.core.telling.swarms import share_in_words, summarise_ends, summarise_member


def computed(plan: Plan) -> Swarm:
    *_before, last = swarms(plan)
    assert last.share == 1
    return last


@pytest.fixture(scope="module")
def wells() -> Swarm:
    return computed(Plan(configure("double-well", epochs=200), 20, Grid()))


def test_members_are_where_their_runs_are_and_between_two_steps_on_the_line_there(wells):
    for member in (0, 7, 19):
        trace = record(wells.ensemble.plan.member(member))
        for step in (0, 1, 5, 200):
            assert wells.at(step)[member] == pytest.approx(trace.w[step], rel=1e-6)
        middle = (trace.w[4] + trace.w[5]) / 2
        assert wells.at(4.5)[member] == pytest.approx(middle, rel=1e-6)


def test_past_the_last_step_they_stay_where_they_end(wells):
    np.testing.assert_allclose(wells.at(10_000), wells.ensemble.w, rtol=1e-6)
    np.testing.assert_array_equal(wells.at(12, np.array([3, 5])), wells.at(12)[[3, 5]])


def test_each_ends_in_the_well_on_whose_side_it_starts(wells):
    """Small steps down a curve pass no summit: the one at 0.17 parts the starts."""
    starts = wells.ensemble.starts[:, 0]
    lower, higher = (wells.ends.groups[number].w[0] for number in (0, 1))
    assert lower < 0 < higher
    np.testing.assert_array_equal(wells.kinds, np.where(starts < 0.17, 0, 1))


def test_who_is_not_there_yet_is_where_it_was_last_or_at_its_start():
    plan = Plan(configure("himmelblau", rule="adam", epochs=3000), 5000, Uniform())
    running = Running(plan)
    advance = running.advance()
    next(advance)
    now = running.now()
    swarm = Swarm(now, Ends.found(now))
    assert (swarm.ended, set(swarm.kinds)) == (0, {UNDER_WAY})
    places = swarm.at(3000)
    assert np.isfinite(places).all()
    np.testing.assert_array_equal(places[-1], plan.begun[-1])  # a later block has not begun
    assert (places[0] != plan.begun[0]).any()


def test_what_diverges_has_no_place_in_the_histogram():
    swarm = computed(Plan(configure("linear", learning_rate=1.0), 10, Uniform()))
    assert (swarm.kinds == DIVERGED).all()
    assert swarm.cost_histogram(10) is None
    assert "diverged 100 % (72–100)" in summarise_ends(swarm)


def test_all_others_are_in_it_once(wells):
    spread = wells.cost_histogram(12)
    assert spread is not None
    assert spread.counts.shape == (len(KINDS), 12)
    np.testing.assert_array_equal(
        spread.counts.sum(axis=1), np.bincount(wells.kinds, minlength=len(KINDS))
    )
    assert not spread.logarithmic
    low, high = wells.ensemble.cost.min(), wells.ensemble.cost.max()
    assert spread.edges[[0, -1]] == pytest.approx([low, high])


def test_its_axis_is_logarithmic_where_costs_range_far():
    spread = computed(Plan(configure("linear", epochs=20), 20, Uniform())).cost_histogram(8)
    assert spread is not None
    assert spread.logarithmic
    assert spread.edges[-1] - spread.edges[0] <= 9 + 1e-9


def test_costs_that_differ_in_their_last_digits_have_one_bar():
    swarm = computed(Plan(configure("finite-sum", epochs=200), 20, Uniform()))
    assert 0 < np.ptp(swarm.ensemble.cost) < 1e-6
    spread = swarm.cost_histogram(30)
    assert (spread.counts.sum(axis=0) > 0).sum() == 1
    assert np.ptp(spread.edges) > 0.1


def test_some_are_drawn_of_the_kind_that_is_lit_if_one_is(wells):
    assert len(wells.drawn(60)) == 20
    assert len(wells.drawn(7)) <= 7
    assert set(wells.kinds[wells.with_lit(1).drawn(60)]) == {1}


def test_what_is_said_of_a_member(wells):
    assert summarise_member(wells, 0, 0).splitlines() == [
        "member 1", "weight −2.09", "end: w = −1.3"
    ]  # fmt: skip
    assert share_in_words(wells.part(0)) == "55 % (34–74)"  # 11 of 20


def test_a_net_has_kinds_too():
    swarm = computed(Plan(configure("net", hidden=2, epochs=20), 10, NetStarts()))
    assert (swarm.kinds == MOVING).all()
    assert min(swarm.kinds) >= NAMED
    assert summarise_member(swarm, 2, 0).splitlines() == ["member 3", "end: still moving"]


def test_shares_are_of_those_that_have_come_to_their_end():
    plan = Plan(configure("linear", epochs=300), 5000, Uniform())
    halfway = next(one for one in swarms(plan) if one.ended)
    assert halfway.share < 1
    assert halfway.part(0).value == 1
    assert halfway.part(UNDER_WAY).count == 5000 - halfway.ended
    assert f"{halfway.ended:,} of 5,000 have come to their end" in summarise_ends(halfway)


def test_over_one_weight_it_is_told_where_they_are(wells):
    spread = wells.weight_histogram(44)  # a bar for each tenth, from -2.2 to 2.2
    assert spread is not None
    bars = np.flatnonzero(spread.counts.sum(axis=0))
    inside = [(spread.edges[bar], spread.edges[bar + 1]) for bar in bars]
    assert len(inside) == 2
    for (low, high), group in zip(inside, wells.ends.groups, strict=True):
        assert low <= group.w[0] <= high
    of_two = computed(Plan(configure("bowl", epochs=3), 10, Uniform()))
    assert of_two.weight_histogram(10) is None
