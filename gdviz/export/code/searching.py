"""A search in a program: the course's loop over a grid, and one grid inside the other."""

from collections.abc import Sequence

from gdviz.core.algorithms.search import Exhaustive
from gdviz.core.types import RunConfig
from gdviz.export.code.lines import Line, Role, block, lines


def search(
    config: RunConfig, weight: str, measured: Sequence[Line], printed: Sequence[Line]
) -> list[Line]:
    """Return the loop over probes, which leaves the best weight in `weight`.

    Args:
        config: the run, a search.
        weight: the weight, or all of them.
        measured: what finds a probe's cost, `cost_val`.
        printed: what prints it, with its number.
    """
    algorithm = config.algorithm
    assert isinstance(algorithm, Exhaustive)
    low, high = zip(*config.problem.domain, strict=True)
    alone, points = config.dim == 1, algorithm.points
    best = weight if alone else f"np.array({weight})"
    kept = block("if cost_val < least:", lines(f"best, least = {best}, cost_val"))
    count = lines("number += 1")
    if alone:
        loop = f"for {weight} in np.linspace(low, high, {points}):"
        ends = lines(f"low, high = {low[0]!r}, {high[0]!r}", role=Role.START)
        axes, smaller, larger = list[Line](), "min", "max"
    else:
        loop = f"for {weight} in itertools.product(*axes):"
        ends = [
            *lines(f"low = np.array([{', '.join(map(repr, low))}])", role=Role.START),
            *lines(f"high = np.array([{', '.join(map(repr, high))}])", role=Role.START),
        ]
        grid = f"np.linspace(*ends, {points}) for ends in zip(low, high)"
        axes, smaller, larger = lines(f"axes = [{grid}]"), "np.minimum", "np.maximum"
    probes = [*axes, *block(loop, measured, printed, count, kept)]
    if algorithm.grids > 1:
        cell = lines(
            f"width = (high - low) / {points - 1}",
            f"low, high = {larger}(low, best - width), {smaller}(high, best + width)",
            role=Role.UPDATE,
        )
        probes = block(f"for level in range({algorithm.grids}):", probes, cell)
    begun = lines("best, least = low, math.inf", "number = 0")
    return [*ends, *begun, *probes]
