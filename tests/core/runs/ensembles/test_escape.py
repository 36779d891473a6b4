"""Leaving a saddle point, against each run alone and a closed form."""

from dataclasses import replace
from math import ceil, log

import numpy as np
import pytest

from gdviz.core import configure, record
from gdviz.core.runs.ensembles import Normal, Plan
from gdviz.core.runs.ensembles.escape import escape, ways

SADDLE = np.zeros(2)


def escapes(config, members=60, spread=1e-3, reach=0.4):
    config = replace(config, start=(0.0, 0.0))
    *_moments, last = escape(
        Plan(config, members, Normal(spread), config.algorithm.draws), SADDLE, reach
    )
    assert last.share == 1
    return last


@pytest.mark.parametrize("way", ["plain", "momentum", "batch-1", "batch-4"])
def test_each_left_when_the_run_did(way):
    config = ways(configure("finite-sum", epochs=300))[way]
    found = escapes(config, members=10)
    for number, steps in enumerate(found.steps):
        trace = record(found.plan.member(number))
        (gone,) = np.nonzero(np.abs(trace.w).max(axis=1) > found.reach)
        assert steps == (gone[0] if len(gone) else -1)


def test_plainly_each_step_leads_away_by_a_factor():
    config = configure("saddle", learning_rate=0.05, epochs=200)
    found = escapes(config, reach=0.05)
    for start, steps in zip(found.plan.begun, found.steps, strict=True):
        # Near the saddle the cost is w1² − w2²: w2 grows by 1 + 2α a step.
        assert steps == pytest.approx(ceil(log(0.05 / abs(start[1])) / log(1.1)), abs=1)


def test_momentum_and_single_samples_leave_sooner():
    config = configure("finite-sum", epochs=400)
    means = {way: escapes(one).mean for way, one in ways(config).items()}
    assert means["momentum"] < means["plain"] / 2
    assert means["batch-1"] < means["batch-4"] < means["plain"]
    found = escapes(ways(config)["batch-1"])
    assert found.left.value == 1
    assert found.mean == pytest.approx(np.mean(found.steps))
    assert 0 < found.deviation < found.mean


def test_who_has_not_left_is_not_counted():
    found = escapes(configure("finite-sum", learning_rate=1e-4, epochs=30))
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
