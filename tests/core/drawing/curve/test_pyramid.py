"""Where a curve is lowest and highest in each column of pixels, against reading all of it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdviz.core.drawing.curve.pyramid import FAN, Picture, Pyramid

AWKWARD = (np.nan, np.inf, -np.inf, 0.0, 1e300, -1e300)


def turned_over(values):
    return -3 * values


def series(seed, n, awkward):
    """Numbers that go up and down, a share of them such as no plot can draw."""
    draw = np.random.default_rng(seed)
    values = np.round(draw.normal(size=n).cumsum(), 1)  # so that some are alike
    spoilt = draw.random(n) < awkward
    values[spoilt] = draw.choice(AWKWARD, spoilt.sum())
    return values


def grown(values, seed, heights=np.array):
    """A pyramid that was given the values bit by bit, in a buffer that moved meanwhile."""
    draw, made, end = np.random.default_rng(seed), Pyramid(heights), 0
    while end < len(values):
        end = min(len(values), end + int(draw.choice((1, 7, FAN, 300, 5000))))
        made.take(values[:end].copy())
    return made


def least_and_most(values):
    finite = values[np.isfinite(values)]
    return (finite.min(), finite.max()) if len(finite) else None


LENGTHS = st.sampled_from([1, 2, 15, 16, 17, 255, 256, 257, 4096, 5000, 70_000])


@given(
    seed=st.integers(0, 2**32 - 1),
    n=LENGTHS,
    shown=st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
    columns=st.integers(1, 900),
    kind=st.tuples(
        st.sampled_from([0.0, 0.01, 0.5, 1.0]), st.sampled_from([np.array, turned_over])
    ),
)
@example(seed=0, n=70_000, shown=(1.0, 0.0, 1.0), columns=700, kind=(0.0, np.array))
@example(seed=0, n=70_000, shown=(0.99, 0.3, 0.30001), columns=1, kind=(0.5, np.array))
def test_any_part_of_any_prefix_has_the_picture_that_all_its_points_have(
    seed, n, shown, columns, kind
):
    awkward, heights = kind
    values = series(seed, n, awkward)
    pyramid = grown(values, seed, heights)
    prefix, *part = shown
    first, last = sorted(round(share * round(prefix * n)) for share in part)
    edges = np.ceil(np.linspace(first, last, columns + 1)).astype(np.int64)
    steps = Picture(pyramid).drawn(edges)
    assert (np.diff(steps) > 0).all()
    assert len(steps) <= 2 * columns + 2
    with np.errstate(over="ignore"):
        drawn, whole = heights(values[steps]), heights(values)
    for begin, end in pairwise(edges):
        inside = (begin <= steps) & (steps < end)
        assert inside.any() == (begin < end)
        assert least_and_most(drawn[inside]) == least_and_most(whole[begin:end])
    span = pyramid.span(first, last)
    np.testing.assert_array_equal(span, least_and_most(whole[first:last]) or (np.nan, np.nan))
    if first < last:
        assert (steps[0], steps[-1]) == (first, last - 1)


@given(seed=st.integers(0, 2**32 - 1), moves=st.lists(st.floats(0, 1), max_size=6))
@example(seed=0, moves=[0.01, 0.0, 1.0])
def test_a_picture_that_follows_is_that_of_the_whole(seed, moves):
    """While it grows, goes back, and its columns grow wider."""
    pyramid = grown(series(seed, 20_000, 0.01), seed)
    picture = Picture(pyramid)
    for number, last in enumerate([0.3, 0.4, *moves]):
        columns = np.linspace(0, 20_000 * (1 + number // 3), 301).astype(np.int64)
        edges = np.minimum(columns, round(last * 20_000))
        anew = Picture(pyramid)
        assert picture.drawn(edges).tolist() == anew.drawn(edges).tolist()
        for column, expected in zip(picture.columns, anew.columns, strict=True):
            np.testing.assert_array_equal(column, expected)


def test_columns_may_be_of_any_widths():
    values = series(1, 50_000, 0.0)
    edges = np.array([3, 4, 21, 40_000, 40_001, 40_500, 49_999])
    found = values[grown(values, 1).extremes(edges)].T
    expected = [least_and_most(values[a:b]) for a, b in pairwise(edges)]
    assert [tuple(pair) for pair in found] == expected


@pytest.mark.parametrize("n", [10**3, 10**5, 10**6])
def test_few_points_are_read_whatever_the_length(n):
    counted = []

    def heights(values):
        counted.append(len(values))
        return values

    pyramid = Pyramid(heights)
    pyramid.take(series(2, n, 0.0))
    assert sum(counted) <= 2 * 1.1 * n  # once for either side, and a fifteenth for the floors
    counted.clear()
    edges = np.linspace(0, n, 701).astype(np.int64)
    assert len(Picture(pyramid).drawn(edges)) <= 1402
    assert sum(counted) <= 2 * 700 * 2 * FAN * 4
    counted.clear()
    pyramid.extremes(np.array([0, n]))
    assert sum(counted) <= 2 * 2 * FAN * 6
