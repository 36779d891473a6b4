"""The derivative of a formula against dual numbers, central differences and at the edges."""

import random

import numpy as np
import pytest

from gdviz.core.formula import Formula, FormulaError, Names, derivative, evaluate, read, text
from gdviz.core.formula.operations import FUNCTIONS
from gdviz.core.formula.tree import Node
from tests.core.formula.dual_numbers import slope
from tests.core.formula.random_formulas import random_formula

XY = Names("x", "y")
X, Y = np.array([(0.7, 1.3), (-1.1, 0.4), (2.5, -0.6)]).T


def at(formula, x, y=0.0):
    return evaluate([formula], {"x": x, "y": y})[0]


def read_random(draw):
    """A random formula that is not refused, such as for a constant 1/0 in it."""
    while True:
        try:
            return read(random_formula(draw), XY)
        except FormulaError:
            continue


def test_random_formulas_agree_with_dual_numbers():
    draw = random.Random(7)
    compared = 0
    for number in range(2000):
        formula, name = read_random(draw), XY.names[number % 2]
        expected = slope(formula, name, {"x": X, "y": Y}) + 0 * X
        found = at(derivative(formula, name), X, Y) + 0 * X
        known = np.isfinite(expected) & (np.abs(expected) < 1e12)
        np.testing.assert_allclose(
            found[known], expected[known], rtol=1e-9, atol=1e-9, err_msg=text(formula)
        )
        compared += known.sum()
    assert compared > 3500


def test_second_derivatives_are_those_of_the_first():
    draw = random.Random(8)
    compared, h = 0, 1e-5
    for _ in range(400):
        first = derivative(read_random(draw), "x")
        with np.errstate(all="ignore"):
            near = (at(first, X + h, Y) - at(first, X - h, Y)) / (2 * h) + 0 * X
            far = (at(first, X + 2 * h, Y) - at(first, X - 2 * h, Y)) / (4 * h) + 0 * X
            smooth = (np.abs(near) < 1e3) & (np.abs(far - near) < 1e-6)
        found = at(derivative(first, "x"), X, Y) + 0 * X
        np.testing.assert_allclose(
            found[smooth], near[smooth], rtol=1e-4, atol=1e-4, err_msg=text(first)
        )
        compared += smooth.sum()
    assert compared > 500


_RANGES = {
    **dict.fromkeys(["asin", "acos"], (-0.95, 0.95)),
    **dict.fromkeys(["ln", "log10", "log2", "sqrt"], (0.1, 4.0)),
    "log1p": (-0.8, 3.0),
    "tan": (-1.3, 1.3),
    "floor": (-1.9, 1.9),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_against_central_differences(name):
    typed = f"{name}(x*0.8, y)" if FUNCTIONS[name].arity == 2 else f"{name}(x*0.8)"
    x = np.linspace(*_RANGES.get(name, (-2.0, 2.0)), 200) / 0.8
    y, h = x[::-1] ** 3, 1e-6
    formula = read(typed, XY)
    numeric = (at(formula, x + h, y) - at(formula, x - h, y)) / (2 * h)
    np.testing.assert_allclose(at(derivative(formula, "x"), x, y), numeric, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("typed", "derived"),
    [
        ("x^4 - 3x^2 + x", "4*x^3 - 6*x + 1"),
        ("100(y - x^2)^2 + (1 - x)^2", "-400*x*(y - x^2) - 2*(1 - x)"),
        ("(1.5 - x + x y)^2", "2*(1.5 - x + x*y)*(y - 1)"),
        ("0.1*3*x^2", "0.6*x"),
        ("x^6/3", "2*x^5"),
        ("x^2/3", "2*x/3"),
        ("x^(1/3)", "x^(-2/3)/3"),
        ("x sin(x)", "sin(x) + x*cos(x)"),
        ("e^(-x)", "-e^(-x)"),
        ("2^x", "ln(2)*2^x"),
        ("sqrt(x)", "1/(2*sqrt(x))"),
        ("1/x", "-1/x^2"),
        ("x x y", "2*x*y"),
        ("(y+y+1)x", "y + y + 1"),
        ("y^2", "0"),
        ("sign(x)", "0"),
        ("floor(x)", "0"),
        ("max(x^2, y)", "choose(x^2, y, 2*x, 0)"),
        ("min(x^2, y)", "choose(y, x^2, 2*x, 0)"),
    ],
)
def test_a_derivative_reads_like_one_by_hand(typed, derived):
    assert text(derivative(read(typed, XY), "x")) == derived


@pytest.mark.parametrize(
    ("typed", "x", "expected"),
    [
        ("abs(x)", 0.0, 0.0),
        ("x^0", 0.0, 0.0),
        ("x^y", 0.0, 0.0),
        ("x^1", 0.0, 1.0),
        ("ln(1 + abs(x)^(2 + sin(x)))", 0.0, 0.0),
        ("abs(x)^(x + 1)", 0.0, 0.0),
        ("max(x, 1/y)", 0.5, 0.0),
        ("min(x, 1/y)", 0.5, 1.0),
        ("max(x*y, sqrt(x))", 1.0, 0.5),
        ("sqrt(x)", 0.0, np.inf),
        ("1/x", 0.0, -np.inf),
        ("ln(x)", 0.0, np.inf),
        ("asin(x)", 2.0, np.nan),
        ("x^0.5", -1.0, np.nan),
    ],
)
def test_at_an_edge(typed, x, expected):
    np.testing.assert_equal(at(derivative(read(typed, XY), "x"), x), expected)


def test_what_is_not_selected_is_not_multiplied_by_0():
    """Where it is infinite, 0 times it would be NaN."""
    formula = derivative(read("max(1, ln(x))", XY), "x")
    assert at(formula, 0.0) == 0
    assert at(derivative(read("min(x, 1/(x - 1))", XY), "x"), 1.0) == 1


def test_a_derivative_that_would_take_long_is_refused():
    nodes = (Node("name", (), "x"), *(Node("*", (place, 0)) for place in range(2000)))
    formula = Formula(nodes)
    with pytest.raises(FormulaError, match="too long to be differentiated"):
        derivative(formula, "x")
