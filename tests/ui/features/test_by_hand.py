"""Search by hand, on the course's own problem: J = 14/3 (w − 2)² over [0, 4]."""

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.features.modes.by_hand import ByHand
from gdviz.ui.theme import LIGHT
from tests.ui.driving import action, choose, find, run_to_the_end
from tests.ui.mouse import click_at, curve, middle, move, press


@pytest.fixture
def by_hand(window: MainWindow) -> ByHand:
    action(window, "by_hand_mode").trigger()
    feature = window.features["by-hand"]
    assert isinstance(feature, ByHand)
    return feature


def curve_pixels(window: MainWindow) -> int:
    """Count the pixels of the curve's colour within the plot."""
    return pixels(window, LIGHT.past)


def pixels(window: MainWindow, colour: str) -> int:
    plot = curve(window).plot
    rect = plot.getPlotItem().getViewBox().sceneBoundingRect().toRect().adjusted(2, 2, -2, -2)
    image, sought = plot.grab(rect).toImage(), QColor(colour).rgb()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixel(x, y) == sought for x, y in places)


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
    assert find(window, QLabel, "evaluations_value").text() == "0"
    for count, w in enumerate((1.0, 3.5, 2.2, 3.0), start=1):
        click_at(curve(window).plot, middle(window, w))
        probe = by_hand.probes.weights[-1]
        assert probe == pytest.approx(w, abs=0.01)
        assert score.text().startswith(f"probes {count} ")
        assert float(find(window, QLabel, "loss_value").toolTip()) == pytest.approx(cost(probe))
        slope = float(find(window, QLabel, "gradient_value").toolTip())
        assert slope == pytest.approx(28 / 3 * (probe - 2))
        evaluations = find(window, QLabel, "evaluations_value")
        assert evaluations.text() == str(3 * count)
        assert evaluations.toolTip() == f"probes {count} × samples 3"
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


def test_each_probe_leaves_its_height_and_a_tangent_of_one_length(
    window: MainWindow, by_hand: ByHand
) -> None:
    view = curve(window)
    for w in (0.3, 1.9, 3.0):
        by_hand.choose((w,))
    for size in ((1100, 800), (960, 600)):
        window.resize(*size)
        QApplication.processEvents()
        ends = np.column_stack(view.probe_marks.tangents.getData()).reshape(-1, 2, 2)
        np.testing.assert_allclose(ends.mean(axis=1), [(w, cost(w)) for w in (0.3, 1.9, 3.0)])
        across, up = (ends[:, 1] - ends[:, 0]).T
        np.testing.assert_allclose(up / across, 28 / 3 * (np.array([0.3, 1.9, 3.0]) - 2))
        first, second = (view.pointing.pixels(ends[:, end]) for end in (0, 1))
        np.testing.assert_allclose(np.hypot(*(second - first).T), 44, rtol=0.02)
    assert view.probe_marks.tangents.opts["pen"].color() == QColor(LIGHT.gradient)
    find(window, QPushButton, "by_hand_reveal").click()
    assert len(view.probe_marks.tangents.getData()[0]) == 6
    find(window, QPushButton, "by_hand_end").click()
    assert not len(view.probe_marks.tangents.getData()[0])


def test_the_grid_stays_where_it_is_while_the_curve_is_hidden(window: MainWindow) -> None:
    plot = curve(window).plot
    rect = plot.getPlotItem().getViewBox().sceneBoundingRect().toRect()
    column, colour = rect.left() + 5, QColor(LIGHT.line).rgb()  # the curve is above, on the left

    def lines() -> list[int]:
        image = plot.grab().toImage()
        rows = range(rect.top() + 2, rect.bottom() - 3)
        return [y for y in rows if image.pixel(column, y) == colour]

    before = lines()
    assert len(before) >= 2
    window.features["by-hand"].begin()  # type: ignore[attr-defined]
    strip = find(window, QWidget, "by_hand_message").parentWidget()
    assert strip is not None
    strip.hide()  # as high a plot as before
    QApplication.processEvents()
    assert lines() == before


def test_the_end_compares_it_with_three_who_looked_as_often(
    window: MainWindow, by_hand: ByHand
) -> None:
    for w in (1.0, 3.5, 2.2):
        click_at(curve(window).plot, middle(window, w))
    ranking = find(window, QLabel, "by_hand_ranking")
    assert not ranking.isVisible()
    find(window, QPushButton, "by_hand_reveal").click()
    assert ranking.isVisible()
    first, best = by_hand.probes.weights[0], by_hand.probes.best
    said = find(window, QLabel, "by_hand_message").text()
    assert f"is 0 at w = 2, {100 * (best - 2) / 4:.2g} % of the range from your best." in said
    # Three points of a grid over [0, 4] have 2 among them, the third of five is 2, and
    # two steps take w − 2 by a factor 1 − 0.01·28/3 each.
    descent = 2 + (first - 2) * (1 - 0.01 * 28 / 3) ** 2
    players = (
        ("Exhaustive search", 2), ("Divide and conquer", 2), ("you", best),
        ("Gradient descent α = 0.01", descent),
    )  # fmt: skip
    shown = QTextDocumentFragment.fromHtml(ranking.text()).toPlainText().split("\n")
    expected = [(name, f"w = {w:.4g}", f"cost {cost(w):.4g}") for name, w in players]
    assert [text for text in shown if text] == [text for row in expected for text in row]
    assert find(window, QLabel, "by_hand_score").text() == "probes each: 3"
    window.set_language("zh")
    said = find(window, QLabel, "by_hand_message").text()
    assert f"的 {100 * (best - 2) / 4:.2g}%。" in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_the_smallest_window_nothing_of_its_end_is_cut(
    window: MainWindow, by_hand: ByHand, language: str
) -> None:
    window.set_language(language)
    window.resize(960, 600)
    for w in (1 / 3, 3.4142, 1.6123, 2.7183, 2.2013):
        by_hand.choose((w,))
    find(window, QPushButton, "by_hand_reveal").click()
    QApplication.processEvents()
    for name in ("score", "message", "ranking"):
        told = find(window, QLabel, f"by_hand_{name}")
        needed = told.heightForWidth(told.width()) if told.wordWrap() else told.sizeHint().height()
        assert told.height() >= needed
        assert told.wordWrap() or told.width() >= told.sizeHint().width()


