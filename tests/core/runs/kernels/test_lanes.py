"""Runs side by side: where each was last within the bound, who leaves, and what it takes."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import PROBLEMS, RULES, Outcome, configure, record
from gdviz.core.algorithms.schedules import SCHEDULES
from gdviz.core.runs.kernels import measures as measuring
from gdviz.core.runs.kernels import sources
from gdviz.core.runs.kernels.lane_step import lane_step
from gdviz.core.runs.kernels.measures import measures
from gdviz.core.runs.kernels.side_by_side import Members, SideBySide
from gdviz.core.runs.sweep import sweep
from tests.core.surfaces import surface

EDGES = {3, 10, 11, 26, 27, 58, 59}
"""The next step is the first or the last weight of a window."""

PASSING = replace(PROBLEMS["sine"], model="w·x + sin(w·x)", known_minima=())
"""It diverges, and passes over its data."""


@pytest.fixture(params=[0, sources.FEW], ids=["passing", "written out"])
def either_way(monkeypatch, request):
    """A loss that does not separate passes over its data, or is written out over it."""
    monkeypatch.setattr(sources, "FEW", request.param)


@pytest.fixture
def no_leap(monkeypatch):
    monkeypatch.setattr(SideBySide, "_leap", lambda _self: None)


def last(config, learning_rates, momenta=()):
    *_others, finished = sweep(config, np.asarray(learning_rates, float), momenta)
    return finished


def assert_they_end_like_alone(swept):
    for row, column in np.ndindex(swept.diverged.shape):
        trace = record(swept.run(row, column))
        assert swept.taken[row, column] == len(trace)
        assert swept.diverged[row, column] == (trace.outcome is Outcome.DIVERGED)
        np.testing.assert_allclose(swept.w[row, column], trace.w[-1], rtol=1e-9, atol=1e-12)


@pytest.mark.usefixtures("no_leap", "either_way")
@pytest.mark.parametrize("algorithm", ["gradient-descent", "mini-batch"])
@pytest.mark.parametrize(("problem", "low"), [("linear", 0.2149), (PASSING, 0.02)])
def test_the_last_good_step_is_found_wherever_in_a_window_it_is(problem, low, algorithm):
    config = configure(problem, algorithm, epochs=70)
    swept = last(config, np.geomspace(low, 10, 300))
    assert {*swept.taken.flat} >= {3, 10, 11}
    few = np.flatnonzero(np.isin(swept.taken[0], [*EDGES]))[::3]
    assert_they_end_like_alone(last(config, swept.learning_rates[few]))


def test_those_that_have_diverged_are_evaluated_no_more():
    asked = []

    def slopes(w):
        asked.append(len(w))
        return (2 * w,)

    parabola = surface(lambda w: w**2, slopes, (1.0,), ((-1.0, 1.0),))
    swept = last(replace(configure(epochs=60), problem=parabola, start=()), [0.1, 5.0, 0.2, 1e9])
    assert list(swept.diverged[0]) == [False, True, False, True]
    assert swept.w[0, [0, 2], 0] == pytest.approx([0.8**60, 0.6**60], abs=1e-15)
    assert asked[:4] == [4] * 4
    assert asked[-1] == 2


def peak_of(act):
    """The most memory that it takes while it acts, in bytes."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


LANES = 20_000
"""An array of a number for each has 160,000 bytes."""


@pytest.mark.parametrize("rule", RULES)
def test_a_step_allocates_nothing(rule):
    made = RULES[rule]()
    step = lane_step(made.program, frozenset({"α"}), False)
    known = step.hoisted.prepared({**made.settings, "α": np.full(LANES, 0.01)})
    advance = step.bound(known, (2, LANES))
    w, gradient, ahead = np.full((3, 2, LANES), 0.5)
    old, new = np.full((2, len(step.slots), 2, LANES), 0.5)
    given = [np.array(0.5)] * len(step.hoisted.columns)
    assert peak_of(lambda: advance(w, gradient, *old, *given, ahead, *new)) < 20_000
    assert (ahead != w).all()


