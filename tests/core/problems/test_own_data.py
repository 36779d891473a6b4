"""Regressions on the user's own data, against exact arithmetic and numpy's polyfit."""

from fractions import Fraction

import numpy as np
import pytest

from gdviz.core import PARAMETERS, PROBLEMS, InputError, RunConfig, record
from gdviz.core.algorithms.descent import GradientDescent, MiniBatch, Stochastic
from gdviz.core.algorithms.rules.adam import Adam
from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.algorithms.search import Exhaustive
from gdviz.core.numbers import format_number
from gdviz.core.problems.data import Samples
from gdviz.core.problems.own_data import (
    MODELS,
    explain_standardising,
    fit,
    regression,
    stability_limits,
)
from gdviz.core.runs.outcome import Outcome


def samples(x, y):
    return Samples("x", "y", np.array(x, float), np.array(y, float))


def noisy(x, slope, intercept, noise):
    errors = np.random.default_rng(0).normal(scale=noise, size=len(x))
    return samples(x, slope * x + intercept + errors)


DATA = {
    "course": samples([1, 2, 3], [2, 4, 6]),
    "falling": samples([-3, -2, -1], [7, 3, 2]),
    "heights": noisy(np.linspace(150, 190, 40), 0.9, -90, 5),
    "years": noisy(np.arange(2000.0, 2024), 1.5, -2900, 2),
    "prices": noisy(np.linspace(1e7, 2e7, 50), 3, 5e6, 1e5),
    "timestamps": noisy(1.7e9 + np.arange(0, 86400, 600.0), 0.01, 0, 50),
    "small": noisy(np.linspace(1e-6, 3e-6, 20), 2e-3, 1e-9, 1e-10),
    "population": noisy(np.arange(2000.0, 2024), 1e7, 1e9, 1e6),
    "level": samples([1, 2, 4], [7, 7, 7]),
    "nought": samples([1, 2, 4], [0, 0, 0]),
    "one": samples([5], [10]),
}
LINES = [name for name, data in DATA.items() if len(data.x) > 1]
CASES = [
    (name, model, standardised)
    for name in DATA
    for model in MODELS
    for standardised in (False, True)
    if name in LINES or (model == "linear" and not standardised)
]


def exact_line(data, model):
    """Return the slope and intercept of least squares, in exact arithmetic."""
    x, y = ([Fraction(value) for value in column.tolist()] for column in (data.x, data.y))
    n = len(x)
    products = sum(a * b for a, b in zip(x, y, strict=True))
    squares = sum(a * a for a in x)
    if model == "linear":
        return float(products / squares), 0.0
    slope = (products - sum(x) * sum(y) / n) / (squares - sum(x) ** 2 / n)
    return float(slope), float((sum(y) - slope * sum(x)) / n)


def cost_by_hand(problem, w):
    intercept = w[1] if len(w) > 1 else 0
    errors = [w[0] * x + intercept - y for x, y in zip(problem.x, problem.y, strict=True)]
    return sum(error**2 for error in errors) / len(errors)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", LINES)
def test_the_optimum_is_that_of_exact_arithmetic(name, model):
    problem = regression(DATA[name], model)
    slope, intercept = exact_line(DATA[name], model)
    scale = abs(intercept) + abs(slope) * np.abs(DATA[name].x).max()
    found = problem.line(np.array(problem.minima[0]))
    assert found[0] == pytest.approx(slope, rel=1e-9, abs=1e-12)
    assert found[1] == pytest.approx(intercept, rel=1e-9, abs=1e-12 * scale)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", LINES)
def test_standardising_moves_the_numbers_and_not_the_line(name, model):
    """Around the mean point a line with one weight is already the whole line."""
    problem = regression(DATA[name], model, standardised=True)
    slope, intercept = exact_line(DATA[name], "affine")
    found = problem.line(np.array(problem.minima[0]))
    assert found[0] == pytest.approx(slope, rel=1e-8, abs=1e-12)
    assert found[1] == pytest.approx(intercept, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "standardised"),
    [("course", False), ("falling", False), *((name, True) for name in LINES)],
)
def test_the_line_that_descent_reaches_is_polyfits(name, standardised):
    data = DATA[name]
    problem = regression(data, "affine", standardised)
    rate = 0.9 * GradientDescent().stability_limit(problem)
    trace = record(RunConfig(problem, GradientDescent(rate), epochs=2000))
    assert trace.outcome is Outcome.CONVERGED
    slope, intercept = np.polyfit(data.x - data.x[0], data.y, 1)
    found = problem.line(trace.w[-1])
    assert found[0] == pytest.approx(slope, rel=1e-9, abs=1e-12)
    assert found[1] + found[0] * data.x[0] == pytest.approx(intercept, rel=1e-8, abs=1e-9)


