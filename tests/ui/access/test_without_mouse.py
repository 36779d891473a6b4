"""A lesson, a drag and a race, by the keyboard alone."""

from math import inf

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from tests.ui.keeping import compare

LESSONS, _ERRORS = load_lessons()

Key = Qt.Key
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """Nothing but keys, each for what has the keyboard at the time."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot

    @property
    def at(self) -> str:
        here = QApplication.focusWidget()
        return here.objectName() if here is not None else ""

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _time in range(times):
            target = QApplication.activePopupWidget() or QApplication.focusWidget()
            if target is None:  # offscreen, a menu that closes takes the keyboard along
                self._window.activateWindow()
                self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
                target = QApplication.focusWidget()
            self._qtbot.keyClick(target, key, held)

    def tab_to(self, name: str) -> None:
        for _stop in range(60):
            if self.at == name:
                return
            self.press(Key.Key_Tab)
        pytest.fail(f"Tab never leads to {name}")

    def write(self, text: str) -> None:
        self.press(Key.Key_A, CTRL)
        here = QApplication.focusWidget()
        assert here is not None
        self._qtbot.keyClicks(here, text)
        self.press(Key.Key_Return)


@pytest.fixture
def hands(active: MainWindow, qtbot: QtBot) -> Hands:
    return Hands(active, qtbot)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_lesson_is_opened_read_run_and_closed(
    active: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    lesson = next(iter(LESSONS.values()))
    panel = active.features["lessons"].panel
    hands.press(Key.Key_L, ALT)
    menu = QApplication.activePopupWidget()
    assert menu is active.menus["lessons"]
    hands.press(Key.Key_Return)
    assert panel.lesson is not None
    assert panel.lesson.id == lesson.id
    hands.press(Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: panel.pages.currentIndex() == 1)
    hands.press(Key.Key_Left, ALT)
    qtbot.waitUntil(lambda: panel.pages.currentIndex() == 0)
    hands.press(Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: panel.pages.currentIndex() == 1)
    assert hands.at == "run"
    active.player.speed = inf
    with qtbot.waitSignal(active.player.finished, timeout=20_000):
        hands.press(Key.Key_Space)
    hands.tab_to("lesson_next")
    hands.press(Key.Key_Space)
    assert panel.pages.currentIndex() == 2
    hands.tab_to("lesson_close")
    hands.press(Key.Key_Space)
    assert not panel.isVisible()


def test_the_ball_and_a_sample_are_dragged(active: MainWindow, hands: Hands) -> None:
    hands.tab_to("cost-curve_plot")
    hands.press(Key.Key_Right, SHIFT, 2)
    hands.press(Key.Key_Right, times=3)
    (moved,) = active.player.config.start
    assert moved > 1
    hands.press(Key.Key_Escape)
    assert hands.at == "run"
    hands.tab_to("data_plot")
    before = active.player.config.problem.y.copy()  # type: ignore[attr-defined]
    hands.press(Key.Key_Period, times=2)
    hands.press(Key.Key_Down, SHIFT)
    after = active.player.config.problem.y  # type: ignore[attr-defined]
    assert (after < before).tolist() == [False, False, True]
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Z, CTRL)
    assert (active.player.config.problem.y == before).all()  # type: ignore[attr-defined]
    assert active.player.config.start == (moved,)
    hands.press(Key.Key_Z, CTRL)
    assert active.player.config.start == (1.0,)


def test_a_run_is_kept_changed_and_raced(active: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    active.player.speed = inf
    hands.tab_to("run")
    with qtbot.waitSignal(active.player.finished, timeout=20_000):
        hands.press(Key.Key_Space)
    hands.tab_to("keep_run")
    hands.press(Key.Key_Space)
    assert len(compare(active).traces) == 1
    hands.tab_to("learning_rate")
    hands.write("0.05")
    assert active.player.config.algorithm.learning_rate == 0.05  # type: ignore[attr-defined]
    hands.press(Key.Key_3, CTRL)
    hands.tab_to("race")
    with qtbot.waitSignal(active.player.finished, timeout=20_000):
        hands.press(Key.Key_Space)
    said = compare(active).panel.findChildren(QWidget)
    assert any(part.accessibleName().startswith("place ") for part in said)
