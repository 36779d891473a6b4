"""The writer, without a thread."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import Trace, configure, record
from gdviz.playback.writer import Writer
from tests.broken import Broken

CONFIG = configure("line", "mini-batch", epochs=10_000, seed=3)


def always(fraction: float | None = None) -> bool:
    return True


def never(fraction: float | None = None) -> bool:
    return False


def test_several_that_take_turns_write_one_run() -> None:
    trace = Trace(CONFIG)
    writers = Writer(trace), Writer(trace)
    for turn in range(1000):
        if trace.outcome is not None:
            break
        writers[turn % 3 % 2].advance(1, always)
    assert trace.outcome is record(CONFIG).outcome
    np.testing.assert_array_equal(trace.w, record(CONFIG).w)


def test_without_time_it_goes_on_a_little_so_that_all_is_done_some_time() -> None:
    trace = Trace(CONFIG)
    writer = Writer(trace)
    writer.advance(10_000_000, never)
    assert 0 < len(trace) < CONFIG.total_steps
    writer.advance(10_000_000, always)
    assert len(trace) == CONFIG.total_steps
    writer.advance(1, always)
    assert len(trace) == CONFIG.total_steps


def test_where_a_run_broke_off_it_is_tried_again() -> None:
    trace = Trace(replace(configure(), problem=Broken()))  # type: ignore[arg-type]
    writer = Writer(trace)
    for _attempt in range(2):
        with pytest.raises(ArithmeticError, match="no gradient here"):
            writer.advance(100, always)
    assert 0 < len(trace) < 100
    assert trace.outcome is None
