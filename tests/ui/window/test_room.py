"""Who has the room: nothing is empty, nothing moves, and what is hidden can be had back."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.problems.expression import Expression
from gdviz.ui import MainWindow
from gdviz.ui.features.presenting.halo import Halo
from tests.ui.driving import choose, click, find, trigger
from tests.ui.fitting import misfits

PANELS = {"controls", "cost-curve", "loss", "numbers", "arithmetic", "data"}


def share_of_cards(window: MainWindow, names: tuple[str, ...]) -> float:
    """Return how much of the height between the bars cards have that stand below each other."""
    shown = [window.views[name] for name in names if window.views[name].isVisible()]
    return sum(view.height() for view in shown) / shown[0].parentWidget().height()


def test_the_loss_takes_the_room_that_a_function_leaves(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1366, 768)
    curve, loss = window.views["cost-curve"], window.views["loss"]
    qtbot.waitUntil(lambda: loss.y() + loss.height() < window.ground.height())
    high = curve.height()
    choose(window, "problem", Expression.id)
    qtbot.waitUntil(lambda: curve.height() > 1.4 * high)
    qtbot.waitUntil(lambda: share_of_cards(window, ("numbers", "arithmetic", "loss")) > 0.9)
    assert loss.x() == window.views["numbers"].x()
    window.player.seek(5)

    def follows() -> bool:
        frame = loss.frame_shown
        assert frame is not None
        return frame.position == 5 and frame.config.problem.id == Expression.id

    qtbot.waitUntil(follows)
    window.set_scale(1.3)  # now the window is too low for it
    assert loss.parentWidget() is curve.parentWidget()
    window.set_scale(1.0)
    assert loss.parentWidget() is not curve.parentWidget()
    window.set_workspace("compare")
    qtbot.waitUntil(lambda: loss.isVisible() and loss.y() > curve.y() + curve.height())
    window.set_workspace("run")
    window.show_run(configure())
    qtbot.waitUntil(lambda: curve.height() == high)


def test_there_is_a_way_back_from_nothing_at_all(window: MainWindow, qtbot: QtBot) -> None:
    back = find(window, QAbstractButton, "show_all_panels")
    for hidden in (PANELS, PANELS - {"controls"}):
        assert not back.isVisible()
        window.set_hidden(hidden)
        assert back.isVisible()
        qtbot.waitUntil(lambda: misfits(window) == [])
        back.click()
        assert not window.hidden


def test_nothing_in_the_bar_moves_while_it_plays(window: MainWindow, qtbot: QtBot) -> None:
    timeline = find(window, QWidget, "timeline")
    window.show_run(configure(epochs=1000))
    qtbot.waitUntil(lambda: find(window, QLabel, "count").text() == "step 0 of 1,000")
    places = set()
    for step in (9, 10, 99, 1000):
        window.player.seek(step)
        qtbot.waitUntil(lambda: window.player.shown.position == step)  # noqa: B023
        QTest.qWait(0)
        places.add(timeline.geometry().getRect())
    window.player.seek(0)
    click(window, "run")
    qtbot.waitUntil(find(window, QAbstractButton, "pause").isVisible)
    QTest.qWait(0)
    places.add(timeline.geometry().getRect())
    assert len(places) == 1


def test_the_count_is_said_in_a_new_language_at_once(window: MainWindow) -> None:
    window.set_language("zh")
    assert find(window, QLabel, "count").text() == "第 0 / 100 步"


@pytest.mark.parametrize("problem", ["linear", "two-layer"])
def test_numbers_below_the_sentence_stay_while_it_gets_longer(
    window: MainWindow, qtbot: QtBot, problem: str
) -> None:
    window.show_run(configure(problem=problem))
    tops = []
    for step in range(0, 60, 4):
        window.player.seek(step)
        qtbot.waitUntil(lambda: window.player.shown.position == step)  # noqa: B023
        QTest.qWait(0)
        tops.append(window.views["arithmetic"].y())
    assert tops == sorted(tops)  # what has been made room for keeps it


def test_a_ring_follows_the_pointer_while_one_presents(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    halo = window.findChild(Halo)
    assert halo is not None
    handle, place = window.windowHandle(), QPoint(300, 200)
    QTest.mouseMove(handle, place)
    assert not halo.isVisible()
    trigger(window, "presenter_mode")
    QTest.mouseMove(handle, place + QPoint(1, 0))
    QTest.mouseMove(handle, place)
    qtbot.waitUntil(halo.isVisible)
    assert (halo.geometry().center() - place).manhattanLength() <= 1
    assert window.childAt(place) not in (None, halo)
    trigger(window, "presenter_mode")
    assert not halo.isVisible()
    QTest.mouseMove(handle, QPoint(310, 210))
    assert not halo.isVisible()