def test_after_a_run_the_answer_is_not_on_show(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    action(window, "by_hand_mode").trigger()
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
    assert not action(window, "by_hand_mode").isChecked()
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
    assert not action(window, "by_hand_mode").isEnabled()


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
    action(window, "by_hand_mode").trigger()
    click_at(curve(window).plot, middle(window, 2.5))
    shown = find(window, QLabel, "weight_value").toolTip()
    assert float(shown) == pytest.approx(2.5, abs=0.01)


def dots(window: MainWindow) -> int:
    """Count how many pixels within the plot have the colour of a probe."""
    return pixels(window, LIGHT.weight)


def seen(window: MainWindow) -> tuple[str, ...]:
    names = (
        "by_hand_score", "by_hand_message", "weight_value", "loss_value", "gradient_value",
        "prediction_value", "banner",
    )  # fmt: skip
    parts = (find(window, QWidget, name) for name in names)
    return tuple(part.text() for part in parts)  # type: ignore[attr-defined]


def test_an_undo_takes_back_a_probe_the_curve_and_the_mode(
    window: MainWindow, by_hand: ByHand
) -> None:
    looks = []
    for w in (1.0, 3.5):
        click_at(curve(window).plot, middle(window, w))
        looks.append((seen(window), dots(window)))
    find(window, QPushButton, "by_hand_reveal").click()
    shown = seen(window)
    window.player.seek(30)
    action(window, "undo").trigger()
    assert window.player.position == 0, "what the run finds is no help"
    assert curve_pixels(window) == 0
    assert not find(window, QWidget, "transport").isEnabled()
    assert (seen(window), dots(window)) == looks[1]
    action(window, "undo").trigger()
    assert (seen(window), dots(window)) == looks[0]
    action(window, "redo").trigger()
    action(window, "redo").trigger()
    assert seen(window) == shown
    assert curve_pixels(window) > 100
    for _change in range(4):
        action(window, "undo").trigger()
    assert not by_hand.active
    assert find(window, QWidget, "transport").isEnabled()
    assert curve_pixels(window) > 100
    assert find(window, QLabel, "gradient_value").text() == "−9.333"


def test_the_probes_come_back_with_their_problem(window: MainWindow, by_hand: ByHand) -> None:
    """A problem of two weights ends the search: an undo leads into it again."""
    click_at(curve(window).plot, middle(window, 1.5))
    before = seen(window), dots(window)
    choose(window, "problem", "bowl")
    assert not by_hand.active
    action(window, "undo").trigger()
    assert by_hand.active
    assert (seen(window), dots(window)) == before
    assert curve_pixels(window) == 0
    choose(window, "problem", "plateau")
    assert by_hand.probes.weights == ()
    action(window, "undo").trigger()
    assert (seen(window), dots(window)) == before


def test_a_search_comes_back_in_another_window(
    window: MainWindow, by_hand: ByHand, qtbot: QtBot
) -> None:
    for w in (1.0, 2.2):
        click_at(curve(window).plot, middle(window, w))
    for revealed in (False, True):
        if revealed:
            find(window, QPushButton, "by_hand_reveal").click()
        again = MainWindow(theme=LIGHT)
        qtbot.addWidget(again)
        again.show()
        again.restore(json.loads(json.dumps(window.state())))
        qtbot.waitUntil(lambda: len(again.player.trace) > 0)  # noqa: B023
        assert seen(again) == seen(window)
        assert (curve_pixels(again) > 0) is revealed
        assert find(again, QPushButton, "by_hand_reveal").isVisible() is not revealed


def test_the_model_is_drawn_at_the_probe(window: MainWindow, by_hand: ByHand) -> None:
    click_at(curve(window).plot, middle(window, 3.5))
    (w,) = by_hand.probes.weights
    x, y = window.views["data"].line.getData()  # type: ignore[attr-defined]
    np.testing.assert_allclose(y, w * x)


def test_a_view_that_was_hidden_shows_the_search_too(window: MainWindow, by_hand: ByHand) -> None:
    window.set_hidden({"cost-curve", "numbers"})
    by_hand.choose((3.0,))
    window.set_hidden(())
    assert curve_pixels(window) == 0
    assert dots(window) > 0
    assert find(window, QLabel, "weight_value").text() == "3.000"


def test_it_is_begun_beside_the_curve_and_by_a_key(active: MainWindow, qtbot: QtBot) -> None:
    by_hand = active.features["by-hand"]
    assert isinstance(by_hand, ByHand)
    button = find(active, QPushButton, "by_hand_mode_cost-curve")
    assert button.isVisible()
    button.click()
    assert by_hand.active
    assert active.focusWidget() is curve(active).plot
    qtbot.keyClick(curve(active).plot, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not by_hand.active
    assert not button.isChecked()
    active.show_run(configure("bowl"))
    assert not find(active, QPushButton, "by_hand_mode_contours").isVisible()
