"""Steps in closed form, against the course's listing and the same steps one by one."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from gdviz.core import RULES, Trace, configure, record, run
from gdviz.core.problems.expression import parse
from gdviz.core.runs.block import COLUMNS
from gdviz.core.runs.kernels.closed_form import ClosedForm
from gdviz.core.runs.kernels.sources import LENGTH, LONGEST
from tests.benchmarks.opponents import listing

RUNS = [
    ("linear", 5e-4),
    ("line", 8e-3),
    ("quadratic-fit", 6e-3),
    ("matyas", 0.1),
    ("w1^2 + w1*w2 + 5*w2^2 - w1", 2.5e-3),
    ("(w - 3000)^2 + 7*w", 2.4e-3),
    ("w^2 + 7", 2.4e-3),
]
"""Runs that are in closed form at first, and near the optimum within 6,200 steps."""


def config_of(problem, **settings):
    return configure(parse(problem) if "^" in problem else problem, **settings)


def closed_form(config):
    algorithm, cost = config.algorithm, config.problem.cost_function
    return ClosedForm.of(cost, algorithm.rule, algorithm.learning_rate, config.total_steps)


def plain(config, count):
    """The steps as the formulas say, evaluated one by one."""
    return islice(config.algorithm.steps(config), count)


@pytest.mark.parametrize(
    ("learning_rate", "end"), [(1e-6, LONGEST), (1e-5, LONGEST), (1e-4, LENGTH), (1e-3, None)]
)
def test_whole_runs_are_the_listings(learning_rate, end):
    config = configure(learning_rate=learning_rate, epochs=50_000)
    trace, (_epochs, costs) = record(config), listing(50_000, learning_rate)
    # The cost is (14/3)(w - 2)².
    expected = 2 - np.sqrt(np.array(costs) * 3 / 14)
    np.testing.assert_allclose(trace.w[:-1, 0], expected, rtol=1e-12)
    assert closed_form(config).end(0, trace.w[0]) == end


@pytest.mark.parametrize(("problem", "learning_rate"), RUNS)
def test_whole_runs_are_the_plain_ones_beyond_the_handing_over_too(problem, learning_rate):
    config = config_of(problem, learning_rate=learning_rate, epochs=6_200)
    assert closed_form(config).end(0, np.array(config.start)) == LENGTH
    trace, steps = record(config), [*plain(config, 6_200)]
    assert len(trace) == len(steps)
    assert not closed_form(config).end(len(trace), trace.w[-1])
    expected = np.array([step.w for step in steps])
    scale = np.maximum(1e-12, np.abs(expected).max(axis=1, keepdims=True))
    assert (np.abs(trace.w[:-1] - expected) <= 1e-12 * scale).all()
    assert trace.w[-1] == pytest.approx(steps[-1].w + steps[-1].delta, rel=1e-12, abs=1e-20)


@pytest.mark.parametrize(("problem", "learning_rate"), RUNS)
def test_each_step_is_the_plain_one_from_the_weight_that_is_recorded(problem, learning_rate):
    config = config_of(problem, learning_rate=learning_rate, epochs=5_000)
    trace, rule = record(config), config.algorithm.rule
    w = trace.w[:-1]
    gradient = config.problem.gradient(w)
    delta, state = rule.update(w, gradient, trace.state[0], learning_rate)
    found = [trace.loss, trace.gradient, np.array([trace.step(n).delta for n in range(len(w))])]
    for one, known in zip(found, [config.problem.loss(w), gradient, delta], strict=True):
        np.testing.assert_allclose(one, known, rtol=1e-12)
    assert np.array_equal(trace.state, state.swapaxes(0, 1))
    scale = np.maximum(np.abs(w), np.abs(trace.w[1:])).max(axis=1, keepdims=True)
    assert (np.abs(w + delta - trace.w[1:]) <= 1e-12 * scale).all()


@pytest.mark.parametrize(("problem", "learning_rate"), [*RUNS, ("linear", 1e-5)])
def test_a_run_is_the_same_to_the_bit_where_a_block_ends_and_however_many_epochs(
    problem, learning_rate
):
    config = config_of(problem, learning_rate=learning_rate, epochs=LONGEST + 3_000)
    whole, blocks = record(config), [*run(config)]
    for block in (blocks[0], blocks[-2]):
        last = block.first + len(block) - 1
        rest = [*run(config, whole.step(last))]
        for name in COLUMNS:
            found = np.concatenate([one.columns[name] for one in rest])
            known = np.concatenate([one.columns[name] for one in blocks])
            assert np.array_equal(found, known[last + 1 :])
    for epochs in (1, 700, LENGTH, 3_000):
        fewer = record(replace(config, epochs=epochs))
        for name in ("loss", "gradient", "state"):
            assert np.array_equal(getattr(fewer, name), getattr(whole, name)[:epochs])
        assert np.array_equal(fewer.w[:-1], whole.w[:epochs])


@pytest.mark.parametrize(("problem", "learning_rate"), RUNS)
def test_from_any_other_step_it_is_the_same_but_for_the_last_digits(problem, learning_rate):
    config = config_of(problem, learning_rate=learning_rate, epochs=4_000)
    whole = record(config)
    ends = [block.first + len(block) for block in run(config)]
    for number in (0, 1, 700, 3_000, 3_998):
        rest = [*run(config, whole.step(number))]
        assert [one.first + len(one) for one in rest] == [end for end in ends if end > number + 1]
        found = np.concatenate([one.w for one in rest])
        scale = np.abs(found).max(axis=1, keepdims=True)
        assert (np.abs(found - whole.w[number + 1 : -1]) <= 1e-12 * scale).all()


@pytest.mark.parametrize("step", [1, 700, LENGTH, 3_000])
def test_a_change_in_the_middle_of_a_block_is_the_same_to_the_bit_whoever_makes_it(step):
    first, second = (configure(learning_rate=rate, epochs=9_000) for rate in (1e-5, 3e-5))
    whole = record(first, (step, second))
    played = record(first).continued(step, second)
    assert np.array_equal(played.w, whole.w[: step + 1])  # before it goes on, too
    for block in run(second, played.step(step - 1)):
        played.extend(block)
    for name in ("w", "loss", "gradient", "state"):
        assert np.array_equal(getattr(played, name), getattr(whole, name))


@pytest.mark.parametrize(
    ("problem", "settings"),
    [
        *[("linear", {"rule": rule}) for rule in RULES if rule != "plain"],
        ("linear", {"momentum": 0.5}),
        ("linear", {"learning_rate": 1 / 9}),  # each step leads past the optimum
        ("linear", {"learning_rate": 0.3}),
        ("(w - 2)^2/10^6", {"learning_rate": 0.1}),  # the loop's roundings are more than a step
        ("w1^2 + 1000*w2^2", {"learning_rate": 1e-5}),
        ("saddle", {}),
        ("himmelblau", {}),
    ],
)
def test_there_is_none_that_is_as_exact(problem, settings):
    assert closed_form(config_of(problem, epochs=1_000_000, **settings)) is None


def test_momentum_that_is_switched_off_leaves_nothing_of_the_speed():
    fast, slow = configure(momentum=0.9, learning_rate=1e-5), configure(learning_rate=1e-5)
    trace = record(fast, (50, slow))
    assert isinstance(trace, Trace)
    assert trace.state[49].all()
    assert not trace.state[50:].any()
    expected = 2 + (trace.w[50] - 2) * (1 - 1e-5 * 28 / 3) ** 50
    assert trace.w[-1] == pytest.approx(expected, rel=1e-14)
