"""What separates into Σ cₖ(w)·φₖ(x), held against the formula itself, evaluated plainly."""

import numpy as np
import pytest

from gdviz.core.formula import Names, evaluate, read, text
from gdviz.core.formula.separation import MOST_PRODUCTS, separate

NAMES = Names("w", "w1", "w2", "b", "x", "y")


def products(typed):
    found = separate(read(typed, NAMES), ("x", "y"))
    return found and [(text(product.coefficient), text(product.feature)) for product in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("w*x", [("w", "x")]),
        ("w*x + b", [("w", "x"), ("b", "1")]),
        ("w1*w2*x", [("w1*w2", "x")]),
        ("x*w1*3*w2", [("3*w1*w2", "x")]),
        ("(w*x + b)*x", [("w", "x^2"), ("b", "x")]),
        ("-(w - x)", [("-w", "1"), ("1", "x")]),
        ("exp(w)*sin(x)/(1 + x^2)", [("exp(w)", "sin(x)/(1 + x^2)")]),
        ("w", [("w", "1")]),
        ("x", [("1", "x")]),
        ("2", [("2", "1")]),
        ("w*x + w*x", [("2*w", "x")]),
    ],
)
def test_a_sum_of_products_is_recognised(typed, expected):
    assert products(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["sin(w*x)", "exp(w + x)", "w/(w + x)", "abs(w - x)", "(w + x)^0.5", "x^w", "(w + x)^-1"],
)
def test_what_is_none_is_refused(typed):
    assert products(typed) is None


def test_a_sum_of_very_many_products_is_refused():
    powers = " + ".join(f"w*x^{power}" for power in range(1, MOST_PRODUCTS + 1))
    assert len(products(powers)) == MOST_PRODUCTS
    assert products(f"{powers} + b") is None
    assert products("((w + x)^4 + (b - x)^4)^4") is None


@pytest.mark.parametrize(
    "typed",
    [
        "(w*x + b - y)^2",
        "(w1*x - w2*y)*(w1 - x)/2",
        "(w1 - x)^2/2 - (w2 - y)^2/2 + w2^4/4",
        "w^3*(x + 1/3)^3",
        "sqrt(w)*(ln(x) - b)/(w1*(2 + x))",
    ],
)
def test_the_sum_is_the_formula(typed):
    formula = read(typed, NAMES)
    draw = np.random.default_rng(1)
    values = {name: draw.uniform(0.5, 2, 50) for name in NAMES.names}
    found = separate(formula, ("x", "y"))
    for product in found:
        assert {*product.coefficient.names} <= {"w", "w1", "w2", "b"}
        assert {*product.feature.names} <= {"x", "y"}
    total = sum(np.multiply(*evaluate(product, values)) for product in found)
    assert total == pytest.approx(evaluate([formula], values)[0], rel=1e-12)
