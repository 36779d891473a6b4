"""The derivation of a gradient: each line equals the next, and the last is the gradient."""

import re

import numpy as np
import pytest

from gdviz.core import PROBLEMS
from gdviz.core.formula import evaluate, read
from gdviz.core.formula.names import Names
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.telling.calculus.derivation import Line, derivation
from gdviz.core.telling.calculus.written import END, MARK, OVER, UNDER, UNMARK, Written
from gdviz.core.types import MEAN, Array
from tests.core.formula.dual_numbers import slope
from tests.core.telling.calculus_problems import EVERY, own

every_problem = pytest.mark.parametrize("problem", EVERY.values(), ids=EVERY)


def plain(html: str) -> str:
    """What is written, without what only sets it: a fraction as {over/under}."""
    signs = html.replace(OVER, "{").replace(UNDER, "/").replace(END, "}")
    signs = signs.replace(MARK, "").replace(UNMARK, "")
    return re.sub("<[^>]*>", "", signs)


def drawn(problem: MeanLoss) -> Array:
    """Weights at which nothing is special."""
    return np.random.default_rng(3).uniform(0.3, 1.2, len(problem.names))


def over_samples(problem: MeanLoss, each: Array | float) -> float:
    total = np.broadcast_to(each, problem.n_samples).sum()
    return float(total / (problem.n_samples if problem.reduction == MEAN else 1))


def value(line: Line, problem: MeanLoss, weight: str, w: Array) -> float:
    """What a line comes to, by an arithmetic of its own: dual numbers, central differences."""
    at = problem.names.index(weight)
    if not line.inside:
        step = 1e-6 * np.eye(len(w))[at]
        ends = [dict(zip(problem.names, w + way, strict=True)) for way in (step, -step)]
        up, down = (
            over_samples(problem, evaluate([line.formula], {**end, **problem.data})[0])
            for end in ends
        )
        return (up - down) / 2e-6
    values = {**dict(zip(problem.names, w.tolist(), strict=True)), **problem.data}
    pending = {name: slope(inner, weight, values) for name, inner in line.pending.items()}
    return over_samples(problem, evaluate([line.formula], {**values, **pending})[0])


@every_problem
def test_each_line_equals_the_next(problem: MeanLoss) -> None:
    w = drawn(problem)
    for weight in problem.names[:4]:
        lines = derivation(problem, weight)
        first, *values = [value(line, problem, weight, w) for line in lines]
        assert len(values) >= 3
        np.testing.assert_allclose(values, values[0], rtol=1e-9, atol=1e-12)
        assert first == pytest.approx(values[0], rel=1e-5, abs=1e-7)


@every_problem
def test_the_last_line_is_the_gradient(problem: MeanLoss) -> None:
    w = drawn(problem)
    gradient = problem.gradient(w)
    for at, weight in list(enumerate(problem.names))[:4]:
        *before, last = derivation(problem, weight)
        assert not last.pending
        assert all(line.pending for line in before[1:])
        assert value(last, problem, weight, w) == pytest.approx(gradient[at], rel=1e-9, abs=1e-9)


@every_problem
def test_no_line_is_the_one_before_it_again(problem: MeanLoss) -> None:
    for weight in problem.names[:4]:
        written = [Written(problem, weight).line(line) for line in derivation(problem, weight)]
        assert len({*written}) == len(written)


def test_the_course_s_own_is_that_of_the_slides() -> None:
    problem = PROBLEMS["linear"]
    assert isinstance(problem, MeanLoss)
    written = Written(problem, "w")
    assert plain(written.left) == "{∂J/∂w}"
    assert [plain(written.line(line)) for line in derivation(problem, "w")] == [
        "{∂/∂w} {1/N} Σ (w·xi − yi)2",
        "{1/N} Σ {∂/∂w} (w·xi − yi)2",
        "{1/N} Σ 2·(w·xi − yi)·{∂/∂w} (w·xi − yi)",
        "{1/N} Σ 2·xi·(w·xi − yi)",
    ]


def test_with_numbers_it_is_that_of_a_sample() -> None:
    """The course's first step: w = 1, and the second sample is x = 2, y = 4."""
    problem, w = PROBLEMS["linear"], np.array([1.0])
    assert isinstance(problem, MeanLoss)
    written = Written(problem, "w")
    assert [plain(written.in_numbers(line, w, 1)) for line in derivation(problem, "w")[1:]] == [
        "{∂/∂w} (w·2 − 4)2",
        "2 × (1 × 2 − 4) × {∂/∂w} (w·2 − 4)",
        "2 × 2 × (1 × 2 − 4)",
    ]
    assert written.part(w, 1) == -8.0
    added, gradient = written.total(w)
    assert plain(added) == "{1/3} [(−2) + (−8) + (−18)]"
    assert gradient == pytest.approx(-28 / 3)


@pytest.mark.parametrize(
    "problem", [one for name, one in EVERY.items() if "abs" not in name and "max" not in name]
)
def test_the_numbers_of_the_last_line_come_to_what_the_sample_adds(problem: MeanLoss) -> None:
    """They are read again, as one would type them; |c| and cases cannot be typed as written."""
    w = np.round(drawn(problem), 3)
    for weight in problem.names[:4]:
        written = Written(problem, weight)
        line = derivation(problem, weight)[-1]
        shown = written.in_numbers(line, w, 1, digits=12)
        typed = plain(re.sub("<sup>(.*?)</sup>", r"^(\1)", shown)).replace("−", "-")
        (result,) = evaluate([read(typed, Names())], {})
        assert result == pytest.approx(written.part(w, 1), rel=1e-6, abs=1e-9)


def test_each_rule_is_named() -> None:
    def rules(model: str, weight: str) -> list[str]:
        lines = derivation(own(model), weight)
        return [rule.split(":")[0] for line in lines[2:] for rule in line.rules]

    linear = "Linear in {weight}"
    assert rules("w·x", "w") == ["Chain rule", linear]
    assert rules("sin(w·x)", "w") == ["Chain rule", "Sum rule", "Chain rule", linear]
    assert "Product rule" in rules("w·x·exp(w·x)", "w")[2]
    assert "Quotient rule" in rules("x/(1 + w·x)", "w")[2]
    assert rules("x + cos(w)", "w")[1:] == [
        "Sum rule",
        "A basic function of {weight}, whose derivative is known",
    ]


def test_a_long_model_is_called_y_hat() -> None:
    problem = PROBLEMS["net"]
    assert isinstance(problem, MeanLoss)
    written = Written(problem, "c2")
    lines = [plain(written.line(line)) for line in derivation(problem, "c2")]
    assert plain(written.model).startswith("ŷi = c1·tanh(a1·xi + b1)")
    assert lines[0] == "{∂/∂c2} {1/N} Σ (ŷi − yi)2"
    assert lines[-1] == "{1/N} Σ 2·(ŷi − yi)·tanh(a2·xi + b2)"


def test_a_sum_is_not_divided() -> None:
    problem = EVERY["a sum"]
    written = Written(problem, "b")
    assert plain(written.line(derivation(problem, "b")[-1])) == "Σ 2·(w·xi + b − yi)"
    assert "/" not in plain(written.total(np.array([1.0, 0.5]))[0])
