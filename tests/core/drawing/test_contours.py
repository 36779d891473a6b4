"""Contour lines, against what they must be by geometry."""

from itertools import pairwise

import numpy as np
import pytest

from gdviz.core import PROBLEMS
from gdviz.core.drawing.contours import Scale, contour, contours, label_places, survey
from gdviz.core.problems.expression import parse

TWO_WEIGHTS = {name: problem for name, problem in PROBLEMS.items() if len(problem.weights) == 2}


@pytest.fixture(params=TWO_WEIGHTS.values(), ids=TWO_WEIGHTS.keys(), scope="module")
def problem(request):
    return request.param


@pytest.fixture(scope="module")
def landscape(problem):
    return survey(problem)


def grid(function, x, y):
    return function(*np.meshgrid(x, y, indexing="ij"))


def lengths(segments):
    return np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1)


def as_set(segments):
    return {frozenset(map(tuple, segment.tolist())) for segment in segments}


def test_a_cone_has_circles():
    x, y = np.linspace(-2, 2, 161), np.linspace(-3, 3, 201)
    line = contour(x, y, grid(np.hypot, x, y), 1.4987)
    assert np.linalg.norm(line, axis=-1) == pytest.approx(1.4987, abs=1e-4)
    assert lengths(line).sum() == pytest.approx(2 * np.pi * 1.4987, rel=1e-3)
    # It is closed: each end is the end of two segments.
    _ends, count = np.unique(np.round(line.reshape(-1, 2), 9), axis=0, return_counts=True)
    assert (count == 2).all()


def test_a_plane_has_a_straight_line_to_the_last_digits():
    x, y = np.linspace(0, 1, 8), np.linspace(0, 3, 5)
    line = contour(x, y, grid(lambda a, b: 3 * a + b, x, y), 2.0)
    assert 3 * line[..., 0] + line[..., 1] == pytest.approx(2.0, abs=1e-14)
    # From (0, 2) to (2/3, 0).
    assert lengths(line).sum() == pytest.approx(np.hypot(2 / 3, 2), rel=1e-13)


@pytest.mark.parametrize("slope", [1, -1])
def test_a_level_that_the_grid_meets_exactly_is_drawn_there_once(slope):
    x = np.linspace(0, 1, 5)
    line = contour(x, x, grid(lambda a, b: slope * a + 0 * b, x, x), slope * 0.5)
    assert (line[..., 0] == 0.5).all()
    assert lengths(line) == pytest.approx([0.25] * 4)


@pytest.mark.parametrize(
    ("diagonal", "expected"),
    [
        # The middle is above the level, with the two high corners: the low ones are cut off.
        (3.0, [((0.75, 0), (1, 0.25)), ((0.25, 1), (0, 0.75))]),
        # The middle is below the level, with the two low corners: the high ones are cut off.
        (1.0, [((0.25, 0), (0, 0.25)), ((0.75, 1), (1, 0.75))]),
    ],
)
def test_the_middle_of_a_saddle_says_which_corners_are_cut_off(diagonal, expected):
    ends = np.array([0.0, 1.0])
    level = 0.0
    costs = np.array([[diagonal, -4.0 + diagonal], [-4.0 + diagonal, diagonal]])
    found = contour(ends, ends, costs, level)
    assert as_set(np.round(found, 12)) == as_set(np.array(expected))


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_cells_without_a_cost_have_no_line(hole):
    x = np.linspace(-1, 1, 21)
    costs = grid(lambda a, b: a + 0 * b, x, x)
    costs[:, 8] = hole
    line = contour(x, x, costs, 0.05)
    assert np.isfinite(line).all()
    assert not ((line[..., 1] > x[7]) & (line[..., 1] < x[9])).any()
    assert lengths(line).sum() == pytest.approx(2 - (x[9] - x[7]))


def test_each_of_several_levels_has_the_line_that_it_has_alone():
    x, y = np.linspace(-2, 2, 41), np.linspace(-1, 3, 31)
    costs = grid(lambda a, b: np.cos(3 * a) * np.sin(2 * b), x, y)
    costs[7, 9] = np.nan
    levels = np.array([-5.0, -0.5, 0.0, 0.0, 0.7, 5.0])
    found = contours(x, y, costs, levels)
    assert [len(line) > 0 for line in found] == [False, True, True, True, True, False]
    for level, line in zip(levels, found, strict=True):
        np.testing.assert_array_equal(line, contour(x, y, costs, level))
        ends = line.reshape(-1, 2)
        np.testing.assert_allclose(
            np.cos(3 * ends[:, 0]) * np.sin(2 * ends[:, 1]), level, atol=0.03
        )


def test_a_level_that_is_nowhere_has_no_line():
    x = np.linspace(0, 1, 5)
    assert contour(x, x, np.zeros((5, 5)), 1.0).shape == (0, 2, 2)