@pytest.mark.parametrize("algorithm", ["gradient-descent", "mini-batch"])
@pytest.mark.parametrize("problem", ["linear", "line", "himmelblau", "flower"])
def test_measuring_allocates_nothing(problem, algorithm):
    config = configure(problem, algorithm)
    measure = measures(config).window(0, 2, np.arange(1000))
    w, gradient = np.full((2, config.dim, LANES), 0.5)
    loss = np.empty(LANES)
    measure(0, w, loss, gradient)
    assert peak_of(lambda: measure(1, w, loss, gradient)) < 20_000
    rows = config.algorithm.rows(config.problem.n_samples, config.seed, 1)
    assert loss == pytest.approx(config.problem.loss(w.T, rows))
    assert pytest.approx(config.problem.gradient(w.T, rows)) == gradient.T


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("algorithm", ["gradient-descent", "mini-batch"])
@pytest.mark.parametrize("pieces", [7, 50, 2**14])
def test_a_pass_is_the_problem_s_own_evaluation(monkeypatch, pieces, algorithm, reduction):
    """Whether a piece is some of the samples, some of the weights, or all."""
    monkeypatch.setattr(measuring, "_PIECE", pieces)
    monkeypatch.setattr(sources, "FEW", 0)
    config = configure(replace(PASSING, reduction=reduction), algorithm, batch_size=11)
    w, gradient, loss = np.random.default_rng(0).normal(size=(1, 9)), np.empty((1, 9)), np.empty(9)
    for number in (0, 3):  # the fourth batch is a shorter one
        for _turn in measures(config).window(0, 4, np.arange(9))(number, w, loss, gradient):
            pass
        rows = config.algorithm.rows(config.problem.n_samples, config.seed, number)
        np.testing.assert_allclose(loss, config.problem.loss(w.T, rows), rtol=1e-12)
        np.testing.assert_allclose(gradient.T, config.problem.gradient(w.T, rows), rtol=1e-10)


@pytest.mark.parametrize("count", [1, 3, 200])
def test_any_number_of_rows_and_columns_is_swept(count):
    config = configure("himmelblau", learning_rate=0.01, momentum=0.5, epochs=9)
    swept = last(config, np.geomspace(1e-4, 0.01, count), (0.0, 0.5) * 30)
    assert swept.w.shape == (60, count, 2)
    assert np.array_equal(swept.w[::2], np.broadcast_to(swept.w[0], (30, count, 2)))
    assert np.array_equal(swept.w[1::2], np.broadcast_to(swept.w[1], (30, count, 2)))
    assert_they_end_like_alone(last(config, swept.learning_rates[:1], (0.0, 0.5)))


@pytest.mark.parametrize(
    "settings",
    [
        {"problem": "himmelblau", "epochs": 400},
        {"problem": "himmelblau", "epochs": 400, "momentum": 0.9},
        {"problem": "himmelblau", "epochs": 400, "schedule": "cosine"},
        {"problem": "finite-sum", "algorithm": "sgd", "epochs": 3},
    ],
    ids=["plain", "momentum", "schedule", "samples"],
)
def test_what_is_at_rest_has_taken_all_its_steps_and_ends_where_it_does_alone(settings):
    """A plain run of the full batch may leave before its last step; the others may not."""
    config = configure(**settings)
    starts = np.random.default_rng(0).uniform(-4, 4, (12, 2))
    members = Members(config, starts)
    for _steps in members.advance():
        pass
    for start, w, taken in zip(starts, members.reached.w, members.reached.taken, strict=True):
        trace = record(replace(config, start=tuple(start)))
        assert taken == len(trace)
        np.testing.assert_array_equal(w, trace.w[-1])
    assert not members.reached.diverged.any()


@pytest.mark.parametrize("schedule", [one.id for one in SCHEDULES if one.id != "constant"])
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_counts_steps_follows_a_schedule_too(rule, schedule):
    """As many runs as steps among them, where a rate could be taken for another's."""
    config = configure("line", rule=rule, schedule=schedule, learning_rate=0.02, epochs=7)
    for count in (3, 7):
        assert_they_end_like_alone(last(config, np.geomspace(0.005, 0.05, count)))
    starts = np.random.default_rng(0).uniform(-1, 1, (7, 2))
    members = Members(config, starts)
    for _steps in members.advance():
        pass
    for start, w in zip(starts, members.reached.w, strict=True):
        trace = record(replace(config, start=tuple(start)))
        np.testing.assert_allclose(w, trace.w[-1], rtol=1e-12)
