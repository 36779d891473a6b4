"""The ball of noise, against theory and against a run alone."""

from dataclasses import replace
from itertools import takewhile

import numpy as np
import pytest

from gdviz.core import PROBLEMS, InputError, configure, record
from gdviz.core.runs.ensembles.noise import (
    at,
    is_noisy,
    noise_ball,
    noise_balls,
    rates,
    theory,
)

CONFIG = configure("many-samples", epochs=2000)


def ball(config, members=60):
    *_moments, last = noise_ball(config, members)
    assert last.share == 1
    return last


@pytest.mark.parametrize("batch_size", [1, 8])
@pytest.mark.parametrize("learning_rate", [0.002, 0.02, 0.1])
def test_runs_stay_as_far_away_as_theory_says(learning_rate, batch_size):
    found = ball(at(CONFIG, learning_rate, batch_size))
    assert found.error < 0.1 * found.distance
    assert abs(found.distance - found.theory) < 4 * found.error


def test_it_goes_with_the_root_of_the_rate_and_the_batch():
    small = theory(at(CONFIG, 1e-5, 1))
    assert theory(at(CONFIG, 4e-5, 1)) / small == pytest.approx(2, rel=1e-3)
    assert theory(at(CONFIG, 1e-5, 16)) / small == pytest.approx(1 / 4, rel=1e-3)


def test_it_is_of_the_second_half_of_each_run():
    config = at(configure("many-samples", epochs=100), 0.02, 4)
    found = ball(config, 10)
    (minimum,) = config.problem.minima[0]
    squares = []
    for seed in range(10):
        alone = at(configure("many-samples", epochs=100, seed=seed, start=(minimum,)), 0.02, 4)
        squares.append(np.mean((record(alone).w[50:100, 0] - minimum) ** 2))
    assert found.distance == pytest.approx(np.sqrt(np.mean(squares)), rel=1e-9)


def test_where_theory_says_nothing_there_is_none():
    assert theory(CONFIG) is None
    assert theory(configure("many-samples", "sgd")) is None  # shuffled, samples are not independent
    assert theory(at(configure("sine"), 0.01, 1)) is None
    assert theory(at(configure("finite-sum"), 0.01, 1)) is None
    assert theory(at(configure("many-samples", momentum=0.9), 0.01, 1)) is None
    assert theory(at(CONFIG, 0.3, 1)) is None  # the square grows without bound


def test_a_run_that_draws_nothing_has_no_noise():
    with pytest.raises(InputError):
        next(noise_ball(CONFIG))


def test_point_by_point_they_are_as_far_as_theory_says():
    first_line = takewhile(
        lambda one: np.isnan(one.distance[1]).all(), noise_balls(configure("many-samples"))
    )
    *moments, last = first_line
    shares = [one.share for one in moments]
    assert shares == sorted(shares)
    assert last.sizes == (1, 4, 16, 64)
    assert last.rates == (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
    known = np.isfinite(last.distance[0])
    assert known.tolist() == [*[True] * 8, False]  # at 0.2 the mean square grows without end
    assert np.isnan(last.theory[0, 8])
    apart = np.abs(last.distance[0] - last.theory[0])[known]
    assert (apart < 4 * last.error[0][known]).all()
    assert last.theory[1:] == pytest.approx(
        np.array([[theory(last.run(size, rate)) for rate in range(9)] for size in (1, 2, 3)])
    )
    alone = replace(at(CONFIG, 0.01, 1), start=PROBLEMS["many-samples"].minima[0], epochs=4000)
    assert last.run(0, 4) == alone
    assert last.between(1, 0.01) == pytest.approx(last.distance[0, 4])
    middle = last.between(1, np.sqrt(0.01 * 0.02))
    assert middle == pytest.approx(np.sqrt(last.distance[0, 4] * last.distance[0, 5]))
    assert np.isnan(last.between(4, 0.01))  # not measured yet
    assert np.isnan(last.between(1, 1e-5))


def test_with_several_weights_theory_says_it_too():
    *_moments, last = noise_balls(configure("quadratic-fit", "sgd", learning_rate=0.3))
    known = np.isfinite(last.distance)
    assert known.sum() >= 3
    assert (np.abs(last.distance - last.theory) < 4 * last.error)[known].all()
    assert not known.all()  # where squares have no mean, or their squares have none


@pytest.mark.parametrize("batch_size", [1, 8])
def test_of_one_weight_the_equation_is_solved_in_a_line(batch_size):
    problem, rate = PROBLEMS["many-samples"], 0.05
    steep = 2 * problem.x**2
    pull = 2 * problem.x * (problem.y - problem.minima[0][0] * problem.x)
    curvature, spread = steep.mean(), steep.var() / batch_size
    square = rate * (pull**2).mean() / batch_size / (2 * curvature - rate * (curvature**2 + spread))
    assert theory(at(CONFIG, rate, batch_size)) == pytest.approx(np.sqrt(square), rel=1e-9)


def test_rates_leave_the_flattest_direction_time_to_settle():
    assert rates(PROBLEMS["two-layer"]) == ()  # a valley of minima
    low, *_between, high = rates(PROBLEMS["line"])
    moments = np.mean([np.outer(f, f) for f in ((x, 1.0) for x in range(4))], axis=0)
    flattest, steepest = np.linalg.eigvalsh(2 * moments)
    assert high < 2 / steepest < 2.5 * high
    assert (1 - low * flattest) ** 2000 < 0.06


def test_samples_that_agree_make_no_noise():
    found = {name: is_noisy(PROBLEMS[name]) for name in ("linear", "sine", "line", "finite-sum")}
    assert found == {"linear": False, "sine": False, "line": True, "finite-sum": True}
