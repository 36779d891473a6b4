"""Lessons in the window: walking through one, what is hidden, files of one's own."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.core.telling.lessons import load_lesson, load_lessons
from gdviz.ui import MainWindow
from gdviz.ui.features.lessons import feature
from gdviz.ui.theme import LIGHT
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import action, click, entries, find, run_to_the_end

LESSONS, _ERRORS = load_lessons()

LONG = """\
order = 1
hide = ["speed", "smoothing", "start"]
title = { en = "A & B", zh = "甲与乙" }
goal = { en = "Goal.", zh = "目标。" }
question = { en = "Why?", zh = "为什么？" }
answer = { en = "So.", zh = "因为。" }

[settings]
learning_rate = 0.05

[[steps]]
text = { en = "EN", zh = "ZH" }
look_for = { en = "Look.", zh = "看。" }
"""
LONG = LONG.replace("EN", 80 * "Many words. ").replace("ZH", 80 * "很多字。")


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(feature, "warn", lambda _parent, text: said.append(text))
    return said


def choose(window: MainWindow, name: str) -> None:
    """Choose an entry of a menu."""
    entry = action(window, name)
    assert entry.isEnabled()
    entry.trigger()


def page(window: MainWindow) -> QScrollArea:
    shown = window.features["lessons"].panel.pages.currentWidget()
    assert isinstance(shown, QScrollArea)
    return shown


def words(window: MainWindow) -> str:
    """Return what the lesson's page says."""
    return "\n".join(found.text() for found in page(window).findChildren(QLabel))


