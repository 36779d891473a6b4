"""What an epoch takes, by a clock that is none; and that it trains as the headless run does."""

from itertools import count

import numpy as np
import pytest

from gdviz.core import configure
from gdviz.core.cancelling import CancelledError, given_up_unless
from gdviz.core.problems.regression import Regression
from gdviz.core.runs.timing import (
    BATCH_SIZES,
    LEARNING_RATE,
    START,
    Timings,
    Took,
    Way,
    time_epochs,
    ways,
)
from gdviz.core.runs.trace import record

SIZES = (64, 100)


def measured(sizes: tuple[int, ...] = SIZES) -> Timings:
    """Return what is measured by a clock that goes on by a second whenever it is looked at."""
    *_before, end = time_epochs(sizes, 3, map(float, count()).__next__)
    return end


def test_every_way_is_measured_so_often_and_it_tells_how_far_it_has_come() -> None:
    ticking = map(float, count())
    moments = list(time_epochs(SIZES, 3, lambda: next(ticking)))
    shares = [now.share for now in moments]
    assert shares == sorted(shares)
    assert shares[-1] == 1 > shares[-2]
    assert set(moments[-1].took) == set(ways(SIZES))
    assert len(ways(SIZES)) == len(SIZES) * len(BATCH_SIZES) * 2
    # Between two looks at the clock lies a part of an epoch, and so few samples are one part.
    assert {took.seconds for took in moments[-1].took.values()} == {(1.0, 1.0, 1.0)}


def test_median_and_spread() -> None:
    took = Took((3.0, 1.0, 9.0, 2.0, 4.0))
    assert (took.median, took.spread) == (3.0, (1.0, 9.0))


@pytest.mark.parametrize("batch_size", BATCH_SIZES)
def test_it_trains_as_the_headless_run_does(batch_size: int) -> None:
    x = np.linspace(-3.0, 3.0, 100)
    draw = np.random.default_rng(1)
    draw.shuffle(x)
    y = 2 * x + draw.standard_normal(100)
    problem = Regression(
        id="timed", title="", model="w·x", data={"x": x, "y": y}, domain=((0.0, 4.0),), start=(0.0,)
    )
    trace = record(
        configure(
            problem,
            "mini-batch",
            start=(START,),
            learning_rate=LEARNING_RATE,
            batch_size=batch_size or 100,
            order="in-order",
            epochs=1 if batch_size else 40,
        )
    )
    training = measured().trainings[100, batch_size]
    least = problem.cost(np.array(problem.minima[0]))
    costs = problem.cost(trace.w) - least
    # So few steps are all looked at: a stretch begins where the one before it ended.
    first = 1
    for middle, excess in zip(training.steps[1:], training.excess[1:], strict=True):
        last = round(2 * middle) - first
        np.testing.assert_allclose(excess, costs[first : last + 1].mean(), rtol=1e-9, atol=1e-14)
        first = last + 1
    assert first == len(costs)
    assert training.excess[0] == pytest.approx(costs[0])


def test_the_curve_is_drawn_against_the_steps_own_share_of_the_epoch() -> None:
    timings = measured((64,))
    seconds, _excess = timings.curve(Way(64, 32, vectorised=True))
    assert seconds[0] == 0
    assert seconds[-1] == pytest.approx(1.0)  # two steps, the last stretch is the second
    seconds, _excess = timings.curve(Way(64, 0, vectorised=False))
    assert seconds[-1] == pytest.approx(39.5)  # the last stretch is steps 39 and 40


def test_it_is_given_up_within_an_epoch() -> None:
    wanted = iter([True] * 20)
    with pytest.raises(CancelledError), given_up_unless(lambda: next(wanted, False)):
        list(time_epochs((100_000,), 1))
