"""What a grid and a descent cost, against runs of both and a closed form."""

from math import ceil, log

import numpy as np
import pytest

from gdviz.core import configure, record
from gdviz.core.runs.ensembles.scaling import points_along, scalings, steps_to


def test_a_grid_s_points_grow_by_a_factor_and_a_descent_s_steps_hardly():
    told = [*scalings(configure("wells"))]
    assert [one.share for one in told] == pytest.approx(np.arange(1, 7) / 6)
    rows = told[-1].rows
    assert [one.rows for one in told] == [rows[:count] for count in range(1, 7)]
    assert [row.points for row in rows] == [221**weights for weights in range(1, 7)]
    assert rows[-1].steps < 3 * rows[0].steps


def test_it_is_the_descent_that_is_asked_about():
    settings = {"rule": "adam", "learning_rate": 0.05, "epochs": 300}
    *_before, last = scalings(configure("wells", wells=3, start=(1.0, 1.5, -2.0), **settings), 0.1)
    alone = [configure("wells", wells=weights, **settings) for weights in range(1, 7)]
    assert [row.steps for row in last.rows] == [steps_to(config, 0.1) for config in alone]
    *_before, last = scalings(configure("wells", learning_rate=1e-5))
    assert [row.steps for row in last.rows] == [None] * 6


def test_steps_are_those_of_the_run():
    for weights in (1, 3, 6):
        trace = record(configure("wells", wells=weights, epochs=2000))
        off = np.abs(trace.w - trace.w[-1]).max(axis=1)
        steps = steps_to(trace.config, 0.01)
        assert off[steps] <= 0.01 + 1e-9
        assert off[steps - 1] > 0.01 - 1e-9


@pytest.mark.parametrize("precision", [0.1, 1e-3])
def test_on_a_parabola_they_follow_from_the_rate(precision):
    config = configure("parabola", start=(2,), learning_rate=0.1, epochs=5000)
    assert steps_to(config, precision) == ceil(log(precision / 2) / log(0.8))
    assert steps_to(configure("parabola", start=(0,)), precision) == 0
    assert steps_to(configure("parabola", learning_rate=1e-6), precision) is None
    swinging = configure("parabola", start=(2,), learning_rate=0.1, momentum=0.9, epochs=5000)
    off = np.abs(record(swinging).w[:, 0])
    assert steps_to(swinging, precision) == np.flatnonzero(off > precision)[-1] + 1


@pytest.mark.parametrize("weights", [1, 2])
def test_a_grid_of_so_many_points_comes_so_near_and_one_of_fewer_may_not(weights):
    config = configure("wells", wells=weights)
    along = points_along(config.problem, 0.05)
    searched = record(configure("wells", "exhaustive", wells=weights, points=along))
    assert len(searched) == along**weights
    best = np.array(config.problem.minima[0])
    assert np.abs(searched.ending.w - best).max() <= 0.05
    spaced = np.diff(np.linspace(*config.problem.domain[0], along - 1))
    assert spaced.max() / 2 > 0.05
