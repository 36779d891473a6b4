"""What must hold of the window after whatever was done: it shows what is run, and nothing else."""

import re
from collections.abc import Iterator

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QMenuBar,
    QPushButton,
)

from gdviz import i18n
from gdviz.core import RunConfig, Step
from gdviz.core.parameters import values_of
from gdviz.core.runs.settings import Chosen
from gdviz.playback import Frame
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.feature import Compare
from gdviz.ui.features.lessons.feature import Lessons
from gdviz.ui.features.looks.theme import ThemeChoice
from gdviz.ui.features.modes.by_hand import ByHand
from gdviz.ui.views.arithmetic.view import ArithmeticView
from tests.harness.oracle import Oracle
from tests.ui.driving import find

_PLACEHOLDER = re.compile(r"\{\w*\}")


def lies(window: MainWindow, oracle: Oracle) -> list[str]:
    """Return what is not so; nothing, if all is well."""
    frame = window.player.shown
    found = [
        *_of_traces(window, oracle),
        *_of_state(window),
        *_of_controls(window),
        *_of_bar(window, frame),
        *_of_choices(window),
        *_of_words(window),
    ]
    by_hand = window.features[ByHand.id]
    assert isinstance(by_hand, ByHand)
    if not by_hand.active:  # then the views show what was asked for, which is no run
        found += [*_of_numbers(window, frame), *_of_arithmetic(window, frame)]
    return found


def _of_traces(window: MainWindow, oracle: Oracle) -> Iterator[str]:
    compare = window.features[Compare.id]
    assert isinstance(compare, Compare)
    for trace in {window.player.trace, *compare.traces}:
        yield from oracle.differences(trace)


def _of_state(window: MainWindow) -> Iterator[str]:
    chosen, run = window.store[Chosen].configs(), window.player.trace.changes
    if chosen != run:
        yield f"{chosen} is chosen, and {run} is run"


def _of_controls(window: MainWindow) -> Iterator[str]:
    shown, config = window.controls.config(), window.player.config
    if not _alike(shown, config):
        yield f"the controls show {shown}, and {config} is run"
    # Behind a menu or another window, what had the focus before still has what is typed.
    elsewhere = QApplication.activeWindow() is not window
    if elsewhere or isinstance(QApplication.focusWidget(), QMenuBar):
        return
    focused = window.focusWidget()
    for field in window.controls.findChildren(QAbstractSpinBox):
        if field.isVisible() and field is not focused:
            said, value = field.text(), float(field.value())  # type: ignore[attr-defined]
            if not _rounds_to(value, said):
                yield f"{field.objectName()} says {said!r}, and is {value!r}"


def _alike(one: RunConfig, other: RunConfig) -> bool:
    return (one.problem, one.algorithm, one.epochs, one.seed, one.start) == (
        other.problem,
        other.algorithm,
        other.epochs,
        other.seed,
        other.start,
    )


def _of_bar(window: MainWindow, frame: Frame) -> Iterator[str]:
    player = window.player
    timeline = find(window, QAbstractSlider, "timeline")
    total = frame.trace.total
    whole = max(total, player.until)
    said = [
        int(number.replace(",", "")) for number in re.findall(r"[\d,]+", _text(window, "count"))
    ]
    if said != [frame.position, total]:
        yield f"the count says {said}, and it is {frame.position} of {total}"
    share = (frame.position + frame.beyond) / whole if whole else 0.0
    if abs(timeline.value() - share * timeline.maximum()) > 1:
        yield f"the timeline is at {timeline.value()} of {timeline.maximum()}, and not at {share}"
    if find(window, QPushButton, "pause").isVisibleTo(window) is not player.playing:
        yield f"it plays: {player.playing}, and the bar says otherwise"


def _of_choices(window: MainWindow) -> Iterator[str]:
    for name in (window.feature(ThemeChoice).chosen, i18n.current_language()):
        if not find(window, QAction, name).isChecked():
            yield f"{name} is not marked in its menu"
    lessons = window.features[Lessons.id]
    assert isinstance(lessons, Lessons)
    if lessons.panel.isVisibleTo(window) is (lessons.panel.lesson is None):
        yield f"the panel of lessons and the lesson {lessons.panel.lesson} do not agree"
    problem = window.player.config.problem
    for name, view in window.views.items():
        suits = view.wanted(window.store) and view.suits(problem)
        if view.isVisibleTo(window) and (name in window.hidden or not suits):
            yield f"{name} is shown"


def _of_words(window: MainWindow) -> Iterator[str]:
    for label in window.findChildren(QLabel):
        if label.isVisible() and _PLACEHOLDER.search(label.text()):
            yield f"a label says {label.text()!r}"


def _of_numbers(window: MainWindow, frame: Frame) -> Iterator[str]:
    view = window.views["numbers"]
    if not view.isVisibleTo(window) or not frame.known:
        return
    step, problem = frame.step, frame.config.problem
    last = max(0, frame.position - 1)
    expected = {
        "weight": frame.w.tolist(),
        "loss": [float(problem.cost(frame.w)) if step is None else step.loss],
        "gradient": (problem.gradient(frame.w) if step is None else step.gradient).tolist(),
    }
    if frame.config.algorithm.searches or view.veiled in ("cost", "gradient"):
        expected["gradient"] = []
    for name, values in expected.items():
        said = find(window, QLabel, f"{name}_value").toolTip()
        if said != ", ".join(map(repr, values)):
            yield f"the {name} is said to be {said}, and is {values}"
    done = int(frame.trace.evaluations[last]) if frame.position else 0
    if int(_text(window, "evaluations_value").replace(",", "")) != done:
        yield f"there were {done} evaluations, and not {_text(window, 'evaluations_value')}"


def _of_arithmetic(window: MainWindow, frame: Frame) -> Iterator[str]:
    view = window.views["arithmetic"]
    assert isinstance(view, ArithmeticView)
    number = min(frame.position, len(frame.trace) - 1)
    if not view.isVisibleTo(window) or not frame.known or view.veiled or number < 0:
        return
    step, config = frame.trace.step(number), frame.trace.config_at(number)
    known = _meant(step, config)
    terms = [term for term in view.sheet.terms if term.meaning in known and term.row < 0]
    if not terms:
        yield "no step is written out"
    for term in terms:
        assert term.value is not None
        allowed = known[term.meaning]
        if not any(np.array_equal(term.value, value, equal_nan=True) for value in allowed):
            yield f"{term.meaning} {term.symbol} is written as {term.value}, and is {allowed}"


def _meant(step: Step, config: RunConfig) -> dict[str, list[float]]:
    """Return the numbers that may be written for each meaning."""
    owners = (config.algorithm, getattr(config.algorithm, "rule", None))
    settings = [
        float(value)
        for owner in owners
        for value in values_of(owner).values()
        if not isinstance(value, str)
    ]
    return {
        "weight": step.w.tolist(),
        "next": (step.w + step.delta).tolist(),
        "gradient": step.gradient.tolist(),
        "setting": settings,
    }


def _text(window: MainWindow, name: str) -> str:
    return find(window, QLabel, name).text()


def _rounds_to(value: float, said: str) -> bool:
    """Tell whether that is the number, with as many digits as are said of it."""
    digits = len(re.sub(r"\D", "", said.partition("e")[0]).lstrip("0"))
    return _number(said) == float(f"{value:.{max(1, digits)}g}")


def _number(text: str) -> float:
    try:
        return float(text.replace("−", "-"))
    except ValueError:
        return float("nan")
