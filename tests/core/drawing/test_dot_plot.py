"""Dots that would hide one another lie on one another, and the absurd squash nobody."""

import numpy as np
import pytest

from gdviz.core.drawing.dot_plot import sensible_range, stacked


def test_no_dot_hides_another_and_none_is_moved_by_more_than_its_width() -> None:
    at = np.sort(np.random.default_rng(1).normal(size=200))
    width = 0.1
    x, rank = stacked(at, width)
    assert np.abs(x - at).max() < width
    places = set(zip(x.tolist(), rank.tolist(), strict=True))
    assert len(places) == len(at)
    for pile in set(x.tolist()):
        assert sorted(rank[x == pile]) == list(range((x == pile).sum()))


def test_what_is_apart_stays_where_it_is() -> None:
    x, rank = stacked(np.array([1.0, 2.0, 3.0]), 0.5)
    assert x.tolist() == [1, 2, 3]
    assert rank.tolist() == [0, 0, 0]


def test_the_usual_slips_are_seen_and_a_typing_mistake_is_not() -> None:
    truth = -9.33
    low, high = sensible_range([-9.33] * 6 + [9.33, -4.67, -18.7, -9330.0], truth)
    assert low < -18.7
    assert high > 9.33
    assert low > -60


@pytest.mark.parametrize("numbers", [[0.0], [0.0, 1e300], [0.0] * 9 + [5.0], [3.0, 3.0]])
def test_there_is_always_a_range_and_the_truth_is_in_it(numbers: list[float]) -> None:
    low, high = sensible_range(numbers, 0.0)
    assert low < 0 < high
    assert np.isfinite(high - low)
