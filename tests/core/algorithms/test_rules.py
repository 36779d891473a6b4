"""The update rules against torch.optim.

The numbers of torch.optim are committed, so that they are checked where torch is
not installed. `python -m tests.core.algorithms.test_rules` writes them anew.
"""

import json
import pickle
import re
from itertools import pairwise, product
from pathlib import Path
from textwrap import indent

import numpy as np
import pytest

import gdviz
from gdviz.core import PROBLEMS, RULES, InputError, Trace, configure, record, run
from tests.core.steps import taken

TABLE = Path(__file__).parent / "data" / "torch_optim.json"
STEPS = 60
KEPT = (1, 2, 30, 31, 60)

# Each rule's hyper-parameters here, and the same for its class in torch.optim.
CASES = [
    ("plain", {}, "SGD", {}),
    ("plain", {"momentum": 0.5}, "SGD", {"momentum": 0.5}),
    ("plain", {"momentum": 0.9}, "SGD", {"momentum": 0.9}),
    ("plain", {"momentum": 0.9, "nesterov": True}, "SGD", {"momentum": 0.9, "nesterov": True}),
    ("asgd", {}, "ASGD", {}),
    (
        "asgd",
        {"lambd": 0.5, "alpha": 0.5, "t0": 10},
        "ASGD",
        {"lambd": 0.5, "alpha": 0.5, "t0": 10},
    ),
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
    ("adadelta", {}, "Adadelta", {}),
    ("adadelta", {"rho": 0.5, "eps": 1e-3}, "Adadelta", {"rho": 0.5, "eps": 1e-3}),
    ("rprop", {}, "Rprop", {}),
    (
        "rprop",
        {"eta_minus": 0.3, "eta_plus": 1.5, "step_min": 0.01, "step_max": 1.0},
        "Rprop",
        {"etas": (0.3, 1.5), "step_sizes": (0.01, 1.0)},
    ),
    ("adam", {}, "Adam", {}),
    ("adam", {"beta1": 0.5, "beta2": 0.9}, "Adam", {"betas": (0.5, 0.9)}),
    ("adam", {"beta1": 0.0, "eps": 0.01}, "Adam", {"betas": (0.0, 0.999), "eps": 0.01}),
    ("adamw", {}, "AdamW", {}),
    (
        "adamw",
        {"weight_decay": 0.5, "beta1": 0.5},
        "AdamW",
        {"weight_decay": 0.5, "betas": (0.5, 0.999)},
    ),
    ("nadam", {}, "NAdam", {}),
    (
        "nadam",
        {"momentum_decay": 0.5, "beta2": 0.9},
        "NAdam",
        {"momentum_decay": 0.5, "betas": (0.9, 0.9)},
    ),
    ("adamax", {}, "Adamax", {}),
    (
        "adamax",
        {"beta1": 0.5, "beta2": 0.9, "eps": 0.1},
        "Adamax",
        {"betas": (0.5, 0.9), "eps": 0.1},
    ),
]
# What torch.optim calls what a rule keeps.
KEPT_AS = {
    "plain": {"v": "momentum_buffer"},
    "asgd": {"a": "ax"},
    "adagrad": {"s": "sum"},
    "rmsprop": {"s": "square_avg", "v": "momentum_buffer"},
    "adadelta": {"s": "square_avg", "u": "acc_delta"},
    "rprop": {"d": "step_size", "p": "prev"},
    "adam": {"m": "exp_avg", "v": "exp_avg_sq"},
    "adamw": {"m": "exp_avg", "v": "exp_avg_sq"},
    "nadam": {"m": "exp_avg", "v": "exp_avg_sq", "p": "mu_product"},
    "adamax": {"m": "exp_avg", "u": "exp_inf"},
}
RATES = {
    "linear": 0.01,
    "line": 0.02,
    "two-layer": 0.02,
    "finite-sum": 0.05,
    "himmelblau": 0.002,
    "rosenbrock": 1e-4,
}

