"""What is told to who cannot see: everything has a name, a role and a value, and news are said."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSlider, QDialog, QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome
from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from gdviz.ui.widgets.inside import everything_in
from tests.ui.access.listening import Listener, Role, heard, listener, number_heard, scale, silent
from tests.ui.driving import choose, click, find, run_to_the_end, trigger
from tests.ui.features.own_data.dialog import open_data, wait_for_answer
from tests.ui.keeping import keep
from tests.ui.mouse import curve

__all__ = ["listener"]

LESSONS, _ERRORS = load_lessons()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_takes_the_keyboard_without_a_name_a_role_and_a_value(
    window: MainWindow, qtbot: QtBot, language: str
) -> None:
    window.set_language(language)
    click(window, "more")
    assert silent(window) == []
    for problem in ("quadratic-fit", "himmelblau"):
        choose(window, "problem", problem)
        assert silent(window) == [], problem
    click(window, "drawn_solid")
    assert heard(find(window, QWidget, "surface_canvas")).role == Role.Graphic
    assert silent(window) == []
    choose(window, "problem", "linear")
    keep(window, qtbot, 0.01)
    window.set_workspace("compare")
    click(window, "start_sweep")
    qtbot.waitUntil(lambda: find(window, QWidget, "sweep_curve_plot").isVisible())
    assert silent(window) == []
    window.set_workspace("many")
    qtbot.waitUntil(lambda: find(window, QTableWidget, "ends").rowCount() > 0)
    assert silent(window) == []
    window.show_lesson(next(iter(LESSONS.values())))
    assert silent(window) == []
    for mode in ("predict_mode", "by_hand_mode"):
        trigger(window, mode)
        assert silent(window) == []


def test_dialogs_too_have_a_name_a_role_and_a_value(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    trigger(window, "shortcuts")
    sheet = window.findChild(QDialog, "shortcut_sheet")
    assert isinstance(sheet, QDialog)
    assert silent(sheet) == []
    sheet.close()
    path = tmp_path / "some.csv"
    path.write_text("x,y\n1,2\n2,4\n3,7\n", encoding="utf-8")
    dialog = open_data(window, path)
    wait_for_answer(dialog, qtbot)
    assert silent(dialog) == []
    dialog.reject()


def test_a_plot_tells_what_is_seen_in_it_whenever_it_is_asked(
    window: MainWindow, qtbot: QtBot
) -> None:
    plot, losses = curve(window).plot, find(window, QWidget, "loss_plot")
    assert heard(plot)[:2] == (Role.Graphic, "Cost curve")
    # The course's own cost is 14/3·(w − 2)², and it begins at w = 1.
    assert heard(plot).description == "weight 1, cost 4.667, falling to the right"
    run_to_the_end(window, qtbot)
    assert heard(plot).description.startswith("weight 2, cost ")
    assert heard(losses).description.startswith("step 100 of 100, loss ")
    assert heard(find(window, QWidget, "data_plot")).description.startswith("3 samples, ")


def test_what_is_to_be_found_is_not_told(window: MainWindow) -> None:
    trigger(window, "by_hand_mode")
    assert heard(curve(window).plot).description == "weight 1"
    assert heard(find(window, QWidget, "loss_plot")).description == "step 0 of 100"


def test_a_slider_tells_its_number(window: MainWindow) -> None:
    rate = find(window, QWidget, "learning_rate_slider")
    assert heard(rate).value == "0.01"
    assert number_heard(rate) == 0.01
    scale(rate).setCurrentValue(0.1)
    assert window.player.config.algorithm.learning_rate == 0.1  # type: ignore[attr-defined]
    speed = find(window, QAbstractSlider, "speed")
    assert heard(speed).value == "10 steps/s"
    speed.setValue(speed.maximum())
    assert heard(speed).value == "as fast as it goes"
    assert heard(find(window, QWidget, "timeline")).value == "step 0 of 100"


def test_a_label_leads_to_its_field(window: MainWindow) -> None:
    labels = [one for one in everything_in(window.controls) if isinstance(one, QLabel)]
    led = {one.buddy().objectName(): one.text() for one in labels if one.buddy() is not None}
    assert led["learning_rate"] == "Learning rate α"
    assert {"problem", "algorithm", "rule", "epochs", "start"} <= led.keys()


def test_of_choices_one_is_chosen_by_arrows_and_is_a_radio_button(
    active: MainWindow, qtbot: QtBot
) -> None:
    steps = find(active, QWidget, "loss_steps")
    steps.setFocus()
    assert heard(steps).role == Role.RadioButton
    qtbot.keyClick(steps, Qt.Key.Key_Right)
    epochs = active.focusWidget()
    assert epochs.objectName() == "loss_epochs"
    assert epochs.isChecked()  # type: ignore[attr-defined]
    assert not steps.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_end_of_a_run_is_said_and_divergence_at_once(
    window: MainWindow, qtbot: QtBot, listener: Listener
) -> None:
    assert run_to_the_end(window, qtbot) is Outcome.CONVERGED
    said, urgent = listener.announced[-1]
    assert said.startswith("Converged to ")
    assert not urgent
    find(window, QWidget, "learning_rate").setValue(1.0)  # type: ignore[attr-defined]
    click(window, "reset")
    assert run_to_the_end(window, qtbot) is Outcome.DIVERGED
    said, urgent = listener.announced[-1]
    assert said.startswith("Diverged at step ")
    assert urgent


def test_the_page_of_a_lesson_is_said(window: MainWindow, listener: Listener) -> None:
    lesson = next(iter(LESSONS.values()))
    window.show_lesson(lesson)
    assert str(lesson.title) in listener.last
    assert str(lesson.goal) in listener.last
    click(window, "lesson_next")
    assert str(lesson.steps[0].text) in listener.last
    count = len(listener.announced)
    click(window, "lesson_close")
    assert len(listener.announced) == count


def test_once_a_run_rests_every_picture_has_something_else_to_tell(
    window: MainWindow, qtbot: QtBot, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(window, "problem", "himmelblau")
    click(window, "drawn_solid")
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    run_to_the_end(window, qtbot)
    assert {"surface_canvas", "loss_plot"} <= listener.changed
