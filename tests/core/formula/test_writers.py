"""What the writers make of a formula: for people, for numpy, for floats."""

import random
import re
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from gdviz.core.formula import (
    Formula,
    FormulaError,
    Names,
    derivative,
    evaluate,
    html,
    latex,
    numpy_function,
    python_function,
    read,
    text,
)
from gdviz.core.formula.operations import FUNCTIONS, OPERATIONS
from gdviz.core.formula.tree import Node
from gdviz.core.formula.writers.in_place import in_place_function
from gdviz.core.formula.writers.numpy import NUMPY
from gdviz.core.formula.writers.python import PYTHON
from tests.core.formula.random_formulas import random_formula

XY = Names("x", "y")
RULE = Names("w", "g", "m", "m̂", "v", "β₁", "t", "α", "ε")


def plain(markup):
    return (
        markup.replace("<sup>", "^")
        .replace("</sup>", "")
        .replace("<sub>", "_")
        .replace("</sub>", "")
    )


# For people


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("x^4 - 3*x^2 + x", "x^4 − 3x^2 + x"),
        ("2*x*y*3 + 2 3", None),
        ("2*x*y*3", "2xy·3"),
        ("x*sin(y)*x", "x sin(y)x"),
        ("2sin(x)cos(y)", "2 sin(x) cos y"),
        ("sin(x)^2 + sin(x + y)/2", "sin(x)^2 + sin(x + y) / 2"),
        ("-sin(x) - (x - y)", "−sin x − (x − y)"),
        ("100(y - x^2)^2", "100(y − x^2)^2"),
        ("x(x + 1)(x - 1)", "x·(x + 1)(x − 1)"),
        ("2x(x + 1)", "2x(x + 1)"),
        ("x^2/3 + 1/2y", "x^2/3 + (1/2)y"),
        ("x/(x + 1)/y", "x / (x + 1) / y"),
        ("e^(-x y)pi", "e^−xyπ"),
        ("2^(x^2) + e^(-x^-2/2)", "2^x² + e^−x⁻²/2"),
        ("2^x^y^(x + y)", "2^x^(y^(x + y))"),
        ("(2^x)^2 + (-x)^2", "(2^x)^2 + (−x)^2"),
        ("abs(x)^(2 + sin(x))", "|x|^2 + sin x"),
        ("sqrt(x)sqrt(x + 1)", "√x·√(x + 1)"),
        ("1e-7x + 2.50y", "1·10^−7x + 2.5y"),
        ("max(x, 2y) + log10(x)", "max(x, 2y) + log_10 x"),
        ("x*-2", "x·(−2)"),
    ],
)
def test_html(typed, shown):
    if shown is None:
        with pytest.raises(FormulaError):
            read(typed, XY)
    else:
        assert plain(html(read(typed, XY))) == shown


def test_what_is_raised_is_not_set_above_or_below_again():
    """Qt would set 2^(w₁²) as 2^(w12)."""
    assert html(read("2^(w1^2)", Names("w1"))) == "2<sup>w₁²</sup>"
    assert html(read("w1^w1", Names("w1"))) == "w<sub>1</sub><sup>w₁</sup>"


def test_names_are_typeset_and_may_be_shown_as_others():
    formula = read("w − α·m̂/(1 − β₁ᵗ) + β1·√v", RULE)
    assert plain(html(formula)) == "w − αm̂ / (1 − β_1^t) + β_1·√v"
    assert plain(html(formula, {"w": "u"}, product="·")) == "u − α·m̂ / (1 − β_1^t) + β_1·√v"
    assert latex(read("λ·v", Names("λ", "v"))) == r"\lambda v"
    assert latex(formula) == r"w - \frac{\alpha \hat{m}}{1 - \beta_{1}^{t}} + \beta_{1} \sqrt{v}"
    assert text(formula) == "w - α*m̂/(1 - β₁^t) + β₁*sqrt(v)"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("x^4 - 3*x^2/y", r"x^{4} - \frac{3 x^{2}}{y}"),
        ("2*3*x", r"2 \cdot 3 x"),
        ("(x/y)^2", r"\left(\frac{x}{y}\right)^{2}"),
        ("sin(x)cos(x + y)^2", r"\sin\left(x\right) \cos\left(x + y\right)^{2}"),
        ("abs(x)^2.5 + 1e-7", r"\left|x\right|^{2.5} + 1 \cdot 10^{-7}"),
        ("asin(x) + log2(y)", r"\arcsin x + \log_{2} y"),
    ],
)
def test_latex(typed, shown):
    assert latex(read(typed, XY)) == shown


