"""What holds for every study: it is stopped, left, asked again, refused, and told of a failure."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QProgressBar
from pytestqt.qtbot import QtBot

from gdviz.core import RunConfig, configure
from gdviz.core.parameters import InputError
from gdviz.core.runs.ensembles.scaling import Scalings
from gdviz.core.store import Store
from gdviz.ui import MainWindow
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.panel import ManyPanel
from gdviz.ui.features.many.studies.wells.scaling import ScalingStudy
from tests.ui.driving import click, find, number, trigger

ENDLESS = configure("wells", wells=1, epochs=1_000_000)
SHORT = configure("wells", wells=1)


def asked(window: MainWindow, qtbot: QtBot, config: RunConfig = ENDLESS) -> ScalingStudy:
    """Ask a study of that run, and wait until some of the answer is there."""
    window.show_run(config)
    window.store.replace(ManyOptions(members=10))
    trigger(window, "scaling")
    found = window.findChild(ScalingStudy)
    assert found is not None
    qtbot.waitUntil(lambda: found.now is not None, timeout=20_000)
    return found


def done(study: ScalingStudy, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: study.now is not None and study.now.share == 1, timeout=20_000)


def test_what_is_stopped_stays_and_begins_anew(window: MainWindow, qtbot: QtBot) -> None:
    study = asked(window, qtbot)
    again = find(window, QAbstractButton, "scaling_again")
    again.click()
    assert study.now is not None
    assert (study.running, again.text()) == (False, "Again")
    assert study.note.text().startswith("Stopped")
    again.click()
    assert (study.running, study.now, study.note.text()) == (True, None, "Computing…")
    assert find(window, QProgressBar, "scaling_progress").value() == 0


def test_left_for_another_workspace_it_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    study = asked(window, qtbot)
    click(window, "in_run")
    assert not study.isVisible()
    assert study.running
    click(window, "in_many")
    assert study.isVisible()
    assert study.now is not None


@pytest.mark.parametrize("how", ["closed", "another problem"])
def test_asked_no_more_it_stops_and_asked_again_it_begins_anew(
    window: MainWindow, qtbot: QtBot, how: str
) -> None:
    study = asked(window, qtbot)
    if how == "closed":
        click(window, "close_scaling")
    else:
        window.show_run(configure("linear"))
    assert not study.isVisible()
    assert not study.running
    trigger(window, "undo")
    assert study.isVisible()
    assert study.running
    window.show_run(SHORT)
    done(study, qtbot)
    click(window, "close_scaling")
    trigger(window, "scaling")
    assert study.now is not None  # what had come to its end is there at once
    assert not study.running


def test_another_run_begins_anew_while_it_computes(window: MainWindow, qtbot: QtBot) -> None:
    study = asked(window, qtbot)
    number(window, "epochs").setValue(100)
    done(study, qtbot)
    assert study.now is not None
    assert all(row.steps is not None and row.steps <= 100 for row in study.now.rows)


def test_the_window_closes_while_it_computes(window: MainWindow, qtbot: QtBot) -> None:
    study = asked(window, qtbot)
    assert window.close()
    assert not study.running


def test_why_it_broke_off_stays_until_it_begins_anew(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = asked(window, qtbot, SHORT)

    def breaks(self: ScalingStudy) -> Iterator[Scalings]:
        yield Scalings()
        raise ZeroDivisionError("nothing is divided by 0")

    with monkeypatch.context() as patched:
        patched.setattr(ScalingStudy, "moments", breaks)
        number(window, "learning_rate").setValue(0.02)
        qtbot.waitUntil(lambda: "divided by 0" in study.note.text())
        window.set_language("zh")
        assert "divided by 0" in study.note.text()
        assert study.note.property("means") == "divergence"
    find(window, QAbstractButton, "scaling_again").click()
    done(study, qtbot)
    assert "divided" not in study.note.text()
    assert not study.note.property("means")


def test_a_question_that_has_no_answer_is_refused(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = asked(window, qtbot, SHORT)

    def refuses(self: ScalingStudy, config: RunConfig, store: Store) -> None:
        raise InputError("That cannot be asked")

    with monkeypatch.context() as patched:
        patched.setattr(ScalingStudy, "ask", refuses)
        number(window, "learning_rate").setValue(0.02)
        assert study.note.text() == "That cannot be asked."
        assert not find(window, QAbstractButton, "scaling_again").isVisible()
    number(window, "learning_rate").setValue(0.03)
    done(study, qtbot)


def test_it_stands_alone_where_there_is_no_room_for_two(window: MainWindow, qtbot: QtBot) -> None:
    study, panel = asked(window, qtbot, SHORT), window.findChild(ManyPanel)
    assert panel is not None
    for height, both in ((500, False), (1300, True), (1150, False)):
        window.resize(1440, height)
        assert (study.isVisible(), panel.isVisible()) == (True, both)
    click(window, "close_scaling")
    assert panel.isVisible()
    trigger(window, "scaling")
    assert not panel.isVisible()
    trigger(window, "smaller")
    assert window.height() == 1150
    assert panel.isVisible()
    trigger(window, "usual_size")
    assert not panel.isVisible()


def test_closed_by_keys_it_leaves_the_keyboard_to_another(active: MainWindow, qtbot: QtBot) -> None:
    study = asked(active, qtbot, SHORT)
    close = find(active, QAbstractButton, "close_scaling")
    close.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(close, Qt.Key.Key_Space)
    assert not study.isVisible()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.isVisible()
