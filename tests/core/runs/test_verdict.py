"""What is said of an end is said with one word, whoever says it."""

import io
import json

import numpy as np
import pytest

from gdviz.core import PROBLEMS, RULES, Outcome, configure, record
from gdviz.core.runs.comparison import standing
from gdviz.core.runs.outcome import Verdict
from gdviz.core.telling.explain import explain
from gdviz.export import FORMATS

FIRST_WORDS = {
    Verdict.FINISHED: "Finished at",
    Verdict.CONVERGED: "Converged to",
    Verdict.DIVERGING: "Diverging:",
    Verdict.DIVERGED: "Diverged at",
}

# On the course's problem a step leaves 1 − α·28/3 of the way to 2: more than it was past 3/14.
COURSE = {
    1e-4: Verdict.FINISHED,
    0.01: Verdict.CONVERGED,
    0.2: Verdict.CONVERGED,
    0.214: Verdict.FINISHED,
    0.2143: Verdict.DIVERGING,
    0.22: Verdict.DIVERGING,
    0.23: Verdict.DIVERGING,
    0.3: Verdict.DIVERGED,
    10.0: Verdict.DIVERGED,
}


@pytest.mark.parametrize("rate", COURSE)
def test_all_agree_on_the_courses_problem(rate):
    trace = record(configure(learning_rate=rate))
    assert trace.ending is not None
    verdict = trace.ending.verdict
    assert verdict is COURSE[rate]
    assert (verdict in (Verdict.DIVERGING, Verdict.DIVERGED)) == (abs(1 - rate * 28 / 3) > 1)
    assert standing(trace, len(trace)).verdict is verdict
    assert explain(trace).startswith(FIRST_WORDS[verdict])
    stream = io.StringIO()
    FORMATS["json"].write(trace.changes, stream)
    assert json.loads(stream.getvalue())["verdict"] == verdict.value


def test_a_run_that_its_epochs_cut_short_has_taken_all_its_steps():
    trace = record(configure(learning_rate=0.22))
    assert (trace.outcome, len(trace)) == (Outcome.FINISHED, 100)


def test_a_run_under_way_has_no_verdict():
    trace = record(configure(learning_rate=0.22))
    assert standing(trace, 99).verdict is None


QUADRATIC = [name for name, problem in PROBLEMS.items() if problem.curvature() is not None]


@pytest.mark.parametrize("share", [0.9, 0.99, 1.01, 1.1])
@pytest.mark.parametrize("settings", [{}, {"momentum": 0.9}, {"momentum": 0.5, "nesterov": True}])
@pytest.mark.parametrize("problem", QUADRATIC)
def test_diverging_is_what_grows_when_it_is_given_more_epochs(problem, settings, share):
    limit = RULES["plain"](**settings).stability_limit(PROBLEMS[problem].curvature())
    rate = share * limit
    short, long = (
        record(configure(problem, learning_rate=rate, epochs=epochs, **settings))
        for epochs in (5, 5000)
    )
    assert short.ending.verdict is (Verdict.DIVERGING if share > 1 else Verdict.FINISHED)
    assert (long.ending.verdict is Verdict.DIVERGED) == (share > 1)


def test_where_steps_see_some_samples_the_cost_tells():
    """Past 1/9 the sample at x = 3 alone diverges, but the others bring the weight back."""
    brought_back = record(configure("linear", "sgd", learning_rate=0.15, epochs=1))
    assert brought_back.ending.cost < 14 / 3
    assert brought_back.ending.verdict is Verdict.FINISHED
    away = record(configure("linear", "sgd", learning_rate=0.3, epochs=5))
    assert away.ending.cost > 14 / 3
    assert away.ending.verdict is Verdict.DIVERGING


def test_a_search_and_a_rule_without_a_limit_have_their_outcomes():
    for settings in (
        {"algorithm": "exhaustive"},
        {"rule": "adam", "learning_rate": 10, "epochs": 2},
    ):
        ending = record(configure(**settings)).ending
        assert ending.verdict.value == ending.outcome.value == "finished"


def test_a_rate_that_is_raised_in_mid_run_counts():
    first, past = configure(), configure(learning_rate=0.22)
    trace = record(first).continued(50, past)
    assert np.abs(trace.w[50] - 2) < 0.01
    trace.outcome = Outcome.FINISHED
    assert trace.ending.verdict is Verdict.DIVERGING
