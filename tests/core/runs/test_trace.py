"""A trace holds the steps of a run as they were taken."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, InputError, Trace, configure, record, run
from gdviz.core.runs.trace import can_continue
from gdviz.core.telling.explain import explain_length
from tests.core.steps import same, taken


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_step_comes_back_as_it_was_taken(algorithm):
    config = configure(algorithm=algorithm, momentum=0.9, epochs=20, seed=2)
    steps, trace = list(taken(config)), record(config)
    assert len(trace) == len(steps)
    assert all(same(trace.step(i), step) for i, step in enumerate(steps))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_weights_are_those_before_each_step_and_after_the_last(algorithm):
    config = configure(algorithm=algorithm, epochs=20)
    steps, trace = list(taken(config)), record(config)
    assert trace.w.shape == (len(steps) + 1, 1)
    assert np.array_equal(trace.w[:-1], [step.w for step in steps])
    assert np.array_equal(trace.w[-1], steps[-1].w + steps[-1].delta)


def test_before_the_first_step_there_is_the_start():
    trace = Trace(configure(start=(3.0,)))
    assert (len(trace), trace.outcome) == (0, None)
    assert trace.w.tolist() == [[3.0]]


def test_slices_taken_before_stay_as_they_were_while_it_goes_on():
    config = configure(learning_rate=1e-4, epochs=5000)
    trace, steps = Trace(config), list(taken(config))
    slices = []
    for block in run(config):
        trace.extend(block)
        slices.append((len(trace), trace.w, trace.loss, trace.evaluations))
    assert len(trace) == 5000
    for number, w, loss, evaluations in slices:
        assert len(w) == number + 1
        assert np.array_equal(w[:-1], [step.w for step in steps[:number]])
        assert np.array_equal(loss, [step.loss for step in steps[:number]])
        assert np.array_equal(evaluations, [step.evaluations for step in steps[:number]])
    assert same(trace.step(4999), steps[4999])


def test_the_samples_of_a_step_are_found_again():
    config = configure(algorithm="mini-batch", epochs=10, seed=4)
    trace = record(config)
    assert all(np.array_equal(trace.rows(step.number), step.rows) for step in taken(config))


@pytest.mark.parametrize("position", [0, 5])
def test_of_two_changes_at_the_same_step_the_later_replaces_the_earlier(position):
    first, second, third = (configure(learning_rate=rate) for rate in (0.01, 0.02, 0.03))
    changed = record(first).continued(position, second).continued(position, third)
    before = ((0, first),) if position else ()
    assert changed.changes == (*before, (position, third))
    assert changed.config == third


def test_a_changed_rate_goes_on_from_the_step_shown():
    trace = record(configure(learning_rate=0.01))
    changed = configure(learning_rate=0.1)
    assert can_continue(trace.config, changed)
    made = trace.continued(30, changed)
    for block in run(changed, made.step(29)):
        made.extend(block)
    # Each step takes w a share 28/3 of the rate of the way to 2.
    w = 2 - (1 - 0.01 * 28 / 3) ** 30
    assert made.w[30, 0] == pytest.approx(w, rel=1e-12)
    assert made.w[31, 0] == pytest.approx(w + 0.1 * 28 / 3 * (2 - w), rel=1e-12)
    assert len(made) == 100
    assert made.config_at(29) is trace.config
    assert made.config_at(30) is changed
    assert len(trace) == 100  # what it was made from stays


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 1},
        {"start": (0.5,)},
        {"problem": "parabola"},
        {"algorithm": "sgd"},
        {"rule": "adam"},
    ],
)
def test_a_run_of_something_else_cannot_go_on(other):
    assert not can_continue(configure(), configure(**other))


def test_a_search_cannot_go_on_with_another_grid():
    assert not can_continue(
        configure(algorithm="exhaustive"), configure(algorithm="exhaustive", points=5)
    )


def test_a_run_stops_where_there_is_no_memory_left_for_its_steps(monkeypatch):
    monkeypatch.setattr("gdviz.core.runs.trace._MEMORY", 40_000)
    config = configure("line", learning_rate=1e-4, epochs=5000)
    trace = Trace(config)
    # A loss, and for each of two weights itself, its gradient, its change and its speed.
    assert (trace.most, trace.total) == (40_000 // (9 * 8), 555)
    assert "first 555" in explain_length(trace)
    with pytest.raises(InputError, match="5,000 steps"):
        record(config)
    for block in run(config, most=trace.most):
        trace.extend(block)
    assert len(trace) == 555
    assert np.array_equal(trace.w, record(replace(config, epochs=555)).w)
    assert explain_length(Trace(replace(config, epochs=555))) == ""


@pytest.mark.parametrize("most", [1, 2047, 2048, 2049, 4096])
def test_a_run_ends_after_as_many_steps_as_are_wanted(most):
    config = configure("himmelblau", learning_rate=1e-5, epochs=5000)
    assert sum(len(block) for block in run(config, most=most)) == most