pairs = pytest.mark.parametrize(
    ("case", "problem"),
    [(case, problem) for case in CASES for problem in RATES],
    ids=lambda value: value if isinstance(value, str) else name(value),
)


def name(case):
    rule, settings, *_torch = case
    return " ".join([rule, *(f"{key}={value}" for key, value in settings.items())])


def configured(case, problem, epochs=STEPS):
    rule, settings, *_torch = case
    return configure(problem, rule=rule, learning_rate=RATES[problem], epochs=epochs, **settings)


def theirs(torch, case, problem):
    """Yield torch's weight and, below it, what it keeps, after each step."""
    rule, _settings, optimiser, arguments = case
    minimised = PROBLEMS[problem]
    w = torch.tensor(minimised.start, dtype=torch.float64, requires_grad=True)
    optimise = getattr(torch.optim, optimiser)([w], lr=RATES[problem], **arguments)
    for _step in range(STEPS):
        w.grad = torch.from_numpy(minimised.gradient(w.detach().numpy().copy()))
        optimise.step()
        kept = {**KEPT_AS[rule], "t": "step"}
        found = [optimise.state[w].get(kept[slot], 0.0) for slot in RULES[rule]().slots]
        rows = [torch.as_tensor(row if row is not None else 0.0).numpy() for row in found]
        yield np.array([w.detach().numpy(), *(row * np.ones(len(w)) for row in rows)])


@pytest.fixture(scope="module")
def torch():
    torch = pytest.importorskip("torch")
    torch.set_default_dtype(torch.float64)  # its scalars are of that type too
    yield torch
    torch.set_default_dtype(torch.float32)


@pytest.fixture(scope="module")
def table():
    return json.loads(TABLE.read_text(encoding="utf-8"))


def first(case, problem):
    """The start, and the state that a run begins with."""
    config = configured(case, problem)
    state = config.algorithm.rule.first_state((config.dim,), config.algorithm.learning_rate)
    return np.array([config.start, *state])


def assert_one_leads_to_the_other(case, problem, before, after):
    """The absolute tolerance is for what passes through 0, which torch rounds otherwise."""
    algorithm = configured(case, problem).algorithm
    w, state = before[0], before[1:]
    gradient = PROBLEMS[problem].gradient(w)
    delta, state = algorithm.rule.update(w, gradient, state, algorithm.learning_rate)
    np.testing.assert_allclose([w + delta, *state], after, rtol=1e-12, atol=1e-15)


@pairs
def test_each_step_is_torchs(case, problem, torch):
    rows = [first(case, problem), *theirs(torch, case, problem)]
    for before, after in pairwise(rows):
        assert_one_leads_to_the_other(case, problem, before, after)


@pairs
def test_each_step_is_the_committed_one_of_torch(case, problem, table):
    committed = map(np.array, table[name(case)][problem])
    rows = {0: first(case, problem), **dict(zip(KEPT, committed, strict=True))}
    for number in (0, 1, 30):
        assert_one_leads_to_the_other(case, problem, rows[number], rows[number + 1])


@pairs
def test_a_whole_run_is_the_committed_one_of_torch(case, problem, table):
    committed = np.array([rows[0] for rows in table[name(case)][problem]])
    w = record(configured(case, problem)).w[list(KEPT)]
    np.testing.assert_allclose(w, committed, rtol=1e-12, atol=1e-15)


def test_every_rule_is_compared():
    assert {rule for rule, *_rest in CASES} == set(RULES)


