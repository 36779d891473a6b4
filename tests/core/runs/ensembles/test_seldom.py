"""That a bad local minimum is the seldomer the wider a net is, at a size that takes seconds."""

import numpy as np
import pytest

from gdviz.core.runs.ensembles import Running
from gdviz.core.runs.ensembles.seldom import AT_REST, WORSE, BadEnds, Seldom


def found(**settings):
    running = Running(Seldom(**settings).plan, (0,))
    for _share in running.advance():
        pass
    ensemble = running.now()
    return ensemble, BadEnds.found(ensemble)


@pytest.mark.parametrize("seed", range(3))
def test_with_two_units_it_is_over_five_times_as_often_as_with_six(seed):
    quick = {"starts": 50, "steps": 3000, "learning_rate": 0.1, "seed": seed}
    narrow, wide = (found(hidden=hidden, **quick)[1] for hidden in (2, 6))
    assert narrow.share.value > 0.4
    assert narrow.share.value > 5 * wide.share.value


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
