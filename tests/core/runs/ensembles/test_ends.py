"""Where an ensemble ended, against what is known of the problems, and shares against scipy's."""

from statistics import NormalDist

import numpy as np
import pytest

from gdviz.core import PROBLEMS, configure
from gdviz.core.runs.ensembles import (
    Ends,
    Grid,
    NetStarts,
    Normal,
    Plan,
    Running,
    Share,
    Uniform,
    ends,
)
from gdviz.core.runs.ensembles.ends import DIVERGED, ELSEWHERE, MOVING, UNDER_WAY


def whole(plan):
    taken = Running(plan)
    for _share in taken.advance():
        pass
    return taken.now()


def ended(problem, starts=None, members=400, **settings):
    return whole(Plan(configure(problem, **settings), members, starts or Uniform()))


def test_each_minimum_that_is_known_is_a_group():
    ensemble = ended("himmelblau", rule="adam", epochs=1000)
    found = Ends.found(ensemble)
    minima = PROBLEMS["himmelblau"].minima
    assert sorted(group.known for group in found.groups) == [0, 1, 2, 3]
    for number, group in enumerate(found.groups):
        assert (group.minimum, group.index) == (True, 0)
        np.testing.assert_allclose(group.w, minima[group.known], atol=1e-9)
        assert group.cost == pytest.approx(0, abs=1e-12)
        assert group.share == found.share(number)
        ends_there = ensemble.w[found.of == number]
        assert np.abs(ends_there - group.w).max() < 0.01
    names = {group.name for group in found.groups}
    assert names == {"(3, 2)", "(−2.805, 3.131)", "(−3.779, −3.283)", "(3.584, −1.848)"}
    counted = [*range(4), MOVING, DIVERGED, UNDER_WAY, ELSEWHERE]
    assert sum(found.share(group).count for group in counted) == 400


def test_they_are_the_better_first_then_the_saddle_points():
    found = Ends.found(ended("six-hump-camel", learning_rate=0.01, epochs=3000))
    costs = [group.cost for group in found.groups if group.minimum]
    assert len(costs) == 6
    assert (np.diff(costs) > -1e-8).all()
    along_the_axis = ended("saddle", Normal(1e-9), start=(1.5, 0), epochs=45, learning_rate=0.1)
    (group,) = Ends.found(along_the_axis).groups
    assert (group.minimum, group.index, group.known, group.name) == (False, 1, 0, "(0, 0)")
    assert group.share.value == 1


def test_a_flat_inflection_is_a_saddle_that_the_hessian_does_not_see():
    found = Ends.found(ended("plateau", Grid(), epochs=3000, learning_rate=0.01))
    assert {(group.minimum, group.index, group.known) for group in found.groups} >= {(True, 0, 0)}
    for group in found.groups:
        if not group.minimum:
            assert (group.index, group.known) == (0, 0)


def test_who_did_not_come_to_rest_is_in_no_group():
    found = Ends.found(ended("rosenbrock", epochs=100, learning_rate=2e-3))
    assert found.share(DIVERGED).count > 20
    assert found.share(MOVING).count > 20
    assert ((found.index == -1) == (found.of < 0)).all()
    taken = Running(Plan(configure("himmelblau"), 10, Uniform()))
    assert Ends.found(taken.now()).share(UNDER_WAY) == Share(10, 10)


def test_groups_that_are_too_many_leave_the_smallest_out(monkeypatch):
    ensemble = ended("himmelblau", rule="adam", epochs=1000)
    every = Ends.found(ensemble)
    monkeypatch.setattr(ends, "MOST_GROUPS", 3)
    most = Ends.found(ensemble)
    least = min(group.share.count for group in every.groups)
    assert most.share(ELSEWHERE).count == least
    assert len(most.groups) == 3


def test_nets_that_are_the_same_function_ended_at_the_same_point():
    config = configure("net", rule="rprop", hidden=2, epochs=3000)
    ensemble, problem = whole(Plan(config, 40, NetStarts())), config.problem
    found = Ends.found(ensemble)
    first, second = found.groups  # one learns the left half of the curve, the other the right
    x = np.linspace(-3, 3, 50)
    mirrored = -problem.predict(second.w, -x)
    np.testing.assert_allclose(problem.predict(first.w, x), mirrored, atol=1e-4)
    for number, group in enumerate(found.groups):
        members = ensemble.w[found.of == number]
        assert len(np.unique(np.sign(members[:, :4]), axis=0)) > 2
        functions = problem.predict(members, x)
        np.testing.assert_allclose(functions - problem.predict(group.w, x), 0, atol=0.01)


@pytest.mark.parametrize(("count", "total"), [(0, 10), (10, 10), (1, 200), (168, 200), (3, 4)])
def test_the_interval_is_wilson_s(count, total):
    """Its ends are where the share is as far from the truth as 95 % of the shares are."""
    square = NormalDist().inv_cdf(0.975) ** 2 / total
    share = count / total
    ends = np.roots([1 + square, -2 * share - square, share**2])
    assert Share(count, total).interval == pytest.approx(sorted(ends), abs=1e-12)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    draw = np.random.default_rng(0)
    for truth in (0.02, 0.3, 0.84):
        intervals = [Share(int(n), 200).interval for n in draw.binomial(200, truth, 2000)]
        assert 0.91 < np.mean([low <= truth <= high for low, high in intervals]) < 0.98


def test_of_none_nothing_is_known():
    assert np.isnan(Share(0, 0).value)
    assert Share(0, 0).interval == (0, 1)
