"""Leaving a saddle point, against each run alone and a closed form."""

from dataclasses import replace
from math import ceil, log

import numpy as np
import pytest

from gdviz.core import InputError, configure, record
from gdviz.core.runs.ensembles import Normal, Plan
from gdviz.core.runs.ensembles.escape import escape, escapes, nearest_saddle, plans, reach_of, ways

SADDLE = np.zeros(2)


def alone(config, members=60, spread=1e-3, reach=0.4):
    config = replace(config, start=(0.0, 0.0))
    *_moments, last = escape(
        Plan(config, members, Normal(spread), config.algorithm.draws), SADDLE, reach
    )
    assert last.share == 1
    return last


@pytest.mark.parametrize("way", ["plain", "momentum", "batch-1", "batch-4"])
def test_each_left_when_the_run_did(way):
    config = ways(configure("finite-sum", epochs=300))[way]
    found = alone(config, members=10)
    for number, steps in enumerate(found.steps):
        trace = record(found.plan.member(number))
        (gone,) = np.nonzero(np.abs(trace.w).max(axis=1) > found.reach)
        assert steps == (gone[0] if len(gone) else -1)


def test_plainly_each_step_leads_away_by_a_factor():
    config = configure("saddle", learning_rate=0.05, epochs=200)
    found = alone(config, reach=0.05)
    for start, steps in zip(found.plan.begun, found.steps, strict=True):
        # Near the saddle the cost is w1² − w2²: w2 grows by 1 + 2α a step.
        assert steps == pytest.approx(ceil(log(0.05 / abs(start[1])) / log(1.1)), abs=1)


def test_momentum_and_single_samples_leave_sooner():
    config = configure("finite-sum", epochs=400)
    means = {way: alone(one).mean for way, one in ways(config).items()}
    assert means["momentum"] < means["plain"] / 2
    assert means["batch-1"] < means["batch-4"] < means["plain"]
    found = alone(ways(config)["batch-1"])
    assert found.left.value == 1
    assert found.mean == pytest.approx(np.mean(found.steps))
    assert 0 < found.deviation < found.mean


def test_who_has_not_left_is_not_counted():
    found = alone(configure("finite-sum", learning_rate=1e-4, epochs=30))
    assert found.left.count == 0
    assert np.isnan(found.mean)
    assert (found.steps == -1).all()


def test_without_samples_there_are_no_batches():
    assert [*ways(configure("saddle"))] == ["plain", "momentum"]
    assert [*ways(configure("finite-sum", "sgd", epochs=2))] == [
        "plain",
        "momentum",
        "batch-1",
        "batch-4",
    ]
    assert {one.total_steps for one in ways(configure("finite-sum", "sgd", epochs=2)).values()} == {
        40
    }


def every_way(config, members=60, spread=1e-3):
    *moments, last = escapes(plans(config, members, spread))
    shares = [one.share for one in moments]
    assert shares == sorted(shares)
    assert last.share == 1
    return last


def test_the_ways_come_one_after_the_other_and_each_is_as_it_is_alone():
    config = configure("finite-sum", "sgd", epochs=2, start=(1.5, 0.3))
    order = ["plain", "momentum", "batch-1", "batch-4"]
    seen = [[*one.of] for one in escapes(plans(config, 10, 1e-3))]
    assert seen[0] == ["plain"]
    assert all(names == order[: len(names)] for names in seen)
    last = every_way(config)
    for name, way in ways(configure("finite-sum", epochs=500)).items():
        np.testing.assert_array_equal(last.of[name].steps, alone(way).steps)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_a_thousand_times_as_near_costs_the_logarithm(momentum):
    near, nearer = (
        every_way(configure("finite-sum"), spread=spread).of["momentum" if momentum else "plain"]
        for spread in (1e-3, 1e-6)
    )
    # Near the saddle w2 is the largest root of z² − (1 + β + α)z + β = 0 times as large each step.
    factor = max(np.roots([1, -(1 + momentum + 0.05), momentum]))
    assert nearer.mean - near.mean == pytest.approx(log(1000) / log(factor), abs=0.5)


def test_where_samples_differ_they_push_however_near_one_starts():
    near, nearer = (every_way(configure("finite-sum"), 200, spread) for spread in (1e-3, 1e-6))
    assert nearer.of["batch-1"].mean == pytest.approx(near.of["batch-1"].mean, rel=0.1)
    assert nearer.of["batch-1"].mean < nearer.of["momentum"].mean


def test_where_each_sample_has_the_saddle_they_do_not():
    last = every_way(configure("two-layer", learning_rate=0.01), 200)
    plain, single = last.of["plain"], last.of["batch-1"]
    error = np.hypot(plain.deviation, single.deviation) / np.sqrt(200)
    assert single.mean > plain.mean - 2 * error
    assert "batch-4" not in last.of  # of three samples


def test_it_is_the_saddle_point_nearest_to_the_start():
    config = configure("himmelblau", start=(3.0, 0.5))
    saddle = nearest_saddle(config)
    assert saddle == pytest.approx([3.3852, 0.0739], abs=1e-3)
    assert np.abs(config.problem.gradient(saddle)).max() < 1e-9
    assert 0 < reach_of(config.problem, saddle) < np.abs(np.array([3, 2]) - saddle).max()
    assert every_way(config, 10).saddle.tolist() == saddle.tolist()


def test_there_are_as_many_in_the_histogram_as_have_left():
    near = every_way(configure("finite-sum"), 100)
    spread = near.histogram(20)
    assert spread.counts.sum(axis=1).tolist() == [100] * 4
    assert not spread.logarithmic
    assert np.ptp(np.diff(spread.edges)) == 0
    for row, found in zip(spread.counts, near.of.values(), strict=True):
        assert (row == np.histogram(found.steps, spread.edges)[0]).all()
    far = every_way(configure("finite-sum"), 100, spread=0.3)  # some have left before they begin
    wide = far.histogram(20)
    assert wide.logarithmic
    assert wide.edges[[0, -1]].tolist() == [
        0,
        np.log10(max(one.steps.max() for one in far.of.values())),
    ]
    assert wide.counts.sum(axis=1).tolist() == [100] * 4
    first = next(escapes(plans(configure("finite-sum"), 10, 1e-9)))
    assert first.histogram(20) is None


def test_there_are_no_more_seeds_than_there_are():
    with pytest.raises(InputError):
        plans(configure("finite-sum", seed=2**31 - 1), 10, 1e-3)
