"""What the lessons say will be seen is seen: every number in them, by its own reasoning."""

import re

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Outcome, record
from gdviz.core.telling.lessons.facts import facts_of
from tests.core.telling.lessons import (
    ERRORS,
    LESSONS,
    THREE_POINTS,
    assert_said,
    descend,
    right_option,
    texts_of,
    traces,
    varied,
)

IN_ORDER = [
    "search-by-eye", "exhaustive", "divide-and-conquer", "gradient-descent", "too-large-a-rate",
    "smoothing", "local-minimum", "plateau", "saddle", "sgd-escapes", "saddle-lets-go",
    "stochastic", "mini-batch", "in-order", "sum-or-mean", "homework", "ball-of-noise",
    "bad-minima",
]  # fmt: skip


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("gdviz.i18n._current", "en")


def test_the_lessons_are_in_the_courses_order():
    assert ERRORS == []
    assert [name for name in LESSONS if name in IN_ORDER] == IN_ORDER


@pytest.mark.parametrize("name", IN_ORDER)
def test_a_lesson_is_whole_and_every_step_of_it_runs(name):
    lesson = LESSONS[name]
    assert 3 <= len(lesson.steps) <= 6
    assert lesson.question
    assert lesson.answer
    for trace in (record(lesson.config()), *traces(name)):
        assert trace.outcome is not None
        assert len(trace)


def all_texts(lesson):
    yield from (lesson.title, lesson.goal, lesson.question, lesson.answer)
    for step in lesson.steps:
        yield from texts_of(step)


@pytest.mark.parametrize("name", LESSONS)
def test_both_languages_say_the_same_numbers(name):
    for text in filter(None, all_texts(LESSONS[name])):
        english, chinese = (re.findall(r"−?\d+\.\d+", one) for one in (text.en, text.zh))
        assert sorted(english) == sorted(chinese), text.en
        assert text.en.count("\n\n") == text.zh.count("\n\n")


def test_search_by_eye():
    fitted, one, three, by_hand, two_weights = LESSONS["search-by-eye"].steps
    assert facts_of(LESSONS["search-by-eye"], 1).truth == (2,)
    for step, w, number in ((fitted, 1, 2), (one, 1, 2), (three, 3, 3)):
        config = step.config()
        assert config.start == (w,)
        loss = ((w - 2) ** 2 + (2 * w - 4) ** 2 + (3 * w - 6) ** 2) / 3
        assert config.problem.cost(np.array([w])) == pytest.approx(loss)
        assert_said("search-by-eye", number, loss)
    assert right_option("search-by-eye", 3) == "It is the same"
    cost = by_hand.config().problem.cost(np.linspace(0, 8, 801)[:, np.newaxis])
    assert by_hand.config().dim == 1  # a search by hand needs a curve,
    assert 5 < np.sum(cost < 0.01) < 40  # and a lowest place that is neither a point nor all of it
    config = two_weights.config()
    assert config.start == (0, 0)
    y = np.array([1.2, 2.8, 4.8, 7.2])
    assert config.problem.cost(np.zeros(2)) == pytest.approx(np.mean(y**2))
    fitted, residual, *_rest = np.linalg.lstsq(np.column_stack([range(4), [1] * 4]), y)
    assert fitted == pytest.approx((2, 1))
    assert np.abs(y - [1, 3, 5, 7]) == pytest.approx([0.2] * 4)
    assert_said("search-by-eye", 5, float(np.mean(y**2)), float(residual[0] / 4), 0.2)
    assert right_option("search-by-eye", 5) == "Close to 0, but never to it"


def test_the_first_lesson_shows_nothing_but_the_data_before_it_has_been_searched():
    lesson = LESSONS["search-by-eye"]
    for page in range(4):
        assert {"cost-curve", "numbers", "arithmetic", "loss"} <= {
            *lesson.scene_of(page).parts["panels"]["hidden"]
        }


def test_exhaustive():
    coarse, fine, valleys, two_weights = traces("exhaustive")
    assert abs(coarse.w[-1, 0] - 2) == pytest.approx(2 / 7)
    assert_said("exhaustive", 1, 8, 12 / 7, 16 / 7, 14 / 3 * (2 / 7) ** 2)
    assert_said("exhaustive", 1, 4 / 7, digits=3)
    assert right_option("exhaustive", 1).startswith("It ends beside 2")
    assert (fine.w[-1, 0], fine.evaluations[-1]) == (pytest.approx(2), 41 * 3)
    assert_said("exhaustive", 2, 41, 41 * 3)
    assert facts_of(LESSONS["exhaustive"], 2).truth == (41 * 3,)
    assert (valleys.w[-1, 0], valleys.evaluations[-1]) == (pytest.approx(3), 41 * 40)
    assert_said("exhaustive", 3, 41, 41 * 40)
    assert facts_of(LESSONS["exhaustive"], 3).truth == pytest.approx((3,))
    assert two_weights.w[-1] == pytest.approx((2, 1))
    assert (len(two_weights), two_weights.evaluations[-1]) == (41**2, 41**2 * 4)
    assert_said("exhaustive", 4, 41**2, 41**2 * 4, 0.04)
    assert right_option("exhaustive", 4).startswith("41 times")
    years = 41**10 / 1e6 / (365.25 * 24 * 3600)
    assert_said("exhaustive", 0, round(years))
    assert f"{41**10:.1e}" == "1.3e+16"


