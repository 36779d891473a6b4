"""What grows with what: with the steps only columns do, with the samples only the first look."""

import gc
import tracemalloc

import numpy as np
import pytest

from gdviz.core import configure, record, run
from gdviz.core.problems.data.reading import Samples
from gdviz.core.problems.own_data import regression
from gdviz.core.runs.kernels.kernel import kernel
from gdviz.core.runs.trace import Trace

MOVING = [
    {"learning_rate": 1e-5},
    {"learning_rate": 1e-5, "momentum": 0.9},
    {"rule": "adam"},
    {"problem": "himmelblau", "rule": "nadam"},
    {"problem": "sine", "algorithm": "sgd", "steps_per_epoch": 1, "learning_rate": 1e-6},
    {"problem": "many-samples", "algorithm": "mini-batch", "steps_per_epoch": 1},
]
"""Runs that come to no rest, so that every step is taken."""


def held(config):
    """Return how many pieces of memory a trace of a run keeps, and in how many blocks it came."""
    gc.collect()
    tracemalloc.start()
    try:
        trace, blocks = Trace(config), 0
        for block in run(config):
            trace.extend(block)
            blocks += 1
        del block
        gc.collect()
        assert len(trace) == config.total_steps
        return len(tracemalloc.take_snapshot().traces), blocks
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("settings", MOVING)
def test_a_trace_keeps_nothing_of_its_own_for_a_step(settings):
    record(configure(**settings, epochs=10))  # what is made once
    few, _blocks = held(configure(**settings, epochs=2_500))
    many, many_blocks = held(configure(**settings, epochs=10_000))
    assert many_blocks < 100
    assert many - few <= 10 * many_blocks


def test_columns_double_so_that_each_step_is_moved_a_few_times_at_most():
    config = configure(rule="adam", epochs=50_000)
    trace, capacities = Trace(config), [0]
    numbers = 7  # of a step: w, loss, gradient, delta, and Adam's three, in one piece of memory
    for block in run(config):
        trace.extend(block)
        capacity = len(trace.loss.base) // numbers
        if capacity != capacities[-1]:
            assert capacity >= 2 * capacities[-1]
            capacities.append(capacity)
    assert sum(capacities[:-1]) < 2 * len(trace)
    assert capacities[-1] < 2 * len(trace) + 2


def line(count):
    """Return a straight line through so many samples."""
    x = np.linspace(-1, 1, count)
    return regression(Samples("x", "y", x, 2 * x + np.cos(9 * x)))


class Untouchable(dict):
    """Data that must not be looked at."""

    def __getitem__(self, name):
        raise AssertionError(name)

    __iter__ = keys = values = items = __getitem__


@pytest.mark.parametrize("rule", ["plain", "adam"])
def test_a_step_on_all_samples_looks_at_none_of_them(rule):
    problem = line(1_000)
    config = configure(problem, rule=rule, learning_rate=1e-3, epochs=3_000)
    first = record(config)
    object.__setattr__(problem, "data", Untouchable())
    np.testing.assert_array_equal(record(config).w, first.w)


@pytest.mark.parametrize("algorithm", ["gradient-descent", "sgd", "mini-batch"])
def test_other_samples_are_run_by_the_same_kernel(algorithm):
    record(configure(line(3), algorithm, epochs=1))
    made = kernel.cache_info().misses
    record(configure(line(5_000), algorithm, epochs=1, steps_per_epoch=50, learning_rate=0.2))
    assert kernel.cache_info().misses == made
