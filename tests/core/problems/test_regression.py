"""A regression is its model's text: held against the squared errors of the same model in numpy."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdviz.core import PROBLEMS, InputError, RunConfig, record
from gdviz.core.algorithms.descent import GradientDescent, MiniBatch
from gdviz.core.problems.regression import Regression
from gdviz.core.types import Array, Rows

X = np.linspace(0.3, 2.5, 70)
Y = 1.5 * X + np.cos(9 * X)

MODELS = {
    "w·x": (lambda x, w: w * x, True),
    "w·x + b": (lambda x, w, b: w * x + b, True),
    "b + x²·w": (lambda x, b, w: b + x**2 * w, True),
    "w₁·x + w₂·(x − 1)²": (lambda x, w1, w2: w1 * x + w2 * (x - 1) ** 2, True),
    "w₁·w₂·x": (lambda x, w1, w2: w1 * w2 * x, True),
    "w₁²·x + b/x − 2x": (lambda x, w1, b: w1**2 * x + b / x - 2 * x, True),
    "w + 2": (lambda x, w: w + 2 + 0 * x, True),
    "sin(w·x)": (lambda x, w: np.sin(w * x), False),
    "w₁·tanh(w₂·x) + b": (lambda x, w1, w2, b: w1 * np.tanh(w2 * x) + b, False),
    "b·ln(w₁ + x)": (lambda x, b, w1: b * np.log(w1 + x), False),
}


def regression(model: str, **other: Any) -> Regression:
    """A regression on some data; its weights begin near 0.7."""
    dim = MODELS[model][0].__code__.co_argcount - 1
    start = tuple(0.7 + 0.1 * axis for axis in range(dim))
    return on(X, Y, model, domain=((0.1, 3.0),) * dim, start=start, **other)


def on(x: Array, y: Array, model: str, **other: Any) -> Regression:
    made = {"id": "a", "title": "", "domain": (), "start": (0.0,), **other}
    return Regression(model=model, data={"x": x, "y": y}, **made)


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_separates_where_that_is_so(model: str) -> None:
    assert (regression(model).cost_function is not None) == MODELS[model][1]


def test_its_loss_is_the_mean_squared_error(model: str) -> None:
    problem, function = regression(model), MODELS[model][0]
    draw = np.random.default_rng(5)
    weights = draw.uniform(0.1, 3, (3, 4, len(problem.weights)))
    for rows in (None, np.array([3]), np.array([8, 8, 40])):
        x, y = (X, Y) if rows is None else (X[rows], Y[rows])
        expected = [[np.mean((function(x, *w) - y) ** 2) for w in row] for row in weights]
        assert problem.loss(weights, rows) == pytest.approx(np.array(expected), rel=1e-12)
        assert problem.loss(weights[1, 2], rows) == pytest.approx(expected[1][2], rel=1e-12)
    assert problem.predict(weights, X[:5]).shape == (3, 4, 5)
    assert problem.predict(weights[0, 0], X) == pytest.approx(function(X, *weights[0, 0]))


def test_its_gradient_is_the_central_difference(model: str) -> None:
    problem = regression(model)
    w = np.array(problem.start)
    for rows in (None, np.array([3]), np.array([8, 8, 40])):
        exact = problem.gradient(w, rows)
        for axis in range(len(w)):
            step = np.eye(len(w))[axis] * 1e-5
            numeric = (problem.loss(w + step, rows) - problem.loss(w - step, rows)) / 2e-5
            assert exact[axis] == pytest.approx(numeric, rel=1e-6, abs=1e-7)


def test_it_can_be_run(model: str) -> None:
    problem = regression(model)
    for algorithm in (GradientDescent(learning_rate=1e-3), MiniBatch(1e-3, batch_size=8)):
        trace = record(RunConfig(problem, algorithm, epochs=20))
        assert problem.cost(trace.w[-1]) < problem.cost(trace.w[0])


def test_many_more_samples_take_no_longer_where_it_separates() -> None:
    """The cost is a formula of the weights alone: it has as many nodes whatever the data."""
    short, long = (on(x, np.sin(x), "w·x + b") for x in (np.arange(5.0), np.arange(50_000.0)))
    assert short.cost_function is not None
    assert long.cost_function is not None
    assert short.cost_function.formula == long.cost_function.formula


def test_the_cost_keeps_its_digits_at_the_optimum() -> None:
    """Expanded, w²·mean(x²) − 2w·mean(x·y) + mean(y²) would have lost them all."""
    x = np.arange(1.0, 8.0)
    problem = on(x, 3 * x, "w·x")
    for off in (1e-6, 1e-9, 1e-12):
        (w,) = 3.0 + np.array([off])
        assert problem.cost(np.array([w])) == pytest.approx((w - 3) ** 2 * 20, rel=1e-12)


def test_the_minimum_of_a_model_that_is_linear_in_its_weights_is_the_least_squares_fit() -> None:
    problem = regression("b + x²·w")
    expected = np.polynomial.polynomial.polyfit(X**2, Y, 1)
    assert problem.minima[0] == pytest.approx(expected, rel=1e-12)
    features = np.stack([np.ones_like(X), X**2])
    hessian = 2 * features @ features.T / len(X)
    assert problem.curvature() == pytest.approx(np.linalg.eigvalsh(hessian)[-1])


@pytest.mark.parametrize(
    ("model", "parts", "formula"),
    [
        ("w·x + b", ("2·x·e", "2·e"), "J(w, b) = 1/70 Σ (w·x<sub>i</sub> + b − y<sub>i</sub>)"),
        ("sin(w·x)", ("2·x·cos(w·x)·e",), "J(w) = 1/70 Σ (sin(w·x<sub>i</sub>) − y<sub>i</sub>)"),
        (
            "w₁·w₂·x",
            ("2·w<sub>2</sub>·x·e", "2·w<sub>1</sub>·x·e"),
            "J(w) = 1/70 Σ (w<sub>1</sub>·w<sub>2</sub>·x<sub>i</sub> − y<sub>i</sub>)",
        ),
    ],
)
def test_what_is_shown_is_read_out_of_the_model(
    model: str, parts: tuple[str, ...], formula: str
) -> None:
    problem = regression(model)
    assert problem.parts == parts
    assert problem.formula == f"{formula}<sup>2</sup>"
    x, y, error = problem.columns(np.array(problem.start), np.array([4, 2]))
    assert (x.symbol, y.symbol, error.symbol) == ("x", "y", "e")
    assert error.formula == formula.partition("Σ (")[2].replace("<sub>i</sub>", "").rstrip(")")
    predicted = MODELS[model][0](X[[4, 2]], *problem.start)
    assert error.values == pytest.approx(predicted - Y[[4, 2]])


@pytest.mark.parametrize("rows", [None, np.array([3]), np.array([8, 8, 40])])
def test_a_sum_is_as_many_times_the_mean_as_there_are_samples(
    model: str, rows: Rows | None
) -> None:
    mean, added = regression(model), regression(model, reduction="sum")
    count = len(X) if rows is None else len(rows)
    weights = np.random.default_rng(5).uniform(0.1, 3, (6, len(mean.weights)))
    assert added.loss(weights, rows) == pytest.approx(count * mean.loss(weights, rows), rel=1e-12)
    slopes = count * mean.gradient(weights, rows)
    assert added.gradient(weights, rows) == pytest.approx(slopes, rel=1e-12, abs=1e-9)
    assert added.minima == mean.minima
    assert added.formula == mean.formula.replace("1/70 Σ", "Σ")


@pytest.mark.parametrize(("batch_size", "times"), [(None, 70), (4, 4), (1, 1), (99, 70)])
def test_a_sum_bends_as_many_times_as_much(batch_size: int | None, times: int) -> None:
    mean, added = regression("w·x + b"), regression("w·x + b", reduction="sum")
    curvature = mean.curvature(batch_size)
    assert curvature is not None
    assert added.curvature(batch_size) == pytest.approx(times * curvature, rel=1e-12)


def test_a_rate_with_the_sum_is_three_times_that_rate_with_the_mean_of_three() -> None:
    """As the course's later listings have it, with PyTorch's MSELoss(reduction='sum')."""
    linear = PROBLEMS["linear"]
    assert isinstance(linear, Regression)
    added = replace(linear, reduction="sum")
    of_sum = record(RunConfig(added, GradientDescent(learning_rate=0.01)))
    of_mean = record(RunConfig(linear, GradientDescent(learning_rate=0.03)))
    assert of_sum.w == pytest.approx(of_mean.w, rel=1e-14)
    assert of_sum.loss == pytest.approx(3 * of_mean.loss, rel=1e-12)


def test_what_is_neither_mean_nor_sum_is_refused() -> None:
    with pytest.raises(InputError, match="mean, sum"):
        regression("w·x", reduction="most")
