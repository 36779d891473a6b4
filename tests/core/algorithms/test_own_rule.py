"""A rule that is typed: what it means, that it runs as the built-in ones do, what is refused."""

import gc
import json
import pickle
import weakref

import numpy as np
import pytest

from gdviz.core import PROBLEMS, configure, record
from gdviz.core.algorithms.rules.own import is_own, own_parameter, own_rule
from gdviz.core.catalogue import RULES
from gdviz.core.formula import FormulaError
from gdviz.core.parameters import InputError, parameters
from gdviz.core.runs.settings import Settings, name_of
from gdviz.core.runs.sweep import sweep
from gdviz.core.telling.arithmetic import write_out
from gdviz.core.telling.narration import narrate
from tests.core.algorithms.test_rules import KEPT, RATES, TABLE
from tests.crossing import crossed

MOMENTUM = "v <- 0.9 v + g; w <- w - a v"
ADAM = """m ← b1·m + (1 − b1)·g
v ← beta2 v + (1 - beta2) g²
w ← w - lr (m/(1-b1ᵗ)) / (sqrt(v/(1 - beta2^t)) + eps)"""
ADAGRAD = "ｓ＝ｓ＋ｇ＾２；　ｗ＝ｗ－ａ·ｇ÷（√ｓ＋１０＾（－１０））"
# What is typed, the rule here that is the same, and what that is called in the table of torch's.
SAME = [
    ("w <- w - a g", "plain", {"momentum": 0.0}, "plain"),  # a problem may bring one
    (MOMENTUM, "plain", {"momentum": 0.9}, "plain momentum=0.9"),
    (ADAM, "adam", {}, "adam"),
    (ADAGRAD, "adagrad", {}, "adagrad"),
    (
        "s <- r s + (1 - r) g g; w <- w - α g/(√s + ε)",
        "rmsprop",
        {"alpha": 0.9, "momentum": 0.0},
        "",
    ),
    ("w <- w - 0.01 a w\n" + ADAM, "adamw", {}, "adamw"),
]
KEPT_SETTINGS = ("learning_rate", "epochs", "seed", "reduction", "batch_size")
SMALL = [name for name, problem in PROBLEMS.items() if problem.n_samples <= 1000]


def name(case):
    return case if isinstance(case, str) else f"{case[1]}{len(case[2]) or ''}"


same = pytest.mark.parametrize("case", SAME, ids=name)


def typed_run(case, config, **settings):
    """The run of the rule that is typed, all else as in a run of the built-in one."""
    given = Settings.of(config).named | settings
    own = {"r": 0.9} if "r s" in case[0] else {}
    kept = {name: given[name] for name in KEPT_SETTINGS if name in given}
    return configure(config.problem, config.algorithm.id, case[0], **kept, **own)


