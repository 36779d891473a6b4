"""The computational graph as it is drawn: a node at a time, with the numbers of the step shown."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import PROBLEMS
from gdviz.core.numbers import format_number
from gdviz.core.telling.calculus.graph import Graph
from gdviz.core.types import Array
from gdviz.i18n import set_language
from gdviz.ui.theme import LIGHT
from gdviz.ui.views.calculus.graph import GraphView
from gdviz.ui.views.calculus.parts import ChosenSample, Graphed
from gdviz.ui.views.view import Veil
from tests.ui.access.listening import heard, silent
from tests.ui.views.calculus import frame, put_up, quiet

pytestmark = quiet

_NODES = {"linear": 6, "line": 8, "quadratic-fit": 12}


def said(view: GraphView) -> str:
    """What is said of the moment, without the fractions, which are pictures."""
    return " ".join(view.said.toPlainText().replace("\ufffc", "").split())


def press(view: GraphView, name: str) -> None:
    button = view.findChild(QPushButton, f"graph_{name}")
    assert isinstance(button, QPushButton)
    button.click()


def has(widget: QWidget, colour: str) -> bool:
    """Whether there is a pixel of just that colour."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows: Array = np.array(image.constBits()).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(-1, 3)
    return bool((pixels == QColor(colour).getRgb()[:3]).all(axis=1).any())


def test_a_press_brings_a_node(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame())
    view.store.replace(ChosenSample(2))
    assert said(view) == ""
    for moments, found in enumerate(
        ("ŷ = w·x = 1 × 2 = 2", "e = ŷ − y = 2 − 4 = −2", "L = e2 = (−2)2 = 4",
         "= 2·e = −4", "= · = · 1 = (−4) × 1 = −4", "= · = · x = (−4) × 2 = −8"), 1
    ):  # fmt: skip
        press(view, "next")
        assert view.store[Graphed].moments == moments
        assert said(view) == found
    assert not view.steps.buttons["all"].isEnabled()
    press(view, "first")
    assert said(view) == ""


def test_the_arrow_keys_bring_nodes_too(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame())
    view.canvas.setFocus()
    for key, moments in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1)):
        qtbot.keyClick(view.canvas, key)
        assert view.store[Graphed].moments == moments
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert view.store[Graphed].moments == 1  # it is a page more in a lesson


def test_gradients_are_drawn_only_as_they_come_back(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame(), (520, 420))
    assert not has(view.canvas, LIGHT.gradient)
    view.store.replace(Graphed(3))
    assert has(view.canvas, LIGHT.weight)
    assert not has(view.canvas, LIGHT.gradient)
    view.store.replace(Graphed(4))
    assert has(view.canvas, LIGHT.gradient)


def test_its_numbers_are_those_of_the_step_shown(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame("line"))
    view.store.replace(Graphed(99), ChosenSample(3))
    for position in (0, 4):
        shown = frame("line", position)
        view.show_frame(shown)
        slope, offset = shown.config.problem.gradient(shown.w, np.array([2]))
        assert f"∂L/∂w = {format_number(slope)}" in view.summary()
        assert f"∂L/∂b = {format_number(offset)}" in view.summary()
        assert f"w = {format_number(shown.w[0])}," in view.summary()


def test_where_steps_see_some_samples_it_is_one_of_the_steps(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame(algorithm="sgd"))
    view.store.replace(Graphed(99))
    samples = set()
    for position in range(6):
        shown = frame(position=position, algorithm="sgd")
        view.show_frame(shown)
        step = shown.step
        assert step is not None
        assert step.rows is not None
        assert view.sample.field.value() == step.rows[0] + 1
        assert f"∂L/∂w = {format_number(step.gradient[0])}" in view.summary()
        samples.add(int(step.rows[0]))
    assert len(samples) > 1
    assert not view.sample.field.isEnabled()
    batch = frame("line", algorithm="mini-batch", batch_size=2)
    assert batch.step is not None
    assert batch.step.rows is not None
    view.store.replace(ChosenSample(int(batch.step.rows[1]) + 1))
    view.show_run(batch.config)
    view.show_frame(batch)
    assert view.sample.field.value() == batch.step.rows[1] + 1
    assert view.sample.field.isEnabled()