def test_a_fraction_without_end_is_written_as_one():
    slope = derivative(read("y^(1/3)", XY), "y")
    assert plain(html(slope)) == "y^−2/3/3"
    assert latex(slope) == r"\frac{y^{-\frac{2}{3}}}{3}"


def test_text_reads_as_the_same_formula_again():
    draw = random.Random(3)
    for _ in range(300):
        try:
            formula = read(random_formula(draw), XY)
        except FormulaError:
            continue
        assert read(text(formula), XY) == formula


def test_what_was_typed_is_neither_reordered_nor_tidied():
    typed = "y*x*2 + 0*x - 1*y^1 + (x + 0)"
    assert text(read(typed, XY)) == "y*x*2 + 0*x - 1*y^1 + (x + 0)"


def test_what_is_shared_does_not_grow_without_end():
    nodes = [Node("name", (), "x"), *(Node("+", (place, place)) for place in range(60))]
    with pytest.raises(FormulaError, match="too long to be written out"):
        html(Formula(tuple(nodes)))
    assert numpy_function([Formula(tuple(nodes))], ["x"])(np.float64(1)) == (2.0**60,)


# For machines


def drawn(seed, count):
    """Random formulas, each with its derivatives."""
    draw = random.Random(seed)
    while count:
        try:
            formula = read(random_formula(draw), XY)
        except FormulaError:
            continue
        yield [formula, derivative(formula, "x"), derivative(formula, "y")]
        count -= 1


def test_numpy_is_the_plain_evaluation_to_the_last_bit():
    x, y = np.random.default_rng(0).uniform(-2, 2, (2, 5))
    values = {"x": x[:, np.newaxis], "y": y}
    for formulas in drawn(4, 200):
        with np.errstate(all="ignore"):
            found = numpy_function(formulas, XY.names)(values["x"], values["y"])
        for ours, theirs in zip(found, evaluate(formulas, values), strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_in_place_it_is_the_plain_evaluation_too():
    """But for powers by the numbers ½ and −1, which numpy's operator knows as others."""
    x, y = np.random.default_rng(0).uniform(-2, 2, (2, 5))
    values = {"x": x[:, np.newaxis], "y": y}
    for formulas in drawn(7, 300):
        function, buffers = in_place_function(formulas, XY.names)
        arrays = np.full((buffers + len(formulas), 5, 5), 7.0)
        with np.errstate(all="ignore"):
            function(*values.values(), *arrays)
        for ours, theirs in zip(arrays[buffers:], evaluate(formulas, values), strict=True):
            np.testing.assert_allclose(ours, np.broadcast_to(theirs, (5, 5)), rtol=1e-10)
        assert (values["x"] == x[:, np.newaxis]).all()


@pytest.mark.parametrize("typed", [["x", "x"], ["2", "x + 1"], ["x*y", "x*y", "y"]])
def test_in_place_results_may_be_names_numbers_and_the_same(typed):
    formulas = [read(text, XY) for text in typed]
    function, buffers = in_place_function(formulas, XY.names)
    arrays = np.empty((buffers + len(formulas), 3))
    x, y = np.arange(3.0), np.arange(1.0, 4.0)
    function(x, y, *arrays)
    for ours, theirs in zip(arrays[buffers:], evaluate(formulas, {"x": x, "y": y}), strict=True):
        assert (ours == theirs).all()


def test_floats_agree_with_numpy_or_raise():
    points = [(0.7, 1.3), (-1.1, 0.4), (2.5, -0.6), (0.0, 0.0)]
    compared = 0
    for formulas in drawn(8, 300):
        function = python_function(formulas, XY.names)
        for x, y in points:
            expected = evaluate(formulas, {"x": x, "y": y})
            try:
                found = function(x, y)
            except (ArithmeticError, ValueError):
                assert not np.isfinite(expected).all() or 0 in (x, y)
                continue
            np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-300)
            compared += 1
    assert compared > 600


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("x", [-2.0, -0.0, 0.0, 0.5, np.inf, np.nan])
def test_every_function_on_floats(name, x):
    formula = read(f"{name}(x, y)" if FUNCTIONS[name].arity == 2 else f"{name}(x)", XY)
    for y in (-1.0, np.nan):
        (expected,) = evaluate([formula], {"x": x, "y": y})
        try:
            (found,) = python_function([formula], XY.names)(x, y)
        except (ArithmeticError, ValueError):
            assert not np.isfinite(expected)
        else:
            np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_powers_of_negative_floats_stay_real():
    function = python_function([read("x^y", XY)], XY.names)
    assert function(-2.0, 3.0) == (-8.0,)
    with pytest.raises(ValueError, match="domain"):
        function(-2.0, 0.5)


