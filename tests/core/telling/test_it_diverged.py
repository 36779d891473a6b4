"""What the lesson on reasons for divergence says, against recursions written again."""

import numpy as np
import pytest

from gdviz.core import record
from gdviz.core.telling.lessons.facts import facts_of
from tests.core.telling.lessons import LESSONS, THREE_POINTS, assert_said, descend, traces, varied

NAME = "it-diverged"
LESSON = LESSONS[NAME]
RATE, SIGN, SUM, DATA, MOMENTUM, MENDED = range(1, 7)


def slope(w):
    return THREE_POINTS * (w - 2)


def nesterov(rate, momentum, steps):
    """Return the weights by Sutskever's recursion: the slope is taken where the speed leads.

    He writes of the point that is looked ahead to, which is the weight here.
    """
    at, speed, path = 1.0, 0.0, [1.0]
    for _step in range(steps):
        speed = momentum * speed - rate * slope(at)
        at += momentum * speed - rate * slope(at)
        path.append(at)
    return path


def test_each_page_asks_and_the_five_reasons_are_each_right_once():
    assert LESSON.asks == (1, 2, 3, 4, 5, 6)
    assert [facts_of(LESSON, page).truth for page in range(1, 6)] == [(0,), (3,), (2,), (1,), (4,)]
    options = [[option.text for option in step.ask.options] for step in LESSON.steps[:5]]
    assert options == [options[0]] * 5
    assert len(options[0]) == 5
    for page, step in enumerate(LESSON.steps[:5], 1):
        (right,) = facts_of(LESSON, page).truth
        replied = [option.reply is not None for option in step.ask.options]
        assert replied == [number != right for number in range(5)]


def test_all_five_go_wrong_and_each_page_begins_before_its_end():
    for step in LESSON.steps[:5]:
        trace = record(step.config())
        assert trace.ending.outcome.value == "diverged"
        assert 0 < step.scene.at < len(trace)


MENDS = {
    RATE: {"learning_rate": 0.1},
    SIGN: {"rule": "plain"},
    SUM: {"reduction": "mean"},
    MOMENTUM: {"momentum": 0.0},
}


@pytest.mark.parametrize("page", MENDS)
def test_what_a_page_says_mends_its_run(page):
    assert varied(NAME, page, **MENDS[page]).w[-1, 0] == pytest.approx(2, abs=1e-3)


def test_data_a_hundred_times_as_large_are_mended_by_scaling_them():
    scaled = varied(NAME, DATA, problem="linear", start=(1.0,), learning_rate=0.1)
    assert scaled.w[-1, 0] == pytest.approx(2, abs=1e-3)


def test_too_large_a_rate():
    path = descend(slope, 1, 0.3, 3)[:, 0]
    assert traces(NAME)[0].w[:4, 0] == pytest.approx(path)
    assert_said(NAME, RATE, abs(1 - 0.3 * THREE_POINTS), slope(1), 3 * slope(1))
    assert_said(NAME, RATE, 2 / THREE_POINTS, digits=3)


def test_the_sign_turned():
    path = descend(lambda w: -slope(w), 1, 0.1, 4)[:, 0]
    assert traces(NAME)[1].w[:5, 0] == pytest.approx(path)
    assert (path[1:] < path[:-1]).all()  # it never crosses the minimum
    assert_said(NAME, SIGN, 1 + 0.1 * THREE_POINTS)


def test_a_sum_goes_where_three_times_the_rate_goes():
    first, _sign, third, *_rest = traces(NAME)
    assert third.w[:, 0] == pytest.approx(first.w[:, 0])
    assert_said(NAME, SUM, 14, -28)
    assert_said(NAME, SUM, 2 / 28, digits=3)


def test_data_that_are_not_scaled():
    curvature = 1e4 * THREE_POINTS
    trace = traces(NAME)[3]
    assert trace.w[1, 0] - 0.02 == pytest.approx(-0.01 * (1 - 0.001 * curvature))
    assert_said(NAME, DATA, -0.01 * curvature, 0.02)
    assert_said(NAME, DATA, 0.001 * curvature - 1, digits=3)


def test_momentum():
    path = nesterov(0.18, 0.9, 10)
    assert traces(NAME)[4].w[:11, 0] == pytest.approx(path)
    alone = 1 - 0.18 * slope(1)
    assert abs(alone - 2) < 1 < abs(path[1] - 2)
    assert_said(NAME, MOMENTUM, alone, (path[1] - 1) / (alone - 1), path[1])


def test_the_limit_is_the_square_of_the_scale_smaller():
    assert facts_of(LESSON, MENDED).truth == pytest.approx((100**2,))
    assert [value for (value,) in facts_of(LESSON, MENDED).wrong] == [100, 3]
    end = 0.02 - 0.01 * (1 - 1e-6 * 1e4 * THREE_POINTS) ** 50
    assert traces(NAME)[5].w[-1, 0] == pytest.approx(end)
    assert_said(NAME, MENDED, 10_000, end)


def test_no_rate_mends_the_sign():
    end = 2 - (1 + 0.001 * THREE_POINTS) ** 50
    assert_said(NAME, 0, end, digits=3)
    for page, rate in ((RATE, 0.2), (SUM, 0.07), (DATA, 2e-5), (MOMENTUM, 0.14)):
        trace = varied(NAME, page, learning_rate=rate)
        minimum = trace.config.problem.minima[0][0]
        assert abs(trace.w[-1, 0] - minimum) < abs(trace.w[0, 0] - minimum)
    away = np.abs(varied(NAME, SIGN, learning_rate=1e-6).w[:, 0] - 2)
    assert (away[1:] > away[:-1]).all()
