"""The schedules of the learning rate against torch.optim.lr_scheduler and against closed formulas.

The numbers of torch are committed, so that they are checked where torch is not
installed. `python -m tests.core.algorithms.test_schedules` writes them anew.
"""

import itertools
import json
from math import cos, pi
from pathlib import Path

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, PROBLEMS, RULES, configure, record
from gdviz.core.algorithms.schedules import BY_ID, CONSTANT, OPTIONS, SCHEDULES
from gdviz.core.catalogue import applicable
from gdviz.core.problems.changed_data import with_data
from gdviz.core.runs.comparison import names
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.runs.sweep import sweep
from gdviz.core.runs.trace import can_continue
from gdviz.core.telling.arithmetic import write_out
from gdviz.core.telling.rule_parts import step_parts
from tests.crossing import crossed

TABLE = Path(__file__).parent / "data" / "torch_schedules.json"
STEPS = 40
KEPT = (1, 2, 10, 11, 31, 40)
RATE = 0.01
OPTIMISERS = {"plain": "SGD", "adam": "Adam", "adagrad": "Adagrad"}
VARYING = [schedule.id for schedule in SCHEDULES if schedule.varies]

# What is left of the first rate at a step from 0, of so many.
CLOSED = {
    "constant": lambda _step, _total: 1.0,
    "step": lambda step, total: 1 / 2 ** (4 * step // total),
    "exponential": lambda step, total: 10 ** (-2 * step / total),
    "one-over-t": lambda step, _total: 1 / (step + 1),
    "cosine": lambda step, total: (1 + cos(pi * step / total)) / 2,
}


def theirs(torch, optimiser, schedule, problem):
    """Return torch's rates, and the weights after some of the steps."""
    minimised = PROBLEMS[problem]
    w = torch.tensor(minimised.start, dtype=torch.float64, requires_grad=True)
    optimise = getattr(torch.optim, OPTIMISERS[optimiser])([w], lr=RATE)
    scheduler = {
        "constant": lambda lr: lr.ConstantLR(optimise, factor=1.0),
        "step": lambda lr: lr.StepLR(optimise, STEPS // 4, gamma=0.5),
        "exponential": lambda lr: lr.ExponentialLR(optimise, 0.01 ** (1 / STEPS)),
        "one-over-t": lambda lr: lr.LambdaLR(optimise, lambda step: 1 / (step + 1)),
        "cosine": lambda lr: lr.CosineAnnealingLR(optimise, STEPS),
    }[schedule](torch.optim.lr_scheduler)
    rates, weights = [], [w.tolist()]
    for _step in range(STEPS):
        rates.append(optimise.param_groups[0]["lr"])
        w.grad = torch.from_numpy(minimised.gradient(w.detach().numpy().copy()))
        optimise.step()
        scheduler.step()
        weights.append(w.tolist())
    return rates, [weights[step] for step in KEPT]


CASES = [*itertools.product(OPTIMISERS, CLOSED, ("line", "himmelblau"))]
cases = pytest.mark.parametrize(("rule", "schedule", "problem"), CASES)


def run_of(rule, schedule, problem, **settings):
    given = {"learning_rate": RATE, "epochs": STEPS, **settings}
    return configure(problem, rule=rule, schedule=schedule, **given)


def assert_same(config, rates, weights):
    found = [config.algorithm.rate(step, STEPS) for step in range(STEPS)]
    np.testing.assert_allclose(found, rates, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(record(config).w[list(KEPT)], weights, rtol=1e-11, atol=1e-14)


@cases
def test_rates_and_weights_are_torch_s(rule, schedule, problem):
    torch = pytest.importorskip("torch")
    assert_same(run_of(rule, schedule, problem), *theirs(torch, rule, schedule, problem))


@cases
def test_rates_and_weights_are_the_committed_ones_of_torch(rule, schedule, problem):
    committed = json.loads(TABLE.read_text("utf-8"))[f"{rule} {schedule} {problem}"]
    assert_same(run_of(rule, schedule, problem), committed["rates"], committed["weights"])


@pytest.mark.parametrize("schedule", BY_ID)
@pytest.mark.parametrize("total", [1, 3, 100, 1000])
def test_the_rates_follow_their_closed_formulas(schedule, total):
    made = BY_ID[schedule].rates(0.3, np.arange(total), total)
    expected = [0.3 * CLOSED[schedule](step, total) for step in range(total)]
    np.testing.assert_allclose(np.broadcast_to(made, total), expected, rtol=1e-12)
    assert float(BY_ID[schedule].rates(0.3, 0, total)) == 0.3


def test_every_schedule_is_compared():
    assert [*OPTIONS] == [*CLOSED] == [*BY_ID]


@pytest.mark.parametrize(
    ("rule", "algorithm", "schedule"),
    crossed(
        [*RULES, "v ← 0.5 v + g; w ← w − α·v/√t"],
        ["gradient-descent", "sgd", "mini-batch"],
        VARYING,
    ),
)
def test_a_run_is_its_plain_steps(rule, algorithm, schedule):
    for problem in ("linear", "quadratic-fit", "sine"):
        config = configure(problem, algorithm, rule, schedule=schedule, epochs=30)
        trace = record(config)
        steps = [*itertools.islice(config.algorithm.steps(config), len(trace))]
        w = np.array([step.w for step in steps])
        np.testing.assert_allclose(trace.w[: len(w)], w, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("schedule", VARYING)
@pytest.mark.parametrize("rule", RULES)
def test_a_sweep_is_each_of_its_runs_alone(rule, schedule):
    rates = np.array([1e-3, 0.02, 0.3])
    for problem, algorithm in (("linear", "gradient-descent"), ("quadratic-fit", "mini-batch")):
        config = configure(problem, algorithm, rule, schedule=schedule, epochs=30)
        *_some, swept = sweep(config, rates)
        for column in range(len(rates)):
            trace = record(swept.run(0, column))
            np.testing.assert_allclose(swept.w[0, column], trace.w[-1], rtol=1e-9, atol=1e-12)
            assert swept.taken[0, column] == len(trace)


def test_one_over_t_makes_the_mean_of_the_samples_that_have_been_seen():
    """w ← w − (w − y)/t is the mean's own recursion: each sample's loss is (w − y)²."""
    y = np.array([1.0, 5.0, 12.0])
    config = configure(
        with_data(PROBLEMS["linear"], np.ones(3), y),
        "sgd",
        order="in-order",
        schedule="one-over-t",
        learning_rate=0.5,
        epochs=3,
    )
    seen = np.tile(y, 3)
    means = seen.cumsum() / np.arange(1, 10)
    np.testing.assert_allclose(record(config).w[1:, 0], means, rtol=1e-12)


def test_a_rate_that_falls_has_no_limit_and_comes_back():
    for schedule, limited in ((CONSTANT, True), ("one-over-t", False)):
        config = configure("linear", schedule=schedule, learning_rate=0.3, epochs=200)
        limit = config.algorithm.stability_limit(config.problem)
        assert (limit is not None) == limited
        trace = record(config)
        assert (trace.ending.verdict.value == "diverged") == limited
        assert abs(trace.w[-1, 0] - 2) < (np.inf if limited else 1e-3)


@pytest.mark.parametrize("schedule", VARYING)
def test_the_arithmetic_of_a_step_begins_with_its_rate(schedule):
    config = configure("line", rule="adam", schedule=schedule, epochs=40, learning_rate=0.1)
    trace = record(config)
    line, *others = write_out(config, trace.step(25), trace.step(24)).lines
    assert line.left == "α_t"
    assert line.terms[-1].value == pytest.approx(0.1 * CLOSED[schedule](25, 40))
    used = [term for one in others for term in one.terms if term.symbol.startswith("α")]
    assert {term.symbol for term in used} == {"α_t"}
    assert {term.value for term in used if term.value is not None} == {line.terms[-1].value}
    assert "α<sub>t</sub> = " in config.algorithm.formula


def test_the_parts_of_a_step_add_up_to_it_at_its_own_rate():
    config = configure("line", rule="adam", schedule="cosine", epochs=40, learning_rate=0.1)
    trace = record(config)
    made = step_parts(config, trace.step(25), trace.step(24))
    total = sum(part.delta for part in made.parts)
    np.testing.assert_allclose(total, trace.step(25).delta, rtol=1e-10)


def test_a_constant_rate_is_told_as_ever():
    config = configure("line", momentum=0.9)
    trace = record(config)
    assert config.algorithm.formula == config.algorithm.rule.formula
    written = write_out(config, trace.step(3), trace.step(2))
    assert {term.symbol for line in written.lines for term in line.terms} & {"α"}


def test_a_run_goes_on_with_another_schedule_from_where_it_is():
    first, later = (
        Settings.of(configure("line", schedule=schedule, epochs=40))
        for schedule in (CONSTANT, "cosine")
    )
    assert can_continue(first.config(), later.config())
    chosen = Chosen(first).changed(10, later)
    trace = record(first.config(), *chosen.configs()[1:])
    plain = record(first.config())
    np.testing.assert_allclose(trace.w[:11], plain.w[:11], rtol=1e-12)
    step, rate = trace.step(10), later.config().algorithm.learning_rate
    np.testing.assert_allclose(step.delta, -rate * CLOSED["cosine"](10, 40) * step.gradient)
    assert Chosen.from_dict(json.loads(json.dumps(chosen.to_dict()))) == chosen


def test_kept_runs_are_told_apart_by_it():
    configs = [configure("line", schedule=one) for one in (CONSTANT, "cosine", "one-over-t")]
    assert names(configs) == ["constant", "cosine", "1/t"]


def test_it_is_absent_where_it_has_no_effect():
    without = {
        (algorithm, rule)
        for algorithm, rule in itertools.product(ALGORITHMS, RULES)
        if "schedule" not in applicable("linear", algorithm, rule)
    }
    searches = itertools.product(("exhaustive", "divide-and-conquer"), RULES)
    descents = itertools.product(("gradient-descent", "sgd", "mini-batch"), ["rprop"])
    assert without == {*searches, *descents}
    assert "schedule" not in applicable("linear", "sgd", "w ← w − 0.1·g")


if __name__ == "__main__":
    import torch

    made = {
        " ".join(case): dict(
            zip(("rates", "weights"), theirs(torch, case[0], case[1], case[2]), strict=True)
        )
        for case in CASES
    }
    lines = (f"{json.dumps(name)}: {json.dumps(one)}" for name, one in made.items())
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
