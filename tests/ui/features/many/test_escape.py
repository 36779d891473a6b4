"""How runs leave a saddle point, in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gdviz.core import RunConfig, configure, record
from gdviz.core.runs.ensembles.escape import Escapes, escapes, plans
from gdviz.ui import MainWindow
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.studies.escape.options import EscapeOptions
from gdviz.ui.features.many.studies.escape.study import EscapeStudy
from gdviz.ui.features.many.studies.study import Study
from tests.ui.driving import action, click, enter, number, trigger
from tests.ui.mouse import click_at

SADDLE = configure("finite-sum", epochs=100)


def study(window: MainWindow) -> EscapeStudy:
    found = window.findChild(EscapeStudy)
    assert found is not None
    return found


def answer(window: MainWindow, qtbot: QtBot) -> Escapes:
    qtbot.waitUntil(lambda: not study(window).running, timeout=20_000)
    now = study(window).now
    assert now is not None
    return now


def asked(window: MainWindow, qtbot: QtBot, config: RunConfig = SADDLE) -> Escapes:
    window.show_run(config)
    window.store.replace(ManyOptions(members=10))
    trigger(window, "escape")
    return answer(window, qtbot)


def cells(window: MainWindow) -> list[str]:
    return [cell.text() for cell in study(window).table.findChildren(QLabel)]


def test_who_has_left_and_when_is_in_a_table(window: MainWindow, qtbot: QtBot) -> None:
    now = asked(window, qtbot)
    *_moments, alone = escapes(plans(SADDLE, 10, 1e-3))
    assert cells(window)[:3] == ["way", "left", "steps"]
    names = ["plain", "momentum 0.9", "batches of 1", "batches of 4"]
    assert cells(window)[3::3] == names
    for row, found in enumerate(alone.of.values(), 1):
        np.testing.assert_array_equal([*now.of.values()][row - 1].steps, found.steps)
        left, took = cells(window)[3 * row + 1 : 3 * row + 3]
        assert left == "100 % (72–100)"
        assert float(took.split(" ± ")[0]) == pytest.approx(found.steps.mean(), rel=0.01)
        assert float(took.split(" ± ")[1]) == pytest.approx(found.steps.std(ddof=1), rel=0.1)
    words = study(window).note.text()
    assert "some weight is 0.4 away from the saddle point (0, 0)" in words
    assert "Soonest on average: momentum 0.9; last: plain." in words
    assert "batches of 4 100 % (72–100)" in study(window).plot.summary()


def test_a_click_on_a_bar_has_a_run_of_it_be_the_run(window: MainWindow, qtbot: QtBot) -> None:
    now = asked(window, qtbot)
    plot = study(window).plot
    steps = int(now.of["batch-4"].steps.max())
    click_at(plot, (float(steps), 0.2))  # the lowest row
    leaves_after(window, now, "batch-4", steps)


def test_so_do_the_keys(active: MainWindow, qtbot: QtBot) -> None:
    now = asked(active, qtbot)
    plot = study(active).plot
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    plain = np.unique(now.of["plain"].steps)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    handle = plot.keys.handle
    assert handle is not None
    assert handle.say() == f"plain: {plain[1]} steps"
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    leaves_after(active, now, "plain", int(plain[1]))


def leaves_after(window: MainWindow, now: Escapes, way: str, steps: int) -> None:
    assert window.workspace.id == "run"
    window.player.pause()
    config = window.player.config
    assert config.algorithm == now.of[way].plan.config.algorithm
    gone = np.abs(record(config).w).max(axis=1) > now.reach
    assert int(gone.argmax()) == steps


def test_another_start_or_rate_asks_anew_and_epochs_do_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    now = asked(window, qtbot, configure("himmelblau", learning_rate=0.01))
    number(window, "epochs").setValue(7)
    assert answer(window, qtbot) is now
    window.controls.set_start((3.0, 0.5))
    near = answer(window, qtbot)
    assert near.saddle == pytest.approx([3.385, 0.074], abs=1e-3)
    assert cells(window)[3::3][:2] == ["plain", "momentum 0.9"]  # it has no samples
    number(window, "learning_rate").setValue(0.005)
    slower = answer(window, qtbot)
    assert slower.of["plain"].mean > 1.8 * near.of["plain"].mean


def test_how_near_they_start_is_set_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    near = asked(window, qtbot)
    enter(number(window, "escape_spread"), "1e-6")
    nearer = answer(window, qtbot)
    assert window.store[EscapeOptions].spread == 1e-6
    assert nearer.of["plain"].mean > near.of["plain"].mean + 100
    trigger(window, "undo")
    assert number(window, "escape_spread").value() == 1e-3
    assert answer(window, qtbot).of["plain"].mean == near.of["plain"].mean


def test_it_is_offered_where_there_is_a_saddle_point(window: MainWindow, qtbot: QtBot) -> None:
    asked(window, qtbot)
    window.show_run(configure("linear"))
    assert not action(window, "escape").isEnabled()
    assert study(window).isHidden()
    window.show_run(SADDLE)
    assert study(window).isVisible()
    click(window, "close_escape")
    assert study(window).isHidden()


def test_who_does_not_leave_is_said(window: MainWindow, qtbot: QtBot) -> None:
    asked(window, qtbot, configure("plateau", learning_rate=1e-6))
    assert "None has left: try a larger learning rate." in study(window).note.text()
    window.show_run(configure("plateau", learning_rate=0.05))
    now = answer(window, qtbot)
    assert 0 < now.of["plain"].left.value < 1  # on one side the cost falls towards it
    assert "The steps are those of runs that have left." in study(window).note.text()


def test_it_is_said_in_chinese(window: MainWindow, qtbot: QtBot) -> None:
    asked(window, qtbot)
    window.set_language("zh")
    assert study(window).title.text() == "离开鞍点"
    texts = [one.text() for one in study(window).findChildren(QLabel) if one.isVisible()]
    assert not [text for text in texts if text.isascii() and any(map(str.isalpha, text))]
    assert "每批 4 个" in study(window).plot.summary()


@pytest.mark.parametrize(
    ("lesson", "page", "asks"), [("saddle-lets-go", 5, "escape"), ("ball-of-noise", 2, "noise")]
)
def test_a_page_of_a_lesson_offers_it(
    window: MainWindow, lesson: str, page: int, asks: str
) -> None:
    action(window, lesson).trigger()
    for _page in range(page):
        click(window, "lesson_next")
    click(window, "lesson_offer")
    assert window.workspace.id == "many"
    assert window.store[ManyOptions].study == asks
    card = window.findChild(Study)
    assert card is not None
    assert (card.question.id, card.isVisible(), card.refused) == (asks, True, False)
