"""What the lessons on the course's listings say, worked out by hand."""

import pytest

from gdviz.core import configure, record
from gdviz.core.telling.lessons.facts import facts_of
from tests.core.telling.lessons import LESSONS, texts_of


def test_listing_1_is_the_courses():
    assert LESSONS["listing-1"].config() == configure(learning_rate=0.01, start=(1.0,), epochs=100)


def test_what_listing_1_says_is_what_is_worked_out_by_hand():
    lesson = LESSONS["listing-1"]
    gradient, first, whole, share, fast = lesson.steps
    slope = (-2 - 8 - 18) / 3
    assert said(gradient, f"{slope:.3f}")
    assert said(first, f"{1 - 0.01 * slope:.4f}", f"{1 - slope:.3f}")

    def after(rate, steps):
        return 2 - (1 + rate * slope) ** steps

    w = [after(0.01, steps) for steps in range(101)]
    assert record(whole.config()).w[:, 0] == pytest.approx(w)
    assert said(whole, f"{w[1] - w[0]:.4f}", f"{w[2] - w[1]:.4f}")
    assert said(whole, f"{w[100]:.5f}", f"{4 * w[100]:.4f}")
    assert said(share, f"{100 * (w[1] - w[0]):.2f}", f"{2 - w[1]:.3f}", f"{100 * (2 - w[10]):.1f}")
    assert facts_of(lesson, 4).truth == pytest.approx((100 * (2 - w[10]),))
    needed = next(steps for steps in range(100) if after(0.1, steps) > w[100])
    assert facts_of(lesson, 5).truth == (needed,)
    assert said(fast, f"{after(0.1, 1):.3f}", f"{after(0.1, needed):.5f}")
    assert f"{-1 / slope:.3f}" in lesson.answer.en


def said(step, *numbers):
    """Tell whether both languages' texts of a page have those numbers."""
    texts = texts_of(step)
    return all(
        number.replace("-", "−") in " ".join(getattr(text, language) for text in texts)
        for language in ("en", "zh")
        for number in numbers
    )


def test_listing_2_draws_one_sample_a_step_from_all_three():
    lesson = LESSONS["listing-2"]
    assert lesson.config() == configure(
        algorithm="sgd", learning_rate=0.01, order="with-replacement", steps_per_epoch=1, epochs=100
    )
    trace = record(lesson.config())
    assert {int(trace.rows(i)[0]) for i in range(100)} == {0, 1, 2}
    assert "slip" in lesson.goal.en


def test_what_listing_2_says_is_what_is_worked_out_by_hand():
    lesson = LESSONS["listing-2"]
    single, jumps, another, in_order, curves = lesson.steps
    assert record(single.config()).loss[0] == (3 * 1 - 6) ** 2
    assert said(single, "−18", f"{1 + 0.01 * 18:.2f}")
    trace, other = record(jumps.config()), record(another.config())
    assert (trace.w[1:] > trace.w[:-1]).all()
    assert (trace.loss[1:] > trace.loss[:-1]).any()
    assert trace.evaluations[-1] == other.evaluations[-1] == 100
    apart = abs(trace.w - other.w).max()
    assert said(another, f"{apart:.2f}", f"{trace.w[-1, 0]:.5f}", f"{other.w[-1, 0]:.5f}", "300")
    # The slides' version, in order.
    w, gradients = 1.0, []
    for x, y in ((1, 2), (2, 4), (3, 6)):
        gradients.append(2 * x * (x * w - y))
        w -= 0.01 * gradients[-1]
    slides = record(in_order.config())
    assert slides.gradient[:3, 0] == pytest.approx(gradients)
    assert slides.w[3] == pytest.approx(w)
    assert said(in_order, "−2", f"{gradients[1]:.2f}", f"{gradients[2]:.4f}", f"{w:.6f}")
    assert facts_of(lesson, 4).truth == pytest.approx(gradients[1:2])
    assert [len(record(run)) for run in curves.kept()] == [30] * 3
    falls = [all(record(run).loss[1:] < record(run).loss[:-1]) for run in curves.kept()]
    assert falls == [False, True, False]
    teeth = record(curves.kept()[0]).loss
    assert teeth[3:] / teeth[:-3] == pytest.approx(teeth[3] / teeth[0])
    assert facts_of(lesson, 5).truth == (1, 2, 0)
