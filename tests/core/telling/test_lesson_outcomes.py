"""What the lessons say will be seen is seen: every number in them, by its own reasoning."""

import re
from itertools import product

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
    kept,
    right_option,
    texts_of,
    traces,
    truth,
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


def test_local_minimum():
    def cost(w):
        return w**4 - 3 * w**2 + w

    def slope(w):
        return 4 * w**3 - 6 * w + 1

    low, hill, high = np.sort(np.roots([4, 0, -6, 1]))
    settings = [(2, 0.0, high), (2, 0.9, low), (2, 0.8, high), (-2, 0.0, low), (-2, 0.97, high)]
    paths = []
    for trace, (start, momentum, end) in zip(traces("local-minimum"), settings, strict=True):
        expected = descend(slope, start, 0.01, len(trace), momentum)
        assert trace.w == pytest.approx(expected)
        assert trace.w[-1, 0] == pytest.approx(end, abs=5e-4)
        paths.append(expected[:, 0])
    assert_said("local-minimum", 1, float(high), float(low))
    assert_said("local-minimum", 1, float(cost(low)))
    assert_said("local-minimum", 1, float(cost(high)), digits=3)
    over = int(np.argmax(paths[1] < hill))
    assert_said("local-minimum", 2, over, float(paths[1].min()), float(low))
    assert_said("local-minimum", 2, float(hill), digits=2)
    assert hill < paths[2].min() < high
    assert_said("local-minimum", 3, 0.8, float(high))
    assert_said("local-minimum", 3, float(paths[2].min()), digits=3)
    starts = np.linspace(*PROBLEMS["double-well"].domain[0], 1001)
    ends = np.array([varied("local-minimum", 4, start=(one,)).w[-1, 0] for one in starts[::20]])
    assert (ends < 0).tolist() == (starts[::20] < hill).tolist()
    assert_said("local-minimum", 4, float(low), round(100 * float(np.mean(starts < hill))))
    assert_said("local-minimum", 5, 0.97, float(high), float(low), float(paths[4].max()))


def test_plateau():
    def slope(w):
        return 12 * w**3 - 12 * w**2

    settings = [
        (-0.5, 100, 0.0), (-0.5, 1000, 0.0), (-0.5, 100, 0.9), (-0.5, 100, 0.9), (-0.1, 100, 0.9),
    ]  # fmt: skip
    paths = []
    for trace, (start, epochs, momentum) in zip(traces("plateau"), settings, strict=True):
        expected = descend(slope, start, 0.01, epochs, momentum)
        assert trace.w == pytest.approx(expected)
        paths.append(expected[:, 0])
    stuck, longer, across, _again, crept = paths
    assert_said("plateau", 1, float(stuck[-1]), float(slope(stuck[-1])), digits=2)
    assert (longer < 0).all()
    assert_said("plateau", 2, 1000)
    assert_said("plateau", 2, float(longer[-1]), float(slope(longer[-1])), digits=2)
    assert_said("plateau", 3, int(np.argmax(across > 0)), float(across.max()))
    assert_said("plateau", 3, float(across[-1]), digits=3)
    little, more = (descend(slope, -0.5, 0.01, 100, momentum)[:, 0] for momentum in (0.5, 0.8))
    halfway = [int(np.argmax(3 * w**4 - 4 * w**3 < -0.5)) for w in (across, more)]
    assert_said("plateau", 4, *halfway)
    assert_said("plateau", 4, float(little[-1]), digits=2)
    assert_said("plateau", 5, int(np.argmax(crept > 0)))
    assert_said("plateau", 5, float(crept[-1]), digits=2)
    w = np.linspace(-0.5, 1, 500)
    assert (np.diff(3 * w**4 - 4 * w**3) < 0).all()
    assert_said("plateau", 0, 3 - 4)


