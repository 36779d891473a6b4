"""Predict, then reveal, on the course's own problem."""

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.features.modes.predict import Predict
from gdviz.ui.views.weight_view import WeightView
from tests.ui.driving import action, choose, click, find, run_to_the_end
from tests.ui.mouse import click_at, curve, middle, move, on_curve, press, release

FIRST, SECOND = 2 - (1 - 0.05 * 28 / 3), 2 - (1 - 0.05 * 28 / 3) ** 2
"""Where listing 1's first two steps lead with α = 0.05, by hand."""


@pytest.fixture
def predict(window: MainWindow, qtbot: QtBot) -> Predict:
    window.show_run(configure(learning_rate=0.05))
    qtbot.waitUntil(lambda: len(window.player.trace) > 0)
    action(window, "predict_mode").trigger()
    feature = window.features["predict"]
    assert isinstance(feature, Predict)
    return feature


def arrow_shown(window: MainWindow) -> bool:
    view = curve(window)
    return bool(view.ghost.isVisible())  # type: ignore[attr-defined]


def test_where_the_step_leads_is_hidden_while_it_lasts(
    window: MainWindow, predict: Predict
) -> None:
    assert action(window, "predict_mode").isChecked()
    assert not arrow_shown(window)
    assert "moves right" not in window.views["numbers"].banner.text()  # type: ignore[attr-defined]
    assert "Where will the ball land?" in find(window, QLabel, "predict_message").text()
    action(window, "predict_mode").trigger()
    assert not predict.active
    assert arrow_shown(window)
    assert not predict.strip.isVisible()
    assert "moves right" in window.views["numbers"].banner.text()  # type: ignore[attr-defined]


