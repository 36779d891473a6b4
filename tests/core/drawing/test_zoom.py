"""What is seen of a plot: about the pointer, in proportion, never more than there is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.core.drawing.zoom import in_proportion, lasting, magnification, moved, zoomed

WHOLE = np.array([[-2.0, 6.0], [0.0, 20.0]])
_shares = st.tuples(st.floats(0, 1), st.floats(0, 1))


def share(at, ranges):
    return (at - ranges[:, 0]) / np.diff(ranges)[:, 0]


@given(st.lists(st.tuples(_shares, st.floats(0.2, 5)), max_size=12))
def test_the_point_stays_where_it_is_and_both_axes_zoom_alike(turns):
    seen = WHOLE
    for shares, times in turns:
        at = seen[:, 0] + np.array(shares) * np.diff(seen)[:, 0]
        before, seen = seen, zoomed(seen, WHOLE, at, times)
        assert (WHOLE[:, 0] <= seen[:, 0]).all()
        assert (seen[:, 1] <= WHOLE[:, 1]).all()
        sides = np.diff(seen)[:, 0]
        assert sides[0] / sides[1] == pytest.approx(8 / 20, rel=1e-6)
        if times > 1:
            np.testing.assert_allclose(share(at, seen), share(at, before), atol=1e-6)


def test_there_is_a_deepest_and_turning_back_shows_all_exactly():
    seen = WHOLE
    for _turn in range(200):
        seen = zoomed(seen, WHOLE, (1.0, 3.0), 1.25)
    assert magnification(seen, WHOLE) == pytest.approx(1e6)
    for _turn in range(200):
        seen = zoomed(seen, WHOLE, (1.0, 3.0), 1 / 1.25)
    np.testing.assert_array_equal(seen, WHOLE)


def test_far_from_zero_floats_are_told_apart_still():
    whole = np.array([[1e9, 1e9 + 1], [0.0, 1.0]])
    seen = zoomed(whole, whole, (1e9 + 0.5, 0.5), 1e9)
    assert len(np.unique(np.linspace(*seen[0], 1000))) == 1000


def test_it_is_moved_as_far_as_there_is_anything():
    seen = np.array([[0.0, 2.0], [5.0, 10.0]])
    np.testing.assert_array_equal(moved(seen, WHOLE, np.array([1.0, -2.0])), [[1, 3], [3, 8]])
    np.testing.assert_array_equal(moved(seen, WHOLE, np.array([9.0, -9.0])), [[4, 6], [0, 5]])


def test_another_whole_of_another_shape_is_seen_as_large_a_share_of():
    seen = np.array([[0.0, 2.0], [5.0, 10.0]])
    wider = np.array([[-10.0, 14.0], [0.0, 20.0]])
    np.testing.assert_array_equal(in_proportion(seen, WHOLE, wider), [[-2, 4], [5, 10]])


@pytest.mark.parametrize(
    ("wanted", "stays"),
    [((0, 4), True), ((0, 2), True), ((1, 3), True), ((0, 1.9), False), ((0, 4.1), False),
     ((-0.1, 4), False), ((5, 8), False)],
)  # fmt: skip
def test_a_range_lasts_while_half_of_it_is_wanted_and_nothing_else(wanted, stays):
    before = np.array([0.0, 4.0])
    expected = before if stays else wanted
    np.testing.assert_array_equal(lasting(np.array(wanted, float), before), expected)