@pytest.mark.parametrize(
    ("case", "problem"), crossed([(case,) for case in SAME], SMALL, one_in=3), ids=name
)
def test_it_runs_as_the_built_in_one(case, problem):
    _typed, rule, settings, _torch = case
    for algorithm in ("gradient-descent", "sgd"):
        config = configure(problem, algorithm, rule, epochs=40, **settings)
        built_in, own = record(config), record(typed_run(case, config))
        assert (len(own), own.outcome) == (len(built_in), built_in.outcome)
        # Where a run diverges, what differs in its last digit grows with it.
        np.testing.assert_allclose(own.w, built_in.w, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(own.w[:8], built_in.w[:8], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("case", [case for case in SAME if case[3]], ids=lambda case: case[3])
@pytest.mark.parametrize("problem", RATES)
def test_it_runs_as_torch_s(case, problem):
    committed = json.loads(TABLE.read_text("utf-8"))[case[3]][problem]
    config = configure(problem, rule=case[0], learning_rate=RATES[problem], epochs=60)
    w = record(config).w[list(KEPT)]
    np.testing.assert_allclose(w, [rows[0] for rows in committed], rtol=1e-12, atol=1e-15)


@same
def test_it_is_swept_as_the_built_in_one(case):
    _typed, rule, settings, _torch = case
    rates = np.geomspace(1e-4, 1, 9)
    config = configure("quadratic-fit", "mini-batch", rule, epochs=20, **settings)
    *_some, built_in = sweep(config, rates)
    *_some, own = sweep(typed_run(case, config), rates)
    np.testing.assert_allclose(own.w, built_in.w, rtol=1e-9, atol=1e-12)
    assert (own.diverged == built_in.diverged).all()


def test_its_arithmetic_is_the_built_in_one_s():
    configs = [
        configure("line", rule="plain", momentum=0.9),
        configure("line", rule="v ← βv + g; w ← w − αv"),
    ]
    written = []
    for config in configs:
        trace = record(config)
        written.append(write_out(config, trace.step(3), trace.step(2)))
    assert written[0] == written[1]
    assert configs[0].algorithm.rule.formula == configs[1].algorithm.rule.formula


MEANINGS = [
    # What is typed, what it keeps, what has a field.
    (MOMENTUM, ["v"], []),
    (ADAM, ["m", "v", "t"], ["b₁", "β₂", "ε"]),
    ("w = w - k g", [], ["k"]),
    ("d = a g\nw = w - d", [], []),
    ("u = v; v = 0.5 u + g; w = w - lr*v", ["v"], []),
    ("g = g + 0.1 w; w = w - a g", [], []),
    ("a ← a + g²; w ← w − 0.1·g/√a", ["a"], []),
    ("\n\n w:=w-αg/t ;; ", ["t"], []),
    ("W ← W − Α·G", [], []),
]


@pytest.mark.parametrize(("typed", "kept", "fields"), MEANINGS)
def test_what_is_read_again_is_kept_and_what_is_never_assigned_has_a_field(typed, kept, fields):
    rule = own_rule(typed)
    assert [*rule().slots] == kept
    assert [one.symbol for one in parameters(rule).values()] == fields
    assert (rule().first_state((2,), 0.1) == 0).all()


def test_what_means_the_same_is_the_same_rule():
    rule = own_rule(MOMENTUM)
    for typed in (rule.id, "ｖ←０.９ｖ＋ｇ；ｗ←ｗ－αｖ", "V = .90v+g\r\n\r\nw := w − alpha·v;"):
        assert own_rule(typed) is rule
    assert not any(map(is_own, RULES))


def test_a_hyper_parameter_is_that_of_its_name_whatever_the_equations_are():
    before, after = own_rule("w ← w − c·g"), own_rule("v ← c·v + g; w ← w − α·v")
    assert parameters(before)["c"] is parameters(after)["c"]
    settings = Settings.of(configure(rule=before.id, c=3.0)).under(after.id)
    assert settings.config().algorithm.rule == after(c=3.0)


def test_it_is_saved_as_plain_data_and_comes_back():
    settings = Settings.of(configure("line", "sgd", ADAM, b1=0.8, ε=1e-4, learning_rate=0.5))
    plain = json.loads(json.dumps(settings.to_dict()))
    assert plain["values"]["own.b₁"] == 0.8
    assert Settings.from_dict(plain) == settings
    assert Settings.from_dict(plain | {"rule": ADAM}) == settings
    rule = settings.config().algorithm.rule
    rule.update(np.zeros(2), np.ones(2), rule.first_state((2,), 0.1), 0.1)
    assert pickle.loads(pickle.dumps(rule)) == rule


MISTAKES = [
    # What is typed, what of it is wrong, what is said.
    ("v <- 0.9 v + g; w <- w - a foo", "foo", "foo is not known"),
    ("v ← 0.9 v + g\nw ← w − α (v", "(", "never closed"),
    ("velocity = g; w = w - g", "velocity", "no name"),
    ("w -= a g", "w -= a g", "Write a name, an arrow"),
    ("v ← g;\n w ← w − α·", "·", "missing after ·"),
    ("w ← w − g；动 ← g", "动", "no name"),
    ("w = w - 0,1 g", ",", "Write decimals with a point"),
    ("𝑤 = 𝑤 - g + 😀", "😀", "not understood"),
    ("t ← t + 1; w ← w − g", "t", "counts by itself"),
    ("alpha = 0.1; w ← w − g", "alpha", "its slider"),
    ("e = 1; w ← w − g", "e", "a constant"),
    ("v <- v + g", "v <- v + g", "No line says what w becomes"),
    ("w = w - bv", "bv", "write b·v"),
    ("w = w - 9^9^9^9 g", "9^9^9", "too large"),
    (" \n;", " \n;", "Type equations"),
    ("w = w - b c d h k l n o q", None, "too many hyper-parameters"),
    ("w = w\n" * 21, "w = w\n", "too many lines"),
    ("w = w" + "+ w" * 200, None, "too long"),
    ("w = " + "w" * 300, None, "passes 500 characters"),
    ("w = " + "(w + " * 50 + "w" + ")" * 50, None, "nested too deeply"),
    ("w" * 100_000, None, "too long: at most 2000"),
    ("__import__('os').system('true')", None, "Write a name, an arrow"),
]


@pytest.mark.parametrize(("typed", "wrong", "said"), MISTAKES, ids=lambda one: str(one)[:20])
def test_a_mistake_is_said_in_words_and_at_its_position(typed, wrong, said):
    with pytest.raises(FormulaError, match=said.replace("(", r"\(")) as caught:
        own_rule(typed)
    error = caught.value
    assert "\n" not in str(error)
    if wrong is not None:
        assert typed[error.position : error.position + error.length].startswith(wrong)


@pytest.mark.parametrize("name", ["own.w", "own.α", "own.t", "own.bb", "own.", "own.B", "own.b1"])
def test_what_no_rule_can_have_is_no_hyper_parameter(name):
    given = Settings.of(configure()).to_dict()
    with pytest.raises(InputError):
        Settings.from_dict(given | {"values": {name: 0.5}})


def test_every_hyper_parameter_of_ones_own_has_its_name_and_its_range():
    for symbol in ("b", "b₂", "β₂", "ε", "k", "m̂"):
        described = own_parameter(symbol)
        assert name_of(described) == f"own.{symbol}"
        described.check(described.default)


def test_what_grows_without_end_diverges_and_takes_no_time():
    doubled = ["x = x x + g", *["x = x x x + x"] * 18, "w = w - x"]
    for typed in ("; ".join(doubled), "w = w + exp(exp(w))", "w = w/0", "w = ln(0w)"):
        for problem in ("linear", "himmelblau"):
            config = configure(problem, rule=typed, epochs=20)
            trace = record(config)
            assert trace.outcome is not None
            if len(trace):
                write_out(config, trace.step(0), None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("w = w + a g", "up the slope"),
        ("w = w", "leaves the weight where it is"),
        ("v = 0.9 v + g; w = w - a v", "so w moves right"),
    ],
)
def test_what_such_a_step_does_is_told_as_it_is(typed, said):
    assert said in narrate(record(configure("linear", rule=typed, epochs=3)), 0)


def test_rules_that_nobody_follows_any_more_are_let_go():
    typed = [f"w <- w - {number} a g" for number in range(300)]
    first = weakref.ref(type(configure(rule=typed[0]).algorithm.rule))
    for one in typed[1:]:
        configure(rule=one)
    gc.collect()
    assert first() is None