def test_data_is_never_normalised_unasked():
    data = DATA["heights"]
    problem = regression(data)
    assert problem.standardisation is None
    assert problem.x is data.x
    assert problem.y is data.y
    w = np.array([0.5, -3.0])
    assert problem.cost(w) == pytest.approx(cost_by_hand(problem, w), rel=1e-12)
    assert problem.line(w) == (0.5, -3.0)
    assert regression(data, "linear").line(np.array([0.5])) == (0.5, 0.0)


@pytest.mark.parametrize("name", LINES)
def test_standardised_data_has_mean_0_and_deviation_1(name):
    data = DATA[name]
    problem = regression(data, standardised=True)
    done = problem.standardisation
    # The standardised x cannot be closer to mean 0 than the file's digits let them be.
    digits = 1e-15 * np.abs(data.x).max() / done.x_deviation + 1e-12
    assert problem.x.mean() == pytest.approx(0, abs=digits)
    assert problem.x.std() == pytest.approx(1)
    np.testing.assert_allclose(done.x_mean + done.x_deviation * problem.x, data.x, rtol=1e-15)
    np.testing.assert_allclose(done.y_mean + done.y_deviation * problem.y, data.y, rtol=1e-14)
    assert problem.y.std() == pytest.approx(0 if data.y.min() == data.y.max() else 1)
    assert (problem.x_name, problem.y_name) == (data.x_name, data.y_name)


@pytest.mark.parametrize(("name", "model", "standardised"), CASES)
def test_the_domain_shows_the_bowl(name, model, standardised):
    problem = regression(DATA[name], model, standardised)
    optimum, start = np.array(problem.minima[0]), np.array(problem.start)
    low, high = np.array(problem.domain).T
    RunConfig(problem, GradientDescent())  # accepts the start
    assert (low < optimum).all()
    assert (optimum < high).all()
    assert (low <= start).all()
    assert (start <= high).all()
    least = problem.cost(optimum)
    scale = np.mean(problem.y**2)
    assert problem.cost(start) > least + 0.1 * scale
    for axis in range(len(optimum)):
        for end in (low[axis], high[axis]):
            edge = optimum.copy()
            edge[axis] = end
            assert problem.cost(edge) > least + 0.8 * scale


def test_the_courses_data_gets_the_courses_domain_and_start():
    course, own = PROBLEMS["linear"], regression(DATA["course"], "linear")
    assert (own.domain, own.start) == (course.domain, course.start)


@pytest.mark.parametrize(("name", "model", "standardised"), CASES)
def test_the_gradient_is_that_of_the_cost_by_hand(name, model, standardised):
    problem = regression(DATA[name], model, standardised)
    low, high = np.array(problem.domain).T
    w = low + 0.3 * (high - low)
    expected = []
    for axis in range(len(w)):
        step = np.zeros(len(w))
        step[axis] = 1e-3 * (high - low)[axis]
        ahead, behind = cost_by_hand(problem, w + step), cost_by_hand(problem, w - step)
        expected.append((ahead - behind) / (2 * step[axis]))
    rows = np.arange(problem.n_samples)
    for gradient in (problem.gradient(w), problem.gradient(w, rows)):
        np.testing.assert_allclose(gradient, expected, rtol=1e-6)


def test_stability_limits_are_those_of_the_second_moment():
    data = DATA["heights"]
    fits = fit(data, "linear")
    before, after = stability_limits(fits, GradientDescent())
    assert before == pytest.approx(1 / np.mean(data.x**2))
    assert after == pytest.approx(1)
    with_momentum = GradientDescent(rule=Plain(momentum=0.5))
    limits = stability_limits(fits, with_momentum)
    assert limits == (pytest.approx(1.5 * before), pytest.approx(1.5))
    limits = stability_limits(fits, Stochastic())
    assert limits.as_it_is == pytest.approx(1 / np.max(data.x**2))
    assert limits.standardised < 1


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("standardised", [False, True])
def test_a_run_past_the_limit_diverges_and_one_below_does_not(model, standardised):
    data = DATA["course"]
    fits = fit(data, model)
    limit = stability_limits(fits, GradientDescent())[standardised]
    problem = fits[standardised]

    def outcome(share):
        return record(RunConfig(problem, GradientDescent(share * limit), epochs=3000)).outcome

    assert outcome(0.9) is Outcome.CONVERGED
    assert outcome(1.1) is Outcome.DIVERGED


