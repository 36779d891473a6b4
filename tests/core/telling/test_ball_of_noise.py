"""What the lesson on the ball of noise says is seen: its runs written again in a few lines."""

import numpy as np
import pytest

from gdviz.core import PROBLEMS
from gdviz.core.numbers import format_number
from tests.core.telling.test_lesson_outcomes import LESSONS, assert_said, traces


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("gdviz.i18n._current", "en")


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
        assert_said(name, step, float(away[step - 1][5000:].mean()), digits=3)
        assert_said(name, step, int(near.argmax()))
        assert not near[5000:].all()
    assert_said(name, 1, best)
    assert away[0][5000:].mean() == pytest.approx(2 * away[1][5000:].mean(), rel=0.05)
    late = falling.w[5000:, 0]
    assert_said(name, 3, float(late.min()), float(late.max()), float(falling.w.max()))
    assert_said(name, 3, float(away[2][5000:].mean()), digits=3)
    said = format_number(falling.config.algorithm.rate(9999, 10_000))
    assert said in LESSONS[name].steps[2].look_for.en
    assert said in LESSONS[name].steps[2].look_for.zh
    assert_said(name, 4, float(short.w[-1, 0]))
    assert_said(name, 4, float(rates[3].sum()), digits=3)
    assert_said(name, 0, np.pi**2 / 6)
