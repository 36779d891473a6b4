"""Formulas as Python that is to be read: it looks as it should, and means the formula."""

import math
import random

import numpy as np
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from gdviz.core.formula import FormulaError, Names, derivative, evaluate, read
from gdviz.core.formula.parts import share
from gdviz.core.formula.ranges import COUNT, NOT_NEGATIVE, ranges
from gdviz.core.formula.writers.code import MATH, NUMPY, TORCH, CodeWriter
from tests.core.formula.random_formulas import random_formula

XY = Names("x", "y")
SAME = {"x": "x", "y": "y"}


def sign(u):
    return (u > 0) - (u < 0)


@st.composite
def formulas(draw):
    """A formula, or its derivative, with what only derivatives contain."""
    typed = random_formula(random.Random(draw(st.integers(0, 10**6))))
    try:
        formula = read(typed, XY)
        return derivative(formula, "x") if draw(st.booleans()) else formula
    except FormulaError:
        assume(False)
    return None


POINTS = st.sampled_from([-2.5, -1.1, -0.3, 0.0, 0.4, 0.7, 1.3, 3.0])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2x(x y - 1)", "2 * x * (x * y - 1)"),
        ("x^2/3 + 1/2y", "x ** 2 / 3 + (1 / 2) * y"),
        ("x - (y - 1) - -x", "x - (y - 1) - (-x)"),
        ("-x^2 + (-x)^2", "-x ** 2 + (-x) ** 2"),
        ("2^x^y", "2.0 ** math.pow(x, y)"),
        ("x^y + abs(x)^y + x^-3", "math.pow(x, y) + abs(x) ** y + x ** (-3)"),
        ("(1 + sin(x))^y", "(1 + math.sin(x)) ** y"),
        ("e^(-x/2) + ln(y) + e", "math.exp(-x / 2) + math.log(y) + math.e"),
        ("0.1x + 1e-7 + 2.50", "0.1 * x + 1e-07 + 2.5"),
        ("max(x, 0) - min(x, y) + sign(x)", "max(x, 0) - min(x, y) + sign(x)"),
        ("asin(x)sqrt(pi)", "math.asin(x) * math.sqrt(math.pi)"),
        ("9^9 x", "9.0 ** 9 * x"),
        ("(1 + 1)^x", "float(1 + 1) ** x"),
    ],
)
def test_it_reads_as_a_person_would_write(typed, written):
    assert CodeWriter(MATH, SAME).write(read(typed, XY)) == written


def test_numpy_and_torch_have_names_of_their_own():
    formula = read("asin(x) + max(x, 0) + ln(2)*min(x, y)^0.5", XY)
    assert CodeWriter(NUMPY, SAME).write(formula) == (
        "np.arcsin(x) + np.maximum(x, 0) + np.log(2) * np.minimum(x, y) ** 0.5"
    )
    assert CodeWriter(TORCH, SAME).write(formula) == (
        "torch.asin(x) + torch.clamp(x, min=0) + math.log(2) * torch.minimum(x, y) ** 0.5"
    )


def test_a_fraction_without_end_is_a_quotient():
    slope = derivative(read("y^(1/3)", XY), "y")
    assert CodeWriter(NUMPY, SAME).write(slope) == "y ** (-2 / 3) / 3"


@given(formulas(), POINTS, POINTS)
def test_floats_have_the_formulas_value_or_raise(formula, x, y):
    code = CodeWriter(MATH, SAME).write(formula)
    (expected,) = evaluate([formula], {"x": x, "y": y})
    try:
        found = eval(code, {"math": math, "sign": sign}, {"x": x, "y": y})
    except (ArithmeticError, ValueError):  # in between there is one that floats do not have
        return
    assert not isinstance(found, complex)
    if np.isfinite(expected) and math.isfinite(found):
        assert found == pytest.approx(float(expected), rel=1e-6, abs=1e-9)


@given(formulas(), st.lists(POINTS, min_size=3, max_size=3))
def test_numpy_has_the_formulas_value(formula, points):
    x, y = np.array(points), np.array(points)[:, np.newaxis] + 0.1
    code = CodeWriter(NUMPY, SAME).write(formula)
    (expected,) = evaluate([formula], {"x": x, "y": y})
    with np.errstate(all="ignore"):
        try:
            found = eval(code, {"np": np}, {"x": x, "y": y})
        except (ArithmeticError, TypeError):  # of numbers alone: Python's floats raise
            return
    known = np.broadcast_to(np.isfinite(expected) & np.isfinite(found), (3, 3))
    found, expected = (np.broadcast_to(one, (3, 3))[known] for one in (found, expected))
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


@given(formulas(), POINTS, POINTS)
def test_what_is_named_is_the_same_in_the_end(formula, x, y):
    whole = [formula, *[derivative(formula, name) for name in "xy"]]
    shared = share(whole)
    values = {"x": x, "y": y}
    for name, part in shared.parts.items():
        (values[name],) = evaluate([part], values)
    np.testing.assert_array_equal(
        evaluate(shared.formulas, values), evaluate(whole, {"x": x, "y": y})
    )
    event(f"{min(len(shared.parts), 3)} parts or more")


def test_what_is_long_and_common_is_named_once():
    cost = read("(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2", XY)
    slopes = [derivative(cost, name) for name in "xy"]
    shared = share(slopes)
    written = [
        CodeWriter(MATH, {n: n for n in (*SAME, *shared.parts)}).write(f) for f in shared.formulas
    ]
    parts = [CodeWriter(MATH, SAME).write(part) for part in shared.parts.values()]
    assert parts == ["1.5 - x + x * y", "2.25 - x + x * y ** 2"]
    assert written[1] == "2 * x * part1 + 4 * x * y * part2"
    assert share([cost]).parts == {}


def test_what_is_nested_deeply_stays_within_what_python_reads():
    formula = read("sin(" * 90 + "x" + ")" * 90, XY)
    shared = share([formula])
    namespace = {"math": math, "x": 0.5}
    names = {**SAME, **{name: name for name in shared.parts}}
    for name, part in shared.parts.items():
        namespace[name] = eval(CodeWriter(MATH, names).write(part), namespace)
    found = eval(CodeWriter(MATH, names).write(shared.formulas[0]), namespace)
    assert found == pytest.approx(float(evaluate([formula], {"x": 0.5})[0]))


@given(formulas(), POINTS, POINTS)
def test_a_value_lies_in_its_range(formula, x, y):
    known = ranges(formula, {})[-1]
    (value,) = evaluate([formula], {"x": x, "y": y})
    if not np.isnan(value):
        assert known.low <= value <= known.high
        assert not known.whole or value == math.floor(value) or np.isinf(value)


def test_what_is_known_of_names_counts():
    t, x = COUNT, NOT_NEGATIVE
    assert ranges(read("x + y^2 + 1", XY), {"x": x})[-1].positive
    assert ranges(read("x*y - 3", XY), {"x": t, "y": t})[-1].whole
