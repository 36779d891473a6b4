"""What is seen has the domain, as large as can be, and is true unless that would be a line."""

import pytest

from gdviz.core.drawing.aspect import Sight, sight

SQUARE = ((-6.0, 6.0), (-6.0, 6.0))


@pytest.mark.parametrize(("width", "height"), [(640, 320), (320, 640), (500, 500)])
def test_a_unit_is_as_long_along_either_weight(width, height):
    x, y, stretch = sight(SQUARE, width, height)
    assert (x[1] - x[0]) / width == pytest.approx((y[1] - y[0]) / height)
    assert (x if height >= width else y) == SQUARE[0]  # no smaller than it must be
    assert x[0] + x[1] == y[0] + y[1] == 0
    assert stretch == 1


def test_a_domain_that_is_too_long_is_stretched_and_that_is_said():
    long = ((0.0, 1.0), (0.0, 50.0))
    assert sight(long, 400, 200) == Sight(*long, stretch=pytest.approx(0.01))


def test_a_picture_without_a_size_has_the_domain():
    assert sight(SQUARE, 0, 0) == Sight(*SQUARE)
