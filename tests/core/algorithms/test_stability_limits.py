"""Past which learning rate a rule diverges, where one is known."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import PARAMETERS, PROBLEMS, RULES, configure, record

LIMITED = [
    ("plain", {"momentum": momentum, "nesterov": nesterov})
    for momentum in (0.0, 0.3, 0.5, 0.9, 0.99)
    for nesterov in (False, True)
]
UNLIMITED = [
    *((rule, {}) for rule in RULES if rule not in ("plain", "asgd")),
    ("rmsprop", {"momentum": 0.9}),
]


def growth(rule, curvature, rate):
    """How much a step on a quadratic stretches (w, v) in the long run.

    The step is linear in both: the largest eigenvalue of its matrix, whose columns
    are where it leads from (1, 0) and from (0, 1).
    """
    columns = []
    for w, v in ((1.0, 0.0), (0.0, 1.0)):
        gradient, state = np.array([curvature * w]), np.array([[v]])
        delta, state = rule.update(np.array([w]), gradient, state, rate)
        columns.append([w + delta[0], state[0, 0]])
    return np.abs(np.linalg.eigvals(np.transpose(columns))).max()


@pytest.mark.parametrize("curvature", [0.04, 2.0, 28 / 3])
@pytest.mark.parametrize(("rule", "settings"), LIMITED, ids=str)
def test_the_stability_limit_is_where_a_step_on_a_quadratic_begins_to_stretch(
    rule, settings, curvature
):
    made = RULES[rule](**settings)
    limit = made.stability_limit(curvature)
    assert growth(made, curvature, limit) == pytest.approx(1, abs=1e-12)
    assert all(growth(made, curvature, share * limit) < 1 for share in (0.01, 0.3, 0.7, 0.9999))
    assert all(growth(made, curvature, share * limit) > 1 for share in (1.0001, 1.1, 2, 10))


@pytest.mark.parametrize(("share", "outcome"), [(0.99, "converged"), (1.01, "diverged")])
@pytest.mark.parametrize(("rule", "settings"), LIMITED, ids=str)
def test_a_quadratic_converges_just_below_the_limit_and_diverges_just_above(
    rule, settings, share, outcome
):
    limit = RULES[rule](**settings).stability_limit(2.0)
    config = configure("parabola", rule=rule, learning_rate=share * limit, epochs=3000, **settings)
    assert config.algorithm.stability_limit(config.problem) == limit
    assert record(config).outcome.value == outcome


@pytest.mark.parametrize(("rule", "settings"), UNLIMITED, ids=str)
def test_without_a_limit_not_even_the_largest_rate_diverges(rule, settings):
    largest = PARAMETERS["learning_rate"].maximum
    config = configure("parabola", rule=rule, learning_rate=largest, epochs=3000, **settings)
    assert config.algorithm.stability_limit(config.problem) is None
    assert len(record(config)) == 3000


def test_asgd_can_diverge_but_its_steps_shrink_so_that_no_rate_is_where_it_begins_to():
    settings = {"rule": "asgd", "lambd": 0.1, "epochs": 3000}
    assert RULES["asgd"]().stability_limit(2.0) is None
    past_the_plain_limit = record(configure("parabola", learning_rate=1.5, **settings))
    assert past_the_plain_limit.outcome.value == "converged"
    assert record(configure("parabola", learning_rate=10, **settings)).outcome.value == "diverged"


@pytest.mark.parametrize("curvature", [0.0, -2.0])
@pytest.mark.parametrize("rule", RULES)
def test_a_cost_that_does_not_curve_upwards_has_no_limit(rule, curvature):
    assert RULES[rule]().stability_limit(curvature) is None


def test_samples_that_say_nothing_of_the_weight_have_no_limit():
    problem = replace(PROBLEMS["linear"], data={"x": np.zeros(3), "y": np.ones(3)})
    assert problem.curvature() == 0
    assert configure(problem).algorithm.stability_limit(problem) is None


@pytest.mark.parametrize(("size", "steepest"), [(1, 18), (2, 18), (3, 28 / 3)])
def test_a_shorter_batch_at_the_end_of_a_pass_counts(size, steepest):
    """Of x = 1, 2, 3 a batch of two leaves one over, and 2x² is 18 for the last of them."""
    config = configure("linear", "mini-batch", batch_size=size)
    assert config.algorithm.stability_limit(config.problem) == pytest.approx(2 / steepest)
