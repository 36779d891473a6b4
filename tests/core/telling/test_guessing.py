"""Scores and counts, against closed forms on the parabola J = w² over [−3, 3]."""

import math

import numpy as np
import pytest

from gdviz.core import PROBLEMS
from gdviz.core.problems.expression import parse
from gdviz.core.telling.guessing import (
    Probes,
    Score,
    distance,
    judge,
)

PARABOLA, BOWL = PROBLEMS["parabola"], PROBLEMS["bowl"]


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


def test_of_two_probes_as_good_as_each_other_the_first_stays_the_best() -> None:
    assert Probes(PARABOLA, (2.0, -1.0, 1.0)).best == -1
    assert Probes(PARABOLA, (2.0, 1.0, -1.0)).best == 1


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


def test_weights_without_a_cost_are_probes_but_not_the_best() -> None:
    probes = Probes(parse("w*ln(w)"), (-1.0, 2.0))
    assert math.isnan(probes.cost(-1.0))
    assert probes.best == 2.0