def test_what_is_shared_is_computed_once():
    cost = read("(x^2 + sin(y))^2 + sin(y)", XY)
    lines, results = PYTHON.write([cost, derivative(cost, "x")], {"x": "a", "y": "b"})
    source = "\n".join([*lines, *results])
    assert source.count("sin(") == 1
    assert source.count("a * a") == 1


def test_constants_are_computed_beforehand():
    """They cannot make Python raise, whatever they are."""
    one, zero, x = Node("number", (), Fraction(1)), Node("number", (), Fraction(0)), "x"
    nodes = (Node("name", (), x), one, zero, Node("/", (1, 2)), Node("ln", (2,)))
    infinite = Formula((*nodes, Node("*", (3, 4)), Node("+", (5, 0))))
    assert python_function([infinite], ["x"])(1.0) == (-np.inf,)
    assert numpy_function([infinite], ["x"])(np.float64(1)) == (-np.inf,)


# Safety

_HOSTILE_NAMES = ("__import__('os')", "x);import os#", "lambda", "x0", "t0", "\n", "function")


def test_source_consists_of_our_own_words():
    """Whatever the names, the numbers and the nesting are."""
    allowed = {*NUMPY.namespace, *PYTHON.namespace}
    hostile = [
        Formula((Node("name", (), first), Node("name", (), second), Node("^", (0, 1))))
        for first, second in pairwise(_HOSTILE_NAMES)
    ]
    nested = [read("sin(" * 90 + "x" + ")" * 90, XY), read("-" * 400 + "1e308x", XY)]
    tiny = [read("x*1e-320 + 5e-324^x + 123456789123456789123456789x", XY)]
    names = (*_HOSTILE_NAMES, "x", "y")
    for formulas in [hostile, nested, tiny, *drawn(6, 100)]:
        for make in (numpy_function, python_function):
            code = make(formulas, names).__code__
            assert {*code.co_names} <= allowed
            assert all(re.fullmatch("[xt][0-9]+", name) for name in code.co_varnames)
            constants = [c for c in code.co_consts if not isinstance(c, tuple)]
            constants += [
                c for folded in code.co_consts if isinstance(folded, tuple) for c in folded
            ]
            assert all(isinstance(c, float | None) for c in constants)
            assert not code.co_freevars + code.co_cellvars
        code = in_place_function(formulas, names)[0].__code__
        words = {"copyto", "out", *[one.value.__name__ for one in OPERATIONS.values()]}
        words |= {"add", "subtract", "multiply", "divide", "negative", "power"}
        assert all(name in words or re.fullmatch("k[0-9]+", name) for name in code.co_names)
        assert all(re.fullmatch("[xbr][0-9]+", name) for name in code.co_varnames)


def test_a_name_that_does_not_exist_and_an_operation_that_does_not_are_none():
    with pytest.raises(KeyError):
        numpy_function([Formula((Node("name", (), "x"),))], ["y"])
    with pytest.raises(KeyError):
        numpy_function([Formula((Node("name", (), "x"), Node("system", (0,))))], ["x"])
