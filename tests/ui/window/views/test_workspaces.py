"""The workspaces: one at a time, by word, key and menu; remembered, undone."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gdviz.core import InputError
from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import WORKSPACES
from tests.ui.driving import action, click, find, trigger
from tests.ui.keeping import panel

RUN = {"cost-curve", "loss", "numbers", "arithmetic", "data"}
COMPARE = {"cost-curve", "loss"}


def shown(window: MainWindow) -> set[str]:
    return {name for name, view in window.views.items() if view.isVisible()}


def chosen(window: MainWindow) -> list[str]:
    """The words that are lit, and the entries that are ticked."""
    words = [w for w in WORKSPACES if find(window, QAbstractButton, f"in_{w}").isChecked()]
    assert words == [w for w in WORKSPACES if action(window, f"open_{w}").isChecked()]
    return words


def test_one_is_shown_at_a_time(window: MainWindow) -> None:
    assert (chosen(window), shown(window), panel(window).isVisible()) == (["run"], RUN, False)
    click(window, "in_compare")
    assert (chosen(window), shown(window), panel(window).isVisible()) == (
        ["compare"], COMPARE, True,
    )  # fmt: skip
    click(window, "in_compare")
    assert chosen(window) == ["compare"]
    action(window, "open_run").trigger()
    assert (chosen(window), shown(window), panel(window).isVisible()) == (["run"], RUN, False)


def test_keys_lead_to_them(active: MainWindow) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    for key, workspace in ((Qt.Key.Key_2, "code"), (Qt.Key.Key_3, "compare")):
        QTest.keyClick(active, key, control)
        assert chosen(active) == [workspace]
    QTest.keyClick(active, Qt.Key.Key_1, control)
    assert chosen(active) == ["run"]


def test_they_are_undone_and_remembered(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "in_compare")
    action(window, "undo").trigger()
    assert (chosen(window), shown(window)) == (["run"], RUN)
    action(window, "redo").trigger()
    again = MainWindow()
    qtbot.addWidget(again)
    again.show()
    again.restore(json.loads(json.dumps(window.state())))
    assert (chosen(again), shown(again)) == (["compare"], COMPARE)


def test_one_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError):
        Panels.from_dict({"workspace": "garden"})


def test_what_is_hidden_stays_hidden_in_each(window: MainWindow) -> None:
    window.set_hidden({"loss", "data"})
    click(window, "in_compare")
    assert shown(window) == {"cost-curve"}
    panels = {name: action(window, f"panel_{name}") for name in ("loss", "data")}
    assert [action.isEnabled() for action in panels.values()] == [True, False]
    panels["loss"].trigger()
    click(window, "in_run")
    assert shown(window) == RUN - {"data"}


def test_the_views_that_come_back_show_what_is_played(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "in_compare")
    window.player.seek(7)
    qtbot.waitUntil(lambda: window.player.position == 7)
    click(window, "in_run")
    frame = window.views["data"].frame_shown
    assert frame is not None
    assert frame.position == 7


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_words_stand_beside_the_menus(window: MainWindow, qtbot: QtBot, language: str) -> None:
    window.resize(960, 600)
    window.set_language(language)
    menus = window.menuBar()
    last = menus.actionGeometry(menus.actions()[-1])
    place = window.workspaces.geometry()
    assert last.right() < place.left()
    assert menus.rect().contains(place)
    trigger(window, "listing-1")
    corner = menus.cornerWidget()
    qtbot.waitUntil(lambda: corner.isVisible() and corner.width() > 0)
    assert window.workspaces.geometry().right() < corner.x()


def test_a_lesson_opens_where_a_run_is_watched(window: MainWindow) -> None:
    window.set_workspace("compare")
    window.show_lesson(load_lessons()[0]["listing-1"])
    assert window.workspace.id == "run"
    window.store.undo()
    assert window.workspace.id == "compare"
