"""That a bad local minimum is the seldomer the wider a net is, at a size that takes seconds."""

import numpy as np
import pytest

from gdviz.core.runs.ensembles import Running
from gdviz.core.runs.ensembles.seldom import AT_REST, WORSE, BadEnds, Seldom, by_width
from tests.core import nets

QUICK = {"starts": 50, "steps": 3000, "learning_rate": 0.1}


def found(**settings):
    running = Running(Seldom(**settings).plan, (0,))
    for _share in running.advance():
        pass
    ensemble = running.now()
    return ensemble, BadEnds.found(ensemble)


@pytest.mark.parametrize("seed", range(3))
def test_with_two_units_it_is_over_five_times_as_often_as_with_six(seed):
    *_before, end = by_width((2, 6), seed=seed, **QUICK)
    narrow, wide = end.ends[2], end.ends[6]
    assert narrow.share.value > 0.4
    assert narrow.share.value > 5 * wide.share.value
    # And what is left of them is hardly ever a minimum.
    assert narrow.minima > 0.8 * narrow.share.count
    assert wide.minima < 0.5 * wide.share.count


def test_one_width_after_the_other_and_each_as_if_it_were_alone():
    few = {"starts": 10, "steps": 300, "seed": 3}
    moments = list(by_width((2, 4, 3), **few))
    shares = [one.share for one in moments]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert shares[-2] < 1
    assert [one for one in moments if len(one.ends) == 3] == moments[-1:]
    assert list(moments[-1].ends) == [2, 4, 3]
    first = next(one for one in moments if one.ends)
    assert list(first.ends) == [2]
    assert moments[-1].ends[2] is first.ends[2]
    alone = found(hidden=4, **few)[1]
    together = moments[-1].ends[4]
    assert together.best == alone.best
    np.testing.assert_array_equal(together.excess, alone.excess)


def test_a_bad_end_is_a_minimum_where_no_direction_leads_down():
    ensemble, ends = found(hidden=3, **QUICK)
    minima = 0
    for w in ensemble.w[ends.bad]:
        moves = 1e-5 * np.eye(len(w))
        columns = [nets.slopes(w + move) - nets.slopes(w - move) for move in moves]
        curvature = np.linalg.eigvalsh((np.array(columns) + np.transpose(columns)) / 4e-5)
        minima += curvature[0] > -1e-6 * max(1, curvature[-1])
    assert 0 < ends.minima < ends.share.count
    assert ends.minima == minima


def test_what_is_bad_is_what_the_protocol_says():
    ensemble, bad = found(hidden=2, starts=20, steps=1500, learning_rate=0.1)
    problem = ensemble.plan.config.problem
    assert ensemble.starts[:, -1].tolist() == [0] * 20
    assert bad.best == min(float(problem.cost(w)) for w in ensemble.w)
    for number, w in enumerate(ensemble.w):
        resting = np.linalg.norm(problem.gradient(w)) < AT_REST
        above = float(problem.cost(w)) > bad.best + WORSE * np.var(np.sin(2 * problem.x))
        assert bad.resting[number] == resting
        assert bad.bad[number] == (resting and above)
        assert (bad.index[number] >= 0) == resting
    assert bad.share.total == 20
