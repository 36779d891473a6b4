"""What a picture shows, in words."""

import numpy as np
import pytest

from gdviz import i18n
from gdviz.core import configure, record
from gdviz.core.problems.abilities import HasData
from gdviz.core.problems.expression import parse
from gdviz.core.telling.summary import (
    summarise_cost,
    summarise_data,
    summarise_losses,
    summarise_place,
    summarise_search,
)


@pytest.fixture(autouse=True)
def _english() -> None:
    i18n.set_language("en")


def test_a_cost_is_told_with_the_side_to_which_it_falls() -> None:
    bowl = parse("(w - 2)^2")
    assert summarise_cost(bowl, np.array([1.5])) == "weight 1.5, cost 0.25, falling to the right"
    assert summarise_cost(bowl, np.array([3.0])) == "weight 3, cost 1, falling to the left"
    assert summarise_cost(bowl, np.array([2.0])) == "weight 2, cost 0, level"


@pytest.mark.parametrize(
    ("w", "side"),
    [
        ((1, 0), "left"), ((-1, 0), "right"), ((0, 1), "bottom"), ((0, -1), "top"),
        ((1, 1), "bottom left"), ((-1, -1), "top right"), ((1, -1), "top left"),
        ((-1, 1), "bottom right"),
    ],
)  # fmt: skip
def test_on_a_map_it_falls_to_one_of_eight_sides(w: tuple[int, int], side: str) -> None:
    said = summarise_cost(parse("w1^2 + w2^2"), np.array(w, float))
    assert said.endswith(f", falling to the {side}")


def test_where_one_is_gives_no_cost_away() -> None:
    assert summarise_place(parse("(w - 2)^2"), np.array([1.5])) == "weight 1.5"


def test_losses_are_told_from_the_first_to_the_last() -> None:
    said = summarise_losses(np.array([4.0, 1.0, 2.0]), 2, 100)
    assert said == "step 2 of 100, loss 2, from 4 at the start, the least was 1, rising"
    assert summarise_losses(np.array([4.0]), 0, 100) == "step 0 of 100, loss 4"
    assert summarise_losses(np.array([]), 0, 100) == "step 0 of 100"


def test_data_are_told_by_their_worst_sample() -> None:
    problem = configure().problem
    assert isinstance(problem, HasData)
    errors = np.abs(problem.predict(np.array([1.0]), problem.x) - problem.y)
    said = summarise_data(problem, np.array([1.0]))
    assert said.startswith(f"{len(problem.x)} samples, the model says ")
    assert said.endswith(f"of sample {int(errors.argmax()) + 1}")


def test_a_search_tells_the_best_so_far() -> None:
    trace = record(configure(algorithm="exhaustive"))
    assert summarise_search(trace, 0) == f"probe 0 of {trace.total:,}"
    said = summarise_search(trace, trace.total)
    assert said.startswith(f"probe {trace.total:,} of {trace.total:,}, the best so far: weight ")


def test_chinese_joins_by_its_own_comma() -> None:
    i18n.set_language("zh")
    try:
        assert "，" in summarise_cost(parse("(w - 2)^2"), np.array([1.5]))
    finally:
        i18n.set_language("en")
