"""What the lessons from the local minimum to mini-batches say is seen: every number in them."""

from itertools import product

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Outcome
from tests.core.telling.lessons import (
    LESSONS,
    assert_said,
    descend,
    kept,
    traces,
    truth,
    varied,
)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("gdviz.i18n._current", "en")


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
