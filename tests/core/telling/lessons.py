"""What lessons say, held against runs: what the tests of their numbers share."""

import re

import numpy as np

from gdviz.core import configure, record
from gdviz.core.numbers import format_number
from gdviz.core.telling.lessons import load_lessons
from gdviz.core.telling.lessons.facts import facts_of

LESSONS, ERRORS = load_lessons()

THREE_POINTS = 28 / 3
"""The curvature of y = wx on x = 1, 2, 3: twice the mean of x²."""


def traces(name):
    return [record(step.config()) for step in LESSONS[name].steps]


def varied(name, number, **settings):
    """Return the trace of a step, from 1, with other settings laid over its own."""
    return record(configure(**{**LESSONS[name].steps[number - 1].settings, **settings}))


def kept(name, number, which=1):
    """Return the trace of a run that step `number`, from 1, keeps."""
    return record(LESSONS[name].steps[number - 1].kept()[which - 1])


def truth(name, number):
    """Return what is right of what step `number`, from 1, asks."""
    return facts_of(LESSONS[name], number).truth


def right_option(name, number):
    """Return what the option says, in English, that is right on step `number`, from 1."""
    lesson = LESSONS[name]
    (right,) = facts_of(lesson, number).truth
    return lesson.steps[number - 1].ask.options[int(right)].text.en


def texts_of(step):
    """Return all that a page says, before and after it was answered."""
    ask = step.ask
    parts = [step.text, step.look_for]
    if ask is not None:
        parts += [ask.text, ask.why, *(wrong.reply for wrong in ask.wrong)]
        parts += [text for option in ask.options for text in (option.text, option.reply)]
    return [part for part in parts if part is not None]


def assert_said(name, number, *values, digits=4):
    """Both languages' texts of step `number`, from 1, have those values as the window shows them.

    Step 0 is the goal, the question and its answer.
    """
    lesson = LESSONS[name]
    step = lesson.step(number)
    parts = texts_of(step) if step else [lesson.goal, lesson.question, lesson.answer]
    for language in ("en", "zh"):
        text = " ".join(getattr(part, language) for part in parts)
        numbers = re.findall(r"−?\d{1,3}(?:,\d{3})+|−?\d+(?:\.\d+)?", text)
        for value in values:
            whole = isinstance(value, int)
            shown = f"{value:,}" if whole else format_number(value, digits)
            assert shown.replace("-", "−") in numbers, (language, text)


def descend(slope, w, rate, steps, momentum=0.0):
    """Return the weights of gradient descent, (steps + 1, dim): written again, in a few lines."""
    path = [np.atleast_1d(np.array(w, float))]
    v = np.zeros_like(path[0])
    for _step in range(steps):
        v = momentum * v + slope(path[-1])
        path.append(path[-1] - rate * v)
    return np.array(path)
