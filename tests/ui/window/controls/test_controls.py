"""The controls show a run's settings to the bit, and each algorithm and rule has its own."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import ALGORITHMS, PROBLEMS, RULES, RunConfig, configure
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.adaptive import Rprop
from gdviz.core.algorithms.schedules import CONSTANT
from gdviz.core.parameters import Parameter, Value, parameters
from gdviz.core.problems.changed_data import changeable, with_data
from gdviz.core.problems.data import Samples
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.problems.variants import vary
from gdviz.core.runs.settings import Settings
from gdviz.core.telling.lessons import load_lessons
from gdviz.core.types import START, Problem
from gdviz.ui import MainWindow
from gdviz.ui.theme import DARK, LIGHT, apply
from gdviz.ui.widgets.choice_field import ChoiceField
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.sliders import LogSlider, Toggle
from gdviz.ui.window.controls.controls import Controls
from tests.ui.driving import choose, click, enter, find


def huge() -> Problem:
    """A regression whose x are about 1e12, and so its weight, and its start, about 1e-12."""
    x = np.array([1e12, 2e12, 3.5e12])
    return regression(Samples("x", "y", x, np.array([2.0, 4.1, 7.2])), model="linear")


def changed() -> Problem:
    problem = PROBLEMS["linear"]
    assert changeable(problem)
    return with_data(problem, problem.x, problem.y + 1 / 3)


ADDED = [vary(problem, {"reduction": "sum"}) for problem in (*PROBLEMS.values(), huge(), changed())]
PROBLEM = st.sampled_from(
    [*PROBLEMS.values(), *ADDED, huge(), changed(), parse("x^2 + 3y^2"), parse("w", (-2e6, 1.2e6))]
) | st.builds(
    lambda low, size: parse("w^4 - 3w^2 + w", (low, low + size)),
    st.floats(-1e5, 1e5),
    st.floats(0.001, 1e5),
)


def values(described: Parameter) -> st.SearchStrategy[Value]:
    if described.options:
        return st.sampled_from([*described.options])
    if described.type is bool:
        return st.booleans()
    if described.type is int:
        return st.integers(int(described.minimum), int(described.maximum))
    return st.floats(described.minimum, described.largest)


def made(cls: type, **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    own = {name: values(described) for name, described in parameters(cls).items()}
    return st.builds(cls, **own, **others)


RULE = st.one_of(*map(made, RULES.values()))
ALGORITHM = st.one_of(
    *(
        made(cls, rule=RULE) if any(field.name == "rule" for field in fields(cls)) else made(cls)
        for cls in ALGORITHMS.values()
    )
)


@st.composite
def configs(draw: Callable[[st.SearchStrategy[Any]], Any]) -> RunConfig:
    problem = draw(PROBLEM)
    dim = len(problem.weights)
    start = draw(st.just(problem.start) | st.tuples(*[values(START)] * dim))
    own = {name: draw(values(described)) for name, described in parameters(RunConfig).items()}
    algorithm = draw(ALGORITHM)
    if isinstance(algorithm, GradientDescent) and isinstance(algorithm.rule, Rprop):
        algorithm = replace(algorithm, schedule=CONSTANT)  # it does not go by the rate
    return RunConfig(problem, algorithm, start, **own)


@pytest.fixture(scope="module")
def controls(qapp: QApplication) -> Iterator[Controls]:
    apply(LIGHT)  # lengths are in proportion to the type, which the theme sets
    made = Controls(Settings.of(configure()))
    yield made
    made.deleteLater()


@settings(max_examples=75)
@given(config=configs())
def test_what_is_shown_is_what_is_set_to_the_bit(controls: Controls, config: RunConfig) -> None:
    said: list[str] = []
    connection = controls.asked.connect(lambda *_asked: said.append("asked"))
    settings = Settings.of(config)
    controls.show_settings(settings)
    assert controls.config() == config
    controls.retranslate()
    for name, described in settings.effective.items():
        field = controls.findChild(QWidget, name)
        if name != "momentum" or settings.value(described):
            shown = field.isChecked() if isinstance(field, Toggle) else field.value()
            assert repr(shown) == repr(settings.value(described)), name
    controls.asked.disconnect(connection)
    assert said == []


def test_what_is_chosen_is_what_the_command_line_runs(window: MainWindow) -> None:
    for algorithm in ALGORITHMS:
        for rule in RULES:
            choose(window, "algorithm", algorithm)
            choose(window, "rule", rule)
            assert window.player.config == configure(algorithm=algorithm, rule=rule)


def test_a_value_belongs_to_its_rule(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    eps = find(window, NumberField, "eps")
    choose(window, "rule", "adam")
    enter(eps, "0.001")
    choose(window, "rule", "adagrad")
    assert window.player.config == configure(rule="adagrad")
    enter(eps, "1e-5")
    choose(window, "rule", "plain")
    choose(window, "rule", "adam")
    assert window.player.config == configure(rule="adam", eps=0.001)
    choose(window, "rule", "adagrad")
    assert window.player.config == configure(rule="adagrad", eps=1e-5)
    choose(window, "rule", "rmsprop")
    assert window.player.config == configure(rule="rmsprop")


def test_so_does_momentum_and_whether_it_is_on(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    enabled, momentum = (
        find(window, Toggle, "momentum_enabled"),
        find(window, NumberField, "momentum"),
    )
    enabled.click()
    enter(momentum, "1/3")
    choose(window, "rule", "rmsprop")
    assert not enabled.isChecked()
    enabled.click()
    assert window.player.config == configure(rule="rmsprop", momentum=0.9)
    choose(window, "rule", "plain")
    assert window.player.config == configure(momentum=1 / 3)
    enabled.click()
    choose(window, "rule", "adam")
    choose(window, "rule", "plain")
    assert window.player.config == configure()
    enabled.click()
    assert window.player.config == configure(momentum=1 / 3)


def test_the_order_is_chosen_by_keyboard_and_in_words(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    choose(window, "algorithm", "sgd")
    order = find(window, ChoiceField, "order")
    order.setFocus()
    QTest.keyClick(order, Qt.Key.Key_End)
    assert window.player.config == configure(algorithm="sgd", order="in-order")
    assert order.toolTip().endswith("In order: as the data stand, pass after pass")
    choose(window, "algorithm", "mini-batch")
    assert window.player.config == configure(algorithm="mini-batch", order="in-order")
    window.set_language("zh")
    assert [order.itemText(i) for i in range(3)] == ["打乱", "有放回", "按顺序"]
    assert order.value() == "in-order"
    choose(window, "algorithm", "gradient-descent")
    assert not order.isVisible()


def test_a_problems_own_setting_stays_where_another_problem_has_it_too(window: MainWindow) -> None:
    choose(window, "reduction", "sum")
    assert window.player.config == configure(reduction="sum")
    choose(window, "problem", "parabola")
    assert window.player.config == configure("parabola")
    assert not find(window, ChoiceField, "reduction").isVisible()
    choose(window, "problem", "line")
    choose(window, "algorithm", "exhaustive")
    assert window.player.config == configure("line", "exhaustive", reduction="sum")
    choose(window, "reduction", "mean")
    assert window.player.config.problem is PROBLEMS["line"]


def test_a_setting_of_a_function_of_ones_own_or_data_is_kept(window: MainWindow) -> None:
    choose(window, "reduction", "sum")
    window.show_problem(parse("w^2"))
    problem = huge()
    window.show_problem(problem)
    shown = window.player.config.problem
    assert shown is configure(problem, reduction="sum").problem
    choose(window, "reduction", "mean")
    choose(window, "reduction", "sum")
    assert window.player.config.problem is shown


def test_a_problem_brings_its_own_defaults_and_takes_them_with_it(window: MainWindow) -> None:
    choose(window, "problem", "rosenbrock")
    assert window.player.config == configure("rosenbrock")
    assert find(window, NumberField, "learning_rate").value() == 0.002
    choose(window, "problem", "beale")
    assert window.player.config == configure("beale")
    choose(window, "algorithm", "exhaustive")
    choose(window, "problem", "rosenbrock")
    choose(window, "algorithm", "gradient-descent")
    assert window.player.config == configure("rosenbrock")
    window.show_problem(parse("w^2"))
    assert window.player.config == configure(parse("w^2"))
    window.show_problem(PROBLEMS["rosenbrock"])
    assert window.player.config == configure("rosenbrock")


def test_what_the_user_has_set_there_stays(window: MainWindow) -> None:
    choose(window, "problem", "rosenbrock")
    find(window, NumberField, "epochs").setValue(300)
    choose(window, "problem", "linear")
    assert window.player.config == configure(epochs=300)
    choose(window, "problem", "rosenbrock")
    assert window.player.config == configure("rosenbrock")


def test_a_run_that_is_shown_says_what_the_problem_has_brought(window: MainWindow) -> None:
    window.show_run(configure("rosenbrock", learning_rate=0.001))
    assert window.player.config == configure("rosenbrock", learning_rate=0.001)
    choose(window, "problem", "parabola")
    assert window.player.config == configure("parabola", learning_rate=0.001)


def test_what_algorithms_share_stays_and_what_is_their_own_does_not(window: MainWindow) -> None:
    find(window, NumberField, "learning_rate").setValue(1 / 7)
    choose(window, "algorithm", "sgd")
    assert window.player.config == configure(algorithm="sgd", learning_rate=1 / 7)
    choose(window, "algorithm", "exhaustive")
    find(window, NumberField, "points").setValue(99)
    choose(window, "algorithm", "divide-and-conquer")
    assert find(window, NumberField, "points").value() == 5
    choose(window, "algorithm", "exhaustive")
    assert find(window, NumberField, "points").value() == 99


def test_a_run_that_is_shown_leaves_the_others_values(window: MainWindow) -> None:
    choose(window, "rule", "adagrad")
    find(window, NumberField, "eps").setValue(1e-3)
    window.show_run(configure(rule="adam", eps=1e-4))
    assert find(window, NumberField, "eps").value() == 1e-4
    choose(window, "rule", "rmsprop")
    assert window.player.config == configure(rule="rmsprop")
    choose(window, "rule", "adagrad")
    assert window.player.config == configure(rule="adagrad", eps=1e-3)


def test_help_is_the_owners(window: MainWindow) -> None:
    beta2 = find(window, QWidget, "beta2")
    choose(window, "rule", "adam")
    assert "the mean of g² so far" in beta2.toolTip()
    choose(window, "rule", "adamax")
    assert "the largest |g| so far" in beta2.toolTip()
    assert beta2.toolTip().endswith("From 0 to below 1.")


FUNCTION = parse("w^4 - 3w^2 + w", (-2.2, 2.2))


@pytest.mark.parametrize(
    ("problem", "start"),
    [("linear", (1 / 3,)), (FUNCTION, ()), ("saddle", (1e-300, -1 / 3))],
    ids=["a third", "README's", "two weights"],
)
def test_another_rate_in_mid_run_goes_on_whatever_the_start(
    window: MainWindow, qtbot: QtBot, problem: str | Problem, start: tuple[float, ...]
) -> None:
    qtbot.waitActive(window)
    window.show_run(configure(problem=problem, start=start, learning_rate=1e-4))
    started = window.player.config.start
    window.player.seek(10)
    qtbot.waitUntil(lambda: window.player.position == 10)
    enter(find(window, NumberField, "learning_rate"), "2e-4")
    assert window.player.position == 10
    assert window.player.config.start == started
    assert [number for number, _config in window.player.trace.changes] == [0, 10]


def test_the_start_of_data_on_any_scale_stays(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    problem = huge()
    assert 0 < problem.start[0] < 1e-11
    window.show_problem(problem)
    enter(find(window, NumberField, "learning_rate"), "1e-5")
    assert window.player.config == configure(problem=problem, learning_rate=1e-5)


def test_a_ball_dragged_past_where_a_run_may_start_stops_there(window: MainWindow) -> None:
    window.show_run(configure(problem=parse("w^2", (-2e6, 1.2e6))))
    window.controls.set_start((-1.5e6,))
    assert window.player.config.start == (-1e6,)


@pytest.mark.parametrize("end", ["minimum", "largest"])
def test_nothing_breaks_at_the_ends_of_the_ranges(window: MainWindow, end: str) -> None:
    for rule in RULES:
        window.show_run(configure(algorithm="mini-batch", rule=rule))
        described = {**parameters(RULES[rule]), **parameters(ALGORITHMS["mini-batch"])}
        for name, one in described.items():
            if one.type in (int, float):
                find(window, NumberField, name).setValue(getattr(one, end))
        assert window.controls.config() == window.player.config
        window.set_language("zh")
    window.set_theme(DARK)
    window.grab()
    window.show_lesson(load_lessons()[0]["listing-1"])
    assert window.player.config == load_lessons()[0]["listing-1"].config()


def test_the_slider_stays_in_its_range_and_draws_any_limit(qtbot: QtBot) -> None:
    odd = Parameter("odd", "", "", 0.3, 0.0123, 0.7777, logarithmic=True)
    slider = LogSlider(odd)
    qtbot.addWidget(slider)
    slider.show()
    moved: list[float] = []
    slider.changed.connect(moved.append)
    slider.setValue(slider.minimum())
    slider.setValue(slider.maximum())
    assert all(odd.minimum <= value <= odd.maximum for value in moved)
    for limit in (0.0, 5e-324, 1e308, float("inf"), None):
        slider.show_limit(limit, "")
        slider.grab()
    assert len(moved) == 2


def test_the_labels_are_the_parameters(window: MainWindow) -> None:
    click(window, "more")
    choose(window, "rule", "rmsprop")
    shown = {text.text() for text in window.controls.findChildren(QLabel) if text.isVisible()}
    assert {"Memory of g² ρ", "Smallest divisor ε", "Learning rate α"} <= shown
    choose(window, "rule", "adam")
    shown = {text.text() for text in window.controls.findChildren(QLabel) if text.isVisible()}
    assert {"Memory of g β₁", "Memory of g² β₂"} <= shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_at_the_right_in_the_smallest_window(
    window: MainWindow, language: str
) -> None:
    window.set_language(language)
    window.resize(window.minimumSize())
    (scroll,) = window.controls.findChildren(QScrollArea)
    for name, entries in (("rule", RULES), ("algorithm", ALGORITHMS)):
        for entry in entries:
            choose(window, name, entry)
            QApplication.processEvents()
            assert scroll.widget().minimumSizeHint().width() <= scroll.viewport().width(), entry
