"""What is said of a step and of an end where there are two weights."""

import numpy as np
import pytest

from gdviz.core import Outcome, configure, record
from gdviz.core.telling.explain import explain
from gdviz.core.telling.narration import narrate


def run(problem, **settings):
    return record(configure(problem, **settings))


def test_a_step_names_its_gradient_and_where_it_leads():
    # J = w₁² + w₂² at (−2.5, 1.5), α = 0.1: g = 2w, each step leaves 0.8² of the cost.
    said = narrate(run("bowl", learning_rate=0.1), 0)
    assert "(−5, 3)" in said
    assert "(0.5, −0.3)" in said
    assert "64 % of the loss is left." in said
    assert "does not move" not in said


def test_without_a_gradient_and_a_speed_nothing_says_which_way():
    said = narrate(run("bowl", start=(0.0, 0.0)), 0)
    assert said.startswith("The gradient is 0: nothing says which way to go.")


def test_without_a_gradient_a_speed_still_carries_on():
    # w ← w − ½·2w = 0, where the gradient is 0; half the speed is left, and moves w₁ alone.
    said = narrate(run("bowl", start=(-2.4691, 0.0), learning_rate=0.5, momentum=0.5), 1)
    assert "The gradient is 0, but the speed carries the weights on by (1.23, 0)." in said
    assert "w₂ does not move" in said


def test_a_weight_that_nothing_moves_is_named():
    said = narrate(run("saddle", learning_rate=0.1, start=(1.5, 0.0)), 3)
    assert "w₂ does not move" in said
    assert "w₁ does not move" not in said


def test_momentum_against_the_gradient_is_said():
    trace = run("stretched-bowl", learning_rate=0.05, momentum=0.9)
    against = [
        number
        for number in range(len(trace))
        if trace.gradient[number] @ trace.step(number).delta > 0
    ]
    assert against
    assert not any("too far" in narrate(trace, number) for number in against)
    for number in range(20):
        assert ("turn the weights back" in narrate(trace, number)) == (number in against)


def test_a_cost_that_hardly_changes_is_not_given_as_a_share():
    trace = run("rosenbrock", learning_rate=0.001)
    assert "hardly" not in narrate(trace, 0)
    assert "hardly" in narrate(trace, 90)
    assert "is left" not in narrate(trace, 90)


def test_a_negative_cost_falls_rather_than_leaving_a_share():
    # J = w₁² − w₂² + w₂⁴/2 at (0, 0.5), α = 0.1: g = (0, −0.75), then w₂ = 0.575.
    said = narrate(run("saddle", learning_rate=0.1, start=(0.0, 0.5)), 0)
    after = -(0.575**2) + 0.575**4 / 2
    assert f"from −0.219 to −{abs(after):.3g}" in said


def test_a_probe_names_pairs():
    said = narrate(run("bowl", algorithm="divide-and-conquer", points=5), 30)
    assert "best weight so far is (0, 0); still searching (−1.5, −1.5) to (1.5, 1.5)" in said


@pytest.mark.parametrize(
    ("problem", "curvature"), [("saddle", "(−2, 2)"), ("finite-sum", "(−1, 1)")]
)
def test_at_a_saddle_momentum_is_no_advice_where_it_does_not_help(problem, curvature):
    settings = {"start": (1.5, 0.0), "learning_rate": 0.05, "epochs": 400}
    said = explain(run(problem, **settings))
    assert "saddle point" in said
    assert f"curvatures are {curvature}" in said
    assert "momentum stays as well" in said
    with_momentum = run(problem, momentum=0.5, **settings)
    assert with_momentum.outcome is Outcome.SADDLE


def test_at_a_saddle_momentum_is_advice_where_something_pushes():
    settings = {"start": (1.0, 1e-9), "learning_rate": 0.05, "epochs": 110}
    assert "Momentum can get past it." in explain(run("saddle", **settings))
    with_momentum = run("saddle", momentum=0.9, **settings)
    assert abs(with_momentum.w[-1, 1]) > 0.5


def test_a_minimum_is_told_by_its_curvature():
    # At (0, 1): ∂²J/∂w₁² = 2, ∂²J/∂w₂² = 6w₂² − 2 = 4.
    said = explain(run("saddle", learning_rate=0.1, start=(1.0, 0.5)))
    assert said.startswith("Converged to")
    assert "a minimum: the cost curves upwards, by (2, 4)" in said


def test_a_flat_valley_is_not_called_a_minimum():
    said = explain(run("two-layer", learning_rate=0.02))
    assert said.startswith("Converged to")
    assert "curves upwards" not in said


def test_any_of_the_best_minima_will_do():
    trace = run("himmelblau", algorithm="divide-and-conquer")
    assert np.abs(trace.w[-1] - (-2.805, 3.131)).max() < 0.1
    assert "lower cost is known" not in explain(trace)


def test_a_minimum_that_is_not_the_best_says_where_that_is():
    said = explain(run("two-basins", learning_rate=0.02))
    assert "A lower cost is known: 0.9438, at w₁ = 0.5536, w₂ = −0.5536" in said


def test_with_almost_no_gradient_the_speed_still_carries_on():
    # The bowl w₁² + w₂²'s slope is 2w: from −1 to −0.01 with v = −1.98, and on with v = −1.0.
    trace = run("bowl", start=(-1.0, 0.0), learning_rate=0.5 * 0.99, momentum=0.5)
    assert "almost 0 here, but the speed carries the weights on by (0.5" in narrate(trace, 1)
