"""A typed function as a problem: its values, its derivatives, its runs."""

import math
import pickle

import numpy as np
import pytest

from gdviz.core import InputError, Outcome, RunConfig, record
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.formula.operations import ARITHMETIC, CONSTANTS
from gdviz.core.problems.expression import parse

# Values


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants(name):
    assert parse(f"{name}*w").gradient(np.array([1.0])) == getattr(math, name)


@pytest.mark.parametrize(
    ("text", "cost", "slope"),
    [
        ("w^4 - 3w^2 + w", lambda w: w**4 - 3 * w**2 + w, lambda w: 4 * w**3 - 6 * w + 1),
        ("3w^4 - 4w^3", lambda w: 3 * w**4 - 4 * w**3, lambda w: 12 * w**2 * (w - 1)),
        ("(w+1)(w-1)", lambda w: w * w - 1, lambda w: 2 * w),
        ("-w^2", lambda w: -w * w, lambda w: -2 * w),
        ("1/2w", lambda w: w / 2, lambda w: np.full_like(w, 0.5)),
        ("w/(1+w^2)", lambda w: w / (1 + w**2), lambda w: (1 - w**2) / (1 + w**2) ** 2),
        ("e^(-w^2/2)", lambda w: np.exp(-w * w / 2), lambda w: -w * np.exp(-w * w / 2)),
        ("2^w", lambda w: 2**w, lambda w: np.log(2) * 2**w),
        ("w sin(3w)", lambda w: w * np.sin(3 * w), lambda w: np.sin(3 * w) + 3 * w * np.cos(3 * w)),
        ("ln(1+w^2)", lambda w: np.log1p(w**2), lambda w: 2 * w / (1 + w**2)),
        ("tanh(w)^2", lambda w: np.tanh(w) ** 2, lambda w: 2 * np.tanh(w) / np.cosh(w) ** 2),
    ],
)
def test_closed_forms(text, cost, slope):
    w = np.linspace(-3, 3, 61)
    made = parse(text)
    np.testing.assert_allclose(made.cost(w[:, np.newaxis]), cost(w), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        made.gradient(w[:, np.newaxis])[:, 0], slope(w), rtol=1e-11, atol=1e-11
    )
    assert made.loss(w[:1]) == float(made.cost(w[:1]))
    np.testing.assert_array_equal(made.gradient(w[3:4]), made.gradient(w[:, np.newaxis])[3])


# Derivatives


def _differences(made, points):
    """Central differences of the cost at the points, (n, dim)."""
    h = 1e-5
    steps = h * np.eye(points.shape[1])
    return np.stack([(made.cost(points + s) - made.cost(points - s)) / (2 * h) for s in steps], -1)


@pytest.mark.parametrize("name", ARITHMETIC)
def test_derivative_of_every_operator(name):
    points = np.random.default_rng(0).uniform(0.3, 2.5, (200, 2))
    for left, right in [("w1", "w2"), ("w2", "w1"), ("w1", "1.7"), ("1.7", "w2"), ("w1*w2", "w1")]:
        text = f"-({left})*w2" if name == "negative" else f"({left}){name}({right})"
        made = parse(text + "+0*w2")
        np.testing.assert_allclose(
            made.gradient(points), _differences(made, points), rtol=1e-7, atol=1e-8, err_msg=text
        )


