"""What the course says of local minima, saddle points and sampling, seen to happen."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Outcome, RunConfig, configure, record
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.problems.analysis import critical_point
from gdviz.core.problems.regression import Regression


@pytest.mark.parametrize(("momentum", "end"), [(0, -0.062), (0.9, 0.998)])
def test_momentum_gets_past_a_plateau(momentum, end):
    trace = record(
        configure("plateau", start=(-0.5,), learning_rate=0.01, epochs=100, momentum=momentum)
    )
    assert trace.w[-1] == pytest.approx(end, abs=5e-4)


@pytest.mark.parametrize(("momentum", "end"), [(0, 1.131), (0.9, -1.301)])
def test_momentum_gets_out_of_a_local_minimum(momentum, end):
    trace = record(
        configure("double-well", start=(2.0,), learning_rate=0.01, epochs=200, momentum=momentum)
    )
    assert trace.w[-1] == pytest.approx(end, abs=5e-4)
    assert trace.outcome is Outcome.CONVERGED


@pytest.mark.parametrize(
    ("algorithm", "points", "end"),
    [
        ("divide-and-conquer", 5, 0.11),
        ("divide-and-conquer", 9, 3.0),
        ("exhaustive", 41, 3.0),
    ],
)
def test_a_coarse_search_misses_the_best_minimum(algorithm, points, end):
    trace = record(configure("sine", algorithm=algorithm, points=points))
    assert trace.w[-1] == pytest.approx(end, abs=5e-3)


def test_exhaustive_search_costs_more_and_its_square_in_two_dimensions():
    def work(problem, algorithm):
        trace = record(configure(problem, algorithm=algorithm, points=9))
        return trace.evaluations[-1] / PROBLEMS[problem].n_samples

    assert work("sine", "exhaustive") == 9
    assert work("two-layer", "exhaustive") == 9**2
    assert work("two-layer", "divide-and-conquer") == 6 * 9**2


def finite_sum(algorithm, seed=0):
    return record(
        configure(
            "finite-sum",
            algorithm,
            start=(1.5, 0.0),
            learning_rate=0.05,
            epochs=200,
            batch_size=4,
            seed=seed,
        )
    )


def test_the_full_batch_ends_on_the_saddle():
    trace = finite_sum("gradient-descent")
    assert trace.outcome is Outcome.SADDLE
    assert trace.w[-1] == pytest.approx((0, 0), abs=1e-3)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("algorithm", ["mini-batch", "sgd"])
def test_sampling_escapes_from_the_saddle(algorithm, seed):
    w1, w2 = finite_sum(algorithm, seed).w[-1]
    assert abs(w1) < 0.15
    assert abs(w2) == pytest.approx(1, abs=0.15)


def test_momentum_alone_does_not_leave_the_axis_of_a_saddle_but_an_offset_does():
    settings = {"learning_rate": 0.1, "epochs": 200, "momentum": 0.9}
    on = record(configure("saddle", start=(1.5, 0.0), **settings))
    off = record(configure("saddle", start=(1.5, 1e-3), **settings))
    assert on.outcome is Outcome.SADDLE
    assert off.outcome is Outcome.CONVERGED
    assert off.w[-1] == pytest.approx((0, 1), abs=1e-3)


@pytest.mark.parametrize(
    ("problem", "settings", "outcome"),
    [
        # Beside a flat inflection the curvature is positive, yet it is no minimum.
        ("plateau", {"epochs": 1400}, Outcome.SADDLE),
        ("plateau", {"epochs": 100}, Outcome.FINISHED),
        ("two-layer", {"start": (1.0, -1.0), "learning_rate": 0.02}, Outcome.SADDLE),
        # A whole valley of minima, and a minimum flatter than any parabola.
        ("two-layer", {}, Outcome.CONVERGED),
        ("flower", {"learning_rate": 0.1, "epochs": 10_000}, Outcome.CONVERGED),
        # The start is so steep that the whole valley seems level beside it.
        ("beale", {"start": (4.5, 4.5), "learning_rate": 1e-6}, Outcome.FINISHED),
        ("rosenbrock", {"learning_rate": 1e-3, "epochs": 1000}, Outcome.FINISHED),
        ("rosenbrock", {"learning_rate": 2e-3, "epochs": 10_000}, Outcome.CONVERGED),
        ("rosenbrock", {"learning_rate": 10.0}, Outcome.DIVERGED),
        ("himmelblau", {}, Outcome.CONVERGED),
        # Exactly on a maximum: the cost falls away from it.
        ("double-well", {"start": (0.16993844331159128,)}, Outcome.SADDLE),
    ],
)
def test_how_a_run_ended_is_judged(problem, settings, outcome):
    assert record(configure(problem, **settings)).outcome is outcome


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("rule", ["plain", "adam"])
def test_no_learning_rate_brings_more_than_divergence(problem, rule):
    for learning_rate in (0.5, 10.0):
        trace = record(configure(problem, rule=rule, learning_rate=learning_rate, epochs=30))
        assert np.isfinite(trace.w).all()
        assert isinstance(trace.outcome, Outcome)


def test_a_slope_that_levels_off_has_no_critical_point():
    class Levelling:
        domain = ((0.0, 20.0),)

        def gradient(self, w, rows=None):
            return -np.exp(-w)

    assert critical_point(Levelling(), np.array([15.0])) is None


def test_data_far_from_0_are_not_taken_for_fitted():
    """The gradient is soon next to nothing beside the first, and the intercept still at 0."""
    x = 500 + np.arange(41.0)
    fit = Regression(
        id="far",
        title="",
        model="w·x + b",
        data={"x": x, "y": 3 * x - 5000},
        domain=((-10.0, 10.0), (-10_000.0, 10_000.0)),
        start=(0.0, 0.0),
    )
    trace = record(RunConfig(fit, GradientDescent(learning_rate=1.8e-6)))
    assert abs(trace.gradient[-1]).max() < 1e-4 * abs(trace.gradient[0]).max()
    assert abs(trace.w[-1, 1]) < 100
    assert trace.outcome is Outcome.FINISHED


def test_whole_numbers_given_as_a_start_do_not_overflow():
    start = configure("rosenbrock", start=(100_000, 0)).start
    assert PROBLEMS["rosenbrock"].cost(np.array(start)) == pytest.approx(1e22)
