"""What a kernel makes, held against the plain evaluation of the same formulas, step by step."""

from itertools import islice

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, PROBLEMS, RULES, Outcome, RunConfig, configure, record, run
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.problems.expression import parse
from gdviz.core.problems.regression import Regression
from gdviz.core.runs.kernels import blocks
from tests.core.steps import ending, taken
from tests.crossing import crossed

DESCENTS = [name for name, algorithm in ALGORITHMS.items() if not algorithm.searches]
SETTINGS = [
    *[{"rule": rule} for rule in RULES],
    {"momentum": 0.9},
    {"momentum": 0.9, "nesterov": True},
    {"rule": "rmsprop", "momentum": 0.5},
]


def plain(config, after=None):
    """The steps as the formulas say, evaluated one by one."""
    with np.errstate(all="ignore"):
        yield from config.algorithm.steps(config, after)


def assert_each_step_is_plain(config, count):
    """One step from each recorded state, to 1e-12: whole runs part where the map is chaotic."""
    before = None
    for step in islice(taken(config), count):
        expected = next(plain(config, before))
        scale = np.abs(expected.w).max()
        np.testing.assert_allclose(step.w, expected.w, rtol=1e-12, atol=1e-12 * scale)
        for name in ("loss", "gradient", "delta", "state"):
            found, known = getattr(step, name), getattr(expected, name)
            size = np.abs(known).max() if np.size(known) else 0
            told = f"{name} in {config.algorithm.id}"
            np.testing.assert_allclose(found, known, rtol=1e-12, atol=1e-12 * size, err_msg=told)
        assert np.array_equal(step.rows, expected.rows)
        assert (step.epoch, step.evaluations) == (expected.epoch, expected.evaluations)
        before = step


@pytest.mark.parametrize(("problem", "settings"), crossed(PROBLEMS, SETTINGS), ids=str)
def test_each_step_is_the_plain_one(problem, settings):
    for algorithm in DESCENTS:
        config = configure(problem, algorithm, learning_rate=1e-3, epochs=8, seed=1, **settings)
        assert_each_step_is_plain(config, 8)


@pytest.mark.parametrize("order", ["shuffled", "with-replacement", "in-order"])
@pytest.mark.parametrize("size", [1, 3, 7])
def test_each_step_sees_its_own_samples(order, size):
    """The last batch of a pass over four or twenty samples is a shorter one."""
    for problem in ("line", "finite-sum"):
        config = configure(
            problem, "mini-batch", batch_size=size, order=order, learning_rate=0.01, epochs=9
        )
        assert_each_step_is_plain(config, 30)


def bent(count, reduction):
    """A model of two weights that does not separate, on so many samples."""
    x = np.linspace(0.2, 2.0, count)
    return Regression(
        id="bent",
        title="Bent",
        model="w1·tanh(w2·x)",
        data={"x": x, "y": np.tanh(2 * x)},
        domain=((0.0, 2.0), (0.0, 4.0)),
        start=(0.5, 1.0),
        reduction=reduction,
    )


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("count", [1, 2, 7, 40, 41, 100])
def test_a_model_that_does_not_separate_is_written_out_where_there_are_few_samples(
    count, reduction
):
    problem = bent(count, reduction)
    for algorithm, size in (("gradient-descent", 1), ("sgd", 1), ("mini-batch", 3)):
        for rule in ("plain", "adam"):
            config = configure(problem, algorithm, rule, batch_size=size, learning_rate=1e-3)
            assert_each_step_is_plain(config, 15)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_problem_has_a_kernel(problem):
    for algorithm in DESCENTS:
        assert blocks(configure(problem, algorithm), None) is not None


RATES = np.geomspace(1e-4, 10, 40)


LONG = [
    "linear", "line", "sine", "two-layer", "himmelblau", "rosenbrock", "wavy", "flower",
    "double-well", "exp(w^2) - w", "ln(w) - sqrt(w)", "1/w + w", "w^w", "abs(w) - cosh(w/9)",
    "asin(w/5) + w^2",
]  # fmt: skip


@pytest.mark.parametrize(("problem", "momentum"), crossed(LONG, [0.0, 0.9], one_in=2))
def test_a_run_is_as_long_as_the_plain_one_and_ends_alike(problem, momentum):
    """Those that overflow, and those that come to where floats raise, included.

    In so few steps no map is chaotic enough to tell the last digits apart.
    """
    for rate in RATES:
        made = problem if problem in PROBLEMS else parse(problem)
        config = configure(made, learning_rate=float(rate), momentum=momentum, epochs=30)
        steps = list(taken(config))
        expected = list(_checked(config))
        assert len(steps) == len(expected)
        assert (len(steps) < config.total_steps) == (ending(run(config)) is Outcome.DIVERGED)


def _checked(config: RunConfig):
    """The plain steps whose weights and losses, and the next ones, are within the bound."""
    scale = max(1.0, np.abs(config.problem.domain).max(), np.abs(config.start).max())
    first = abs(float(config.problem.cost(np.array(config.start))))
    held = None
    for step in plain(config):
        if not (np.abs(step.w).max() <= 1e6 * scale and abs(step.loss) <= 1e12 * max(1.0, first)):
            return
        if held is not None:
            yield held
        held = step
    with np.errstate(all="ignore"):
        w = held.w + held.delta
        cost = abs(float(config.problem.cost(w)))
    if np.abs(w).max() <= 1e6 * scale and cost <= 1e12 * max(1.0, first):
        yield held


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("algorithm", DESCENTS)
def test_where_steps_are_taken_one_by_one_it_goes_on_from_any_of_them_to_the_bit(algorithm, rule):
    """For the others, see the closed form."""
    config = configure("two-layer", algorithm, rule, epochs=40, learning_rate=0.01)
    whole = record(config)
    for number in (0, 1, 17, len(whole) - 2):
        rest = list(run(config, whole.step(number)))
        for name in ("w", "loss", "gradient", "state"):
            found = np.concatenate([block.columns[name] for block in rest])
            assert np.array_equal(found, getattr(whole, name)[number + 1 :][: len(found)])
        assert len(found) == len(whole) - number - 1


def test_where_a_block_ends_depends_on_the_number_alone():
    config = configure("himmelblau", epochs=5000, learning_rate=1e-5)
    assert isinstance(config.algorithm, GradientDescent)
    ends = [block.first + len(block) for block in run(config)]
    whole = record(config)
    for number in (0, 700, 1500, 4000):
        rest = [block.first + len(block) for block in run(config, whole.step(number))]
        assert rest == [end for end in ends if end > number + 1]