def shown_in(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def place(window: MainWindow) -> str:
    return str(window.features["lessons"].panel.place.text())


def corner(window: MainWindow) -> str:
    found = window.menuBar().cornerWidget()
    assert isinstance(found, QLabel)
    return found.text()


def seen(window: MainWindow, name: str) -> bool:
    return find(window, QWidget, name).isVisibleTo(window)


def test_the_menu_has_all_lessons_in_order(window: MainWindow) -> None:
    assert not window.features["lessons"].panel.isVisible()
    assert (corner(window), window.windowTitle()) == ("", "gdviz")
    listed = [
        action.text().split(maxsplit=1)
        for action in entries(window, "lessons")
        if action.isCheckable()
    ]
    titles = [str(lesson.title) for lesson in LESSONS.values()]
    assert listed == [[str(n), title] for n, title in enumerate(titles, 1)]
    choose(window, "gradient-descent")
    number = list(LESSONS).index("gradient-descent") + 1
    assert corner(window) == f"Lesson {number} of {len(LESSONS)} · Gradient descent"
    assert window.windowTitle() == "Gradient descent – gdviz"
    chosen = [action.objectName() for action in entries(window, "lessons") if action.isChecked()]
    assert chosen == ["gradient-descent"]


def test_the_corner_stands_in_the_menus_line_and_off_the_edge(window: MainWindow) -> None:
    choose(window, "gradient-descent")
    QApplication.processEvents()
    label, bar = window.menuBar().cornerWidget(), window.menuBar()
    text = label.contentsRect().translated(label.pos())
    assert abs(text.center().y() - bar.rect().center().y()) <= 2
    assert bar.width() - text.right() >= 14


def is_at(window: MainWindow, position: int) -> bool:
    return window.player.position == position


def test_every_lesson_can_be_walked_through(window: MainWindow, qtbot: QtBot) -> None:
    for name, lesson in LESSONS.items():
        choose(window, name)
        assert str(lesson.goal) in words(window)
        assert window.player.config == lesson.config()
        for number, step in enumerate(lesson.steps, 1):
            click(window, "lesson_next")
            assert place(window) == f"step {number} of {len(lesson.steps)}"
            assert str(step.text) in words(window)
            assert str(step.look_for or "") in words(window)
            assert page(window).verticalScrollBar().maximum() == 0, (name, number)
            assert window.player.config == window.controls.config() == step.config()
            qtbot.waitUntil(partial(is_at, window, step.scene.at))
            assert not window.player.playing
            assert [hidden for hidden in lesson.hide if seen(window, hidden)] == []
        click(window, "lesson_next")
        assert str(lesson.question) in words(window)
        assert str(lesson.answer) not in words(window)
        click(window, "lesson_answer")
        assert str(lesson.question) in words(window)
        assert str(lesson.answer) in words(window)


def test_back_sets_the_step_before_and_what_the_reader_changed(window: MainWindow) -> None:
    choose(window, "too-large-a-rate")
    assert not find(window, QAbstractButton, "lesson_back").isEnabled()
    click(window, "lesson_next")
    click(window, "lesson_next")
    assert window.player.config.algorithm.learning_rate == 0.21
    find(window, NumberField, "learning_rate").setValue(0.5)
    assert window.player.config.algorithm.learning_rate == 0.5
    click(window, "lesson_back")
    assert place(window) == "step 1 of 5"
    assert window.player.config.algorithm.learning_rate == 0.2


def test_a_page_that_asks_begins_anew_and_the_last_question_leaves_the_run(
    window: MainWindow, qtbot: QtBot
) -> None:
    choose(window, "smoothing")
    click(window, "lesson_next")
    run_to_the_end(window, qtbot)
    config = window.player.config
    click(window, "lesson_next")
    assert window.player.config == config
    assert window.player.position == 0
    for _page in LESSONS["smoothing"].steps[2:]:
        click(window, "lesson_next")
    run_to_the_end(window, qtbot)
    click(window, "lesson_next")
    click(window, "lesson_answer")
    assert window.player.at_end
    assert place(window) == "question"


def control_names(window: MainWindow) -> list[str]:
    found = window.controls.findChildren(QWidget)
    return [one.objectName() for one in found if one.objectName() and "qt_" not in one.objectName()]


def test_what_a_lesson_hides_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    names = [*control_names(window), "smoothing", "speed"]
    before = {name: seen(window, name) for name in names}
    labels = window.controls.findChildren(QLabel)
    shown_labels = [one.isVisibleTo(window) for one in labels]
    for name in ("search-by-eye", "too-large-a-rate"):
        choose(window, name)
        hidden = LESSONS[name].hide
        assert [one for one in hidden if seen(window, one)] == []
        assert sum(one.isVisibleTo(window) for one in labels) < sum(shown_labels)
    assert not seen(window, "problem")
    assert "w ← w − α·g" in shown_in(window.controls)
    choose(window, "search-by-eye")
    assert "w ← w − α·g" not in shown_in(window.controls)
    choose(window, "too-large-a-rate")
    assert seen(window, "momentum_enabled")
    click(window, "lesson_close")
    assert not window.features["lessons"].panel.isVisible()
    assert {name: seen(window, name) for name in names} == before
    assert [one.isVisibleTo(window) for one in labels] == shown_labels
    assert (corner(window), window.windowTitle()) == ("", "gdviz")


def test_a_hidden_control_stays_hidden_when_another_changes(window: MainWindow) -> None:
    choose(window, "exhaustive")
    combo = find(window, QWidget, "algorithm")
    combo.setCurrentIndex(combo.findData("gradient-descent"))
    window.set_language("zh")
    assert [one for one in LESSONS["exhaustive"].hide if seen(window, one)] == []


@pytest.mark.full
def test_the_courses_lessons_need_no_scrolling_in_chinese(window: MainWindow) -> None:
    window.set_language("zh")
    for name in LESSONS:
        choose(window, name)
        for number in range(len(LESSONS[name].steps)):
            click(window, "lesson_next")
            QApplication.processEvents()
            assert page(window).verticalScrollBar().maximum() == 0, (name, number + 1)


def test_one_lesson_leads_to_the_next(window: MainWindow) -> None:
    first, second, *_others, last = LESSONS
    choose(window, first)
    for _page in range(len(LESSONS[first].steps) + 3):
        click(window, "lesson_next")
    assert find(window, QAbstractButton, "lesson_next").text() == "Next lesson"
    click(window, "lesson_next")
    assert corner(window).endswith(str(LESSONS[second].title))
    choose(window, "previous_lesson")
    assert corner(window).endswith(str(LESSONS[first].title))
    choose(window, last)
    for _page in range(len(LESSONS[last].steps) + 3):
        click(window, "lesson_next")
    assert not find(window, QAbstractButton, "lesson_next").isEnabled()
    choose(window, "close_lesson")
    assert not window.features["lessons"].panel.isVisible()


def test_keys_turn_the_pages_and_space_still_runs(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "plateau")
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: place(window) == "step 1 of 5")
    qtbot.mouseClick(find(window, QWidget, "lesson_next"), Qt.MouseButton.LeftButton)
    assert place(window) == "step 2 of 5"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: place(window) == "step 1 of 5")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.player.playing)
    assert place(window) == "step 1 of 5"


