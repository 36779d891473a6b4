"""Where the nodes of a graph stand."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.telling.calculus.graph import Graph
from gdviz.core.telling.calculus.layout import Layout, crossings, layout
from tests.core.telling.calculus_problems import EVERY
from tests.core.telling.test_derivation import every_problem

SEVEN_ROUTES = [(), (), (), (0, 2), (1, 2), (3, 4), (0, 5)]
"""The first goes into the fourth, and past two columns into the last."""


def put(problem: MeanLoss) -> tuple[Graph, Layout]:
    graph = Graph.of(problem)
    return graph, layout([vertex.operands for vertex in graph.vertices])


@every_problem
def test_everything_goes_from_left_to_right(problem: MeanLoss) -> None:
    graph, where = put(problem)
    assert len(where.routes) == len(graph.edges)
    for edge, route in zip(graph.edges, where.routes, strict=True):
        assert (route[0], route[-1]) == (where.places[edge.source], where.places[edge.target])
        assert [right[0] - left[0] for left, right in pairwise(route)] == [1] * (len(route) - 1)
    assert where.places[-1][0] == where.columns - 1
    assert min(column for column, _row in where.places) == 0


@every_problem
def test_nothing_stands_over_anything_else(problem: MeanLoss) -> None:
    graph, where = put(problem)
    bends = [point for route in where.routes for point in route[1:-1]]
    for one, other in combinations([*where.places, *bends], 2):
        assert one[0] != other[0] or abs(one[1] - other[1]) > 1 - 1e-9
    rows = [row for _column, row in where.places]
    assert min(rows) >= 0
    assert max(rows) <= where.rows - 1
    assert len(where.places) == len(graph.vertices)


def crossed(where: Layout) -> int:
    """How many lines cross, by their slopes."""
    lines = {step for route in where.routes for step in pairwise(route)}
    return sum(
        (a[1] - c[1]) * (b[1] - d[1]) < 0
        for (a, b), (c, d) in combinations(lines, 2)
        if a[0] == c[0]
    )


@pytest.mark.parametrize(
    ("name", "most"),
    [("linear", 0), ("line", 0), ("quadratic-fit", 0), ("two-layer", 0), ("sine", 0),
     ("a x^3 + b x^2 + c x + d", 0), ("a·exp(−b·x) + c", 0), ("w·x·sin(w·x + φ)", 0),
     ("finite-sum", 0), ("net", 2)],
)  # fmt: skip
def test_few_edges_cross(name: str, most: int) -> None:
    _graph, where = put(EVERY[name])
    assert crossed(where) <= most


def test_the_way_of_a_line_is_straight() -> None:
    """From ŷ to the loss all stands in one row, and what comes in beside it below."""
    graph, where = put(EVERY["line"])
    rows = {one.title: where.places[at][1] for at, one in enumerate(graph.vertices)}
    assert [rows["e"], rows["L"]] == pytest.approx([rows["ŷ"]] * 2, abs=0.01)
    assert rows["b"] > rows["ŷ"]
    assert rows["y"] > rows["ŷ"]


def test_an_edge_is_led_past_the_columns_that_it_passes() -> None:
    where = layout(SEVEN_ROUTES)
    long = where.routes[-2]
    assert len(long) == where.columns - where.places[0][0]
    assert layout(SEVEN_ROUTES) == where


def test_crossings_are_counted() -> None:
    assert crossings([0, 1], [2, 3], [(0, 3), (1, 2)]) == 1
    assert crossings([0, 1], [3, 2], [(0, 3), (1, 2)]) == 0
    assert crossings([0, 1, 2], [3, 4, 5], [(0, 5), (1, 4), (2, 3)]) == 3
    assert crossings([0, 1], [2], [(0, 2), (1, 2)]) == 0


def test_a_single_node_stands_by_itself() -> None:
    assert layout([()]) == Layout(((0.0, 0.0),), (), 1, 1.0)
    assert np.isfinite(layout([(), (0, 0)]).rows)
