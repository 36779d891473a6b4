"""What is kept is part of the state: chosen once, undone, saved, opened again."""

import json

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from gdviz.core import InputError, configure
from gdviz.core.problems.changed_data import with_data
from gdviz.core.problems.regression import Regression
from gdviz.core.runs.comparison import MOST_KEPT
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.features.compare.row import Name
from tests.ui.driving import choose, click, find, run_to_the_end, trigger
from tests.ui.keeping import compare, keep, losses, panel, row, set_rate


def chosen(rate: float) -> Chosen:
    return Chosen(Settings.of(configure(learning_rate=rate)))


def eight() -> KeptRuns:
    kept = KeptRuns()
    for rate in range(1, MOST_KEPT + 1):
        kept = kept.keep(chosen(rate / 100))
    return kept


def test_eight_are_kept_and_a_ninth_is_refused_in_words() -> None:
    kept = eight()
    assert [one.slot for one in kept.runs] == list(range(MOST_KEPT))
    with pytest.raises(InputError, match="8 runs are kept"):
        kept.keep(chosen(0.5))


def test_a_run_is_kept_once() -> None:
    with pytest.raises(InputError, match="kept already"):
        eight().keep(chosen(0.03))


def test_the_others_keep_their_looks_when_one_goes() -> None:
    kept = eight().remove(2).keep(chosen(0.5))
    assert [one.slot for one in kept.runs] == [0, 1, 3, 4, 5, 6, 7, 2]


def test_it_comes_back_from_a_dict() -> None:
    kept = eight().rename(1, "mine").show(2, visible=False)
    assert KeptRuns.from_dict(json.loads(json.dumps(kept.to_dict()))) == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"runs": [], "unit": "days"},
        {"runs": [{}], "unit": "steps"},
        {"runs": None, "unit": "steps"},
        {"runs": 2 * [{"run": chosen(0.1).to_dict(), "slot": 1, "name": "", "visible": True}]},
        {"runs": [{"run": chosen(0.1).to_dict(), "slot": 8, "name": "", "visible": True}]},
        {"runs": [{"run": chosen(0.1).to_dict(), "slot": 0, "name": 81 * "n", "visible": True}]},
        {"runs": [{"run": chosen(0.1).to_dict(), "slot": 0, "name": "", "visible": 1}]},
    ],
)
def test_what_cannot_be_kept_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        KeptRuns.from_dict({"unit": "steps", **wrong})


def test_keeping_renaming_hiding_and_removing_are_undone_one_by_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    click(window, "in_compare")
    kept = keep(window, qtbot, 0.01, 0.02)
    set_rate(window, 0.1)
    panel(window).renamed.emit(1, "mine")
    find(window, QCheckBox, "kept_show_1").click()
    choose(window, "race_by", "epochs")
    click(window, "kept_remove_0")
    assert [one.slot for one in compare(window).kept.runs] == [1]
    trigger(window, "undo")
    assert row(window, 0).isVisible()
    QApplication.processEvents()
    assert row(window, 0).y() < row(window, 1).y()
    assert compare(window).traces == kept
    trigger(window, "undo")
    assert find(window, QComboBox, "race_by").currentData() == "steps"
    assert not losses(window, 1).item.isVisible()
    trigger(window, "undo")
    assert losses(window, 1).item.isVisible()
    assert find(window, QCheckBox, "kept_show_1").isChecked()
    trigger(window, "undo")
    assert find(window, Name, "kept_name_1").name() == "α = 0.02"
    trigger(window, "undo")
    trigger(window, "undo")
    assert [one.slot for one in compare(window).kept.runs] == [0]
    assert not losses(window, 1).item.isVisible()
    for _change in range(4):
        trigger(window, "redo")
    assert [one.name for one in compare(window).kept.runs] == ["", "mine"]


def test_a_run_that_was_changed_on_the_way_is_kept_whole_and_opened_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.player.seek(30)
    qtbot.waitUntil(lambda: window.player.position == 30)
    set_rate(window, 0.05)
    run_to_the_end(window, qtbot)
    click(window, "keep_run")
    whole = window.player.trace
    click(window, "reset")
    set_rate(window, 0.2)
    assert compare(window).traces == [whole]
    again = MainWindow()
    qtbot.addWidget(again)
    again.restore(json.loads(json.dumps(window.state())))
    (opened,) = compare(again).traces
    qtbot.waitUntil(lambda: opened.outcome is not None)
    assert [step for step, _config in opened.changes] == [0, 30]
    np.testing.assert_array_equal(opened.w, whole.w)
    assert again.state()["kept"] == window.state()["kept"]


def test_the_run_that_is_shown_is_the_one_that_is_kept_of_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    (trace,) = keep(window, qtbot, 0.02)
    assert trace is window.player.trace
    click(window, "reset")
    assert window.player.position == 0
    assert compare(window).traces == [window.player.trace]
    again = MainWindow()
    qtbot.addWidget(again)
    again.restore(window.state())
    assert compare(again).traces == [again.player.trace]
    assert losses(window, 0).item.isVisible()
    window.player.seek(1)
    assert not losses(window, 0).item.isVisible()
    set_rate(window, 0.1)
    click(window, "reset")
    set_rate(window, 0.02)
    assert window.player.trace is trace


def test_runs_on_changed_data_are_opened_again_on_the_same_data(
    window: MainWindow, qtbot: QtBot
) -> None:
    problem = window.player.config.problem
    assert isinstance(problem, Regression)
    window.show_problem(with_data(problem, problem.x, problem.y + 1.0))
    keep(window, qtbot, 0.02)
    set_rate(window, 0.1)
    again = MainWindow()
    qtbot.addWidget(again)
    again.restore(json.loads(json.dumps(window.state())))
    (trace,) = compare(again).traces
    assert trace.config.problem is again.player.config.problem
    qtbot.waitUntil(losses(again, 0).item.isVisible)


def test_many_runs_later_a_kept_one_is_still_known(window: MainWindow, qtbot: QtBot) -> None:
    (trace,) = keep(window, qtbot, 0.02)
    for rate in range(10, 30):
        set_rate(window, rate / 100)
    assert compare(window).traces == [trace]
    trigger(window, "undo")  # all of them are one change
    assert window.player.trace is trace


def test_a_frame_may_come_before_a_change_is_followed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(iter(window.features.values()))
    monkeypatch.setattr(first, "follow_state", lambda _changed: window.player.tell())
    kept = keep(window, qtbot, 0.02, 0.03)
    assert len(kept) == 2
    click(window, "kept_remove_0")
    assert compare(window).traces == kept[1:]
