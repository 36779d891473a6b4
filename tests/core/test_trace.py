"""A trace holds the steps of a run as they were taken."""

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, Trace, configure, record, run
from tests.core.steps import same


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_step_comes_back_as_it_was_taken(algorithm):
    config = configure(algorithm=algorithm, momentum=0.9, epochs=20, seed=2)
    steps, trace = list(run(config)), record(config)
    assert len(trace) == len(steps)
    assert all(same(trace.step(i), step) for i, step in enumerate(steps))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_weights_are_those_before_each_step_and_after_the_last(algorithm):
    config = configure(algorithm=algorithm, epochs=20)
    steps, trace = list(run(config)), record(config)
    assert trace.w.shape == (len(steps) + 1, 1)
    assert np.array_equal(trace.w[:-1], [step.w for step in steps])
    assert np.array_equal(trace.w[-1], steps[-1].w + steps[-1].delta)


def test_before_the_first_step_there_is_the_start():
    trace = Trace(configure(start=(3.0,)))
    assert (len(trace), trace.outcome) == (0, None)
    assert trace.w.tolist() == [[3.0]]


def test_it_grows_and_slices_taken_before_stay_as_they_were():
    config = configure(learning_rate=1e-4, epochs=5000)
    trace, steps = Trace(config), list(run(config))
    slices = []
    for number, step in enumerate(steps, 1):
        trace.append(step)
        if number in (1, 1023, 1024, 1025, 4097):
            slices.append((number, trace.w, trace.loss, trace.evaluations))
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
    assert all(np.array_equal(trace.rows(step.number), step.rows) for step in run(config))
