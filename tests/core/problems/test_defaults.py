"""What a problem and a rule bring makes their point: a run gets near a minimum, never away."""

import numpy as np
import pytest

from gdviz.core import PARAMETERS, PROBLEMS, RULES, configure, record
from gdviz.core.catalogue import brought
from gdviz.core.runs.outcome import Verdict

NEAR = 0.1  # of what the start's cost is above the least
LEVEL = 0.02  # of the domain's width, from the point where the gradient is 0

LOCAL = {"sine", "double-well", "wavy", "two-basins", "six-hump-camel", "wells"}
"""Where it ends in a local minimum, as it should."""

STUCK = {problem: PROBLEMS[problem].saddles for problem in ("saddle", "finite-sum", "plateau")}
"""Where it ends on a saddle point or a flat spot, or gets past it, and which these are."""


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_with_what_is_brought_a_run_gets_near_a_minimum(problem, rule):
    trace = record(configure(problem, rule=rule))
    assert trace.ending.verdict not in (Verdict.DIVERGED, Verdict.DIVERGING)
    function, w = PROBLEMS[problem], trace.w[-1]
    low, high = np.array(function.domain).T

    def is_near(points, share):
        return any((abs(w - point) <= share * (high - low)).all() for point in points)

    first, last = function.cost(trace.w[[0, -1]])
    # In a local minimum, its cost is what there is to be reached.
    minima = function.minima if problem in LOCAL else function.minima[:1]
    nearest = min(minima, key=lambda minimum: np.linalg.norm(w - minimum), default=None)
    least = 0.0 if nearest is None else function.cost(np.array(nearest))  # a net's: a square's
    near = last - least <= NEAR * (first - least)
    assert near or is_near(STUCK.get(problem, ()), 5 * LEVEL), (w, last)


@pytest.mark.parametrize("problem", [one for one in PROBLEMS.values() if one.defaults])
def test_a_problem_brings_only_what_the_general_defaults_do_not_do(problem):
    assert problem.defaults.keys() <= PARAMETERS.keys()
    general = {name: PARAMETERS[name].default for name in problem.defaults}
    assert all(problem.defaults[name] != general[name] for name in general)
    alike, own = record(configure(problem, **general)), record(configure(problem))
    least = min(map(problem.cost, np.array(problem.minima)), default=0.0)
    assert alike.ending.verdict is Verdict.DIVERGED or own.ending.cost < alike.ending.cost
    assert own.ending.cost >= least - 1e-9


def test_the_rate_of_a_rule_that_steps_by_it_goes_with_the_width_of_the_domain():
    rates = {
        problem: configure(problem, rule="adam").algorithm.learning_rate
        for problem in ("linear", "himmelblau", "booth")
    }
    assert rates == {"linear": 0.1, "himmelblau": 0.2, "booth": 0.5}  # 4, 12 and 20 wide
    assert brought(PROBLEMS["booth"], "plain") == {}
    assert brought(PROBLEMS["rosenbrock"], "adam") == {"learning_rate": 0.1, "epochs": 2000}


def test_what_is_given_is_stronger_than_what_is_brought():
    def set_to(**settings):
        config = configure("rosenbrock", **settings)
        return getattr(config.algorithm, "learning_rate", None), config.epochs

    assert set_to() == set_to(algorithm="sgd") == (0.002, 2000)
    assert set_to(rule="adam") == (0.1, 2000)
    assert set_to(rule="adam", learning_rate=0.01) == set_to(learning_rate=0.01) == (0.01, 2000)
    assert set_to(epochs=7) == (0.002, 7)
    assert configure(PROBLEMS["rosenbrock"]) == configure("rosenbrock")
    assert configure("linear").epochs == 100
