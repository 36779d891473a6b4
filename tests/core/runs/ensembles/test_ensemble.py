"""An ensemble, against each of its members run alone."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS, RULES, InputError, Outcome, configure, record
from gdviz.core.runs.ensembles import (
    Grid,
    NetStarts,
    Normal,
    Plan,
    Running,
    Uniform,
    frame_steps,
    running,
)
from gdviz.core.runs.ensembles.ensemble import UNDER_WAY
from tests.crossing import crossed

SAMPLING = [
    {"algorithm": "gradient-descent", "epochs": 40},
    {"algorithm": "sgd", "steps_per_epoch": 8, "epochs": 5, "seed": 2},
    {"algorithm": "mini-batch", "batch_size": 3, "steps_per_epoch": 8, "epochs": 5},
    {"algorithm": "mini-batch", "batch_size": 3, "order": "with-replacement", "epochs": 5},
    {"algorithm": "mini-batch", "batch_size": 3, "order": "in-order", "epochs": 5},
]


def whole(plan, frames=None):
    taken = Running(plan, frames)
    *_before, last = taken.advance()
    assert last == 1
    return taken.now()


def assert_each_is_the_run_alone(ensemble, members=None, **tolerance):
    for number in range(len(ensemble)) if members is None else members:
        trace = record(ensemble.plan.member(number))
        ending = ensemble.ending(number)
        assert ending.config == trace.config
        assert (ending.outcome, ending.steps) == (trace.outcome, len(trace))
        assert ending.evaluations == (trace.evaluations[-1] if len(trace) else 0)
        np.testing.assert_allclose(ending.w, trace.w[-1], **(tolerance or {"rtol": 0, "atol": 0}))


def several(problem, **settings):
    """Members of a short run, whose steps are short enough that no map is chaotic."""
    config = configure(problem, **settings)
    return Plan(config, 10, Uniform(), seeds=config.algorithm.draws)


@pytest.mark.parametrize(("problem", "sampling"), crossed(PROBLEMS, SAMPLING), ids=str)
def test_each_member_is_the_run_alone(problem, sampling):
    if PROBLEMS[problem].n_samples == 1 and sampling["algorithm"] != "gradient-descent":
        return
    plan = several(problem, **{"learning_rate": 1e-3, "momentum": 0.5, **sampling})
    assert_each_is_the_run_alone(whole(plan), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("rule", "problem"), crossed(RULES, ["himmelblau", "line", "net"], one_in=3)
)
def test_each_member_under_any_rule_is_the_run_alone(problem, rule):
    plan = several(problem, algorithm="mini-batch", rule=rule, epochs=9, learning_rate=0.01)
    assert_each_is_the_run_alone(whole(Plan(plan.config, 10, Normal(0.3))), rtol=1e-11, atol=1e-12)


def test_a_net_s_members_are_the_same_to_the_bit():
    for algorithm in ("gradient-descent", "mini-batch"):
        config = configure("net", algorithm, batch_size=5, epochs=60)
        ensemble = whole(Plan(config, 30, NetStarts(), seeds=algorithm != "gradient-descent"))
        assert_each_is_the_run_alone(ensemble, (0, 7, 29))


def test_members_diverge_each_at_its_step():
    ensemble = whole(Plan(configure("rosenbrock", learning_rate=2e-3, epochs=80), 60, Uniform()))
    assert 5 < ensemble.ended(Outcome.DIVERGED).sum() < 55
    assert len(np.unique(ensemble.taken)) > 3
    assert_each_is_the_run_alone(ensemble, rtol=1e-9)


def test_where_no_member_can_start_all_have_diverged():
    ensemble = whole(Plan(configure("beale", epochs=10), 10, Normal(1e6)))
    assert (ensemble.outcomes >= 0).all()
    assert_each_is_the_run_alone(ensemble)


def test_it_is_the_same_whatever_is_computed_at_once(monkeypatch):
    config = configure("net", "mini-batch", batch_size=5, epochs=20)
    plan = Plan(config, 23, NetStarts(), seeds=True)
    at_once = whole(plan)
    monkeypatch.setattr(running, "_LANES", 5)
    in_blocks = whole(plan)
    assert (in_blocks.w == at_once.w).all()
    assert (in_blocks.frames.w == at_once.frames.w).all()
    assert (in_blocks.outcomes == at_once.outcomes).all()


def test_frames_are_where_the_members_were():
    config = configure("line", "sgd", learning_rate=0.05, epochs=40)
    steps = (0, 1, 2, 63, 64, 100, 160)
    ensemble = whole(Plan(config, 10, Uniform(), seeds=True), steps)
    assert ensemble.frames.steps.tolist() == [*steps]
    for number in range(10):
        trace = record(ensemble.plan.member(number))
        at = trace.w[[*steps]]
        np.testing.assert_allclose(ensemble.frames.w[:, number], at, rtol=1e-6)
        costs = config.problem.cost(at)
        np.testing.assert_allclose(ensemble.frames.cost[:, number], costs, rtol=1e-5)


def test_in_later_frames_who_has_diverged_is_where_it_was_last_within_the_bound():
    config = configure("rosenbrock", learning_rate=0.01, epochs=50)
    ensemble = whole(Plan(config, 10, Normal(0.2)), range(51))
    assert ensemble.ended(Outcome.DIVERGED).all()
    for number, taken in enumerate(ensemble.taken):
        trace = record(ensemble.plan.member(number))
        last = np.array([trace.w[min(step, taken)] for step in range(51)])
        np.testing.assert_allclose(ensemble.frames.w[:, number], last, rtol=1e-6)


def test_frames_take_no_more_memory_than_they_may(monkeypatch):
    monkeypatch.setattr("gdviz.core.runs.ensembles.frames._MOST", 10 * 2 * 7)
    ensemble = whole(Plan(configure("himmelblau", epochs=200), 10, Uniform()))
    assert len(ensemble.frames.steps) == 7
    assert ensemble.frames.steps[[0, -1]].tolist() == [0, 200]


@pytest.mark.parametrize("even", [True, False])
@pytest.mark.parametrize("total", [1, 2, 7, 99, 5000, 1_000_000])
def test_frames_are_at_the_start_at_the_end_and_between(total, even):
    steps = frame_steps(total, even=even)
    assert (steps[0], steps[-1]) == (0, total)
    assert len(steps) <= 101
    assert (np.diff(steps) > 0).all()
    assert len(frame_steps(total, 10, even=even)) <= 11


def test_what_is_done_is_kept(monkeypatch):
    monkeypatch.setattr(running, "_LANES", 4)
    plan = Plan(configure("himmelblau", learning_rate=1e-3, epochs=300), 10, Uniform())
    taken = Running(plan)
    shares = []
    for share in taken.advance():
        shares.append(share)
        if share > 0.6:  # two blocks and a part of the third
            break
    now = taken.now()
    assert shares == sorted(shares)
    assert now.share == shares[-1]
    done = now.done
    assert done == 4
    assert (now.outcomes[done:] == UNDER_WAY).all()
    assert (now.w[8:] == plan.begun[8:]).all()
    assert (now.w[4:8] != plan.begun[4:8]).all()
    assert_each_is_the_run_alone(now, range(done), rtol=1e-12)
    end = whole(plan)
    known = now.frames.w[: now.known, :8]
    assert (known == end.frames.w[: now.known, :8]).all()


def test_starts_are_the_same_on_every_machine():
    config = configure("himmelblau", seed=7)
    uniform = Uniform().draw(config, 100)
    assert uniform[0].tolist() == [-5.381552855712531, 3.0477337625796093]
    assert (Uniform().draw(config, 5) == uniform[:5]).all()
    assert (np.abs(uniform) < 6).all()
    assert (Uniform().draw(configure("himmelblau", seed=8), 100) != uniform).all()
    near = Normal(0.25).draw(configure("himmelblau", start=(3, -3)), 20_000)
    assert near.mean(axis=0) == pytest.approx([3, -3], abs=0.01)
    assert near.std(axis=0) == pytest.approx([0.25, 0.25], rel=0.02)


def test_a_grid_is_over_the_domain():
    assert Grid().draw(configure("parabola"), 12)[:, 0] == pytest.approx(np.arange(-2.75, 3, 0.5))
    grid = Grid().draw(configure("booth"), 1000)
    assert grid.shape == (31 * 31, 2)
    assert grid.min() == pytest.approx(-10 + 10 / 31)
    assert grid[0].tolist() == [grid.min()] * 2
    assert grid[1, 0] == grid[0, 0]


@pytest.mark.parametrize(
    ("settings", "starts", "seeds", "said"),
    [
        ({}, None, False, "Draw starts"),
        ({}, None, True, "all seeds are the same"),
        ({"problem": "himmelblau", "algorithm": "sgd"}, None, True, "all seeds are the same"),
        ({"algorithm": "sgd", "order": "in-order"}, None, True, "all seeds are the same"),
        ({"algorithm": "exhaustive"}, Uniform(), False, "A search"),
        ({"algorithm": "sgd", "seed": 2**31 - 5}, None, True, "Seed must be"),
    ],
)
def test_members_that_would_all_be_the_same_are_refused(settings, starts, seeds, said):
    with pytest.raises(InputError, match=said):
        Plan(configure(**settings), 10, starts, seeds=seeds)


def test_starts_that_cannot_be_drawn_are_refused():
    with pytest.raises(InputError, match="1,024 points at least"):
        Running(Plan(configure("net"), 1000, Grid()))
    with pytest.raises(InputError, match="linear does not say"):
        Running(Plan(configure(), 10, NetStarts()))
    with pytest.raises(InputError, match="Members must be"):
        Plan(configure(), 3, Uniform())
