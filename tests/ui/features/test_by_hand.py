"""Search by hand, on the course's own problem: J = 14/3 (w − 2)² over [0, 4]."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.features.by_hand import ByHand
from gdviz.ui.theme import LIGHT
from tests.ui.driving import choose, find, run_to_the_end
from tests.ui.mouse import click_at, curve, middle, move, press


@pytest.fixture
def by_hand(window: MainWindow) -> ByHand:
    action(window).trigger()
    feature = window.features["by-hand"]
    assert isinstance(feature, ByHand)
    return feature


def action(window: MainWindow) -> QAction:
    found = window.findChild(QAction, "by_hand_mode")
    assert found is not None
    return found


def curve_pixels(window: MainWindow) -> int:
    """Count the pixels of the curve's colour within the plot."""
    plot = curve(window).plot
    rect = plot.getPlotItem().getViewBox().sceneBoundingRect().toRect().adjusted(2, 2, -2, -2)
    image = plot.grab(rect).toImage()
    colour = QColor(LIGHT.past).rgb()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixel(x, y) == colour for x, y in places)


def cost(w: float) -> float:
    return 14 / 3 * (w - 2) ** 2


def test_the_curve_is_hidden_until_it_is_shown(window: MainWindow, by_hand: ByHand) -> None:
    assert curve_pixels(window) == 0
    assert not find(window, QPushButton, "by_hand_reveal").isEnabled()
    click_at(curve(window).plot, middle(window, 1.5))
    assert curve_pixels(window) == 0
    find(window, QPushButton, "by_hand_reveal").click()
    assert curve_pixels(window) > 100


def test_each_click_reveals_the_cost_at_one_weight(window: MainWindow, by_hand: ByHand) -> None:
    score, said = (find(window, QLabel, f"by_hand_{name}") for name in ("score", "message"))
    for count, w in enumerate((1.0, 3.5, 2.2, 3.0), start=1):
        click_at(curve(window).plot, middle(window, w))
        probe = by_hand.probes.weights[-1]
        assert probe == pytest.approx(w, abs=0.01)
        assert score.text().startswith(f"probes {count} ")
        assert float(find(window, QLabel, "loss_value").toolTip()) == pytest.approx(cost(probe))
        assert find(window, QLabel, "gradient_value").text() == "–"
        assert ("lowest so far" in said.text()) == (w in (1.0, 2.2))
    assert by_hand.probes.best == pytest.approx(2.2, abs=0.01)
    assert window.player.config.start == (1.0,), "a probe sets no start"


def test_pointing_without_letting_go_reveals_nothing(window: MainWindow, by_hand: ByHand) -> None:
    plot = curve(window).plot
    press(plot, middle(window, 1.5))
    move(plot, middle(window, 2.5))
    assert by_hand.probes.weights == ()


def test_the_keyboard_searches_as_well(window: MainWindow, by_hand: ByHand, qtbot: QtBot) -> None:
    plot = curve(window).plot
    for _probe in range(2):
        qtbot.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert by_hand.probes.weights == pytest.approx((1.2, 1.4))


def test_the_end_compares_it_with_the_algorithms(window: MainWindow, by_hand: ByHand) -> None:
    for w in (1.0, 2.2):
        click_at(curve(window).plot, middle(window, w))
    find(window, QPushButton, "by_hand_reveal").click()
    best = by_hand.probes.best
    said = find(window, QLabel, "by_hand_message").text()
    assert "the minimum is w = 2 with the cost 0." in said
    assert f"They are {100 * (best - 2) / 4:.2g} % of the range apart." in said
    # By hand: the grid's points are 0.1 apart; the third of five is 2; and descent takes
    # w − 2 from −1 by a factor 1 − 0.01·28/3 a step.
    grid = math.ceil((4 - best) / 0.1 - 1e-9) + 1
    descent = math.ceil(math.log(best - 2) / math.log(1 - 0.01 * 28 / 3))
    text = find(window, QLabel, "by_hand_comparison").text().replace("&nbsp;", " ")
    assert text.count("<b>") == 4
    assert "you <b>2</b>" in text
    assert f"Exhaustive search <b>{grid}</b>" in text
    assert "Divide and conquer <b>3</b>" in text
    assert f"Gradient descent <b>{descent}</b>" in text
    window.set_language("zh")
    said = find(window, QLabel, "by_hand_message").text()
    assert f"的 {100 * (best - 2) / 4:.2g}%。" in said


def test_after_a_run_the_answer_is_not_on_show(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    action(window).trigger()
    assert window.player.position == 0
    assert find(window, QLabel, "weight_value").text() == "1.000"


def test_it_starts_again_and_it_ends(window: MainWindow, by_hand: ByHand) -> None:
    click_at(curve(window).plot, middle(window, 1.5))
    find(window, QPushButton, "by_hand_reveal").click()
    assert find(window, QPushButton, "run").isEnabled()
    find(window, QPushButton, "by_hand_again").click()
    assert by_hand.probes.weights == ()
    assert curve_pixels(window) == 0
    assert not find(window, QWidget, "transport").isEnabled()
    find(window, QPushButton, "by_hand_end").click()
    assert not action(window).isChecked()
    assert curve_pixels(window) > 100
    assert find(window, QWidget, "transport").isEnabled()
    assert find(window, QLabel, "gradient_value").text() == "−9.333"


def test_the_run_plays_on_once_the_curve_is_shown(
    window: MainWindow, by_hand: ByHand, qtbot: QtBot
) -> None:
    click_at(curve(window).plot, middle(window, 1.5))
    window.player.run()
    qtbot.waitUntil(lambda: not window.player.playing)
    assert window.player.position == 0
    find(window, QPushButton, "by_hand_reveal").click()
    run_to_the_end(window, qtbot)
    assert window.player.at_end


def test_another_setting_keeps_the_probes_and_another_problem_does_not(
    window: MainWindow, by_hand: ByHand, qtbot: QtBot
) -> None:
    click_at(curve(window).plot, middle(window, 1.5))
    choose(window, "algorithm", "sgd")
    qtbot.waitUntil(lambda: len(window.player.trace) > 0)
    assert len(by_hand.probes.weights) == 1
    shown = find(window, QLabel, "loss_value").toolTip()
    assert float(shown) == pytest.approx(cost(by_hand.probes.weights[0]))
    choose(window, "problem", "plateau")
    assert by_hand.probes.weights == ()
    assert curve_pixels(window) == 0
    choose(window, "problem", "bowl")
    assert not by_hand.active
    assert not action(window).isEnabled()


def test_one_mode_at_a_time(window: MainWindow, by_hand: ByHand) -> None:
    predict = window.features["predict"]
    predict.begin()  # type: ignore[attr-defined]
    assert not by_hand.active
    assert curve_pixels(window) > 100
    by_hand.begin()
    assert not predict.active  # type: ignore[attr-defined]
    assert curve_pixels(window) == 0


def test_a_search_can_be_done_by_hand_whatever_the_algorithm(window: MainWindow) -> None:
    window.show_run(configure(algorithm="exhaustive"))
    action(window).trigger()
    click_at(curve(window).plot, middle(window, 2.5))
    shown = find(window, QLabel, "weight_value").toolTip()
    assert float(shown) == pytest.approx(2.5, abs=0.01)
