"""Equations: lines that calculate one after the other."""

import numpy as np
import pytest

from gdviz.core.algorithms.rules.adam import AdamW
from gdviz.core.formula import FormulaError, Names, html, numpy_function, read_equations, text

GIVEN = Names("w", "g", "m", "v", "t", "α", "β₁", "β₂", "ε", "λ")
ADAMW = AdamW.text


VALUES = {
    "w": np.array([1.0, -2.0]),
    "g": np.array([0.3, 4.0]),
    "m": np.array([0.1, -0.2]),
    "v": np.array([0.2, 0.5]),
    "t": 3,
    "α": 0.01,
    "β₁": 0.9,
    "β₂": 0.999,
    "ε": 1e-8,
    "λ": 0.01,
}


def test_lines_are_evaluated_in_order():
    found = read_equations(ADAMW, GIVEN).evaluate(VALUES)
    m = 0.9 * VALUES["m"] + 0.1 * VALUES["g"]
    v = 0.999 * VALUES["v"] + 0.001 * VALUES["g"] ** 2
    step = 0.01 * m / (1 - 0.9**3) / (np.sqrt(v / (1 - 0.999**3)) + 1e-8)
    expected = {"m": m, "v": v, "w": VALUES["w"] * (1 - 0.01 * 0.01) - step}
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-12)
    np.testing.assert_allclose(found["m̂"], found["m"] / (1 - 0.9**3), rtol=1e-14)


def test_the_results_are_formulas_of_what_is_given():
    equations = read_equations(ADAMW, GIVEN)
    assert equations.inputs == ("w", "α", "λ", "β₁", "m", "g", "β₂", "v", "t", "ε")
    assert [*equations.results] == ["w", "m", "v", "m̂", "v̂"]
    assert all({*made.names} <= {*equations.inputs} for made in equations.results.values())
    function = numpy_function(equations.results.values(), equations.inputs)
    found = function(*[np.asarray(VALUES[name], float) for name in equations.inputs])
    evaluated = equations.evaluate(VALUES)
    for name, value in zip(equations.results, found, strict=True):
        np.testing.assert_array_equal(value, evaluated[name])


def test_a_name_stands_for_its_old_value_until_it_is_assigned():
    equations = read_equations(["a ← w + t", "w ← a·w", "t ← t + w"], GIVEN)
    assert equations.evaluate({"w": 2.0, "t": 3.0}) == {"w": 10.0, "t": 13.0, "a": 5.0}
    assert text(equations.results["t"]) == "t + (w + t)*w"


def test_a_line_is_written_as_it_is_typed():
    (line,) = read_equations(["ŵ₁ = β2·v + (1 − β2)g²"], GIVEN).lines
    assert line.name == "w\u0302₁"
    assert html(line.formula) == "β<sub>2</sub>v + (1 − β<sub>2</sub>)g<sup>2</sup>"


def test_an_assigned_name_hides_a_constant():
    assert read_equations(["e ← w − 1", "w ← e^2"], GIVEN).evaluate({"w": 4.0})["w"] == 9.0


@pytest.mark.parametrize("typed", ["m̂ ← g", "m̂ <- g", " m̂ = g", "Ｍ̂ ＝ Ｇ"])
def test_forms_of_a_line(typed):
    (line,) = read_equations([typed], GIVEN).lines
    assert line.name == "m̂"
    assert text(line.formula) == "g"


@pytest.mark.parametrize(
    ("typed", "position", "culprit", "says"),
    [
        ("w − α·g", 0, "w − α·g", "arrow"),
        ("2w ← g", 0, "2w ← g", "arrow"),
        ("speed ← g", 0, "speed", "no name"),
        ("m ← β₃·m", 4, "β₃", "Unknown name β₃. Known: w, g, m"),
        ("m ← u", 4, "u", "Unknown name u"),
        ("m ← √β₁ᵗ", 4, "√β₁ᵗ", "sqrt(w)"),
        ("m ←", 0, "m ←", "Type a formula of w, g"),
    ],
)
def test_a_mistake_is_shown_where_it_was_typed(typed, position, culprit, says):
    with pytest.raises(FormulaError) as caught:
        read_equations(["m ← g", typed], GIVEN)
    error = caught.value
    assert (error.position, typed[error.position :][: error.length]) == (position, culprit)
    assert says in str(error)


def test_a_name_is_known_only_below_the_line_that_assigns_it():
    with pytest.raises(FormulaError, match="Unknown name a"):
        read_equations(["w ← a", "a ← g"], GIVEN)