def test_the_map_shows_entries_as_they_are():
    package = Path(gdviz.__file__).parent
    entries = re.findall(
        r"```python\n(.*?)```", (package / "README.md").read_text("utf-8"), re.DOTALL
    )
    modules = ("problems/regressions.py", "algorithms/rules/adaptive.py")
    for entry, module in zip(entries, modules, strict=True):
        text = (package / "core" / module).read_text("utf-8")
        assert entry in text or indent(entry.removesuffix("\n"), " " * 4) in text


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_describes_itself(rule):
    made = RULES[rule]()
    assert made.title
    assert made.source
    assert made.formula.count("←") >= 1
    delta, state = updated(made, w=[0.0, 0.0], gradient=[1.0, -2.0])
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
def test_a_rule_that_has_been_used_is_equal_and_can_be_pickled(rule):
    made = RULES[rule]()
    updated(made, w=[0.0], gradient=[1.0])
    again = pickle.loads(pickle.dumps(made))
    assert made == again == RULES[rule]()
    assert hash(made) == hash(again)


def updated(rule, w, gradient, learning_rate=0.1):
    """The change and the state after a first step."""
    state = rule.first_state(np.shape(w), learning_rate)
    return rule.update(np.array(w), np.array(gradient), state, learning_rate)


@pytest.mark.parametrize("rule", RULES)
def test_without_a_gradient_nothing_moves(rule):
    delta, state = updated(RULES[rule](), w=[0.0], gradient=[0.0])
    assert delta == 0
    assert np.isfinite(state).all()


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_step_keeps_its_digits_where_the_weight_is_large(case):
    rule = configured(case, "linear").algorithm.rule
    settings = {"adamw": "weight_decay", "asgd": "lambd"}
    shrinking = 0.1 * getattr(rule, settings[rule.id]) if rule.id in settings else 0.0
    small, _state = updated(rule, w=[0.0], gradient=[1e-9])
    large, _state = updated(rule, w=[1e3], gradient=[1e-9])
    assert small != 0
    assert large == pytest.approx(small - shrinking * 1e3, rel=1e-15)


@pytest.mark.parametrize("rule", RULES)
def test_many_weights_and_rates_at_once_go_as_each_alone(rule):
    made, rates = RULES[rule](), np.array([0.01, 0.1, 1.0])
    rng = np.random.default_rng(1)
    w, gradients = rng.normal(size=(3, 2)), rng.normal(size=(4, 3, 2))
    states = [made.first_state(w.shape, rates[:, np.newaxis])]
    deltas = []
    for gradient in gradients:
        delta, state = made.update(w, gradient, states[-1], rates[:, np.newaxis])
        deltas.append(delta)
        states.append(state)
    for column, rate in enumerate(rates.tolist()):
        state = made.first_state((2,), rate)
        for gradient, delta, after in zip(gradients, deltas, states[1:], strict=True):
            alone, state = made.update(w[column], gradient[column], state, rate)
            np.testing.assert_allclose(alone, delta[column], rtol=1e-14)
            np.testing.assert_allclose(state, after[:, column], rtol=1e-14)


@pytest.mark.parametrize("rule", RULES)
def test_another_rate_goes_on_with_the_state_that_there_is(rule):
    last = record(configure("himmelblau", rule=rule, learning_rate=0.002, epochs=7)).step(6)
    config = configure("himmelblau", rule=rule, learning_rate=0.004, epochs=9)
    step = next(taken(config, last))
    delta, state = RULES[rule]().update(step.w, step.gradient, last.state, 0.004)
    assert np.array_equal(step.delta, delta)
    assert np.array_equal(step.state, state)


def test_rprop_keeps_its_steps_at_another_rate():
    config = configure("himmelblau", rule="rprop", learning_rate=0.002, epochs=20)
    other = configure("himmelblau", rule="rprop", learning_rate=0.2, epochs=20)
    whole = record(config)
    rest = [step.w for step in taken(other, whole.step(7))]
    assert np.array_equal(rest, whole.w[8:20])
    assert not np.array_equal(record(other).w[1], whole.w[1])


