"""The program of a run computes that run: problems × rules × algorithms, in each style."""

import subprocess
import sys

import pytest

from gdviz.core import PROBLEMS, RULES, configure
from gdviz.core.problems.data import Typed
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.export.code.styles import STYLES, program
from tests.export.code.programs import assert_computes, expected, told

SIX = Typed("1 2; 2 4; 3 6.5; 4 9; 5 3; 6 1")

OWN = {
    "one weight": regression(Typed("1 2; 2 4; 3 6.5").read(), "linear"),
    "standardised": regression(Typed("10 2; 20 4; 30 6.5").read(), "affine", standardised=True),
    "sine": regression(SIX.read(), "a sin(b x + c) + d"),
    "names of the program's own": regression(SIX.read(), "λ x^2 + k/(1 + exp(-x)) + t"),
    "one called as the rule's": regression(SIX.read(), "v x"),
    "one called as the number of the step": regression(SIX.read(), "t x"),
    "one called as a loop's": regression(SIX.read(), "i x"),
    "of x and y": parse("x^2 + y^2*ln(1 + x^2) + e^(x/9)"),
    "with kinks": parse("abs(w)^1.5 + max(w, 0) - min(w, 2)"),
    "of x": parse("x^2 + 2^x"),
    "with a weight that it does not read": parse("w1^2"),
    "undefined in places": parse("sqrt(w) - ln(w)"),
    "long": parse("sin(sin(w))*cos(sin(w)) + sin(sin(sin(w)))^2 + tan(sin(w)/2)*sin(sin(w))"),
}

OWN_RULES = (
    "v <- b v + g; w <- w - a v",
    "u ← g; u ← u + m; m ← max(b m, abs(g)); a ← w; w ← w − α·g/(m + ε) − 0.001·sign(u)·a/t",
    "v ← v + d + g; d ← 1; w ← w − α·v/(1 + sqrt(d))",
    "i ← c·i + g; k ← i; w ← w − 0.001·sign(k)",
)

style = pytest.mark.parametrize("style", STYLES)


def small(problem, **settings):
    """A run of a few epochs, whose rate no problem diverges at."""
    kind = PROBLEMS[problem] if isinstance(problem, str) else problem
    epochs = 2 if kind.n_samples > 20 else 4
    rate = 1e-6 if problem == "unscaled" else 1e-3
    return configure(problem, **{"epochs": epochs, "learning_rate": rate, **settings})


@style
@pytest.mark.parametrize("problem", [*PROBLEMS, *OWN])
def test_every_problem(problem, style):
    chosen = OWN.get(problem, problem)
    assert_computes(small(chosen), style)
    assert_computes(small(chosen, momentum=0.9, nesterov=True, schedule="cosine"), style)
    if problem != "many-samples":
        assert_computes(small(chosen, algorithm="mini-batch", batch_size=3), style)
    if len(small(chosen).problem.weights) < 4:
        searched = small(chosen, algorithm="divide-and-conquer", points=3, levels=3)
        assert_computes(searched, style)


@style
@pytest.mark.parametrize("rule", [*RULES, *OWN_RULES])
def test_every_rule(rule, style):
    for settings in ({}, {"schedule": "step"}):
        for problem in ("linear", "quadratic-fit"):
            assert_computes(small(problem, rule=rule, epochs=6, **settings), style)


@style
@pytest.mark.parametrize("order", ["shuffled", "with-replacement", "in-order"])
@pytest.mark.parametrize(
    "settings",
    [
        {"algorithm": "sgd"},
        {"algorithm": "sgd", "steps_per_epoch": 1, "epochs": 9},
        {"algorithm": "mini-batch", "batch_size": 3, "reduction": "sum", "rule": "nadam"},
        {"algorithm": "mini-batch", "batch_size": 2, "steps_per_epoch": 7, "rule": "asgd"},
        {"algorithm": "mini-batch", "batch_size": 1, "schedule": "one-over-t"},
    ],
)
def test_samples_are_those_that_the_run_draws(settings, order, style):
    assert_computes(small("quadratic-fit", order=order, seed=3, **settings), style)


@style
def test_the_next_block_of_samples_is_drawn_too(style):
    config = small(
        "linear", algorithm="mini-batch", order="with-replacement", batch_size=2, epochs=2
    )
    long = config.algorithm.sampling(3, 0).block_steps + 5
    config = small(
        "linear", algorithm="mini-batch", order="with-replacement", epochs=2, steps_per_epoch=long
    )
    if style != "torch":  # which takes a second for that
        assert_computes(config, style)


@style
@pytest.mark.parametrize("problem", ["linear", "line", "himmelblau"])
def test_an_exhaustive_search(problem, style):
    made = assert_computes(configure(problem, "exhaustive", points=5), style)
    assert "Best: w=" in made.text


@pytest.mark.parametrize("style", ["python", "numpy"])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"problem": "net", "rule": "adam", "epochs": 3},
        {"problem": "line", "algorithm": "sgd", "epochs": 5},
        {"problem": "beale", "algorithm": "divide-and-conquer"},
    ],
)
def test_it_needs_nothing_of_ours(settings, style):
    """As a process of its own, isolated: neither this folder nor what it says is looked at."""
    config = configure(**settings)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-"],
        input=program(config, style).text,
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    assert done.stderr == ""
    for (said, ours), (_said, theirs) in zip(told(done.stdout), expected(config), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9), said
