"""The same model on samples that were moved, against the normal equations by hand."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS, InputError
from gdviz.core.problems.changed_data import changeable, with_data
from gdviz.core.problems.data import Samples
from gdviz.core.problems.own_data import OwnRegression, regression
from gdviz.core.problems.regression import Regression


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("linear", True),
        ("line", True),
        ("sine", True),
        ("two-layer", True),
        ("many-samples", False),
        ("parabola", False),
        ("finite-sum", False),
    ],
)
def test_a_few_samples_can_be_changed(name: str, expected: bool) -> None:
    assert changeable(PROBLEMS[name]) == expected


@pytest.mark.parametrize(("count", "expected"), [(100, True), (101, False)])
def test_up_to_a_hundred_samples_can_be_changed(count: int, expected: bool) -> None:
    x = np.arange(float(count))
    assert changeable(regression(Samples("x", "y", x, x))) == expected


def test_the_minimum_and_the_curvature_follow_the_data() -> None:
    linear = PROBLEMS["linear"]
    assert isinstance(linear, Regression)
    x, y = np.array([1.0, 2.0, 4.0]), np.array([2.0, 4.0, 3.0])
    changed = with_data(linear, x, y)
    # w* = Σxy / Σx² = (2 + 8 + 12) / 21, and J'' = 2 Σx² / n.
    assert changed.minima[0][0] == pytest.approx(22 / 21, rel=1e-15)
    assert changed.curvature() == pytest.approx(14, rel=1e-15)
    assert (changed.domain, changed.start) == (linear.domain, linear.start)
    assert changed.id != linear.id
    assert linear.minima == ((2.0,),)


def test_the_minima_of_a_wave_are_found_again() -> None:
    sine = PROBLEMS["sine"]
    assert isinstance(sine, Regression)
    changed = with_data(sine, sine.x, np.sin(5 * sine.x))
    assert changed.minima[0][0] == pytest.approx(5, abs=1e-6)


def test_own_data_keep_their_domain() -> None:
    own = regression(Samples("x", "y", np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])))
    changed = with_data(own, own.x, np.array([9.0, 3.0, 2.0]))
    assert isinstance(changed, OwnRegression)
    assert (changed.domain, changed.start) == (own.domain, own.start)
    # By hand: the slope is Σ(x − 2)(y − mean) / Σ(x − 2)² = (2 − 9) / 2.
    assert changed.minima[0][0] == pytest.approx(-3.5, rel=1e-12)


def test_samples_that_do_not_determine_the_weights_are_refused() -> None:
    own = regression(Samples("x", "y", np.array([1.0, 2.0]), np.array([1.0, 3.0])))
    with pytest.raises(InputError, match="do not determine"):
        with_data(own, np.array([2.0, 2.0]), own.y)
    through_zero = regression(Samples("x", "y", np.array([1.0]), np.array([1.0])), "linear")
    with pytest.raises(InputError, match="do not determine"):
        with_data(through_zero, np.zeros(1), through_zero.y)