def test_asgd_goes_on_at_another_rate_as_on_a_run_of_that_age():
    settings = {"rule": "asgd", "lambd": 0.5}
    last = record(configure("himmelblau", learning_rate=0.002, epochs=7, **settings)).step(6)
    step = next(taken(configure("himmelblau", learning_rate=0.004, epochs=9, **settings), last))
    eta = 0.004 / (1 + 0.5 * 0.004 * 7) ** 0.75
    assert step.delta == pytest.approx(-eta * (0.5 * step.w + step.gradient), rel=1e-12)


def test_a_speed_that_is_not_kept_begins_anew():
    first = configure("himmelblau", momentum=0.9, epochs=9)
    without = configure("himmelblau", momentum=0.0, epochs=9)
    trace = Trace(first)
    for config, count in ((first, 3), (without, 2), (first, 1)):
        trace = trace.continued(len(trace), config) if len(trace) else trace
        block = next(run(config, trace.step(len(trace) - 1) if len(trace) else None))
        trace.extend(block.cut(count))
    speeds = trace.state[:, 0]
    assert speeds[2] == pytest.approx(
        trace.gradient[2] + 0.9 * trace.gradient[1] + 0.81 * trace.gradient[0]
    )
    assert not speeds[3:5].any()
    assert np.array_equal(speeds[5], trace.gradient[5])


@pytest.mark.parametrize("rule", RULES)
def test_a_run_goes_on_from_any_step_as_if_it_had_not_stopped(rule):
    config = configure("himmelblau", rule=rule, epochs=20)
    whole = record(config)
    rest = list(taken(config, whole.step(7)))
    assert [step.number for step in rest] == list(range(8, 20))
    assert np.array([step.w for step in rest]) == pytest.approx(whole.w[8:20], rel=0, abs=0)


def after_another():
    """Each rule after each that keeps something else, and after a search."""
    others = [{"rule": other} for other in RULES] + [{"algorithm": "exhaustive", "points": 3}]
    for rule, before in product(RULES, others):
        if configure("himmelblau", **before).algorithm.slots != RULES[rule]().slots:
            yield pytest.param(rule, before, id=f"{rule} after {next(iter(before.values()))}")


@pytest.mark.parametrize(("rule", "before"), list(after_another()))
def test_a_rule_starts_anew_after_another(rule, before):
    made = RULES[rule]()
    last = record(configure("himmelblau", epochs=5, **before)).step(4)
    assert last.slots != made.slots
    step = next(taken(configure("himmelblau", rule=rule, learning_rate=0.01, epochs=20), last))
    delta, state = made.update(step.w, step.gradient, made.first_state((2,), 0.01), 0.01)
    assert np.array_equal(step.delta, delta)
    assert np.array_equal(step.state, state)


@pytest.mark.parametrize(
    "wrong",
    [{"eps": 0.0}, {"eps": float("nan")}, {"beta1": 1.0}, {"beta2": -0.1}, {"alpha": 1.0}],
    ids=str,
)
def test_hyper_parameters_out_of_range_are_refused(wrong):
    with pytest.raises(InputError):
        configure(rule="adam", **wrong)


@pytest.mark.parametrize(
    ("rule", "shared"),
    [("plain", ""), ("adam", "t"), ("nadam", "t p μ μ₁"), ("asgd", "t η μ"), ("rprop", "")],
)
def test_what_is_the_same_for_every_weight(rule, shared):
    assert RULES[rule]().shared == {*shared.split()}


def write_table():
    import torch

    torch.set_default_dtype(torch.float64)

    def line(case, problem):
        rows = list(theirs(torch, case, problem))
        kept = [rows[number - 1].tolist() for number in KEPT]
        return f"  {json.dumps(problem)}: {json.dumps(kept)}"

    def block(case):
        lines = ",\n".join(line(case, problem) for problem in RATES)
        return f"{json.dumps(name(case))}: {{\n{lines}\n}}"

    text = ",\n".join(map(block, CASES))
    TABLE.write_text(f"{{\n{text}\n}}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_table()