def test_another_language_keeps_the_page(window: MainWindow) -> None:
    choose(window, "saddle")
    click(window, "lesson_next")
    click(window, "lesson_next")
    window.set_language("zh")
    step = LESSONS["saddle"].steps[1]
    assert step.text.zh in words(window)
    assert window.windowTitle() == "鞍点 – gdviz"
    assert corner(window).endswith("鞍点")
    assert window.player.config == step.config()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_long_texts_scroll_and_leave_the_window_as_it_is(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "long.toml"
    path.write_text(LONG, "utf-8")
    window.resize(1024, 640)
    window.set_language(language)
    window.show_lesson(load_lesson(path))
    click(window, "lesson_next")
    panel = window.features["lessons"].panel
    qtbot.waitUntil(lambda: page(window).verticalScrollBar().maximum() > 0)
    assert (window.width(), window.height()) == (1024, 640)
    assert window.controls.height() >= 150
    assert panel.width() == window.controls.width() < 260
    for name in ("lesson_back", "lesson_next", "lesson_close"):
        button = find(window, QWidget, name)
        assert panel.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()
    assert page(window).horizontalScrollBar().maximum() == 0


def test_a_lesson_of_ones_own_is_opened_from_its_file(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warnings: list[str]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(LONG, "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(path), ""))
    choose(window, "open_file")
    assert corner(window) == "A & B"
    assert [name for name in ("speed", "smoothing", "start") if seen(window, name)] == []
    assert window.player.config.algorithm.learning_rate == 0.05
    path.write_text(LONG.replace("learning_rate = 0.05", "learning_rate = 50"), "utf-8")
    choose(window, "open_file")
    assert corner(window) == "A & B"
    assert len(warnings) == 1
    assert "mine.toml, line 9: " in warnings[0]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: ("", ""))
    choose(window, "open_file")
    assert len(warnings) == 1


def test_a_broken_file_is_named_and_the_others_are_there(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warnings: list[str]
) -> None:
    (tmp_path / "fine.toml").write_text(LONG, "utf-8")
    (tmp_path / "spoilt.toml").write_text(LONG.replace("smoothing", "smoothnes"), "utf-8")
    monkeypatch.setattr(feature, "load_lessons", lambda **given: load_lessons(tmp_path, **given))
    window = MainWindow(theme=LIGHT)
    qtbot.addWidget(window)
    listed = {action.objectName(): action.text() for action in entries(window, "lessons")}
    assert listed["fine"].endswith("A && B")
    assert "spoilt.toml, line 2" in listed["broken_spoilt"]
    choose(window, "broken_spoilt")
    assert len(warnings) == 1
    assert "spoilt.toml, line 2: " in warnings[0]
    assert "smoothnes" in warnings[0]
    (tmp_path / "fine.toml").unlink()
    window = MainWindow(theme=LIGHT)
    qtbot.addWidget(window)
    assert entries(window, "lessons") == entries(window, "lessons")  # however often it is opened


def test_lessons_can_be_turned_for_a_whole_lecture(window: MainWindow, qtbot: QtBot) -> None:
    """What goes with a lesson's page must not come back as something else."""
    qtbot.waitActive(window)
    window.show_lesson(next(iter(LESSONS.values())))
    for _lesson in LESSONS:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        for _stop in range(3):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        qtbot.keyClick(here, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    assert window.windowTitle().startswith(str(list(LESSONS.values())[-1].title))