def test_divide_and_conquer():
    nine, five, _losses, exhaustive, two_weights = traces("divide-and-conquer")
    lesson = LESSONS["divide-and-conquer"]
    x = np.linspace(-3, 3, 40)

    def cost(w):
        return np.mean((np.sin(w * x) - np.sin(3 * x)) ** 2)

    assert nine.w[-1, 0] == pytest.approx(3)
    assert (len(nine), nine.evaluations[-1]) == (6 * 9, 6 * 9 * 40)
    assert np.diff(nine.w[45:53, 0]) == pytest.approx(8 / 8 / 4**5)
    assert_said("divide-and-conquer", 1, 6 * 9, 6 * 9 * 40, round(1 / 4**5, 3))
    assert facts_of(lesson, 1).truth == pytest.approx((8 / 4,))
    assert min((0, 2, 4, 6, 8), key=cost) == 0
    assert five.w[-1, 0] == pytest.approx(0.11, abs=5e-3)
    assert (five.w[5:, 0] <= 2).all()
    assert cost(five.w[-1, 0]) == pytest.approx(0.475, abs=5e-4)
    assert_said("divide-and-conquer", 2, 0.11, 0.475)
    assert facts_of(lesson, 2).truth == pytest.approx((0.11,), abs=5e-3)
    assert facts_of(lesson, 3).truth == (1, 2, 0)
    assert exhaustive.w[-1, 0] == pytest.approx(3)
    assert np.diff(exhaustive.w[:9, 0]) == pytest.approx(1 / 4**5)
    assert exhaustive.evaluations[-1] == 8193 * 40
    assert_said("divide-and-conquer", 4, 8193, 8193 * 40, 54 * 40)
    assert_said("divide-and-conquer", 4, 100 * 54 / 8193, digits=2)
    assert facts_of(lesson, 4).truth == pytest.approx((100 * 54 / 8193,))
    assert two_weights.w[-1] == pytest.approx((2, 1), abs=1e-2)
    assert len(two_weights) == 6 * 9**2
    assert_said("divide-and-conquer", 5, 9**2, 6 * 9**2, 6 * 9)
    assert facts_of(lesson, 5).truth == (9**2,)
    assert 2 < 8 / 3 < 4
    four = varied("divide-and-conquer", 2, points=4)
    assert four.w[1, 0] == pytest.approx(8 / 3)
    assert_said("divide-and-conquer", 0, round(8 / 3, 3), round(float(four.w[-1, 0]), 2))


def test_gradient_descent():
    left, right, slow, bowl, two_weights = traces("gradient-descent")
    lesson = LESSONS["gradient-descent"]
    assert left.gradient[0, 0] == pytest.approx(2 * -2.5)
    assert left.w[1, 0] == pytest.approx(-2)
    first = facts_of(lesson, 1)
    assert np.ravel(first.truth) == pytest.approx([-2])
    assert np.ravel(first.wrong) == pytest.approx([-3, 0, 2.5])
    assert right.w[:, 0] == pytest.approx(2.5 * 0.8 ** np.arange(31))
    assert_said("gradient-descent", 2, 0.8, 30, 2.5 * 0.8**30)
    second = facts_of(lesson, 2)
    assert second.truth == pytest.approx((2.5 - 0.1 * 5,))
    turned, whole, half, alone = 2.5 + 0.1 * 5, 2.5 - 5, 2.5 - 0.1 * 2.5, 0.1 * 5
    assert np.ravel(second.wrong) == pytest.approx([turned, whole, half, alone])
    assert slow.w[-1, 0] == pytest.approx(2.5 * 0.98**30)
    assert_said("gradient-descent", 3, 0.98, 2.5 * 0.98**30)
    assert facts_of(lesson, 3).truth == pytest.approx((2.5 * 0.98**30,))
    slopes = np.array([0.2 * -5, 4.0 * -2])
    assert bowl.w[1] == pytest.approx(np.array([-5, -2]) - 0.1 * slopes)
    assert_said("gradient-descent", 4, *map(float, bowl.w[1]), *map(int, slopes))
    assert right_option("gradient-descent", 4).startswith("Mostly along w₂")
    assert two_weights.w[-1] == pytest.approx((2, 1), abs=1e-5)
    assert two_weights.evaluations[-1] == 100 * 4
    assert_said("gradient-descent", 5, 100, 100 * 4, 41**2 * 4)
    assert facts_of(lesson, 5).truth == (100 * 4,)


