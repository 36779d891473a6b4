"""Basins, against each start run alone and what is known of the problems."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS, InputError, Outcome, configure, record
from gdviz.core.problems.expression import parse
from gdviz.core.runs.ensembles import Plan, Uniform, swarm
from gdviz.core.runs.ensembles.basins import basins
from gdviz.core.runs.ensembles.ends import DIVERGED, MOVING
from gdviz.core.runs.ensembles.swarm import NAMED, OTHERS, numbered, swarms


def pictures(config, side):
    """Return the pictures in which no run is under way."""
    made = {id(one.of): one for one in basins(config, side)}
    return [one for one in made.values() if not one.areas[swarm.UNDER_WAY]]


def test_each_start_leads_where_the_run_does():
    config = configure("himmelblau", learning_rate=0.01, epochs=60)
    *_coarser, finest = pictures(config, 18)
    assert finest.of.shape == (18, 18)
    for i, j in np.ndindex(18, 18):
        if (i + j) % 5:
            continue
        start = (finest.axes[0][i], finest.axes[1][j])
        end = record(configure("himmelblau", learning_rate=0.01, epochs=60, start=start))
        apart = np.abs(finest.points - end.w[-1]).max(axis=1)
        if finest.of[i, j] == DIVERGED:
            assert end.outcome is Outcome.DIVERGED
        elif finest.of[i, j] == MOVING:
            assert apart.min() > 0.12 - 1e-9
        else:
            assert apart.argmin() == finest.of[i, j]
            assert apart.min() <= 0.12


def test_pictures_are_ever_finer_and_agree_where_they_have_starts_in_common():
    first, second, third = pictures(configure("himmelblau", rule="adam", epochs=150), 45)
    assert [one.of.shape[0] for one in (first, second, third)] == [5, 15, 45]
    assert (second.of[1::3, 1::3] == first.of).all()
    assert (third.of[1::3, 1::3] == second.of).all()
    np.testing.assert_allclose(third.axes[0][1::3], second.axes[0])


def test_on_a_line_the_basins_meet_at_the_maximum_between():
    *_others, finest = pictures(configure("double-well", epochs=2000), 900)
    (axis,) = finest.axes
    maximum = np.sort(np.roots([4, 0, -6, 1]).real)[1]
    assert finest.minimum.all()
    assert (finest.of == np.where(axis < maximum, 0, 1)).mean() > 0.995
    assert finest.cost[0] < finest.cost[1]
    assert finest.lowest.tolist() == [True, False]
    assert finest.to_lowest == finest.areas[0]


def test_minima_that_nobody_knows_are_found():
    config = configure(parse("sin(w1)*cos(w2)", (-4, 4)), learning_rate=0.5, epochs=300)
    *_others, finest = pictures(config, 27)
    reached = finest.points[finest.minimum]
    assert len(reached) >= 4
    np.testing.assert_allclose(config.problem.cost(reached), -1, atol=1e-9)
    assert (finest.of >= 0).all()


def test_where_runs_diverge_or_have_not_come_is_said():
    *_others, far = pictures(configure("rosenbrock", learning_rate=0.01, epochs=60), 9)
    assert (far.of == DIVERGED).sum() > 20
    *_others, short = pictures(configure("himmelblau", learning_rate=1e-6, epochs=2), 9)
    assert (short.of == MOVING).sum() > 70


def test_more_weights_have_no_plane():
    with pytest.raises(InputError, match="one weight or two"):
        next(basins(configure("wells", wells=3)))


def test_ends_have_the_same_numbers_as_those_of_members():
    """Also where only some of the minima are come to, and where nobody knows them before."""
    typed = parse("w1^4 - 3w1^2 + w1 + w2^2", (-2, 2))
    for config in (
        configure("himmelblau", rule="adam", epochs=1000),
        configure("six-hump-camel", learning_rate=0.01, epochs=3000),
        configure("sine", learning_rate=0.5, epochs=300),
        configure(typed, learning_rate=0.02, epochs=1000),
    ):
        *_coarser, finest = pictures(config, 27)
        *_sooner, members = swarms(Plan(config, 60, Uniform()))
        told = [kind for kind in range(NAMED) if members.part(kind).count]
        assert told
        for kind in told:
            w = finest.points[finest.place(kind)]
            np.testing.assert_allclose(w, members.minimum(kind).w, atol=1e-6)


def test_minima_keep_their_numbers_whatever_is_found():
    problem = PROBLEMS["himmelblau"]
    known, w = np.array([3, -1, 1]), np.array([(3.6, -1.8), (9.0, 9.0), (-2.8, 3.1)])
    assert numbered(problem, known, w, np.zeros(3)).tolist() == [3, OTHERS, 1]
    unknown = parse("w1^4 + w2^4", (-2, 2))
    w, cost = np.array([(1.0, 0), (-1, 0), (0, 1)]), np.array([2.0, 2.0 + 1e-12, 1.0])
    assert numbered(unknown, np.full(3, -1), w, cost).tolist() == [2, 1, 0]


def test_areas_are_shares_of_the_starts():
    *_others, far = pictures(configure("rosenbrock", learning_rate=0.01, epochs=60), 9)
    assert far.areas.sum() == pytest.approx(1)
    assert far.areas[swarm.DIVERGED] == (far.of == DIVERGED).mean() > 0
    assert far.areas[swarm.MOVING] == (far.of == MOVING).mean() > 0
    along_the_axis = configure("saddle", epochs=45, learning_rate=0.1)
    *_others, split = pictures(along_the_axis, 9)  # the middle row leads to the saddle point
    assert (split.kinds[:, 4] == swarm.SADDLE).all()
    assert split.areas[swarm.SADDLE] == pytest.approx(1 / 9)


def test_it_says_how_much_is_done_from_the_very_start():
    every = list(basins(configure("himmelblau", epochs=300), 27))
    shares = [one.share for one in every]
    assert (np.diff(shares) >= 0).all()
    assert shares[0] < 1 / 81
    assert every[0].areas[swarm.UNDER_WAY] == 1
    assert (shares[-1], max(shares[:-1]) < 1) == (1, True)
