"""What is asked of double wells: where critical points are, and what a search of them takes."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.studies.study import Study
from gdviz.ui.features.many.studies.wells.critical_points import CriticalPointsStudy
from gdviz.ui.features.many.studies.wells.scaling import ScalingStudy
from tests.ui.driving import action, choose, number, trigger
from tests.ui.mouse import move

S = TypeVar("S", bound=Study)

NAMES = {CriticalPointsStudy: "critical_points", ScalingStudy: "scaling"}


def asked(window: MainWindow, qtbot: QtBot, kind: type[S], wells: int = 3) -> S:
    """Ask that study of so many wells, by the menu, and wait for its answer."""
    window.show_run(configure("wells", wells=wells))
    window.store.replace(ManyOptions(members=10))
    trigger(window, NAMES[kind])
    return answered(window, qtbot, kind)


def answered(window: MainWindow, qtbot: QtBot, kind: type[S]) -> S:
    found = window.findChild(kind)
    assert found is not None
    qtbot.waitUntil(lambda: found.now is not None and not found.running, timeout=20_000)
    return found


def texts(table: QTableWidget) -> Sequence[Sequence[str]]:
    cells = [
        [table.item(row, column) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
    spaced = [[cell.text() for cell in row if cell is not None] for row in cells]
    return [[text.replace("\u00a0", " ") for text in row] for row in spaced]


def wells(window: MainWindow) -> float:
    return number(window, "wells").value()


def test_critical_points_are_drawn_and_counted(window: MainWindow, qtbot: QtBot) -> None:
    study = asked(window, qtbot, CriticalPointsStudy)
    assert window.workspace.id == "many"
    assert texts(study.table) == [
        ["1", "3", "2", "67 %"], ["2", "9", "4", "44 %"], ["3", "27", "8", "30 %"],
        ["4", "81", "16", "20 %"], ["5", "243", "32", "13 %"], ["6", "729", "64", "8.8 %"],
    ]  # fmt: skip
    assert study.table.chosen == 2
    assert study.note.text().startswith("8 of 27 critical points are minima")
    assert len(study.plot.points) == 10
    assert study.plot.legend.texts() == ["minimum", "local minimum", "saddle point", "maximum"]
    assert "0: 8, 1: 12, 2: 6" in study.plot.summary()
    values = study.plot.values()
    assert values is not None
    assert values.columns[2].sum() == 27


@pytest.mark.parametrize("kind", [CriticalPointsStudy, ScalingStudy])
def test_a_row_has_so_many_wells_and_one_stays(
    window: MainWindow, qtbot: QtBot, kind: type[CriticalPointsStudy | ScalingStudy]
) -> None:
    study = asked(window, qtbot, kind)
    study.table.selectRow(5)
    assert (wells(window), window.workspace.id) == (6, "many")
    assert not window.player.playing
    answered(window, qtbot, kind)
    assert study.table.chosen == 5
    qtbot.keyClick(study.table, Qt.Key.Key_Up)
    assert wells(window) == 5
    trigger(window, "undo")
    trigger(window, "undo")
    assert wells(window) == 3
    assert answered(window, qtbot, kind).table.chosen == 2


def test_a_level_is_read_by_the_pointer_and_by_keys(active: MainWindow, qtbot: QtBot) -> None:
    plot = asked(active, qtbot, CriticalPointsStudy).plot
    x, y = plot.points[-1].tolist()
    move(plot, (x, y))
    assert plot.reader.text == "1 × maximum\n3 of 3 directions go down\ncost 0.2524"
    move(plot, (x, y - 5))
    assert not plot.reader.text
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    read = []
    for key in ("Key_Left", "Key_Left", "Key_Down", "Key_Left", "Key_Left", "Key_Left"):
        qtbot.keyClick(plot, Qt.Key[key])
        read.append(plot.reader.text.splitlines()[:2])
    assert read[0] == ["1 × maximum", "3 of 3 directions go down"]
    assert read[1] == read[2] == ["3 × saddle point", "2 of 3 directions go down"]
    assert read[3] == ["6 × saddle point", "1 of 3 directions go down"]
    assert read[4] == read[5] == ["3 × local minimum", "0 of 3 directions go down"]
    plot.clearFocus()
    assert not plot.reader.text


def test_a_grid_is_held_against_the_descent_that_is_set(window: MainWindow, qtbot: QtBot) -> None:
    study = asked(window, qtbot, ScalingStudy, wells=1)
    assert [row[:3] for row in texts(study.table)] == [
        ["1", "221", "221 µs"], ["2", "48,841", "49 ms"], ["3", "1.1×10⁷", "11 s"],
        ["4", "2.4×10⁹", "40 min"], ["5", "5.3×10¹¹", "6.1 days"], ["6", "1.2×10¹⁴", "3.7 years"],
    ]  # fmt: skip
    steps = [int(row[3]) for row in texts(study.table)]
    assert max(steps) <= 100
    np.testing.assert_allclose(10 ** study.plot.points[6:, 1], steps)
    np.testing.assert_allclose(study.plot.points[:6, 1], np.log10(221) * np.arange(1, 7))
    assert study.plot.say(0) == "grid, d = 1: 221 evaluations"
    assert "221 times as many" in study.note.text()
    before = study.now
    number(window, "wells").setValue(2)
    assert study.now is before  # it is the same question
    assert study.table.chosen == 1
    number(window, "learning_rate").setValue(1e-5)
    assert study.now is not before
    answered(window, qtbot, ScalingStudy)
    assert [row[3] for row in texts(study.table)] == ["—"] * 6
    assert len(study.plot.points) == 6
    assert study.note.text().startswith("—: in 100 steps")


def test_of_a_search_it_is_not_asked(window: MainWindow, qtbot: QtBot) -> None:
    study = asked(window, qtbot, ScalingStudy, wells=1)
    choose(window, "algorithm", "exhaustive")
    assert not study.isVisible()
    assert not action(window, "scaling").isEnabled()
    assert action(window, "critical_points").isEnabled()
    choose(window, "algorithm", "gradient-descent")
    assert study.isVisible()
    window.show_run(configure("linear"))
    assert not study.isVisible()
    assert not action(window, "critical_points").isEnabled()


@pytest.mark.parametrize("kind", [CriticalPointsStudy, ScalingStudy])
def test_all_of_it_is_said_in_chinese(
    window: MainWindow, qtbot: QtBot, kind: type[CriticalPointsStudy | ScalingStudy]
) -> None:
    study = asked(window, qtbot, kind)
    window.set_language("zh")
    said = [one.text() for one in study.findChildren(QLabel) if one.isVisible()]
    said += [study.plot.say(len(study.plot.points) - 1), study.plot.summary()]
    headings = [study.table.horizontalHeaderItem(k) for k in range(study.table.columnCount())]
    said += [one.text() for one in headings[1:] if one is not None]
    assert len(said) > 5
    assert not [text for text in said if text.isascii() and any(map(str.isalpha, text))]
