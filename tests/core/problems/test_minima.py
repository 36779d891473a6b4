"""Minima found by looking, against those known by algebra."""

import math

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Problem
from gdviz.core.problems.analysis import find_minima, lowest
from gdviz.core.problems.changed_data import with_data
from gdviz.core.problems.expression import parse
from tests.core.surfaces import surface

ONE_WEIGHT = [problem for problem in PROBLEMS.values() if len(problem.weights) == 1]


@pytest.mark.parametrize("problem", ONE_WEIGHT, ids=lambda problem: problem.id)
def test_every_known_minimum_is_found_in_order(problem: Problem) -> None:
    np.testing.assert_allclose(find_minima(problem), problem.minima, atol=1e-5)


@pytest.mark.parametrize("problem", ONE_WEIGHT, ids=lambda problem: problem.id)
def test_the_lowest_is_the_best_that_is_known(problem: Problem) -> None:
    assert (lowest(problem),) == problem.minima[0]


def test_a_cost_without_values_in_places_has_its_minimum_elsewhere() -> None:
    assert lowest(parse("w*ln(w)")) == pytest.approx(1 / math.e, abs=1e-6)


def test_without_a_minimum_inside_an_end_is_lowest() -> None:
    assert lowest(parse("w^3")) == -5
    linear = PROBLEMS["linear"]
    steeper = with_data(linear, linear.x, 10 * linear.x)  # type: ignore[arg-type, attr-defined]
    assert lowest(steeper) == 4


def test_a_level_bottom_is_one_minimum_somewhere_on_it() -> None:
    problem = surface(
        lambda w: np.maximum(np.abs(w), 1.0),
        lambda w: (np.where(np.abs(w) > 1, np.sign(w), 0.0),),
        (2.0,),
        ((-3.0, 3.0),),
    )
    ((found,),) = find_minima(problem)
    assert abs(found) <= 1
    assert abs(lowest(problem)) <= 1


def test_a_level_cost_has_no_minimum() -> None:
    assert find_minima(parse("0*w + 1")) == ()


def test_of_equal_minima_all_are_found() -> None:
    np.testing.assert_allclose(find_minima(parse("(w^2 - 1)^2")), [(-1,), (1,)], atol=1e-5)