def test_saddle():
    def slope(w):
        return np.array([2 * w[0], 2 * w[1] ** 3 - 2 * w[1]])

    crest, beside, momentum, network, _coins = traces("saddle")
    assert crest.outcome is Outcome.SADDLE
    assert (crest.w[:, 1] == 0).all()
    problem = crest.config.problem
    least = problem.cost(np.array([[0.0, 1.0], [0.0, -1.0]]))
    assert problem.cost(np.zeros(2)) - least == pytest.approx([0.5, 0.5])
    assert_said("saddle", 1, 0.5)
    plain = descend(slope, (1.5, 1e-4), 0.1, 100)
    assert beside.w == pytest.approx(plain[:31])
    assert beside.w[-1, 1] == pytest.approx(1e-4 * 1.2**30, rel=1e-3)
    assert_said("saddle", 2, 1.2, float(beside.w[-1, 0]), float(beside.w[-1, 1]), digits=2)
    fast = descend(slope, (1.5, 1e-4), 0.1, 60, momentum=0.9)
    assert momentum.w == pytest.approx(fast)
    between = descend(slope, (1.5, 1e-4), 0.1, 60, momentum=0.5)
    leaves = [int(np.argmax(path[:, 1] > 0.5)) for path in (plain, between, fast)]
    assert leaves == sorted(leaves, reverse=True)
    reached = float(fast[30, 1])
    assert_said("saddle", 3, reached, int(np.argmax(plain[:, 1] > 0.69)), digits=2)
    assert network.outcome is Outcome.SADDLE
    assert_said("saddle", 4, float(np.mean(np.array([2.0, 4.0, 6.0]) ** 2)))
    taught = varied("saddle", 4, start=(1, -0.999))
    assert np.prod(taught.w[-1]) == pytest.approx(2)
    signs = list(product((-1, 1), repeat=10))
    up = sum(min(each) > 0 for each in signs)
    assert_said("saddle", 5, len(signs), 100 * up / len(signs), digits=1)
    for epochs in (100, 200):
        never = varied("saddle", 1, momentum=0.9, epochs=epochs)
        assert (never.w[:, 1] == 0).all()


