"""Many steps of a quadratic at once, against the same steps one by one."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import RULES, configure
from gdviz.core.problems.expression import parse
from gdviz.core.runs.kernels.leap import linear
from gdviz.core.runs.kernels.side_by_side import SideBySide
from gdviz.core.runs.sweep import limits, sweep

MOMENTA = (0.0, 0.1, 0.5, 0.9, 0.99)
QUADRATICS = [
    "linear",
    "line",
    "many-samples",
    "bowl",
    "stretched-bowl",
    "booth",
    "matyas",
    "w^2/10^6 + 3",
    "w1^2 - w2^2 + w1",
    "1 - w^2",
]
NOT_QUITE = [
    "(w - 2)^2 + 0*w^0.5",
    "(w - 2)^2 + 0*ln(w)",
    "10*w",
    "w1^2 + w2",
    "w^2 + abs(w)",
    "two-layer",
    "double-well",
]


def config_of(problem, **settings):
    typed = "*" in problem or "^" in problem
    return configure(parse(problem) if typed else problem, **settings)


def moments(config, learning_rates, momenta=MOMENTA):
    return list(sweep(config, np.asarray(learning_rates, float), momenta))


def one_by_one(config, learning_rates, momenta=MOMENTA):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SideBySide, "_leap", lambda _self: None)
        return moments(config, learning_rates, momenta)[-1]


def around_the_limits(config):
    beside = np.array([1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.03, 0.1])
    known = [limit or 1.0 for limit in limits(config, MOMENTA)]
    rates = [limit * (1 + sign * beside) for limit in known for sign in (-1, 1)]
    return np.unique(np.clip([*np.geomspace(1e-6, 10, 60), *np.ravel(rates)], 1e-6, 10))


@pytest.mark.parametrize("nesterov", [False, True])
@pytest.mark.parametrize("problem", QUADRATICS + NOT_QUITE)
def test_it_leads_where_the_steps_lead(problem, nesterov):
    config = config_of(problem, epochs=700, nesterov=nesterov)
    rates = around_the_limits(config)
    found, expected = moments(config, rates)[-1], one_by_one(config, rates)
    assert np.array_equal(found.diverged, expected.diverged)
    assert np.array_equal(found.taken, expected.taken)
    np.testing.assert_allclose(found.w, expected.w, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("epochs", range(4, 24))
def test_a_run_that_ends_just_before_the_bound_has_not_diverged(epochs):
    config = config_of("line", epochs=epochs)
    rates = np.geomspace(0.2, 10, 100)
    found, expected = moments(config, rates)[-1], one_by_one(config, rates)
    assert np.array_equal(found.diverged, expected.diverged)
    assert np.array_equal(found.taken, expected.taken)


@pytest.mark.parametrize("problem", QUADRATICS)
def test_a_million_steps_are_one_leap(problem):
    config = config_of(problem, epochs=1_000_000)
    rates = np.array([1e-6, 1e-3, 0.01]) / max(1.0, config.problem.curvature())
    seen = moments(config, rates, (0.0, 0.5, 0.9))
    assert seen[-1].share == 1
    assert len(seen) <= 10  # where it rises, a few steps are left to the first one past the bound


def test_a_leap_ends_within_the_bound_and_the_first_step_past_it_is_found():
    """w = (1 − 2α)ⁿ: with α = 2 it is ±3ⁿ, and 3¹²  < 10⁶ < 3¹³ bounds the cost w²."""
    config = config_of("w^2", epochs=50, start=(1.0,))
    seen = moments(replace(config, start=(1.0,)), [2.0], ())
    assert seen[-1].diverged.all()
    assert seen[-1].taken == 12
    assert seen[-1].w == pytest.approx(3.0**12)


def test_only_a_linear_rule_leaps():
    assert {name for name, rule in RULES.items() if linear(rule().program)} == {"plain"}
    for settings in ({"momentum": 0.5}, {"momentum": 0.5, "nesterov": True}):
        assert linear(configure(**settings).algorithm.rule.program)
