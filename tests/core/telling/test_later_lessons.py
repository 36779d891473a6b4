"""What the later lessons say will be seen is seen, as in test_lesson_outcomes.py."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS, Outcome, configure, record
from gdviz.core.numbers import format_number
from gdviz.core.runs.best_rates import best_rates
from gdviz.core.runs.ensembles.escape import escapes, plans
from gdviz.core.runs.ensembles.seldom import AT_REST, WORSE, Seldom, by_width
from gdviz.core.runs.settings import Settings
from tests.core import nets
from tests.core.telling.lessons import (
    LESSONS,
    THREE_POINTS,
    assert_said,
    descend,
    kept,
    traces,
    truth,
    varied,
)


def test_in_order():
    name = "in-order"
    first, line, shuffled, slower = traces(name)
    w, x = 1.0, (1, 2, 3)
    for number, each in enumerate(x):
        gradient = 2 * each * (each * w - 2 * each)
        assert first.step(number).gradient == pytest.approx(gradient)
        if number < 2:  # the third comes with the answer, which says where it leads
            assert_said(name, 1, gradient, digits=6)
        w -= 0.01 * gradient
    assert_said(name, 1, w, digits=7)
    assert_said(name, 1, 1 - 0.01 * -2, -8)
    assert truth(name, 1) == pytest.approx((-7.84,))
    assert kept(name, 1).w[1, 0] == pytest.approx(1 + 0.03 * THREE_POINTS)
    assert_said(name, 1, 1 + 0.03 * THREE_POINTS)
    x, y = np.arange(4), np.array([1.2, 2.8, 4.8, 7.2])

    def cost(w):
        return np.mean((w[0] * x + w[1] - y) ** 2)

    def away(w):
        return np.hypot(*(w - (2.0, 1.0)).T)

    def cycle(rate, epochs):
        w, path = np.zeros(2), [np.zeros(2)]
        for _epoch in range(epochs):
            for one_x, one_y in zip(x, y, strict=True):
                w = w - rate * 2 * (w[0] * one_x + w[1] - one_y) * np.array([one_x, 1])
                path.append(w)
        return np.array(path)

    ends = []
    for number, trace, rate, epochs in ((2, line, 0.05, 100), (4, slower, 0.01, 300)):
        path = cycle(rate, epochs)
        assert trace.w == pytest.approx(path)
        assert path[-5] == pytest.approx(path[-1], abs=1e-4)
        assert_said(name, number, *map(float, path[-1]), cost(path[-1]))
        ends.append(float(away(path[-1])))
    assert truth(name, 2) == (1,)
    least = cost(np.array([2.0, 1.0]))
    assert least == pytest.approx(0.04)
    assert_said(name, 2, least)
    for number in (3, 4):
        assert kept(name, number).config == line.config
    assert f"{away(line.w[200:]).mean():.3f}" == "0.090"
    assert_said(name, 3, float(away(shuffled.w[200:]).mean()), digits=2)
    assert truth(name, 3) == (2,)
    assert np.ptp(shuffled.w[204::4], axis=0).min() > 0.05  # no circle
    sides = np.sign(shuffled.w[204::4] - np.array([2.0, 1.0]))
    assert (np.abs(sides.mean(axis=0)) < 0.9).all()
    assert_said(name, 4, ends[0], digits=3)
    assert_said(name, 4, ends[1], digits=2)
    assert truth(name, 4) == pytest.approx((100 * ends[1] / ends[0],))
    # The last sample's own error at the end of an epoch: 1 - 2·0.05·(3² + 1) is 0.
    at_ends = [abs(float(trace.w[-1] @ (3.0, 1.0)) - 7.2) for trace in (line, slower)]
    assert at_ends[0] == pytest.approx(0, abs=1e-12)
    assert at_ends[1] < abs(2 * 3 + 1 - 7.2)


def test_sum_or_mean():
    name = "sum-or-mean"
    mean, added, past, many = traces(name)
    assert_said(name, 1, -2, -8, -18, -THREE_POINTS, 1 + 0.01 * THREE_POINTS)
    assert truth(name, 1) == pytest.approx((-THREE_POINTS,))
    assert mean.w[1, 0] == pytest.approx(1 + 0.01 * THREE_POINTS)
    assert kept(name, 2).config == mean.config
    assert_said(name, 2, -28, 1 + 0.01 * 28, 0.03)
    assert added.w[1, 0] == pytest.approx(1.28)
    assert truth(name, 2) == pytest.approx((1.28,))
    by_mean = varied(name, 1, learning_rate=0.03)
    assert added.w == pytest.approx(by_mean.w)
    quick = kept(name, 3)
    assert quick.w[:, 0] == pytest.approx(2 - (1 - 0.1 * THREE_POINTS) ** np.arange(101))
    assert_said(name, 3, 2 - (1 - 0.1 * THREE_POINTS) ** 2, 2 / THREE_POINTS, 2 / THREE_POINTS / 3)
    assert past.outcome is Outcome.DIVERGED
    assert_said(name, 3, len(past), 0.3)
    assert past.w[:, 0] == pytest.approx(2 - (1 - 0.3 * THREE_POINTS) ** np.arange(len(past) + 1))
    assert truth(name, 3) == (3,)
    x, y = PROBLEMS["many-samples"].x, PROBLEMS["many-samples"].y
    said = LESSONS[name].steps[3].ask.why
    for shown in (format_number(1 / float(x @ x)), f"{2 * float(x @ (0.5 * x - y)):,.0f}"):
        for text in (said.en, said.zh):
            assert shown.replace("-", "−") in text
    assert_said(name, 4, float(many.w[-1, 0]))
    assert many.w == pytest.approx(kept(name, 4).w)
    assert kept(name, 4).config == varied(name, 4, reduction="mean", learning_rate=0.1).config
    assert truth(name, 4) == (0,)
    assert_said(name, 0, 32 * 0.001)


def test_homework():
    plain, adam, adagrad, large, offered = traces("homework")
    assert plain.w[:, 0] == pytest.approx(2 - (1 - 0.03 * THREE_POINTS) ** np.arange(101))
    assert_said("homework", 1, -28, 0.28, 1.28, int((2 - plain.w[:, 0] < 0.01).argmax()))
    assert_said("homework", 2, float(adam.w[-1, 0]))
    assert np.abs(np.diff(adam.w[:, 0])).max() <= 0.01 * (1 + 1e-6)

    def by_adagrad(rate):
        w, total, path = 1.0, 0.0, [1.0]
        for _step in range(100):
            gradient = 3 * THREE_POINTS * (w - 2)
            total += gradient**2
            w -= rate * gradient / (np.sqrt(total) + 1e-10)
            path.append(w)
        return np.array(path)

    slow, fast = by_adagrad(0.01), by_adagrad(1.6)
    assert adagrad.w[:, 0] == pytest.approx(slow)
    assert large.w[:, 0] == pytest.approx(fast)
    steps = np.diff(slow)
    assert (np.diff(steps) < 0).all()
    assert_said("homework", 3, steps[0], steps[1], steps[-1], digits=3)
    assert_said("homework", 3, slow[-1])
    assert_said("homework", 4, fast[1], len(varied("homework", 1, learning_rate=1.6)))
    assert_said("homework", 4, fast[10], digits=6)
    assert varied("homework", 1, learning_rate=1.6).outcome is Outcome.DIVERGED
    assert LESSONS["homework"].steps[4].offer == "compare_rules"
    *_before, end = best_rates(Settings.of(offered.config))
    runs = end.lowest(len(end.found))[0]
    assert len(runs) == 10
    best = {run.rule: float(run.named["learning_rate"]) for run in runs}
    assert best["adagrad"] == max(best.values())
    assert_said("homework", 5, min(best.values()), digits=1)
    assert_said("homework", 5, best["adagrad"], digits=2)
    for run in runs:
        assert record(run.config()).w[-1, 0] == pytest.approx(2, abs=0.001)


def left_after(path):
    gone = np.abs(path).max(axis=1) > 0.4
    assert gone.any()
    return int(gone.argmax())


def test_the_saddle_lets_go():
    name = "saddle-lets-go"
    ridge, nearer, momentum, single, offered = traces(name)
    for stuck in (ridge, varied(name, 1, momentum=0.9)):
        assert stuck.outcome is Outcome.SADDLE
        assert len(stuck) == 1000
        assert (stuck.w[:, 1] == 0).all()
    assert truth(name, 1) == pytest.approx((0, 0), abs=1e-12)

    def slope(w):
        return np.array([w[0], w[1] ** 3 - w[1]])

    beside = kept(name, 2)
    for number, trace, start, beta in (
        (2, nearer, 1e-6, 0.0),
        (2, beside, 1e-3, 0.0),
        (3, momentum, 1e-3, 0.9),
    ):
        path = descend(slope, (0, start), 0.05, len(trace), beta)
        assert trace.w == pytest.approx(path, abs=1e-12)
        factor = max(np.roots([1, -(1.05 + beta), beta]))
        assert_said(name, number, left_after(trace.w), float(factor))
    assert kept(name, 3).config == beside.config
    assert_said(name, 3, left_after(beside.w))
    longer = left_after(nearer.w) - left_after(beside.w)
    assert longer == pytest.approx(np.log(1000) / np.log(1.05), abs=1)
    assert_said(name, 2, longer)
    assert truth(name, 2) == (0,)
    assert truth(name, 3) == (left_after(momentum.w),)
    assert single.config.start == (0, 0)
    data = single.config.problem.data
    assert np.mean(data["a"]) == np.mean(data["b"]) == 0  # as is the gradient of all samples
    assert (np.abs(data["b"]) > 0).all()
    assert left_after(single.w) == left_after(varied(name, 4, start=(0, 1e-6)).w)
    assert_said(name, 4, left_after(single.w))
    assert truth(name, 4) == (2,)
    assert LESSONS[name].steps[4].offer == "escape"
    for spread, order, said in (
        (1e-3, "plain batch-4 batch-1 momentum", "batch-1 momentum"),
        (1e-6, "plain batch-4 momentum batch-1", "plain batch-4 momentum batch-1"),
    ):
        *_before, end = escapes(plans(offered.config, 200, spread))
        means = {way: found.mean for way, found in end.of.items()}
        assert sorted(means, key=means.__getitem__, reverse=True) == order.split()
        assert_said(name, 5, *(means[way] for way in said.split()), digits=3)
    assert truth(name, 5) == (1,)
    *_before, end = escapes(plans(configure("two-layer", learning_rate=0.01), 200, 1e-3))
    plain, alone = end.of["plain"].mean, end.of["batch-1"].mean
    assert alone > plain
    assert_said(name, 0, plain, alone, digits=3)


def test_ball_of_noise():
    name, data = "ball-of-noise", PROBLEMS["many-samples"]
    best, numbers = float(data.x @ data.y / (data.x @ data.x)), np.arange(1, 10_001)
    large, small, falling, short = traces(name)
    rates = [np.full(10_000, 0.01), np.full(10_000, 0.0025), 0.2 / numbers, 0.01 / numbers]
    away = []
    for trace, rate in zip((large, small, falling, short), rates, strict=True):
        w, path = 0.5, [0.5]
        for number, step in enumerate(rate.tolist()):
            row = int(trace.rows(number)[0])
            w -= step * 2 * data.x[row] * (data.x[row] * w - data.y[row])
            path.append(w)
        assert trace.w[:, 0] == pytest.approx(path, rel=1e-9)
        away.append(np.abs(np.array(path) - best))
    for step, trace in ((1, large), (2, small)):
        late, near = trace.w[5000:, 0], away[step - 1] < 0.1
        assert_said(name, step, float(late.min()), float(late.max()), digits=3)
        assert_said(name, 2, float(away[step - 1][5000:].mean()), digits=3)
        assert_said(name, step, int(near.argmax()))
        assert not near[5000:].all()
    assert_said(name, 1, best)
    assert away[0][5000:].mean() == pytest.approx(2 * away[1][5000:].mean(), rel=0.05)
    late = falling.w[5000:, 0]
    assert_said(name, 3, float(late.min()), float(late.max()), float(falling.w.max()))
    assert_said(name, 3, float(away[2][5000:].mean()), digits=3)
    assert_said(name, 3, rates[2][2], digits=2)
    said = format_number(falling.config.algorithm.rate(9999, 10_000))
    assert said in LESSONS[name].steps[2].ask.why.en
    assert said in LESSONS[name].steps[2].ask.why.zh
    assert_said(name, 4, float(short.w[-1, 0]))
    assert_said(name, 4, float(rates[3].sum()), digits=3)
    assert_said(name, 0, np.pi**2 / 6, len(large))


def test_bad_minima():
    """The shares are what minutes of runs gave: here fewer runs, with fewer steps."""
    name, steps = "bad-minima", LESSONS["bad-minima"].steps
    first, *_others = traces(name)
    start = first.config.start
    end = descend(nets.slopes, start, 0.02, 3000, momentum=0.9)[-1]
    assert first.w[-1] == pytest.approx(end, abs=1e-6)
    assert np.linalg.norm(nets.slopes(end)) < AT_REST
    assert_said(name, 1, len(start), nets.cost(end), len(nets.X), 3000)
    flat = np.zeros(len(start))
    assert_said(name, 1, nets.cost(flat))
    other = steps[1].kept()[1].start
    lucky = nets.cost(descend(nets.slopes, other, 0.02, 3000, momentum=0.9)[-1])
    for page in (1, 2):
        assert_said(name, page, lucky, digits=1)
    *_before, counted = by_width((2, 8), starts=50, steps=3000, learning_rate=0.1)
    bad = counted.ends[2].best + WORSE * np.var(np.sin(2 * nets.X))
    assert lucky < bad < nets.cost(end)
    for page, width in ((2, 2), (3, 8)):
        ask, found = steps[page - 1].ask, counted.ends[width].share
        assert_said(name, page, int(ask.answer[0]))
        assert 100 * found.value == pytest.approx(float(ask.answer[0]), abs=ask.within)
    assert len(steps[2].config().start) == 25
    assert_said(name, 3, 25)
    assert [step.offer for step in steps] == ["", "", "seldom", ""]
    assert_said(name, 2, round(100 * WORSE), Seldom().starts)
