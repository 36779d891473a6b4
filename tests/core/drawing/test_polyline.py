"""Dashes lie on their line and are as long as they should be; dots are apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.core.drawing.polyline import apart, cut_out, dashed

_corners = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=12)
_patterns = st.lists(st.integers(1, 12), min_size=1, max_size=3).map(
    lambda halves: [float(length) for half in halves for length in (half, half + 1)]
)


def test_a_straight_line_by_hand():
    pieces = dashed(np.array([[0.0, 5.0], [25.0, 5.0]]), [7.0, 3.0])
    np.testing.assert_allclose(pieces[:, :, 0], [[0, 7], [10, 17], [20, 25]])
    np.testing.assert_array_equal(pieces[:, :, 1], 5.0)


def test_a_dash_goes_round_a_corner():
    pieces = dashed(np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 9.0]]), [5.0, 2.0])
    np.testing.assert_allclose(pieces[0], [[0, 0], [3, 0]])
    np.testing.assert_allclose(pieces[1], [[3, 0], [3, 2]])
    np.testing.assert_allclose(pieces[2], [[3, 4], [3, 9]])


@given(_corners, _patterns)
def test_dashes_cover_their_share_of_the_line(corners, pattern):
    points = np.array(corners, float)
    length = np.hypot(*np.diff(points, axis=0).T).sum()
    pieces = dashed(points, pattern)
    covered = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T).sum()
    # Walked in small steps, each in a dash or in a gap.
    whole, rest = divmod(length, sum(pattern))
    last, at = 0.0, 0.0
    for number, part in enumerate(pattern):
        last += max(0.0, min(part, rest - at)) * (number % 2 == 0)
        at += part
    assert covered == pytest.approx(whole * sum(pattern[::2]) + last, abs=1e-6)


def test_without_a_pattern_it_is_whole():
    points = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]])
    np.testing.assert_array_equal(dashed(points, ())[:, 0], points[:-1])
    np.testing.assert_array_equal(dashed(points, ())[:, 1], points[1:])


@pytest.mark.parametrize("count", [0, 1])
def test_of_no_line_there_are_no_pieces(count):
    assert dashed(np.zeros((count, 2)), (7.0, 3.0)).shape == (0, 2, 2)


def test_a_line_that_covers_itself_is_solid_and_few_pieces():
    points = np.array([[0.0, 0.0], [1e5, 0.0]] * 20)
    assert len(dashed(points, (1.0, 1.0))) == len(points) - 1


def test_long_steps_all_have_a_dot_and_short_ones_few():
    assert len(apart(np.array([[0.0, 0.0], [50.0, 0.0], [0.0, 0.0]]), 5)) == 3
    steps = np.column_stack([np.linspace(0, 100, 1001), np.zeros(1001)])
    assert len(apart(steps, 5)) == 21
    assert len(apart(np.zeros((0, 2)), 5)) == 0


def test_what_is_cut_out_of_a_line_lies_in_the_rectangle_and_on_the_line():
    zigzag = np.array([[-4.0, 2.0], [6.0, 2.0], [6.0, 3.0], [2.0, 3.0], [2.0, 1e9]])
    first, second = cut_out(zigzag, np.zeros(2), np.array([4.0, 4.0]))
    np.testing.assert_allclose(first, [[0, 2], [4, 2]])
    np.testing.assert_allclose(second, [[4, 3], [2, 3], [2, 4]])


@given(_corners)
def test_inside_everything_is_kept_and_outside_nothing(corners):
    points = np.array(corners, float)
    whole = cut_out(points, np.full(2, -1.0), np.full(2, 201.0))
    moves = np.hypot(*np.diff(points, axis=0).T) > 0
    assert sum(len(part) - 1 for part in whole) == moves.sum() or not moves.all()
    assert cut_out(points, np.full(2, 300.0), np.full(2, 400.0)) == []
