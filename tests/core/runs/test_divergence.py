"""Where a run has diverged: the bound, on costs whose every step is a round number."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Outcome, configure, record
from gdviz.core.problems.expression import parse
from tests.core.surfaces import surface


@pytest.mark.parametrize(
    ("domain", "start", "millions"),
    [
        ((0.0, 1.0), (0.0,), 1),
        ((0.0, 4.0), (0.0,), 4),
        ((-7.0, 2.0), (0.0,), 7),
        ((0.0, 0.5), (0.0,), 1),
        ((0.0, 1.0), (-3.0,), 3),
        ((0.0, 1.0), (0.0, 3.0), 3),
    ],
)
def test_a_weight_may_go_a_million_times_as_far_as_domain_and_start(domain, start, millions):
    # Each step goes a million, so the last one leads to the very bound.
    problem = parse("-1e5*w" if len(start) == 1 else "-1e5*w1 + 0*w2", domain)
    trace = record(configure(problem, start=start, learning_rate=10))
    assert (trace.outcome, len(trace)) == (Outcome.DIVERGED, millions)
    assert trace.w[-1, 0] == start[0] + millions * 1e6


@pytest.mark.parametrize(("first", "steps"), [(0, 1), (0.5, 1), (-2, 1), (3, 3)])
def test_a_cost_may_go_a_million_million_times_as_far_as_the_first_up_or_down(first, steps):
    # Each step takes 1e12 off the cost: down to -1e12 from 0, to -3e12 and 3 from 3.
    trace = record(configure(parse(f"{first} - 1e7*w", (0.0, 1.0)), start=(0.0,)))
    assert (trace.outcome, len(trace)) == (Outcome.DIVERGED, steps)
    assert trace.w[-1, 0] == steps * 1e5


@pytest.mark.parametrize(
    ("epochs", "steps", "outcome"),
    [(5, 5, Outcome.FINISHED), (6, 6, Outcome.FINISHED), (7, 6, Outcome.DIVERGED)],
)
def test_a_run_that_ends_on_the_bound_has_not_diverged_yet(epochs, steps, outcome):
    # w ← w − 5.5·2w = −10w: from 3, after 6 steps w is a million times that, and w² the square.
    trace = record(configure("parabola", start=(3.0,), learning_rate=5.5, epochs=epochs))
    assert (trace.outcome, len(trace)) == (outcome, steps)
    assert trace.w[-1, 0] == 3 * (-10.0) ** steps


def test_a_start_without_a_cost_has_diverged_before_the_first_step():
    pole = surface(
        lambda w: np.where(w == 1, np.inf, w**2), lambda w: (2 * w,), (1.0,), ((-3.0, 3.0),)
    )
    trace = record(configure(pole))
    assert (trace.outcome, len(trace)) == (Outcome.DIVERGED, 0)


def test_a_start_past_every_bound_diverges_without_a_step():
    blown_up = replace(PROBLEMS["linear"], data={"x": np.array([1e150]), "y": np.array([1.0])})
    config = replace(configure(), problem=blown_up, start=(1e6,))
    trace = record(config)
    assert (trace.outcome, len(trace)) == (Outcome.DIVERGED, 0)


def test_a_run_that_diverges_keeps_its_last_good_state():
    trace = record(configure(learning_rate=0.3, epochs=10_000))
    assert trace.outcome is Outcome.DIVERGED
    assert 0 < len(trace) < 10_000
    assert np.isfinite(trace.w).all()
    assert np.isfinite(trace.loss).all()
    # Each step multiplies the distance to 2 by 1 − αλ = −1.8.
    assert trace.w[-1, 0] == pytest.approx(2 - (-1.8) ** len(trace), rel=1e-9)


@pytest.mark.parametrize(
    "settings",
    [{"learning_rate": 0.3, "epochs": 5}, {"learning_rate": 0.1, "momentum": 0.97, "epochs": 50}],
)
def test_a_rising_loss_alone_does_not_stop_a_run(settings):
    trace = record(configure(**settings))
    assert (np.diff(trace.loss) > 0).any()
    assert len(trace) == settings["epochs"]
    assert trace.outcome is not Outcome.DIVERGED


def test_a_search_never_diverges_however_low_it_finds_the_cost():
    problem = parse("-1e13*w", (0.0, 1.0))
    trace = record(configure(problem, "exhaustive", start=(0.0,), points=3))
    assert (trace.outcome, len(trace)) == (Outcome.FINISHED, 3)
    assert trace.w[-1, 0] == 1