def test_sgd_escapes():
    whole, momentum, few, single, other = traces("sgd-escapes")
    for stuck in (whole, momentum):
        assert stuck.outcome is Outcome.SADDLE
        assert (stuck.w[:, 1] == 0).all()
    for trace in (whole, few, single):
        assert trace.evaluations[-1] == 200 * 20
    assert_said("sgd-escapes", 1, 200, 20, 200 * 20)
    assert few.w[-1, 1] == pytest.approx(-1, abs=0.1)
    late = few.w[len(few) // 2 :, 1]
    assert_said("sgd-escapes", 3, 200 * 20, -1, round(float(np.abs(late - late.mean()).max()), 2))
    assert single.w[-1, 1] == pytest.approx(-1, abs=0.15)
    a, b = whole.config.problem.data.values()
    for trace in (few, single):
        half = len(trace) // 2
        losses = [
            np.mean((w1 - a[rows]) ** 2 / 2 - (w2 - b[rows]) ** 2 / 2 + w2**4 / 4)
            for (w1, w2), rows in zip(
                trace.w[half:-1], map(trace.rows, range(half, len(trace))), strict=True
            )
        ]
        assert trace.loss[half:] == pytest.approx(losses)
        assert_said("sgd-escapes", 4, float(min(losses)), float(max(losses)), digits=3)
    late = [np.std(np.abs(trace.w[-len(trace) // 2 :, 1])) for trace in (few, single)]
    assert late[1] > 2 * late[0]
    assert other.config.seed == 2
    assert other.w[-1, 1] == pytest.approx(1, abs=0.15)
    assert_said("sgd-escapes", 5, float(single.w[-1, 1]), float(other.w[-1, 1]))
    assert (a.sum(), b.sum(), len(b)) == (0, 0, 20)
    assert (b != 0).all()


def test_stochastic():
    passed, whole, wandering, slower = traces("stochastic")
    x, y = np.array([0, 1, 2, 3.0]), np.array([1.2, 2.8, 4.8, 7.2])

    def cost(w):
        return float(np.mean((w[0] * x + w[1] - y) ** 2))

    def pull(rows, w, rate):
        errors = w[0] * x[rows] + w[1] - y[rows]
        return w - rate * 2 * np.array([np.mean(errors * x[rows]), np.mean(errors)])

    for trace, rate in ((passed, 0.05), (wandering, 0.05), (slower, 0.01)):
        w = np.zeros(2)
        for number in range(len(trace)):
            w = pull(trace.rows(number), w, rate)
        assert trace.w[-1] == pytest.approx(w)
    assert (len(passed), passed.evaluations[-1], whole.evaluations[-1]) == (4, 4, 4)
    assert sorted(int(passed.rows(i)[0]) for i in range(4)) == [0, 1, 2, 3]
    assert_said("stochastic", 1, cost(np.zeros(2)))
    assert_said("stochastic", 1, cost(passed.w[-1]), digits=3)
    once = pull(np.arange(4), np.zeros(2), 0.05)
    assert whole.w[-1] == pytest.approx(once)
    assert kept("stochastic", 2).config == passed.config
    assert truth("stochastic", 1) == pytest.approx((100 * cost(passed.w[-1]) / cost(np.zeros(2)),))
    assert_said("stochastic", 2, cost(once))
    assert truth("stochastic", 2) == (2,)
    assert_said("stochastic", 3, cost(wandering.w[-1]), digits=3)
    late = wandering.w[200:, 0]
    assert_said("stochastic", 3, float(late.min()), float(late.max()), digits=3)
    settled = kept("stochastic", 3)
    assert settled.outcome is Outcome.CONVERGED
    assert f"{cost(settled.w[-1]):.4f}" == "0.0400"
    assert truth("stochastic", 3) == (1,)
    assert kept("stochastic", 4).config == wandering.config
    assert_said("stochastic", 4, cost(slower.w[-1]), cost(slower.w[4]), digits=3)
    assert_said("stochastic", 4, cost(wandering.w[-1]), cost(passed.w[-1]), digits=3)
    assert truth("stochastic", 4) == (1,)
    moves = [np.ptp(trace.w[200:], axis=0).max() for trace in (wandering, slower)]
    assert moves[0] > 2 * moves[1]


def test_mini_batch():
    whole, hundred, wild, some, offered = traces("mini-batch")
    data = PROBLEMS["many-samples"]
    x, y = data.x, data.y
    best, curvature = float(x @ y / (x @ x)), float(2 * np.mean(x * x))
    away = (0.5 - best) * (1 - 0.1 * curvature) ** np.arange(11)
    assert whole.w[:, 0] == pytest.approx(best + away)
    assert whole.evaluations[-1] == 10 * 10_000
    assert_said("mini-batch", 1, best + away[1], best + away[-1], 10 * 10_000)
    assert_said("mini-batch", 1, best, curvature * (0.5 - best))
    assert truth("mini-batch", 1) == pytest.approx((best + away[1],))
    assert kept("mini-batch", 2).config == whole.config
    near = int((np.abs(away) < 0.1).argmax())
    assert near == int((np.abs(hundred.w[:, 0] - best) < 0.1).argmax())
    assert (len(hundred), hundred.evaluations[-1]) == (100, 10_000)
    assert_said("mini-batch", 2, near, near * 10_000, near * 100)
    assert truth("mini-batch", 2) == (near * 100,)
    later = hundred.w[10:, 0]
    assert_said("mini-batch", 2, float(later.min()), float(later.max()), digits=3)
    assert_said("mini-batch", 2, float(hundred.w[-1, 0]))
    assert (len(wild), wild.evaluations[-1]) == (10_000, 10_000)
    later = wild.w[1000:, 0]
    assert (round(later.min(), 1), round(later.max(), 1)) == (0.1, 4.8)
    assert_said("mini-batch", 3, 0.1, 4.8, 10_000)
    assert_said("mini-batch", 3, 1 / float(x.max() ** 2), digits=3)
    assert truth("mini-batch", 3) == (1,)
    single, of_hundred, same = (kept("mini-batch", 4, which) for which in (1, 2, 3))
    assert (of_hundred.config, same.config) == (hundred.config, wild.config)
    assert some.config not in (single.config, hundred.config, wild.config)
    assert truth("mini-batch", 4) == (2, 0, 1)
    late = single.w[1000:, 0]
    assert_said("mini-batch", 4, float(late.min()), float(late.max()), digits=3)
    assert abs(single.w[200:400, 0].mean() - 2) < 0.2
    for trace in (single, wild):
        w, rows = trace.w[5000:-1, 0], [int(trace.rows(n)[0]) for n in range(5000, 10_000)]
        assert_said("mini-batch", 4, float(np.mean((w * x[rows] - y[rows]) ** 2)), digits=3)
    assert LESSONS["mini-batch"].steps[4].offer == "time_epoch"
    assert offered.config.algorithm.batch_size == 32
