"""How a run is judged to have ended."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Outcome, configure, record
from gdviz.core.analysis import curvatures
from gdviz.core.explain import explain


@dataclass(frozen=True)
class Surface:
    """A problem without data, given by its cost and gradient."""

    of: Callable
    slope: Callable
    start: tuple[float, ...]
    domain: tuple[tuple[float, float], ...]
    minima: tuple[tuple[float, ...], ...] = ()
    id: str = "surface"
    title: str = "Surface"
    formula: str = ""
    n_samples: int = 1

    @property
    def weights(self):
        return ("w",) if len(self.start) == 1 else ("w₁", "w₂")

    def cost(self, w):
        return np.asarray(self.of(*np.moveaxis(w, -1, 0)))

    def loss(self, w, rows=None):
        return float(self.cost(w))

    def gradient(self, w, rows=None):
        return np.array(self.slope(*w), dtype=float)

    def curvature(self, batch_size=None):
        return None


def saddle(*start):
    return Surface(
        lambda a, b: a**2 - b**2 + b**4 / 2,
        lambda a, b: (2 * a, -2 * b + 2 * b**3),
        start,
        ((-2.0, 2.0), (-2.0, 2.0)),
        ((0.0, 1.0), (0.0, -1.0)),
    )


def double_well(start):
    return Surface(
        lambda w: w**4 - 3 * w**2 + w,
        lambda w: (4 * w**3 - 6 * w + 1,),
        (start,),
        ((-2.0, 2.0),),
        ((-1.3008395659415772,), (1.1309011226299856,)),
    )


def cubic(start):
    return Surface(lambda w: w**3, lambda w: (3 * w**2,), (start,), ((-1.0, 1.0),))


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
    assert "stochastic" in text  # from w₂ = 0 no gradient points aside, so momentum stays too


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
