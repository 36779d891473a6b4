"""Where the vertices of a graph stand: in columns from left to right, few edges crossing."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_SWEEPS = 12
"""So often the columns are put in order, and moved up and down."""

_YIELDING = 1e-6
"""How much where a name stands counts against where what is computed does."""

Point = tuple[float, float]


class Layout(NamedTuple):
    """Where everything stands, in columns and rows, from 0.

    Attributes:
        places: of each vertex, its column and row.
        routes: of each edge, by target and in the order of its operands, the points that it
            passes, its ends included.
        columns: how many there are.
        rows: how many there is room for.
    """

    places: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]
    columns: int
    rows: float


def layout(operands: Sequence[Sequence[int]]) -> Layout:
    """Return where to put the vertices of a graph.

    An operand stands left of whatever it goes into, as near as can be. An edge that passes a
    column has a place there, so that it is led about what stands in it.

    Args:
        operands: of each vertex the vertices that go into it; these come before it.
    """
    columns = _columns(operands)
    chains, layers, edges = _with_bends(operands, columns)
    layers = _ordered(layers, edges)
    rows = _rows(layers, edges)
    column_of = {one: float(at) for at, layer in enumerate(layers) for one in layer}
    points = {one: (column_of[one], rows[one]) for one in rows}
    return Layout(
        tuple(points[vertex] for vertex in range(len(operands))),
        tuple(tuple(points[one] for one in chain) for chain in chains),
        len(layers),
        max(rows.values()) + 1,
    )


def crossings(left: Sequence[int], right: Sequence[int], edges: Sequence[tuple[int, int]]) -> int:
    """Return how many edges between two columns cross, each column from top to bottom."""
    first = {one: at for at, one in enumerate(left)}
    second = {one: at for at, one in enumerate(right)}
    ends = sorted({(first[a], second[b]) for a, b in edges if a in first and b in second})
    return sum(
        one[0] < other[0] and one[1] > other[1]
        for number, one in enumerate(ends)
        for other in ends[number + 1 :]
    )


def _columns(operands: Sequence[Sequence[int]]) -> list[int]:
    from_the_end = [0] * len(operands)
    for vertex in reversed(range(len(operands))):
        for one in operands[vertex]:
            from_the_end[one] = max(from_the_end[one], from_the_end[vertex] + 1)
    return [max(from_the_end) - distance for distance in from_the_end]


def _with_bends(
    operands: Sequence[Sequence[int]], columns: Sequence[int]
) -> tuple[list[tuple[int, ...]], list[list[int]], list[tuple[int, int]]]:
    """Return each edge as a chain of one step a column, the columns, and all these steps.

    The columns are in the order in which one comes by going back from the last vertex: so no
    edge of a tree crosses another.
    """
    chains: dict[tuple[int, int], tuple[int, ...]] = {}
    bends: dict[int, int] = {}
    for vertex, into in enumerate(operands):
        for number, one in enumerate(into):
            between = range(columns[one] + 1, columns[vertex])
            new = range(len(operands) + len(bends), len(operands) + len(bends) + len(between))
            bends |= zip(new, between, strict=True)
            chains[vertex, number] = (one, *new, vertex)
    layers: list[list[int]] = [[] for _column in range(max(columns) + 1)]
    met: set[int] = set()

    def meet(one: int, column: int) -> None:
        if one not in met:
            met.add(one)
            layers[column].append(one)

    waiting = [len(operands) - 1]
    while waiting:
        vertex = waiting.pop()
        if vertex in met:
            continue
        meet(vertex, columns[vertex])
        for number in range(len(operands[vertex])):
            for bend in chains[vertex, number][1:-1]:
                meet(bend, bends[bend])
        waiting += reversed(operands[vertex])
    steps = [step for chain in chains.values() for step in pairwise(chain)]
    return list(chains.values()), layers, steps


def _ordered(layers: list[list[int]], edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the columns in the best order that comes of putting all at their neighbours' mean."""

    def crossed(some: list[list[int]]) -> int:
        return sum(crossings(left, right, edges) for left, right in pairwise(some))

    best, least = layers, crossed(layers)
    now = [list(layer) for layer in layers]
    for sweep in range(_SWEEPS):
        backwards = bool(sweep % 2)
        for at in range(len(now) - 2, -1, -1) if backwards else range(1, len(now)):
            beside = now[at + 1 if backwards else at - 1]
            place = {one: float(number) for number, one in enumerate(beside)}
            mean = {
                one: _mean([place[n] for n in _neighbours(one, edges) if n in place], number)
                for number, one in enumerate(now[at])
            }
            now[at] = sorted(now[at], key=mean.__getitem__)
        if crossed(now) < least:
            best, least = [list(layer) for layer in now], crossed(now)
    return best


def _rows(layers: Sequence[Sequence[int]], edges: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return a row for each, at least one apart in a column.

    What is computed stands level with what is computed that goes into it: names make way.
    """
    computed = {target for _source, target in edges}
    rows = {one: float(at) for layer in layers for at, one in enumerate(layer)}

    def wanted(one: int, *, forward: bool) -> float:
        left = [a for a, b in edges if b == one]
        right = [b for a, b in edges if a == one]
        beside = (left or right) if forward else (right or left)
        level = [n for n in beside if n in computed] or beside
        return _mean([rows[n] for n in level], rows[one])

    for sweep in range(_SWEEPS):
        forward = bool(sweep % 2)  # the last one
        for layer in layers if forward else layers[::-1]:
            firm = [1.0 if one in computed else _YIELDING for one in layer]
            near = [wanted(one, forward=forward) for one in layer]
            rows |= zip(layer, _apart(near, firm), strict=True)
    top = min(rows.values())
    return {one: row - top for one, row in rows.items()}


def _apart(wanted: Sequence[float], firm: Sequence[float]) -> list[float]:
    """Return numbers near the wanted ones, nearest the firmest, each 1 more than the last at least.

    Args:
        wanted: the numbers.
        firm: how much each counts against the others.
    """
    groups: list[tuple[float, float, int]] = []  # where its first stands, how firm, how many
    for row, weight in zip(wanted, firm, strict=True):
        first, count = row, 1
        while groups and groups[-1][0] + groups[-1][2] > first:
            before, other, size = groups.pop()
            first = (before * other + (first - size) * weight) / (other + weight)
            weight, count = weight + other, count + size  # noqa: PLW2901 - they are one group now
        groups.append((first, weight, count))
    return [first + number for first, _weight, count in groups for number in range(count)]


def _neighbours(one: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    return [b if a == one else a for a, b in edges if one in (a, b)]


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