def test_what_standardising_does_is_said_with_both_limits():
    fits = fit(DATA["heights"], "linear")
    before, after = stability_limits(fits, GradientDescent())
    text = explain_standardising(fits, GradientDescent())
    assert f"Without it a run diverges past α = {format_number(before, 3)}, with it past" in text
    assert text.endswith(f"past α = {format_number(after, 3)}.")
    assert "can diverge past" in explain_standardising(fits, Stochastic())
    assert "diverge" not in explain_standardising(fits, Exhaustive())
    assert "diverge" not in explain_standardising(fits, GradientDescent(rule=Adam()))


def test_a_limit_below_every_learning_rate_is_said_to_be():
    smallest = PARAMETERS["learning_rate"].minimum
    for name, said in (("heights", False), ("timestamps", True)):
        fits = fit(DATA[name], "linear")
        assert (fits.as_it_is.curvature() > 2 / smallest) is said
        assert ("can be set" in explain_standardising(fits, GradientDescent())) is said


def test_what_has_no_regression_is_told_from_what_has():
    fits = fit(samples([5, 5], [1, 2]), "linear")
    assert fits.as_it_is.minima == ((pytest.approx(0.3),),)
    assert isinstance(fits.standardised, InputError)
    assert stability_limits(fits, GradientDescent()) == (pytest.approx(1 / 25), None)
    assert "diverge" not in explain_standardising(fits, GradientDescent())
    fits = fit(samples([1e15, 1e15 + 1, 1e15 + 2], [1, 2, 3]), "affine")
    assert isinstance(fits.as_it_is, InputError)
    assert fits.standardised.minima[0][0] == pytest.approx(1)


def test_mini_batches_train_it():
    problem = regression(DATA["heights"], standardised=True)
    trace = record(RunConfig(problem, MiniBatch(0.05, batch_size=4), epochs=50))
    assert problem.cost(trace.w[-1]) < 1.2 * problem.cost(np.array(problem.minima[0]))


@pytest.mark.parametrize(
    ("x", "model", "standardised", "reason"),
    [
        ([5, 5, 5], "affine", False, "every x is 5"),
        ([5, 5, 5], "affine", True, "every x is 5"),
        ([5, 5, 5], "linear", True, "every x is 5"),
        ([0.1, 0.1, 0.1], "affine", True, r"every x is 0\.1"),
        ([0, 0, 0], "linear", False, "every x is 0"),
        ([0, 0, 0], "affine", True, "every x is 0"),
        ([1e-200, 2e-200, 3e-200], "linear", False, "every x is 0"),
        ([1e15, 1e15 + 1, 1e15 + 2], "affine", False, "standardise"),
        ([1, 2, 3], "quadratic", False, "quadratic is no function and no weight"),
    ],
)
def test_x_that_do_not_determine_a_line_are_refused(x, model, standardised, reason):
    with pytest.raises(InputError, match=reason):
        regression(samples(x, [1, 2, 3]), model, standardised)


@pytest.mark.parametrize(
    ("x", "model"),
    [
        ([0, 1, 2], "linear"),
        ([1e-100], "linear"),
        # A deviation of 1, a millionth of the size.
        ([999_998, 1_000_000], "affine"),
    ],
)
def test_x_that_just_determine_a_line_are_taken(x, model):
    data = samples(x, np.arange(len(x)) + 1)
    assert regression(data, model).x.tolist() == x


def test_targets_that_are_all_the_same_are_not_scaled_by_their_rounding():
    y = np.full(3, 0.1)
    assert y.std() > 0
    assert regression(samples([1, 2, 4], y), "affine", True).standardisation.y_deviation == 1


def test_the_prediction_that_is_shown_is_at_the_largest_x():
    assert regression(DATA["falling"]).probe == -1


def test_one_sample_has_no_line_but_a_slope():
    with pytest.raises(InputError, match="every x is 5"):
        regression(DATA["one"])
    assert regression(DATA["one"], "linear").minima == ((2.0,),)


def test_titles_and_formulas_name_each_weight():
    for model in MODELS:
        made = regression(DATA["falling"], model)
        assert made.title.startswith(f"y = {MODELS[model].formula}")
        assert all(weight in made.formula for weight in made.weights)
