"""The update rules against torch.optim.

The numbers of torch.optim are committed, so that they are checked where torch is
not installed. `python -m tests.core.test_rules` writes them anew.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdviz.core import PARAMETERS, PROBLEMS, RULES, InputError, configure, record, run

TABLE = Path(__file__).parent / "data" / "torch_optim.json"
STEPS = 60
KEPT = (1, 2, 3, 10, 30, 60)

# Each rule's hyper-parameters here, and the same for its class in torch.optim.
CASES = [
    ("plain", {}, "SGD", {}),
    ("plain", {"momentum": 0.5}, "SGD", {"momentum": 0.5}),
    ("plain", {"momentum": 0.9}, "SGD", {"momentum": 0.9}),
    ("plain", {"momentum": 0.9, "nesterov": True}, "SGD", {"momentum": 0.9, "nesterov": True}),
    ("adagrad", {}, "Adagrad", {}),
    ("adagrad", {"eps": 0.1}, "Adagrad", {"eps": 0.1}),
    ("rmsprop", {}, "RMSprop", {}),
    ("rmsprop", {"alpha": 0.5}, "RMSprop", {"alpha": 0.5}),
    ("rmsprop", {"momentum": 0.9}, "RMSprop", {"momentum": 0.9}),
    (
        "rmsprop",
        {"alpha": 0.9, "momentum": 0.5, "eps": 1e-3},
        "RMSprop",
        {"alpha": 0.9, "momentum": 0.5, "eps": 1e-3},
    ),
    ("adam", {}, "Adam", {}),
    ("adam", {"beta1": 0.5, "beta2": 0.9}, "Adam", {"betas": (0.5, 0.9)}),
    ("adam", {"beta1": 0.0, "eps": 0.01}, "Adam", {"betas": (0.0, 0.999), "eps": 0.01}),
]
RATES = {
    "linear": 0.01,
    "line": 0.02,
    "sine": 0.02,
    "two-layer": 0.02,
    "finite-sum": 0.05,
    "double-well": 0.01,
    "wavy": 0.1,
    "himmelblau": 0.002,
    "rosenbrock": 1e-4,
    "flower": 0.02,
}

pairs = pytest.mark.parametrize(
    ("case", "problem"),
    [(case, problem) for case in CASES for problem in RATES],
    ids=lambda value: value if isinstance(value, str) else name(value),
)


def name(case):
    rule, settings, *_torch = case
    return " ".join([rule, *(f"{key}={value}" for key, value in settings.items())])


def ours(case, problem):
    """The weights before the first step and after each, (STEPS + 1, dim)."""
    rule, settings, *_torch = case
    return record(
        configure(problem, rule=rule, learning_rate=RATES[problem], epochs=STEPS, **settings)
    ).w


def theirs(torch, case, problem):
    """The same from torch.optim, with the problem's gradient at its own weights."""
    *_ours, optimiser, arguments = case
    minimised = PROBLEMS[problem]
    w = torch.tensor(minimised.start, dtype=torch.float64, requires_grad=True)
    optimise = getattr(torch.optim, optimiser)([w], lr=RATES[problem], **arguments)
    weights = [minimised.start]
    for _step in range(STEPS):
        w.grad = torch.from_numpy(minimised.gradient(w.detach().numpy().copy()))
        optimise.step()
        weights.append(tuple(w.tolist()))
    return np.array(weights)


