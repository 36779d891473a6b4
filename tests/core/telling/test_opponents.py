"""What each finds with as many weights as a search by hand, against searches written out here."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, PROBLEMS
from gdviz.core.problems.expression import parse
from gdviz.core.telling.guessing import Probes
from gdviz.core.telling.opponents import Find, compete, opponents


def by_player(finds: list[Find]) -> dict[str, Find]:
    return {find.config.algorithm.id if find.config else "you": find for find in finds}


def divided(cost: Callable[[float], float], low: float, high: float) -> list[float]:
    """The weights that six grids of five points look at, each within the cells of the best."""
    seen: list[float] = []
    for _level in range(6):
        grid = [low + i * (high - low) / 4 for i in range(5)]
        seen += grid
        best = min(range(5), key=lambda i: cost(grid[i]))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, 4)]
    return seen


def descended(slope: Callable[[float], float], w: float, rate: float, count: int) -> list[float]:
    """The weights of the listing: w = w - rate * slope(w), again and again."""
    seen = [w]
    while len(seen) < count:
        w = w - rate * slope(w)
        seen.append(w)
    return seen


@pytest.mark.parametrize("count", [3, 4, 7, 12, 25])
def test_each_has_found_the_best_of_as_many_weights(count: int) -> None:
    def cost(w: float) -> float:
        return math.sin(3 * w) + 0.3 * w**2

    problem = parse("sin(3w) + 0.3w^2", (-4.0, 5.0))
    weights = tuple(np.linspace(4.0, 2.5, count).tolist())
    found = by_player(compete(Probes(problem, weights)))
    rate = found["gradient-descent"].config.algorithm.learning_rate  # type: ignore[union-attr]
    seen = {
        "you": list(weights),
        "exhaustive": np.linspace(-4, 5, count).tolist(),
        "divide-and-conquer": divided(cost, -4, 5)[:count],
        "gradient-descent": descended(lambda w: 3 * math.cos(3 * w) + 0.6 * w, 4.0, rate, count),
    }
    assert found.keys() == seen.keys()
    for player, looked_at in seen.items():
        assert len(looked_at) == count
        assert found[player].w == pytest.approx(min(looked_at, key=cost), rel=1e-12)
        assert found[player].cost == pytest.approx(min(map(cost, looked_at)), rel=1e-12)


@pytest.mark.parametrize("name", ["linear", "sine", "plateau", "double-well", "wavy"])
def test_the_lowest_cost_is_first_and_descent_has_the_problems_own_rate(name: str) -> None:
    problem = PROBLEMS[name]
    low, high = problem.domain[0]
    finds = compete(Probes(problem, tuple(np.linspace(low, high, 9)[1:-1].tolist())))
    costs = [find.cost for find in finds]
    assert costs == sorted(costs)
    descent = by_player(finds)["gradient-descent"].config
    assert descent is not None
    general = ALGORITHMS["gradient-descent"]()
    rate = problem.defaults.get("learning_rate", general.learning_rate)  # type: ignore[attr-defined]
    assert descent.algorithm.learning_rate == rate  # type: ignore[attr-defined]


def test_who_is_as_good_as_the_others_wins() -> None:
    finds = compete(Probes(PROBLEMS["linear"], (1.0, 2.0, 3.0)))
    assert [find.cost for find in finds[:3]] == [0, 0, 0]
    assert finds[0].config is None


def test_a_first_probe_is_all_that_descent_sees_with_one() -> None:
    found = by_player(compete(Probes(PROBLEMS["linear"], (0.5,))))
    assert found["gradient-descent"].w == found["you"].w == 0.5
    assert found["divide-and-conquer"].w == 0


def test_there_is_no_grid_of_two_points_and_nobody_plays_against_nothing() -> None:
    players = by_player(compete(Probes(PROBLEMS["linear"], (0.5, 1.0))))
    assert players.keys() == {"you", "divide-and-conquer", "gradient-descent"}
    assert not list(opponents(Probes(PROBLEMS["linear"])))


def test_who_finds_no_cost_is_last() -> None:
    # ln has no value where the first probe is, nor in the lower half of the domain.
    finds = compete(Probes(parse("w*ln(w)"), (-1.0, 2.0, 0.5)))
    found = by_player(finds)
    assert math.isnan(found["gradient-descent"].w)
    assert math.isnan(finds[-1].cost)
    assert finds[0] is found["you"]
    assert found["you"].cost == pytest.approx(0.5 * math.log(0.5))


def test_descent_that_runs_away_has_found_its_start() -> None:
    # w ← w − α(4w³) from 40 leaves at once.
    found = by_player(compete(Probes(parse("w^4", (-50.0, 50.0)), (40.0, 30.0, 20.0))))
    assert found["gradient-descent"].w == 40
    assert found["gradient-descent"].cost == 40.0**4
