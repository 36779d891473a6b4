"""Kept runs: names, places, standings. What is expected follows from counting."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, Outcome, Trace, configure, record, run
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.algorithms.sampling import ORDERS
from gdviz.core.parameters import parameter
from gdviz.core.runs.comparison import (
    ACROSS,
    along,
    called,
    names,
    path_positions,
    places,
    position_at,
    race_length,
    reached,
    standing,
)
from gdviz.core.runs.outcome import Verdict
from gdviz.core.types import Array


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([{}], ["α = 0.01"]),
        ([{"learning_rate": 0.1}, {"learning_rate": 0.2}], ["α = 0.1", "α = 0.2"]),
        (
            [{"learning_rate": 0.1}, {"learning_rate": 0.1, "momentum": 0.9}],
            ["α = 0.1", "α = 0.1, momentum 0.9"],
        ),
        (
            [{"algorithm": "exhaustive"}, {"algorithm": "divide-and-conquer"}],
            ["Exhaustive search", "Divide and conquer"],
        ),
        (
            [{}, {"algorithm": "sgd"}, {"algorithm": "mini-batch", "batch_size": 3}],
            ["gradient descent", "stochastic", "batch size 3, mini-batch"],
        ),
        (
            [{"algorithm": "mini-batch", "batch_size": size} for size in (1, 2)],
            ["batch size 1", "batch size 2"],
        ),
        ([{"algorithm": "sgd", "seed": seed} for seed in (0, 7)], ["seed 0", "seed 7"]),
        (
            [{"algorithm": "sgd", "order": order} for order in ORDERS],
            ["shuffled", "with replacement", "in order"],
        ),
        (
            [{}, {"algorithm": "sgd", "order": "in-order"}],
            ["gradient descent", "in order, stochastic"],
        ),
        ([{"start": (start,)} for start in (1.0, -0.5)], ["w₀ = 1", "w₀ = −0.5"]),
        ([{"epochs": count} for count in (100, 20_000)], ["100 epochs", "20,000 epochs"]),
        (
            [
                {"momentum": 0.9},
                {"momentum": 0.9, "nesterov": True},
                {"rule": "adam", "learning_rate": 0.01},
            ],
            ["momentum 0.9", "momentum 0.9, Nesterov", "Adam"],
        ),
        ([{"rule": "adam", "beta1": b} for b in (0.5, 0.9)], ["β₁ = 0.5", "β₁ = 0.9"]),
        ([{}, {"rule": "adam", "learning_rate": 0.01}], ["Plain", "Adam"]),
        ([{}, {"reduction": "sum"}], ["mean of losses", "sum of losses"]),
        (
            [{"reduction": "sum"}, {"problem": "line"}],
            ["sum of losses, y = wx, 3 samples", "mean of losses, y = wx + b, 4 samples"],
        ),
        ([{}, {"problem": "double-well"}], ["y = wx, 3 samples", "Tilted double well"]),
    ],
)
def test_runs_are_named_by_what_differs(runs: list[dict[str, object]], expected: list[str]) -> None:
    assert names([configure(**run) for run in runs]) == expected  # type: ignore[arg-type]


@dataclass(frozen=True)
class Damped(Plain):
    """A rule whose settings have neither a symbol nor a phrase."""

    id: ClassVar[str] = "damped"
    title: ClassVar[str] = "Damped"
    damping: float = parameter(0.1, label="Damping", help="")
    centred: bool = parameter(False, label="Centred", help="")


def test_a_setting_without_a_symbol_is_said_by_its_label() -> None:
    rules = [Damped(), Damped(damping=0.25), Damped(centred=True)]
    configs = [replace(configure(), algorithm=GradientDescent(rule=rule)) for rule in rules]
    assert names(configs) == ["Damping 0.1", "Damping 0.25", "Damping 0.1, Centred"]


@pytest.mark.parametrize(
    "without_effect", [{"nesterov": True}, {"seed": 3}, {"problem": "double-well", "start": (2.0,)}]
)
def test_what_has_no_effect_names_nothing(without_effect: dict[str, object]) -> None:
    problem = without_effect.get("problem", "linear")
    plain = configure(problem=problem)  # type: ignore[arg-type]
    assert len(set(names([plain, configure(**without_effect)]))) == 1  # type: ignore[arg-type]


def test_in_order_a_seed_has_no_effect_either() -> None:
    runs = [configure(algorithm="sgd", order="in-order", seed=seed) for seed in (0, 3)]
    assert len(set(names(runs))) == 1


def test_runs_alike_are_numbered_and_a_given_name_stays() -> None:
    runs = [configure()] * 3
    assert called(configure(), runs, [""] * 3)[1] == ["α = 0.01", "α = 0.01 (2)", "α = 0.01 (3)"]
    now, others = called(configure(learning_rate=0.5), runs, ["the good one", "", ""])
    assert (now, others) == ("α = 0.5", ["the good one", "α = 0.01", "α = 0.01 (2)"])


@pytest.mark.parametrize("across", ACROSS)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_run_is_where_it_has_come_to(algorithm: str, across: str) -> None:
    trace = record(configure(problem="line", algorithm=algorithm, points=5, epochs=7))
    for position in range(len(trace) + 1):
        amount = reached(trace, across, position)
        assert position_at(trace, across, amount) == position
        assert position_at(trace, across, amount * (1 + 1e-6) + 1e-6) == position
        assert position_at(trace, across, max(0.0, amount - 1e-3)) == max(0, position - 1)


@pytest.mark.parametrize(
    ("across", "batch", "sgd"),
    # Ten steps of full batch on three samples: ten epochs and thirty evaluations.
    [("steps", 10, 10), ("epochs", 10, 30), ("evaluations", 10, 30)],
)
def test_a_race_is_fair_by_its_own_measure(across: str, batch: int, sgd: int) -> None:
    leader, other = record(configure()), record(configure(algorithm="sgd"))
    assert position_at(other, across, reached(leader, across, batch)) == sgd
    assert position_at(leader, across, reached(other, across, sgd)) == batch


def test_who_is_not_computed_so_far_lags_and_who_has_ended_stays() -> None:
    whole, begun = record(configure()), Trace(configure())
    begun.extend(next(run(configure())).cut(5))
    for across in ACROSS:
        assert position_at(begun, across, reached(whole, across, 50)) == 5
        assert position_at(whole, across, reached(whole, across, 100) * 9) == 100


@pytest.mark.parametrize(("across", "steps"), [("steps", 300), ("epochs", 100)])
def test_a_race_lasts_until_the_last_has_ended(across: str, steps: int) -> None:
    diverged = record(configure(learning_rate=0.3))
    assert diverged.outcome is Outcome.DIVERGED
    assert len(diverged) < 100
    sgd = record(configure(algorithm="sgd"))
    assert race_length(diverged, [sgd], across) == steps
    assert race_length(sgd, [diverged], across) == 300
    # Before anything is computed it lasts as long as the settings say.
    assert race_length(Trace(configure()), [Trace(sgd.config)], across) == steps
    assert race_length(diverged, [], across) == len(diverged)


def test_steps_are_drawn_where_they_count() -> None:
    trace = record(configure(algorithm="mini-batch", batch_size=2, epochs=3))
    # Three samples: a pass is a batch of two and one of one.
    np.testing.assert_allclose(along(trace, "epochs", np.arange(4)), [0, 0.5, 1, 1.5])
    np.testing.assert_array_equal(along(trace, "evaluations", np.arange(4)), [2, 3, 5, 6])
    np.testing.assert_array_equal(along(trace, "steps", np.arange(4)), [0, 1, 2, 3])
    assert [reached(trace, "evaluations", moment) for moment in range(5)] == [0, 2, 3, 5, 6]


@pytest.mark.parametrize(("algorithm", "each"), [("gradient-descent", 4), ("sgd", 1)])
def test_before_anything_is_computed_the_work_of_a_step_is_known(algorithm: str, each: int) -> None:
    trace = Trace(configure("line", algorithm))
    assert reached(trace, "evaluations", 10) == 10 * each


def test_a_standing_is_the_cost_at_the_weight() -> None:
    trace = record(configure())
    middle, end = standing(trace, 40), standing(trace, 100)
    # Each step leaves a share 1 - 0.01 * 28/3 of the way to 2, and the cost is its square.
    share = 1 - 0.01 * 28 / 3
    assert middle.cost == pytest.approx(14 / 3 * share**80)
    assert (middle.steps, middle.evaluations, middle.verdict) == (40, 120, None)
    assert (end.steps, end.evaluations, end.verdict) == (100, 300, Verdict.CONVERGED)
    assert standing(trace, 0).evaluations == 0


def test_a_search_stands_where_it_has_been_best() -> None:
    trace = record(configure(problem="double-well", algorithm="divide-and-conquer"))
    best = np.minimum.accumulate(trace.loss)
    assert np.isnan(standing(trace, 0).cost)
    for position in range(1, len(trace) + 1):
        assert standing(trace, position).cost == pytest.approx(best[position - 1])


def test_a_path_is_drawn_by_the_weights_that_move() -> None:
    w = np.array([[0.0], [1.0], [1.0], [1.0], [2.0]])
    assert path_positions(w, [(0.0, 4.0)]).tolist() == [0, 1, 4]
    w = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
    assert path_positions(w, [(0.0, 4.0)] * 2).tolist() == [0, 1, 2]


def to_and_fro(length: int) -> Array:
    return np.where(np.arange(length) % 2, 1.0, 3.0)[:, np.newaxis]


def test_a_path_of_as_many_as_may_be_keeps_them_all() -> None:
    assert len(path_positions(to_and_fro(600), [(0.0, 4.0)], most=600)) == 600


@pytest.mark.parametrize("length", [601, 1000, 1400, 100_001])
def test_a_long_path_keeps_its_beginning_and_its_width(length: int) -> None:
    sides = to_and_fro(length)
    picked = path_positions(sides, [(0.0, 4.0)], most=600)
    assert len(picked) <= 602
    assert picked[:300].tolist() == list(range(300))
    assert picked[-1] > length - 1000
    late = sides[picked[300:], 0]
    assert {1.0, 3.0} == set(late)


def test_places_go_by_cost_and_only_among_those_that_race() -> None:
    assert places([2.0, None, 1.0, 2.0, float("nan"), 3.0]) == [2, 0, 1, 2, 5, 4]
    assert places([None]) == [0]