def test_a_sample_that_is_not_there_is_the_last_one(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame())
    view.store.replace(ChosenSample(7))
    assert view.sample.field.value() == 3
    assert "x = 3, " in view.summary()


def test_it_gives_nothing_away_that_is_to_be_guessed(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame())
    view.store.replace(Graphed(6))
    view.store.replace(Veil("cost"))
    assert (said(view), view.summary()) == ("", "")
    view.store.replace(Veil())
    assert "∂L/∂w = −2" in view.summary()


@pytest.mark.parametrize("problem", _NODES)
@pytest.mark.parametrize("size", [(340, 380), (900, 500)])
def test_nodes_stand_apart_and_within(qtbot: QtBot, problem: str, size: tuple[int, int]) -> None:
    view = put_up(qtbot, GraphView, frame(problem), size)

    def places() -> list[QRectF]:
        return [view.canvas.place(number) for number in range(_NODES[problem])]

    qtbot.waitUntil(lambda: all(QRectF(view.canvas.rect()).contains(place) for place in places()))
    for number, one in enumerate(places()):
        assert not any(one.intersects(other) for other in places()[:number])


def test_another_problem_has_another_graph(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame())
    view.store.replace(Graphed(99))
    another = frame("sine")
    view.show_run(another.config)
    view.show_frame(another)
    assert "u₁ = " in view.summary()
    assert view.steps.buttons["back"].isEnabled()


def test_it_suits_what_has_samples_and_few_weights() -> None:
    suited = {name for name, problem in PROBLEMS.items() if GraphView.suits(problem)}
    assert {"linear", "line", "quadratic-fit", "sine", "two-layer", "finite-sum"} <= suited
    assert not {"himmelblau", "rosenbrock", "net"} & suited


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_cannot_see_it_is_told(qtbot: QtBot, language: str) -> None:
    set_language(language)
    view = put_up(qtbot, GraphView, frame())
    assert silent(view) == []
    assert "ŷ" not in heard(view.canvas).description
    press(view, "next")
    assert "ŷ = 1" in heard(view.canvas).description
    assert heard(view.canvas).name == {"en": "Computational graph", "zh": "计算图"}[language]


def node(view: GraphView, title: str) -> QPoint:
    """Where a node is, by what it is called."""
    graph = Graph.of(PROBLEMS["linear"])  # type: ignore[arg-type]
    at = next(at for at, one in enumerate(graph.vertices) if one.title == title)
    return view.canvas.place(at).center().toPoint()


def hover(view: GraphView, point: QPoint) -> None:
    at, none = QPointF(point), Qt.MouseButton.NoButton
    moved, on_screen = QEvent.Type.MouseMove, QPointF(view.canvas.mapToGlobal(point))
    event = QMouseEvent(moved, at, on_screen, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.canvas, event)


def test_a_click_leads_to_where_a_node_has_its_next_turn(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame())
    for moments in (2, 5, 2):
        qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=node(view, "e"))
        assert view.store[Graphed].moments == moments
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=node(view, "x"))
    assert view.store[Graphed].moments == 2


def test_pointing_at_a_node_lights_what_it_is(qtbot: QtBot) -> None:
    view = put_up(qtbot, GraphView, frame())
    view.store.replace(ChosenSample(3))
    told: list[tuple[str, int]] = []
    view.pointed.connect(lambda *said: told.append(said))
    for title in "wye":
        hover(view, node(view, title))
    QApplication.sendEvent(view.canvas, QEvent(QEvent.Type.Leave))
    assert told == [("weight", -1), ("sample", 2), ("sample", 2), ("", -1)]


def test_a_node_tells_its_numbers_whole_once_they_are_known(qtbot: QtBot) -> None:
    shown = frame(position=1)
    view = put_up(qtbot, GraphView, shown)

    def told() -> str:
        here = node(view, "ŷ")
        asked = QHelpEvent(QEvent.Type.ToolTip, here, view.canvas.mapToGlobal(here))
        QApplication.sendEvent(view.canvas, asked)
        return QToolTip.text()

    assert "ŷ" not in told()
    press(view, "next")
    assert f"ŷ = {shown.w[0]}" in told()
    assert "∂L" not in told()
    press(view, "all")
    assert f"∂L/∂ŷ = −{2 * (2 - shown.w[0])}" in told()
    QToolTip.hideText()