@pytest.mark.parametrize(
    "text",
    [
        "(w2-w1)^4 + 8w1w2 - w1 + w2 + 3",
        "(1-w1)^2 + 100(w2-w1^2)^2",
        "w1 sin(w2) + w2 sin(w1) + w1^2 + w2^2",
        "(4 - 2.1x^2 + x^4/3)x^2 + xy + (4y^2 - 4)y^2",
        "ln(1 + abs(x y)^(2 + sin(x)))",
        "-3/-x^-2^2 + 2^-y",
    ],
)
def test_gradient_over_the_domain(text):
    made = parse(text, (-2.01, 2.0))
    points = np.random.default_rng(0).uniform(-2, 2, (500, 2))
    np.testing.assert_allclose(
        made.gradient(points), _differences(made, points), rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize(
    ("text", "w", "gradient"),
    [
        ("ln(1 + abs(w)^(2 + sin(w)))", [0.0], [0.0]),
        ("w^0 + w^2", [0.0], [0.0]),
        ("w^1", [0.0], [1.0]),
        ("abs(w)", [0.0], [0.0]),
        ("(-2)^2*w", [5.0], [4.0]),
        ("sqrt(w1) + w2^2", [0.0, 1.0], [np.inf, 2.0]),
        ("w1^w2", [-2.0, 2.0], [-4.0, np.nan]),
    ],
)
def test_derivative_at_an_edge(text, w, gradient):
    np.testing.assert_array_equal(parse(text).gradient(np.array(w)), gradient)


@pytest.mark.parametrize(
    ("text", "w"),
    [
        ("ln(w)", -1.0),
        ("log10(w)", -1.0),
        ("ln(w)", 0.0),
        ("sqrt(w)", -1.0),
        ("1/w", 0.0),
        ("w^0.5", -1.0),
        ("w^-1", 0.0),
        ("asin(w)", 2.0),
        ("exp(exp(w))", 10.0),
        ("w/w", 0.0),
        ("w^2", np.nan),
        ("w^2", np.inf),
    ],
)
def test_undefined_is_not_finite_and_warns_of_nothing(text, w):
    made = parse(text)
    for point in (np.array([w]), np.array([[w], [w]])):
        assert not np.isfinite(made.cost(point)).any()
        assert not np.isfinite(made.gradient(point)).any()


# The problem


@pytest.mark.parametrize(("text", "dim"), [("w^2", 1), ("y", 2), ("x y", 2), ("0w1 + w2", 2)])
def test_shapes(text, dim):
    made = parse(text)
    for shape in [(dim,), (7, dim), (3, 4, dim), (0, dim)]:
        w = np.ones(shape)
        assert made.cost(w).shape == shape[:-1]
        assert made.gradient(w).shape == shape
        assert not np.shares_memory(made.cost(w), w)
    assert len(made.weights) == len(made.start) == len(made.domain) == dim


def test_as_a_problem():
    made = parse("0.1w₁² + 2w₂²")
    assert made.weights == ("w₁", "w₂")
    assert made.domain == ((-5.0, 5.0), (-5.0, 5.0))
    assert made.start == (3.0, 2.0)
    assert (made.n_samples, made.minima) == (1, ())
    again = pickle.loads(pickle.dumps(made))
    assert made == parse(made.text) == again
    assert again.cost(np.ones(2)) == made.cost(np.ones(2))
    assert hash(made) == hash(parse("0.1w1^2+2w2^2"))


@pytest.mark.parametrize(
    ("text", "curvature"),
    [
        ("0.1w1^2 + 2w2^2", 4.0),
        ("(w1 + 2w2 - 7)^2 + (2w1 + w2 - 5)^2", 18.0),
        ("-w^2 + 3w", -2.0),
        ("3w", 0.0),
        ("pi w^2", 2 * math.pi),
        ("w^3", None),
        ("w^2 + abs(w)", None),
        ("1e200(1e200w^2)", None),
        ("w1^2 + w2^4", None),
        ("w1^2 + cos(w2)", None),
    ],
)
def test_the_curvature_is_known_where_it_is_the_same_everywhere(text, curvature):
    made = parse(text)
    assert made.curvature() == made.curvature(1) == curvature


@pytest.mark.parametrize(
    ("text", "domain", "start"),
    [("w", (0.0, 1.0), 0.8), ("ln(-w)", (-5.0, 5.0), -0.25), ("sqrt(1-w^2)", (-5.0, 5.0), 0.75)],
)
def test_the_start_has_a_cost_and_a_gradient(text, domain, start):
    assert parse(text, domain).start == pytest.approx((start,))


def test_a_run_follows_the_closed_form():
    trace = record(RunConfig(parse("w^2"), GradientDescent(learning_rate=0.1), (1.5,), epochs=50))
    np.testing.assert_allclose(trace.w[:, 0], 1.5 * 0.8 ** np.arange(51), rtol=1e-13)


@pytest.mark.parametrize("text", ["sqrt(w)", "ln(w)", "asin(w)", "-w^4"])
def test_a_run_that_leaves_what_is_defined_has_diverged(text):
    trace = record(RunConfig(parse(text), GradientDescent(learning_rate=0.5), (0.9,), epochs=500))
    assert trace.outcome is Outcome.DIVERGED
    assert np.isfinite(trace.w).all()


@pytest.mark.parametrize("domain", [(1.0, 1.0), (2.0, -2.0), (math.nan, 1.0), (0.0, math.inf)])
def test_a_domain_that_is_none_is_refused(domain):
    with pytest.raises(InputError, match="range"):
        parse("w", domain)
