"""Everything without a mouse, and help for every control."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.core.types import Array
from gdviz.ui import MainWindow
from gdviz.ui.features.help.shortcuts import sections
from gdviz.ui.theme import THEMES
from gdviz.ui.window.menus import TITLES
from gdviz.ui.window.transport import BUTTONS
from tests.ui.driving import choose, click, find

ORDER = [
    "problem", "algorithm", "rule", "learning_rate", "learning_rate_slider", "epochs",
    "momentum_enabled", "momentum", "start", "more", "nesterov", "new_seed", "seed", "smoothing",
    "loss_steps", "loss_logarithmic", "reset", "run", "step_forward", "timeline", "speed",
]  # fmt: skip
"""As one reads: down the controls, down the views, along the bar."""


def usable(window: MainWindow) -> set[QWidget]:
    """Return all that takes the keyboard, found without any order."""
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is window
    }


def tour(window: MainWindow, qtbot: QtBot, key: Qt.Key, first: str) -> list[QWidget]:
    """Return where the key leads to, until it comes back to the control it began at."""
    qtbot.waitActive(window)
    find(window, QWidget, first).setFocus()
    visited: list[QWidget] = []
    while (here := QApplication.focusWidget()) not in visited:
        assert here is not None
        visited.append(here)
        qtbot.keyClick(here, key)
    assert QApplication.focusWidget() is visited[0]
    return visited


def test_tab_visits_every_control_once_and_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "momentum_enabled")
    for algorithm in ("gradient-descent", "sgd", "exhaustive"):
        choose(window, "algorithm", algorithm)
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            assert set(tour(window, qtbot, key, "problem")) == usable(window), algorithm


def test_tab_goes_as_one_reads(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "momentum_enabled")
    click(window, "more")
    choose(window, "algorithm", "sgd")
    names = [widget.objectName() for widget in tour(window, qtbot, Qt.Key.Key_Tab, "problem")]
    assert [name for name in names if name in ORDER] == ORDER
    back = [widget.objectName() for widget in tour(window, qtbot, Qt.Key.Key_Backtab, "problem")]
    assert back[1:] == names[:0:-1]


def test_what_is_hidden_is_passed_over(window: MainWindow, qtbot: QtBot) -> None:
    window.set_hidden({"controls", "loss", "cost-curve"})
    visited = tour(window, qtbot, Qt.Key.Key_Tab, "run")
    names = {widget.objectName() for widget in visited}
    bar = {"reset", "run", "step_forward", "timeline", "keep_run", "speed"}
    assert names == {"show_controls", "check_number_mode_arithmetic", "data_plot", *bar}


def test_a_button_that_can_no_longer_be_used_hands_on_to_its_neighbour(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitActive(window)
    click(window, "step_forward")
    qtbot.waitUntil(lambda: window.player.position == 1)
    find(window, QWidget, "step_back").setFocus()
    click(window, "step_back")
    qtbot.waitUntil(lambda: window.player.position == 0)
    assert QApplication.focusWidget().objectName() == "run"


def test_the_choices_of_a_group_are_reached_by_arrows(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    find(window, QWidget, "loss_steps").setFocus()
    for expected in ("loss_epochs", "loss_evaluations"):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        focused = QApplication.focusWidget()
        assert focused.objectName() == expected
        qtbot.keyClick(focused, Qt.Key.Key_Space)
        assert find(window, QAbstractButton, expected).isChecked()


def pixels(widget: QWidget) -> Array:
    """Return the luminance of each pixel of a widget as it stands in its window."""
    window = widget.window()
    image = window.grab(widget.rect().translated(widget.mapTo(window, QPoint()))).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    encoded = raw[:, :, :3] / 255
    light = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    luminance: Array = light @ [0.2126, 0.7152, 0.0722]
    return luminance


def test_what_has_the_focus_shows_it(window: MainWindow, qtbot: QtBot) -> None:
    """WCAG 2.2, 2.4.13: enough pixels change, by a contrast of 3 or more."""
    click(window, "momentum_enabled")
    qtbot.waitActive(window)
    for theme in THEMES.values():
        window.set_theme(theme)
        for control in usable(window):
            control.clearFocus()
            without = pixels(control) + 0.05
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            with_focus = pixels(control) + 0.05
            ratio = np.maximum(without, with_focus) / np.minimum(without, with_focus)
            changed = int((ratio >= 3).sum())
            assert changed >= 60, (theme.id, control.objectName(), changed)


def test_everything_that_takes_the_keyboard_has_a_name_and_help(window: MainWindow) -> None:
    for control in usable(window) | set(window.transport.buttons.values()):
        assert control.objectName()
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
        assert control.whatsThis() == control.toolTip(), control.objectName()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_follows_the_settings_and_the_language(window: MainWindow, language: str) -> None:
    window.set_language(language)
    choose(window, "algorithm", "exhaustive")
    rate = find(window, QWidget, "learning_rate")
    assert rate.whatsThis() == rate.toolTip()
    assert "\n" in rate.toolTip()


def explanations() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.inherits("QWhatsThat")]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_shift_f1_explains_the_control_in_focus(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    rate = find(window, QWidget, "learning_rate")
    rate.setFocus()
    qtbot.keyClick(rate, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(explanations()))
    for explanation in explanations():
        explanation.close()


def sheet_keys(window: MainWindow) -> dict[str, str]:
    """Return what the sheet says each key does."""
    return {key: name for _title, rows in sections(window) for name, keys in rows for key in keys}


def all_actions(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions():
        inner = QMenu.menuInAction(action)
        found += [action] if inner is None else all_actions(inner)
    return found


def test_f1_shows_every_shortcut_there_is(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    window.resize(900, 500)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(QDialog, "shortcut_sheet")
    assert sheet is not None
    assert QRect(QPoint(), window.size()).contains(QRect(QPoint(), sheet.size()))
    labels = sheet.findChildren(QLabel)
    assert all(label.width() >= label.minimumSizeHint().width() for label in labels)
    said = {label.text() for label in labels}
    keys = [BUTTONS[name][3] for name in BUTTONS]
    for name in TITLES:
        keys += [action.shortcut().toString() for action in all_actions(window.menus[name])]
    for key in filter(None, keys):
        assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) in said
    sheet.close()


def test_a_new_shortcut_is_on_the_sheet(window: MainWindow) -> None:
    window.menus.action("file", "&Save it", window.close, "Ctrl+Alt+S")
    assert sheet_keys(window)["Ctrl+Alt+S"] == "Save it"


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [
        key
        for name in TITLES
        for action in all_actions(window.menus[name])
        if (key := action.shortcut().toString())
    ]
    assert len(keys) == len(set(keys))
    assert len(keys) >= 8


def test_the_sheet_speaks_chinese_without_the_menus_letters(window: MainWindow) -> None:
    window.set_language("zh")
    titles = [title for title, _rows in sections(window)]
    assert "文件" in titles
    assert not [title for title in titles if "&" in title or "(" in title]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_letter_leads_to_one_entry_of_a_menu(window: MainWindow, language: str) -> None:
    window.set_language(language)
    for name in TITLES:
        menu = window.menus[name]
        menu.aboutToShow.emit()
        texts = [one.text().replace("&&", "") for one in menu.actions()]
        letters = [text[text.index("&") + 1].upper() for text in texts if "&" in text]
        assert len(set(letters)) == len(letters), (name, letters)