def test_too_large_a_rate():
    all_traces = traces("too-large-a-rate")
    lesson = LESSONS["too-large-a-rate"]
    for number, trace in enumerate(all_traces[:3], 1):
        rate = trace.config.algorithm.learning_rate
        assert rate == (0.2, 0.21, 0.22)[number - 1]
        share = 1 - rate * THREE_POINTS
        assert trace.w[:, 0] == pytest.approx(2 - share ** np.arange(51))
        shown = 4 if number > 2 else 3
        assert_said("too-large-a-rate", number, rate)
        assert_said("too-large-a-rate", number, abs(share), digits=shown)
        assert_said("too-large-a-rate", number, 2 - share**50)
    for number, outcome in ((1, "It bounces"), (3, "It diverges"), (5, "It bounces")):
        assert right_option("too-large-a-rate", number).startswith(outcome)
    nearly, *_rest = (record(config) for config in lesson.steps[0].kept())
    assert abs(nearly.w[1, 0] - 2) < 0.1
    rates = [config.algorithm.learning_rate for config in lesson.steps[1].kept()]
    left = [abs(1 - rate * THREE_POINTS) for rate in rates]
    order = facts_of(lesson, 2)
    assert [rates[int(curve)] for curve in order.truth] == [0.02, 0.2, 0.21]
    fastest_first = np.argsort(left)
    assert order.wrong == (tuple(fastest_first[::-1]),)  # as if a larger rate were a faster one
    assert_said("too-large-a-rate", 2, left[1], digits=3)
    assert_said("too-large-a-rate", 3, 14 / 3, 14 / 3 * (1 - 0.22 * THREE_POINTS) ** 100)
    diverged, momentum = all_traces[3:]
    assert diverged.outcome is Outcome.DIVERGED
    assert abs(diverged.w[5, 0] - 2) == pytest.approx(1.8**5)
    assert facts_of(lesson, 4).truth == pytest.approx((1 + 0.3 * THREE_POINTS,))
    assert_said("too-large-a-rate", 4, 0.3, 0.3 * THREE_POINTS - 1, len(diverged))
    assert_said("too-large-a-rate", 4, -THREE_POINTS, 1 + 0.3 * THREE_POINTS)
    for trace, limit in ((diverged, 2), (momentum, 2 * 1.9)):
        config = trace.config
        found = config.algorithm.stability_limit(config.problem)
        assert found == pytest.approx(limit / THREE_POINTS)
    expected = descend(lambda w: THREE_POINTS * (w - 2), 1, 0.3, 100, momentum=0.9)
    assert momentum.w == pytest.approx(expected)
    assert_said("too-large-a-rate", 3, 2 / THREE_POINTS, digits=3)
    assert_said("too-large-a-rate", 5, 3.8 / THREE_POINTS, float(expected[-1, 0]), digits=3)
    assert_said("too-large-a-rate", 0, 4 * THREE_POINTS)
    assert_said("too-large-a-rate", 0, 2 / (4 * THREE_POINTS), 2 / THREE_POINTS, digits=3)


def smoothed(values, beta, step):
    """Return the weighted mean of the values up to that step: the older, the less, by β."""
    weights = beta ** np.arange(step, -1, -1.0)
    return weights @ values[: step + 1] / weights.sum()


def test_smoothing():
    trace, *same, _rates, failed = traces("smoothing")
    assert [one.config for one in same] == [trace.config] * 2
    data = PROBLEMS["many-samples"]
    assert len(trace) == 400
    assert round(trace.loss.max()) == 26
    assert trace.loss.min() < 0.01
    assert 0 < data.cost(trace.w[100]) - data.cost(trace.w[400]) < 0.1
    x = data.x
    costs = [float(np.mean((trace.w[step] * x - data.y) ** 2)) for step in (0, 100, 400)]
    higher = np.count_nonzero(np.diff(trace.loss) > 0) / (len(trace.loss) - 1)
    assert_said("smoothing", 1, round(100 * higher), 26, costs[0], digits=3)
    assert_said("smoothing", 1, costs[2], digits=2)
    shown = [smoothed(trace.loss, 0.9, step) for step in (20, 50, 100)]
    assert shown == pytest.approx([5, 2.4, 0.9], abs=0.25)
    assert shown[1:] == pytest.approx([2.4, 0.9], abs=0.05)
    later = [smoothed(trace.loss, 0.9, step) for step in range(100, 400)]
    assert min(later) > 0.4
    assert max(later) < 1.7
    assert smoothed(trace.loss, 0.99, 100) == pytest.approx(2.4, abs=0.05)
    assert_said("smoothing", 2, 5, 2.4, 0.9)
    assert_said("smoothing", 3, 2.4, costs[1], digits=3)
    late = [float(varied("smoothing", 4, learning_rate=a).loss[200:].mean()) for a in (0.1, 0.01)]
    assert_said("smoothing", 4, late[0], digits=3)
    assert_said("smoothing", 4, late[1], digits=2)
    assert failed.outcome is Outcome.DIVERGED
    assert_said("smoothing", 5, len(failed))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_smoothing_that_a_page_speaks_of_is_set(language):
    for step in LESSONS["smoothing"].steps:
        said = re.findall(r"β[^0-9]*(0\.\d+)", getattr(step.text, language))
        loss = step.scene.parts["loss"]
        assert [float(beta) for beta in said] == (
            [loss["smoothing"]] if "smoothing" in loss else []
        )
        assert loss["smooth"] == ("on" if said else "off")
