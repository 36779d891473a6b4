"""The thinned path of a run, against the whole one."""

import numpy as np
import pytest

from gdviz.core import configure, record
from gdviz.core.drawing.trail import Trail


def cell(problem):
    low, high = np.array(problem.domain).T
    return (high - low) / 800


@pytest.fixture(scope="module")
def noisy():
    """100,000 single samples, each of which moves the weights visibly."""
    return record(configure("finite-sum", "sgd", learning_rate=0.2, epochs=5000))


@pytest.fixture(scope="module")
def to_and_fro():
    """w ← w − 1·2w: from one side of the bowl to the other, for ever."""
    return record(configure("bowl", learning_rate=1.0, start=(1.0, -2.0), epochs=20_001))


def test_the_path_is_the_whole_one_within_what_can_be_seen():
    trace = record(configure("rosenbrock", learning_rate=0.001, epochs=20_000))
    path = Trail().weights(trace, len(trace))
    assert len(path) < 2000 < len(trace)
    assert path[0].tolist() == list(trace.config.start)
    assert path[-1].tolist() == trace.w[-1].tolist()
    for w in trace.w[::37]:
        assert (np.abs(path - w) < cell(trace.config.problem)).all(axis=1).any()


def test_a_short_path_has_every_step():
    trace = record(configure("himmelblau", learning_rate=0.01, epochs=10))
    for position in range(len(trace) + 1):
        assert (Trail().weights(trace, position) == trace.w[: position + 1]).all()


def test_a_long_path_stays_short(noisy):
    path = Trail().weights(noisy, len(noisy))
    assert 800 < len(path) <= 2001
    assert (path[:300] == noisy.w[:300]).all()
    assert (path[-300:] == noisy.w[-300:]).all()


def test_a_path_of_two_thousand_points_is_whole_and_a_longer_one_is_thinned(to_and_fro):
    assert (Trail().weights(to_and_fro, 2000) == to_and_fro.w[:2001]).all()
    assert len(Trail().weights(to_and_fro, 2001)) < 2001


def test_a_path_that_goes_to_and_fro_is_drawn_once(to_and_fro):
    path = Trail().weights(to_and_fro, len(to_and_fro))
    assert len(path) < 10
    assert {tuple(w) for w in path[np.isfinite(path[:, 0])]} == {(1.0, -2.0), (-1.0, 2.0)}
    assert path[-1].tolist() == to_and_fro.w[-1].tolist()


def pieces(w, problem):
    """Return the pieces of a path as pairs of cells, whichever way they lead."""
    low, _high = np.array(problem.domain).T
    cells = np.floor((w - low) / cell(problem))
    both = zip(map(tuple, cells[:-1]), map(tuple, cells[1:]), strict=True)
    return {frozenset(ends) for ends in both if np.isfinite(ends).all() and ends[0] != ends[1]}


def test_a_path_about_an_optimum_has_each_of_its_pieces():
    trace = record(configure("line", "sgd", epochs=2000, learning_rate=0.02))
    trail = Trail()
    for position in (3000, 5000, 4000, len(trace)):
        path = trail.weights(trace, position)
        assert len(path) < 1500
        assert pieces(path, trace.config.problem) == pieces(
            trace.w[: position + 1], trace.config.problem
        )


def test_going_back_and_forth_changes_nothing(noisy):
    trail = Trail()
    for position in (10, 5000, 20_000, 3, 5000, 0, 100_000):
        assert (trail.weights(noisy, position) == Trail().weights(noisy, position)).all()


def test_another_trace_is_another_path(noisy, to_and_fro):
    trail = Trail()
    trail.weights(noisy, 500)
    assert (trail.weights(to_and_fro, 50) == Trail().weights(to_and_fro, 50)).all()