def test_the_levels_rise_evenly_in_height_from_the_bottom_to_the_top(landscape):
    heights = np.array([0.0, *(level.height for level in landscape.levels), 1.0])
    costs = [level.cost for level in landscape.levels]
    assert 10 <= len(costs) <= 12
    assert all(low < high for low, high in pairwise(costs))
    assert np.diff(heights).min() > 0.5 / (len(costs) + 1)
    assert np.diff(heights).max() < 1.5 / (len(costs) + 1)


def test_valley_and_walls_both_have_lines(problem, landscape):
    """A tenth of the domain is lowest, and a third highest: several lines cross either."""
    x, y = np.meshgrid(landscape.x, landscape.y)
    costs = problem.cost(np.stack([x, y], axis=-1))
    low, high = np.quantile(costs, (0.1, 0.67))
    levels = np.array([level.cost for level in landscape.levels])
    assert (levels < low).sum() >= 2
    assert (levels > high).sum() >= 2


def test_lines_are_where_the_cost_is_theirs(problem, landscape):
    levels = [level.cost for level in landscape.levels]
    above = [*levels[1:], np.inf]
    below = [-np.inf, *levels[:-1]]
    for level, under, over in zip(landscape.levels, below, above, strict=True):
        assert len(level.line)
        costs = problem.cost(level.line)
        assert (costs > under).all()
        assert (costs < over).all()
        assert np.median(np.abs(costs - level.cost)) < 0.1 * min(over - under, 1e300)


def test_levels_are_round(landscape):
    for level in landscape.levels:
        digits = f"{abs(level.cost):.12e}".split("e")[0].rstrip("0").replace(".", "")
        assert len(digits) <= 3


def test_heights_keep_the_order_of_the_costs(problem, landscape):
    x, y = np.meshgrid(landscape.x, landscape.y, indexing="ij")
    order = np.argsort(problem.cost(np.stack([x, y], axis=-1)), axis=None)
    assert (np.diff(landscape.heights.ravel()[order]) >= 0).all()
    assert landscape.heights.min() == 0
    assert landscape.heights.max() == 1


def test_labels_are_on_their_lines_and_away_from_all_else(problem, landscape):
    marks = np.array([problem.start, *problem.minima, *problem.saddles])
    places = label_places(landscape, range(1, len(landscape.levels), 3), marks)
    assert len(places) >= 3
    low, high = np.array(problem.domain).T
    for number, place in places.items():
        middles = landscape.levels[number].line.mean(axis=1)
        assert np.abs(middles - place).max(axis=1).min() < 1e-9
    others = np.concatenate([marks, list(places.values())])
    along = (others - low) / (high - low)
    for place in along[len(marks) :]:
        assert ((place > 0.1) & (place < 0.9)).all()
        assert np.sort(np.linalg.norm(along - place, axis=1))[1] > 0.05


def test_the_usual_slope_is_the_gradients(problem, landscape):
    low, high = np.array(problem.domain).T
    tried = np.random.default_rng(5).uniform(low, high, (2000, 2))
    usual = np.median([np.hypot(*problem.gradient(w)) for w in tried])
    assert landscape.usual_slope == pytest.approx(usual, rel=0.15)


def test_a_level_cost_has_no_lines():
    flat = survey(parse("0*w1 + 0*w2 + 1"))
    assert flat.levels == ()
    assert (flat.heights == 0).all()
    assert label_places(flat, range(0), np.zeros((1, 2))) == {}


@pytest.mark.parametrize(
    "text",
    ["1/(w1^2 + w2^2)", "ln(w1) + w2", "-1/(w1*w2)^2", "e^(e^w1) + w2", "1e9 + w1*w2", "1/w1 + w2"],
)
def test_poles_and_undefined_costs_are_survived(text):
    problem = parse(text)
    found = survey(problem)
    assert len(found.levels) >= 8
    x, y = np.meshgrid(found.x, found.y, indexing="ij")
    defined = ~np.isnan(problem.cost(np.stack([x, y], axis=-1)))
    assert (np.isnan(found.heights) == ~defined).all()
    for level in found.levels:
        assert np.isfinite(level.line).all()


@pytest.mark.parametrize(
    "costs",
    [
        np.full((3, 3), np.nan),
        np.zeros((3, 3)),
        np.full((3, 3), -7.0),
        np.repeat([1e9, 1e9 + 1e-7], 1000),  # as many digits as are certain
        np.repeat([-1.7e308, 1.7e308], 1000),  # farther apart than any number
    ],
)
def test_there_is_no_scale_without_costs_that_can_be_told_apart(costs):
    assert Scale.of(costs, costs) is None


def test_a_bottom_without_a_valley_has_a_scale():
    costs = np.repeat([0.0, 1.0], 1000)
    scale = Scale.of(costs, costs)
    assert scale.height(np.array([0.0, 1.0])) == pytest.approx([0, 1])
    assert (np.diff(scale.height(np.linspace(0, 1, 9))) > 0).all()
