"""One's own model on data, against numpy's least squares and weights that are known."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS, InputError, RunConfig, record
from gdviz.core.algorithms.descent import GradientDescent, MiniBatch, Stochastic
from gdviz.core.cancelling import CancelledError, given_up_unless
from gdviz.core.formula import FormulaError
from gdviz.core.problems.changed_data import with_data
from gdviz.core.problems.data import Samples
from gdviz.core.problems.own_data import OwnRegression, find_model, fit, regression
from gdviz.core.problems.plainly import to_plain

X = np.linspace(-3.0, 3.0, 40)
NOISE = np.random.default_rng(4).normal(scale=0.1, size=40)

PARABOLA = "a x^2 + b x + c"


def samples(x: object, y: object) -> Samples:
    return Samples("x", "y", np.array(x, float), np.array(y, float))


def lowest(problem: OwnRegression) -> np.ndarray:
    return np.array(problem.minima[0])


@pytest.mark.parametrize("standardised", [False, True])
@pytest.mark.parametrize(
    ("model", "degree"),
    [("m x + k", 1), (PARABOLA, 2), ("a x³ + b x² + c x + d", 3), ("a x^4+bx^3+cx^2+dx+f", 4)],
)
def test_a_polynomial_ends_where_polyfit_says(model: str, degree: int, standardised: bool) -> None:
    problem = regression(samples(X, np.cos(X) + NOISE), model, standardised)
    assert problem.minima == (pytest.approx(np.polyfit(problem.x, problem.y, degree).tolist()),)


@pytest.mark.parametrize("count", [40, 5000])
@pytest.mark.parametrize(
    ("model", "features", "offset"),
    [
        ("a sin(x) + b cos(x) + c", lambda x: [np.sin(x), np.cos(x), 1 + 0 * x], 0),
        ("a x + 1", lambda x: [x], 1),
        ("(a + b) x + a", lambda x: [x + 1, x], 0),
        ("+".join(f"a{k} cos({k}x)" for k in range(1, 13)), lambda x: np.cos(np.outer(K, x)), 0),
    ],
)
def test_a_model_linear_in_its_weights_ends_where_lstsq_says(
    model: str, features: object, offset: float, count: int
) -> None:
    """On more samples than starts are tried on, too: it is the minimum on all of them."""
    x = np.linspace(-3.0, 3.0, count)
    y = np.exp(x / 2) + np.resize(NOISE, count)
    expected = np.linalg.lstsq(np.array(features(x)).T, y - offset)[0]  # type: ignore[operator]
    assert lowest(regression(samples(x, y), model)) == pytest.approx(expected, rel=1e-7)


K = np.arange(1, 13)


@pytest.mark.parametrize(
    ("model", "weights", "y"),
    [
        ("a sin(b x)", (2, 3), 2 * np.sin(3 * X)),
        ("a exp(b x) + c", (2, -0.7, 1), 2 * np.exp(-0.7 * X) + 1),
        ("a e^(b x) + c", (2, -0.7, 1), 2 * np.exp(-0.7 * X) + 1),
        ("h/(1 + exp(-k(x - m)))", (3, 2, 1), 3 / (1 + np.exp(-2 * (X - 1)))),
        ("a/(1 + b x^2)", (4, 0.5), 4 / (1 + 0.5 * X**2)),
        ("sin(w x)", (3,), np.sin(3 * X)),
        ("a tanh(b x + d)", (2, 1.5, 0.5), 2 * np.tanh(1.5 * X + 0.5)),
    ],
)
def test_the_weights_that_made_the_data_are_found(
    model: str, weights: tuple[float, ...], y: np.ndarray
) -> None:
    problem = regression(samples(X, y), model)
    assert problem.minima[0] == pytest.approx(weights, rel=1e-6)
    RunConfig(problem, GradientDescent())  # accepts the start
    low, high = np.array(problem.domain).T
    assert (low < weights).all()
    assert (weights < high).all()


def test_minima_have_no_gradient_and_none_is_lower_nearby() -> None:
    problem = regression(samples(X, 2 * np.sin(3 * X + 1) + NOISE), "a sin(b x + p)")
    assert len(problem.minima) > 1  # p is one of many, a may change its sign
    rng = np.random.default_rng(0)
    for w in map(np.array, problem.minima):
        assert problem.gradient(w) == pytest.approx(np.zeros(3), abs=1e-6)
        assert (problem.cost(w + rng.normal(scale=0.05, size=(200, 3))) > problem.cost(w)).all()
    assert sorted(problem.cost(np.array(problem.minima))) == pytest.approx(
        problem.cost(np.array(problem.minima))
    )


def test_many_samples_have_the_minimum_of_all_of_them() -> None:
    x = np.random.default_rng(1).uniform(-3, 3, 60_000)
    y = 2 * np.exp(-0.7 * x) + np.random.default_rng(2).normal(size=len(x))
    (minimum,) = regression(samples(x, y), "a exp(b x)").minima
    problem = regression(samples(x, y), "a exp(b x)")
    # By the errors' own derivative: the residuals are at right angles to both slopes.
    a, b = minimum
    rest = a * np.exp(b * x) - y
    for slope in (np.exp(b * x), a * x * np.exp(b * x)):
        assert abs(np.mean(rest * slope)) < 1e-7 * np.sqrt(np.mean(slope**2) * np.mean(rest**2))
    assert problem.minima == (minimum,)  # the same each time


@pytest.mark.parametrize("algorithm", [GradientDescent(0.01), Stochastic(0.01)])
def test_the_built_in_parabola_is_run_step_by_step(algorithm: GradientDescent) -> None:
    built_in = PROBLEMS["quadratic-fit"]
    own = regression(samples(built_in.x, built_in.y), PARABOLA)  # type: ignore[attr-defined]
    expected = record(RunConfig(built_in, algorithm, built_in.start, epochs=50))
    found = record(RunConfig(own, algorithm, built_in.start, epochs=50))
    np.testing.assert_array_equal(found.w, expected.w)
    np.testing.assert_array_equal(found.loss, expected.loss)


@pytest.mark.parametrize("algorithm", [GradientDescent(0.05), MiniBatch(0.05, batch_size=3)])
@pytest.mark.parametrize("letter", "bgiklmnorstvwαβμ")
def test_a_weight_may_have_any_name(letter: str, algorithm: GradientDescent) -> None:
    data = samples(X, 2 * X + 1 + NOISE)
    found = record(RunConfig(regression(data, f"a x + {letter}"), algorithm, (0, 0), epochs=3))
    expected = record(RunConfig(regression(data), algorithm, (0, 0), epochs=3))
    np.testing.assert_array_equal(found.w, expected.w)


def test_weights_stand_in_the_order_in_which_they_occur() -> None:
    assert regression(samples(X, X), "z x^2 + w₂ x + a").weights == ("z", "w₂", "a")


@pytest.mark.parametrize(
    ("typed", "formula"),
    [
        ("ax^2+bx+c", "a*x^2 + b*x + c"),
        ("y = a x + b", "a*x + b"),
        ("ａｘ² ＋ Ｂ×ｘ", "a*x^2 + b*x"),
        ("w1 x + w₂", "w1*x + w2"),
        ("asin(bx)", "asin(b*x)"),
        ("a e^(−bx²) + e", "a*exp(-b*x^2) + e"),  # e is the error of a sample
        ("b sin(ax)", "b*sin(a*x)"),
        ("abx + 2pix", "a*b*x + 2*pi*x"),
    ],
)
def test_forms_in_which_a_model_is_typed(typed: str, formula: str) -> None:
    assert find_model(typed).formula == formula


@pytest.mark.parametrize(
    ("typed", "position", "marked", "said"),
    [
        ("", 0, "", "Type a model"),
        ("a x +", 4, "+", "missing after +"),
        ("3x + 1", 0, "3x + 1", "no weight in it"),
        ("a + b", 0, "a + b", "no x in it"),
        ("a x + slope", 6, "slope", "slope is no function and no weight"),
        ("a sim(b x)", 2, "sim", "sim is no function"),
        ("a lnx", 2, "lnx", "ln needs parentheses"),
        ("a x + sinx", 6, "sinx", "sin needs parentheses"),
        ("a x1", 2, "x1", "x1 is no function and no weight"),
        ("a x + y", 6, "y", "y is what the model predicts"),
        ("a 斜 x", 2, "斜", "斜 is no function and no weight"),
        ("+".join(f"a{k} x" for k in range(31)), 170, "a30", "30 weights at most"),
        ("a" * 600, 500, "a" * 100, "too long"),
    ],
)
def test_a_mistake_is_said_where_it_is(typed: str, position: int, marked: str, said: str) -> None:
    with pytest.raises(FormulaError, match=said) as caught:
        find_model(typed)
    found = caught.value
    assert found.position == position
    assert typed[found.position : found.position + found.length] == marked


def test_thirty_weights_are_taken() -> None:
    model = "+".join(f"a{k} cos({k}x)" for k in range(30))
    x = np.linspace(0.0, 3.1, 80)
    problem = regression(samples(x, np.exp(x)), model)
    assert len(problem.weights) == 30
    features = np.cos(np.outer(np.arange(30), x)).T
    best = features @ np.linalg.lstsq(features, np.exp(x))[0]
    assert problem.cost(lowest(problem)) == pytest.approx(
        np.mean((best - np.exp(x)) ** 2), abs=1e-9
    )


@pytest.mark.parametrize(
    ("x", "model", "standardised", "reason"),
    [
        ([1, 2, 2, 1], PARABOLA, False, "3 weights need 3 different x, but there are 2"),
        ([5, 5, 5], "a x + b", True, "2 weights need 2 different x, but there are 1"),
        ([0, 0, 0], "a x + b", False, "every x is 0"),
        ([1, 2, 3], "a x + b x", False, "do not determine the weights"),
        ([2001, 2002, 2003, 2004, 2005], "a x³ + b x² + c x + d", False, "standardise them"),
        ([1, 2, 3], "a exp(exp(exp(x^9)))", False, "no value on these data"),
        ([-1, -2, 3], "a ln(x) + b", False, "no value on these data"),
        ([1e60, 2e60, 3e60], "a x^4", False, "no value on these data"),
    ],
)
def test_samples_that_do_not_suit_the_model_are_refused(
    x: list[float], model: str, standardised: bool, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        regression(samples(x, np.arange(len(x))), model, standardised)


@pytest.mark.parametrize("model", ["a sin(b x)", "a exp(b x) + c", PARABOLA])
def test_at_the_domains_ends_predictions_have_changed_by_what_targets_measure(model: str) -> None:
    y = 2 * np.sin(3 * X) if "sin" in model else np.exp(X)
    problem = regression(samples(X, y + NOISE), model)
    measure = np.sqrt(np.mean(problem.y**2))
    best = lowest(problem)
    here = problem.predict(best, X)
    for axis, ends in enumerate(problem.domain):
        changes = []
        for end in ends:
            w = best.copy()
            w[axis] = end
            changes.append(np.sqrt(np.mean((problem.predict(w, X) - here) ** 2)))
        assert max(changes) < 1.5 * measure
        assert max(changes) > 0.5 * measure


def test_only_a_line_has_a_slope_and_an_intercept_in_the_files_units() -> None:
    y = 3 * X - 5 + NOISE
    line = regression(samples(X, y), "k + m x", standardised=True)
    assert line.line(lowest(line)) == pytest.approx(np.polyfit(X, y, 1).tolist())
    for model in (PARABOLA, "a sin(b x)", "a x + b/x"):
        curve = regression(samples(X, y), model, standardised=True)
        assert curve.line(np.array(curve.start)) is None


def test_looking_for_weights_is_given_up_when_nobody_wants_them() -> None:
    data = samples(X, np.sin(X))
    asked = iter(range(1000))
    with given_up_unless(lambda: next(asked) < 100), pytest.raises(CancelledError):
        regression(data, "a sin(b x + c)")


def test_how_much_is_done_is_told() -> None:
    told: list[float] = []
    fit(samples(X, np.sin(X)), "a sin(b x)", told.append)
    assert told == sorted(told)
    assert len(set(told)) > 6
    assert 0 < told[0] < 0.5
    assert told[-1] == 1


def test_the_minima_follow_samples_that_are_moved() -> None:
    own = regression(samples(X, 2 * np.sin(3 * X)), "a sin(b x)")
    changed = with_data(own, own.x, 2.5 * np.sin(3.1 * X))
    assert changed.minima[0] == pytest.approx((2.5, 3.1))
    assert (changed.domain, changed.start) == (own.domain, own.start)


def test_a_model_is_kept_as_it_was_typed_but_for_its_spelling() -> None:
    own = regression(samples(X, X), "ａx＋b x²", standardised=True)
    assert to_plain(own) == {"model": "a*x + b*x^2", "standardise": True}
    assert regression(samples(X, X), "a*x + b*x^2", standardised=True).domain == own.domain
    for one in (own, regression(samples(X, X), "linear")):
        again = regression(
            samples(X, X), str(one.settings["model"]), one.standardisation is not None
        )
        assert again.formula == one.formula