def assert_same(ours, theirs):
    """The absolute tolerance is for weights on their way through 0."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)


@pytest.fixture(scope="module")
def table():
    return json.loads(TABLE.read_text(encoding="utf-8"))


@pairs
def test_the_trace_is_torchs(case, problem):
    torch = pytest.importorskip("torch")
    assert_same(ours(case, problem), theirs(torch, case, problem))


@pairs
def test_the_trace_is_the_committed_one_of_torch(case, problem, table):
    committed = np.array(table[name(case)][problem])
    assert_same(ours(case, problem)[list(KEPT)], committed)


def test_every_rule_is_compared():
    assert {rule for rule, *_rest in CASES} == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_describes_itself(rule):
    made = RULES[rule]()
    assert made.title
    assert made.formula.count("←") >= 1
    delta, state = made.update(np.array([1.0, -2.0]), np.zeros((len(made.slots), 2)), 0.1)
    assert delta.shape == (2,)
    assert state.shape == (len(made.slots), 2)
    assert delta[0] < 0 < delta[1]


@pytest.mark.parametrize("rule", ["plain", "rmsprop"])
def test_momentum_is_in_the_formula_only_where_it_has_an_effect(rule):
    assert "β" not in RULES[rule]().formula
    assert "β" in RULES[rule](momentum=0.9).formula


def test_nesterov_is_in_the_formula_only_where_it_has_an_effect():
    plain = RULES["plain"]
    assert plain(nesterov=True).formula == plain().formula
    assert plain(momentum=0.9, nesterov=True).formula != plain(momentum=0.9).formula


@pytest.mark.parametrize("rule", RULES)
def test_without_a_gradient_nothing_moves(rule):
    made = RULES[rule]()
    delta, state = made.update(np.zeros(1), np.zeros((len(made.slots), 1)), 0.1)
    assert delta == 0
    assert np.isfinite(state).all()


@pytest.mark.parametrize("rule", RULES)
def test_a_run_goes_on_from_any_step_as_if_it_had_not_stopped(rule):
    config = configure("himmelblau", rule=rule, epochs=20)
    whole = record(config)
    rest = list(run(config, whole.step(7)))
    assert [step.number for step in rest] == list(range(8, 20))
    assert np.array([step.w for step in rest]) == pytest.approx(whole.w[8:20], rel=0, abs=0)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "before",
    [{"rule": other} for other in RULES] + [{"algorithm": "exhaustive", "points": 3}],
    ids=lambda before: next(iter(before.values())),
)
def test_a_rule_starts_anew_after_another(rule, before):
    if before.get("rule") == rule:
        before = {"rule": "adam" if rule == "plain" else "plain"}
    last = record(configure("himmelblau", epochs=5, **before)).step(4)
    step = next(run(configure("himmelblau", rule=rule, epochs=20), last))
    made = RULES[rule]()
    delta, state = made.update(step.gradient, np.zeros((len(made.slots), 2)), 0.01)
    assert np.array_equal(step.delta, delta)
    assert np.array_equal(step.state, state)


LIMITED = [
    ("plain", {"momentum": momentum, "nesterov": nesterov})
    for momentum in (0.0, 0.3, 0.5, 0.9, 0.99)
    for nesterov in (False, True)
]
UNLIMITED = [("adagrad", {}), ("rmsprop", {}), ("rmsprop", {"momentum": 0.9}), ("adam", {})]


def growth(rule, curvature, rate):
    """How much a step on a quadratic stretches (w, v) in the long run.

    The step is linear in both: the largest eigenvalue of its matrix, whose columns
    are where it leads from (1, 0) and from (0, 1).
    """
    columns = []
    for w, v in ((1.0, 0.0), (0.0, 1.0)):
        delta, state = rule.update(np.array([curvature * w]), np.array([[v]]), rate)
        columns.append([w + delta[0], state[0, 0]])
    return np.abs(np.linalg.eigvals(np.transpose(columns))).max()


def test_every_rule_has_a_stability_limit_or_none():
    assert {rule for rule, _settings in LIMITED + UNLIMITED} == set(RULES)


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


@pytest.mark.parametrize("curvature", [0.0, -2.0])
@pytest.mark.parametrize("rule", RULES)
def test_a_cost_that_does_not_curve_upwards_has_no_limit(rule, curvature):
    assert RULES[rule]().stability_limit(curvature) is None


def test_samples_that_say_nothing_of_the_weight_have_no_limit():
    problem = replace(PROBLEMS["linear"], x=np.zeros(3))
    assert problem.curvature() == 0
    assert configure(problem).algorithm.stability_limit(problem) is None


@pytest.mark.parametrize(
    "wrong",
    [{"eps": 0.0}, {"eps": float("nan")}, {"beta1": 1.0}, {"beta2": -0.1}, {"alpha": 1.0}],
    ids=str,
)
def test_hyper_parameters_out_of_range_are_refused(wrong):
    with pytest.raises(InputError):
        configure(rule="adam", **wrong)


def write_table():
    import torch

    def line(case, problem):
        weights = theirs(torch, case, problem)[list(KEPT)].tolist()
        return f"  {json.dumps(problem)}: {json.dumps(weights)}"

    def block(case):
        lines = ",\n".join(line(case, problem) for problem in RATES)
        return f"{json.dumps(name(case))}: {{\n{lines}\n}}"

    text = ",\n".join(map(block, CASES))
    TABLE.write_text(f"{{\n{text}\n}}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_table()