def test_a_click_reveals_the_step_and_keeps_the_score(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    for guess in (FIRST + 0.4, SECOND):
        position = window.player.position
        click_at(curve(window).plot, middle(window, guess))
        qtbot.waitUntil(lambda: window.player.position == position + 1)  # noqa: B023
    first, second = predict.score.guesses
    assert first.truth[0] == pytest.approx(FIRST, rel=1e-12)
    assert second.truth[0] == pytest.approx(SECOND, rel=1e-12)
    assert first.distance == pytest.approx(0.1, abs=0.003)
    assert (first.hit, second.hit) == (False, True)
    mean = 100 * (first.distance + second.distance) / 2
    score = find(window, QLabel, "predict_score").text()
    assert score == f"guesses 2 · mean error {mean:.2g} % · hits 1"
    assert "a hit" in find(window, QLabel, "predict_message").text()
    assert window.player.config.start == (1.0,), "a guess sets no start"


def test_the_guess_can_be_moved_until_it_is_let_go(window: MainWindow, predict: Predict) -> None:
    plot = curve(window).plot
    press(plot, middle(window, 3))
    move(plot, middle(window, FIRST))
    assert predict.score.guesses == ()
    assert window.player.position == 0
    release(plot, middle(window, FIRST))
    assert predict.score.hits == 1


def test_the_keyboard_guesses_as_well(window: MainWindow, predict: Predict, qtbot: QtBot) -> None:
    plot = curve(window).plot
    assert window.focusWidget() is plot
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert predict.score.guesses == (), "Enter alone is no guess"
    for _press in range(2):
        qtbot.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    # From the ball at 1, ten times half a hundredth of the domain's 4, twice.
    assert predict.score.guesses[0].w[0] == pytest.approx(1.4)
    qtbot.waitUntil(lambda: window.player.position == 1)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert predict.score.guesses[1].w[0] == pytest.approx(FIRST + 0.02, abs=0.001)


def test_it_does_not_play_by_itself(window: MainWindow, predict: Predict, qtbot: QtBot) -> None:
    assert not find(window, QPushButton, "run").isEnabled()
    window.player.run()
    qtbot.waitUntil(lambda: not window.player.playing)
    find(window, QPushButton, "predict_end").click()
    assert find(window, QPushButton, "run").isEnabled()


def test_a_step_that_was_seen_is_shown_again_and_not_asked(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    click_at(curve(window).plot, middle(window, FIRST))
    qtbot.waitUntil(lambda: window.player.position == 1)
    click(window, "step_back")
    qtbot.waitUntil(lambda: window.player.position == 0)
    assert arrow_shown(window)
    assert "has been seen" in find(window, QLabel, "predict_message").text()
    window.player.step_forward()
    qtbot.waitUntil(lambda: window.player.position == 1)
    assert not arrow_shown(window)
    assert len(predict.score.guesses) == 1


def test_another_run_starts_another_score(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    click_at(curve(window).plot, middle(window, FIRST))
    click(window, "reset")
    assert predict.score.guesses == ()
    qtbot.waitUntil(lambda: len(window.player.trace) > 0)
    assert not arrow_shown(window)
    click_at(curve(window).plot, middle(window, FIRST))
    choose(window, "problem", "parabola")
    assert predict.score.guesses == ()


def test_a_step_out_of_the_view_can_be_guessed_at_its_edge(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    window.show_run(configure(learning_rate=1.0))
    qtbot.waitUntil(lambda: len(window.player.trace) > 0)
    click_at(curve(window).plot, middle(window, 4))
    assert predict.score.hits == 1
    assert predict.score.guesses[0].truth[0] == pytest.approx(1 + 28 / 3)


def test_at_the_end_nothing_is_asked(window: MainWindow, qtbot: QtBot) -> None:
    run_to_the_end(window, qtbot)
    action(window, "predict_mode").trigger()
    assert window.player.position == 0, "at the end there is no step: it begins at the start"
    window.player.seek(100)
    qtbot.waitUntil(lambda: window.player.at_end)
    assert "The run is over" in find(window, QLabel, "predict_message").text()


def test_a_search_is_not_asked_about(window: MainWindow, predict: Predict) -> None:
    choose(window, "algorithm", "exhaustive")
    assert "choose a descent" in find(window, QLabel, "predict_message").text()
    click_at(curve(window).plot, on_curve(window, 3))
    assert predict.score.guesses == ()


def test_it_is_offered_where_a_view_can_be_pointed_at(window: MainWindow) -> None:
    for problem in ("linear", "bowl", "line"):
        window.show_run(configure(problem))
        views = window.views.values()
        suited = any(isinstance(view, WeightView) and view.isVisibleTo(window) for view in views)
        assert action(window, "predict_mode").isEnabled() == suited, problem


def test_it_speaks_the_language_chosen_in_the_middle_of_it(
    window: MainWindow, predict: Predict
) -> None:
    before = find(window, QLabel, "predict_message").text()
    window.set_language("zh")
    assert predict.active
    assert not arrow_shown(window)
    window.set_language("en")
    assert find(window, QLabel, "predict_message").text() == before


def test_an_undo_takes_the_last_guess_back_and_asks_again(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    for number, guess in enumerate((FIRST + 0.4, SECOND), start=1):
        click_at(curve(window).plot, middle(window, guess))
        qtbot.waitUntil(lambda: window.player.position == number)  # noqa: B023
    undo, redo = (action(window, name) for name in ("undo", "redo"))
    score, said = (find(window, QLabel, f"predict_{name}") for name in ("score", "message"))
    after = score.text(), said.text(), window.grab().toImage()
    undo.trigger()
    assert window.player.position == 1
    assert len(predict.score.guesses) == 1
    assert score.text().startswith("guesses 1 ")
    assert "And the next step?" in said.text()
    assert predict.asking
    assert not arrow_shown(window)
    redo.trigger()
    assert window.player.position == 2
    assert (score.text(), said.text()) == after[:2]
    assert window.grab().toImage() == after[2]
    for _change in range(3):
        undo.trigger()
    assert not predict.active
    assert window.player.position == 0
    assert arrow_shown(window)


def test_guesses_come_back_in_another_window(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    click_at(curve(window).plot, middle(window, FIRST))
    qtbot.waitUntil(lambda: window.player.position == 1)
    again = MainWindow(theme=window.theme)
    qtbot.addWidget(again)
    again.show()
    again.restore(json.loads(json.dumps(window.state())))
    qtbot.waitUntil(lambda: again.player.position == 1 and len(again.player.trace) > 1)
    assert again.features["predict"].score == predict.score  # type: ignore[attr-defined]
    for name in ("predict_score", "predict_message"):
        assert find(again, QLabel, name).text() == find(window, QLabel, name).text()
    assert not arrow_shown(again)
    click_at(curve(again).plot, middle(again, SECOND))
    assert find(again, QLabel, "predict_score").text().startswith("guesses 2 ")


def test_a_change_of_the_run_that_is_undone_has_its_score_again(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    click_at(curve(window).plot, middle(window, FIRST))
    qtbot.waitUntil(lambda: window.player.position == 1)
    choose(window, "problem", "parabola")
    assert predict.score.guesses == ()
    action(window, "undo").trigger()
    assert window.player.position == 1
    assert predict.score.hits == 1
    assert find(window, QLabel, "predict_score").text().startswith("guesses 1 ")


def test_another_problem_in_the_midst_of_it_is_drawn(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    """Where the secret begins anew the views are asked to draw once more: the run that is shown."""
    click_at(curve(window).plot, middle(window, FIRST))
    click(window, "step_back")
    qtbot.waitUntil(lambda: window.player.position == 0)
    choose(window, "problem", "parabola")
    qtbot.waitUntil(lambda: len(window.player.trace) > 0)
    fresh = MainWindow(theme=window.theme)
    qtbot.addWidget(fresh)
    fresh.resize(window.size())
    fresh.show()
    choose(fresh, "problem", "parabola")
    drawn, expected = (curve(one).curve.getData() for one in (window, fresh))  # type: ignore[attr-defined]
    np.testing.assert_array_equal(drawn, expected)


def test_the_card_of_the_cost_has_a_button_for_it(window: MainWindow) -> None:
    for problem in ("linear", "bowl", "line"):
        window.show_run(configure(problem))
        QApplication.processEvents()
        views = [one for one in window.views.values() if isinstance(one, WeightView)]
        view = next(one for one in views if one.isVisible())
        button = find(window, QPushButton, f"predict_mode_{view.id}")
        assert button.isVisible()
        assert button.text() == "Predict"
        assert button.width() >= button.sizeHint().width()
        button.click()
        assert window.features["predict"].active  # type: ignore[attr-defined]
        assert button.isChecked()
        button.click()
        assert not window.features["predict"].active  # type: ignore[attr-defined]
        assert not button.isChecked()


def test_a_key_begins_and_ends_it(active: MainWindow, qtbot: QtBot) -> None:
    predict = active.features["predict"]
    for expected in (True, False):
        qtbot.keyClick(active, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        assert predict.active is expected  # type: ignore[attr-defined]


def test_an_undo_of_something_else_leaves_one_where_one_is(
    window: MainWindow, predict: Predict, qtbot: QtBot
) -> None:
    """Keeping is undone: no guess was, though another step has been seen since."""
    click_at(curve(window).plot, middle(window, FIRST))
    qtbot.waitUntil(lambda: window.player.position == 1)
    click(window, "keep_run")
    click(window, "step_forward")
    qtbot.waitUntil(lambda: window.player.position == 2)
    action(window, "undo").trigger()
    assert window.player.position == 2
    assert len(predict.score.guesses) == 1
    assert predict.asking
