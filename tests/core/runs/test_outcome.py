"""How a run is judged to have ended."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Outcome, configure, record
from gdviz.core.problems.analysis import critical_point, curvatures
from gdviz.core.telling.explain import explain
from tests.core.surfaces import surface


def saddle(*start):
    return surface(
        lambda a, b: a**2 - b**2 + b**4 / 2,
        lambda a, b: (2 * a, -2 * b + 2 * b**3),
        start,
        ((-2.0, 2.0), (-2.0, 2.0)),
        ((0.0, 1.0), (0.0, -1.0)),
    )


def double_well(start):
    return surface(
        lambda w: w**4 - 3 * w**2 + w,
        lambda w: (4 * w**3 - 6 * w + 1,),
        (start,),
        ((-2.0, 2.0),),
        ((-1.3008395659415772,), (1.1309011226299856,)),
    )


def cubic(start):
    return surface(lambda w: w**3, lambda w: (3 * w**2,), (start,), ((-1.0, 1.0),))


def ran(problem, **settings):
    return record(replace(configure(**settings), problem=problem, start=problem.start))


def test_where_the_gradient_vanishes_and_the_cost_rises_around_it_has_converged():
    trace = ran(double_well(2.0), learning_rate=0.01, epochs=2000)
    assert trace.outcome is Outcome.CONVERGED
    assert trace.w[-1, 0] == pytest.approx(1.1309011226299856, abs=1e-4)


def test_where_the_gradient_vanishes_and_the_cost_falls_to_a_side_is_a_saddle():
    trace = ran(saddle(1.5, 0.0), learning_rate=0.05, epochs=300)
    assert trace.outcome is Outcome.SADDLE
    assert trace.w[-1] == pytest.approx([0, 0], abs=1e-4)
    text = explain(trace)
    assert "saddle" in text
    assert "(−2, 2)" in text  # the second derivatives at the origin
    assert "momentum stays" in text  # from w₂ = 0 no gradient points aside


def test_next_to_the_saddle_it_converges():
    trace = ran(saddle(1.5, 0.1), learning_rate=0.05, epochs=300)
    assert trace.outcome is Outcome.CONVERGED
    assert "lower" not in explain(trace)


def test_the_other_of_two_equal_minima_is_as_good():
    trace = ran(saddle(1.5, -0.1), learning_rate=0.05, epochs=300)
    assert trace.w[-1] == pytest.approx([0, -1], abs=1e-3)
    assert "lower" not in explain(trace)


def test_a_flat_inflection_is_a_saddle_too():
    assert ran(cubic(0.0), learning_rate=0.1, epochs=10).outcome is Outcome.SADDLE


def test_where_the_gradient_has_not_vanished_the_run_is_merely_finished():
    assert ran(double_well(2.0), learning_rate=0.001, epochs=20).outcome is Outcome.FINISHED


def ends_at(start, w, width):
    """A run of one step on the bowl w₁² + w₂² from (start, 0) to (w, 0)."""
    bowl = surface(
        lambda a, b: a**2 + b**2,
        lambda a, b: (2 * a, 2 * b),
        (start, 0.0),
        ((-width / 2, width / 2),) * 2,
    )
    trace = ran(bowl, learning_rate=(1 - w / start) / 2, epochs=1)
    assert trace.w[-1] == pytest.approx([w, 0], rel=1e-9)
    return trace.outcome


@pytest.mark.parametrize(
    ("start", "w", "outcome"),
    [
        (5000.0, 0.5, Outcome.CONVERGED),
        (5000.0, 0.5001, Outcome.FINISHED),
        # From a gradient below 1, to a ten-thousandth of 1.
        (0.25, 0.4999e-4, Outcome.CONVERGED),
        (0.25, 0.5001e-4, Outcome.FINISHED),
    ],
)
def test_a_gradient_has_vanished_at_a_ten_thousandth_of_the_first(start, w, outcome):
    assert ends_at(start, w, width=1000.0) is outcome


@pytest.mark.parametrize(("w", "outcome"), [(0.99, "converged"), (1.01, "finished")])
def test_a_run_is_at_rest_within_a_hundredth_of_the_domain_of_where_it_would_stay(w, outcome):
    assert ends_at(1e6, w, width=100.0).value == outcome


@pytest.mark.parametrize(
    ("curvature", "aside", "outcome"),
    [
        (-1.01e-6, +1.0, Outcome.SADDLE),
        (-1e-6, +1.0, Outcome.CONVERGED),
        (0.0, +1.0, Outcome.CONVERGED),
        (0.0, 0.0, Outcome.CONVERGED),
        (0.0, -1e-6, Outcome.CONVERGED),
        (0.0, -1.01e-6, Outcome.SADDLE),
        (1e-6, -1.0, Outcome.SADDLE),
        (1.01e-6, -1.0, Outcome.CONVERGED),
    ],
)
def test_a_curvature_of_a_millionth_is_flat_so_the_cost_a_twentieth_aside_decides(
    curvature, aside, outcome
):
    # A domain whose hundred-thousandth is 1, so that the curvature is found to the last bit.
    at_rest = surface(
        lambda w: np.where(np.abs(w) < 4999, 0.0, np.where(np.abs(w) < 5001, aside, -aside)),
        lambda w: (curvature * w,),
        (0.0,),
        ((-5e4, 5e4),),
    )
    assert ran(at_rest, epochs=1).outcome is outcome


def at_the_origin(function, slopes, half_width=0.5):
    """How a run ends that never leaves the origin, on a domain 1 wide in w₂."""
    domain = ((-half_width, half_width), (-0.5, 0.5))
    return ran(surface(function, slopes, (0.0, 0.0), domain), epochs=1).outcome


@pytest.mark.parametrize(
    ("curvature", "outcome"), [(-0.9e-3, Outcome.CONVERGED), (-1.1e-3, Outcome.SADDLE)]
)
def test_flat_is_a_millionth_of_the_largest_curvature(curvature, outcome):
    found = at_the_origin(lambda a, b: 500 * b**2 + 0 * a, lambda a, b: (curvature * a, 1000 * b))
    assert found is outcome


@pytest.mark.parametrize(("edge", "outcome"), [(0.04, Outcome.SADDLE), (0.06, Outcome.CONVERGED)])
def test_the_twentieth_is_of_the_narrower_side_of_the_domain(edge, outcome):
    found = at_the_origin(
        lambda a, b: np.where(a > edge, -1.0, 0.0) + b**2,
        lambda a, b: (0 * a, 2 * b),
        half_width=50,
    )
    assert found is outcome


def test_where_the_gradient_ends_there_is_no_curvature_to_judge_by():
    found = at_the_origin(lambda a, b: a**1.5 + b**2, lambda a, b: (1.5 * np.sqrt(a), 2 * b))
    assert found is Outcome.FINISHED


def test_a_valley_that_is_all_but_level_is_a_place_to_rest():
    valley = surface(
        lambda a, b: 1e-12 * a**2 + b**2,
        lambda a, b: (2e-12 * a, 2 * b),
        (1.0, 0.0),
        ((-1.0, 1.0), (-1.0, 1.0)),
    )
    assert ran(valley, epochs=1).outcome is Outcome.CONVERGED


def test_the_critical_point_is_found_to_the_last_digits():
    assert critical_point(saddle(0, 0), np.array([0.0, 1.02])) == pytest.approx([0, 1], abs=1e-9)
    assert critical_point(saddle(0, 0), np.array([0.02, 0.02])) == pytest.approx([0, 0], abs=1e-9)


def test_a_search_is_finished_when_it_has_searched():
    trace = ran(double_well(2.0), algorithm="exhaustive", points=41)
    assert trace.outcome is Outcome.FINISHED
    assert trace.w[-1, 0] == pytest.approx(-1.3)


def test_curvatures_are_the_second_derivatives():
    assert curvatures(saddle(0, 0), np.array([0.5, 1.0])) == pytest.approx([2, 4], rel=1e-6)
    linear = PROBLEMS["linear"]
    assert curvatures(linear, np.array([0.3])) == pytest.approx([28 / 3], rel=1e-6)
    assert linear.curvature() == pytest.approx(28 / 3)


def test_a_local_minimum_is_told_from_the_lowest():
    trace = ran(double_well(2.0), learning_rate=0.01, epochs=2000)
    text = explain(trace)
    assert "Converged to w = 1.131" in text
    assert "A lower cost is known: −3.514, at w = −1.301" in text
    assert "lower" not in explain(ran(double_well(-2.0), learning_rate=0.01, epochs=2000))


def test_a_search_that_misses_the_lowest_says_so():
    trace = ran(double_well(2.0), algorithm="exhaustive", points=3)
    assert "A lower cost is known" in explain(trace)
    trace = ran(double_well(2.0), algorithm="exhaustive", points=101)
    assert "lower" not in explain(trace)
