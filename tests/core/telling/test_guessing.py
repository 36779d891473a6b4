"""Scores and counts, against closed forms on the parabola J = w² over [−3, 3]."""

import math

import numpy as np
import pytest

from gdviz.core import PROBLEMS, configure
from gdviz.core.problems.expression import parse
from gdviz.core.telling.guessing import (
    FINEST,
    MOST_STEPS,
    Probes,
    Score,
    distance,
    judge,
    steps_needed,
)

PARABOLA, BOWL = PROBLEMS["parabola"], PROBLEMS["bowl"]
ZERO = np.zeros(1)


def test_a_distance_is_a_share_of_the_domain() -> None:
    assert distance(PARABOLA, np.array([-3.0]), np.array([3.0])) == 1
    assert distance(PARABOLA, np.array([0.5]), np.array([2.0])) == pytest.approx(1.5 / 6)
    assert distance(BOWL, np.array([-3.0, 3.0]), np.array([3.0, -3.0])) == 1
    # One weight right, the other half the domain off: the root of (0² + ½²) / 2.
    assert distance(BOWL, np.zeros(2), np.array([0.0, 3.0])) == pytest.approx(math.sqrt(1 / 8))


@pytest.mark.parametrize(
    ("guess", "truth", "share", "hit"),
    [(1.0, 1.0, 0.0, True), (1.0, 3.0, 0.02, True), (3.0, 0.99, 0.0201, False)],
)
def test_a_guess_within_two_hundredths_is_a_hit(
    guess: float, truth: float, share: float, hit: bool
) -> None:
    judged = judge(parse("w^2", (0.0, 100.0)), (guess,), (truth,))
    assert judged.distance == pytest.approx(share, rel=1e-12)
    assert judged.hit == hit


def test_a_step_out_of_the_domain_counts_as_one_to_its_edge() -> None:
    judged = judge(PARABOLA, (3.0,), (70.0,))
    assert judged.distance == 0
    assert judged.truth == (70,)


def test_the_score_is_the_mean_and_the_hits() -> None:
    assert math.isnan(Score().mean_distance)
    truths = (0.0, 0.06, 0.6)
    score = Score(tuple(judge(PARABOLA, (0.0,), (truth,)) for truth in truths))
    assert score.hits == 2
    assert score.mean_distance == pytest.approx((0 + 0.01 + 0.1) / 3)


@pytest.mark.parametrize("near", [0.3, 0.1, 0.07])
def test_descent_needs_as_many_steps_as_its_geometric_series(near: float) -> None:
    # w after k steps is −2.5 (1 − 2α)ᵏ, and w = 0 is 6·near away from 6·near.
    expected = max(0, math.ceil(math.log(6 * near / 2.5) / math.log(1 - 2 * 0.01)))
    assert steps_needed(configure("parabola", epochs=500), ZERO, near) == expected


@pytest.mark.parametrize("near", [0.3, 0.1, 0.026])
def test_exhaustive_search_needs_as_many_as_lie_before(near: float) -> None:
    # Its k-th point, from 1, is −3 + 0.15 (k − 1).
    expected = math.ceil((3 - 6 * near) / 0.15 - 1e-9) + 1
    assert steps_needed(configure("parabola", "exhaustive"), ZERO, near) == expected


def test_divide_and_conquer_finds_the_middle_with_its_third_point() -> None:
    assert steps_needed(configure("parabola", "divide-and-conquer"), ZERO, FINEST) == 3


def test_who_starts_there_needs_no_step_but_a_search_has_to_find_it() -> None:
    for algorithm, expected in (("gradient-descent", 0), ("divide-and-conquer", 3)):
        assert steps_needed(configure("parabola", algorithm, start=(0.0,)), ZERO, 0.0) == expected


def test_who_lands_on_it_to_the_last_bit_is_there() -> None:
    # w ← w − ½·2w = 0.
    assert steps_needed(configure("parabola", learning_rate=0.5), ZERO, 0.0) == 1


def test_of_two_probes_as_good_as_each_other_the_first_stays_the_best() -> None:
    assert Probes(PARABOLA, (2.0, -1.0, 1.0)).best == -1
    assert Probes(PARABOLA, (2.0, 1.0, -1.0)).best == 1


def test_what_never_comes_near_has_no_count() -> None:
    # No point of the grid is nearer to 0.07 than 0.07 is to 0, a share of 0.0117.
    target = np.array([0.07])
    assert steps_needed(configure("parabola", "exhaustive"), target, 0.011) is None
    assert steps_needed(configure("parabola", learning_rate=1.5), ZERO, 0.1) is None


def test_a_search_by_hand_keeps_the_best() -> None:
    probes = Probes(PARABOLA)
    assert math.isnan(probes.best)
    for w in (2.0, -1.0, -0.3, -1.0, 1.5):
        probes = probes.and_at(w)
    assert probes.weights == (2.0, -1.0, -0.3, 1.5)
    assert (probes.best, probes.minimum) == (-0.3, 0.0)
    assert probes.cost(2.0) == 4
    assert probes.slope(-1.0) == -2
    assert probes.distance == pytest.approx(0.3 / 6)


def test_the_algorithms_are_given_as_long_as_it_takes_to_come_as_near() -> None:
    needed = Probes(PARABOLA, (-0.3,)).needed()
    descent = math.ceil(math.log(0.3 / 2.5) / math.log(1 - 2 * 0.01))
    assert needed == {"exhaustive": 19, "divide-and-conquer": 3, "gradient-descent": descent}


def test_a_perfect_probe_asks_for_no_more_than_can_be_pointed_at() -> None:
    needed = Probes(PARABOLA, (0.0,)).needed()
    descent = math.ceil(math.log(6 * FINEST / 2.5) / math.log(1 - 2 * 0.01))
    assert needed["gradient-descent"] == descent < MOST_STEPS


def test_weights_without_a_cost_are_probes_but_not_the_best() -> None:
    probes = Probes(parse("w*ln(w)"), (-1.0, 2.0))
    assert math.isnan(probes.cost(-1.0))
    assert probes.best == 2.0
