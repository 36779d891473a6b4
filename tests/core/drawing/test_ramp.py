"""A ramp is even to the eye: held against CIE Lab, which was not used to make it."""

import numpy as np
import pytest

from gdviz.core.drawing.ramp import ramp

_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
) / np.array([[0.9505], [1.0], [1.089]])
PAIRS = [("#a9d3d3", "#f7f6f1"), ("#0b2c36", "#3a3f48"), ("#1030e0", "#ffffff")]


def _lightness(colours: np.ndarray) -> np.ndarray:
    """Return L* of colours (n, 3), 0 to 100."""
    coded = colours / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    y = linear @ _TO_XYZ[1]
    return np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y)


@pytest.mark.parametrize(("first", "last"), PAIRS)
def test_it_begins_and_ends_with_what_it_was_given(first: str, last: str) -> None:
    made = ramp(first, last, np.array([0.0, 1.0]))
    assert ["#" + bytes(colour).hex() for colour in made] == [first, last]


@pytest.mark.parametrize(("first", "last"), PAIRS)
def test_equal_shares_look_equally_far_apart(first: str, last: str) -> None:
    steps = np.diff(_lightness(ramp(first, last, np.linspace(0, 1, 6))))
    assert (steps > 0).all()
    np.testing.assert_allclose(steps, steps.mean(), rtol=0.2)
