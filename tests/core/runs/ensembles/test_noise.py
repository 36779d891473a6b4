"""The ball of noise, against theory and against a run alone."""

import numpy as np
import pytest

from gdviz.core import InputError, configure, record
from gdviz.core.runs.ensembles.noise import at, noise_ball, theory

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
    assert theory(at(configure("line"), 0.01, 1)) is None
    assert theory(at(configure("many-samples", momentum=0.9), 0.01, 1)) is None
    assert theory(at(CONFIG, 0.3, 1)) is None  # the square grows without bound


def test_a_run_that_draws_nothing_has_no_noise():
    with pytest.raises(InputError):
        next(noise_ball(CONFIG))
