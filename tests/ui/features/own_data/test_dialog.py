"""One's own data in the dialog: looked at, chosen from, refused, dropped."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome
from gdviz.core.problems.changed_data import with_data
from gdviz.ui import MainWindow
from gdviz.ui.features.own_data.dialog import DataDialog
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import choose, find, run_to_the_end
from tests.ui.features.own_data.dialog import (
    HEIGHT,
    WEIGHT,
    button,
    dialog_of,
    headings,
    open_data,
    opened,
    part,
    pick,
    switch,
    text,
    wait_for_answer,
)
from tests.ui.mouse import drop


def test_the_first_rows_are_shown_and_the_columns_suggested(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    table_view = part(dialog, "table")
    assert isinstance(table_view, QTableView)
    assert dialog.minimumSizeHint().height() <= 500  # so low a screen may be
    rows = table_view.model()
    cells = [rows.data(rows.index(0, column)) for column in range(4)]
    assert cells == ["P0", "150.0", f"{WEIGHT[0]:.17g}", "20"]
    assert headings(dialog) == ["name", "x: height", "y: <b>weight</b>", "age"]
    pick(dialog, "x", "age")
    assert headings(dialog) == ["name", "height", "y: <b>weight</b>", "x: age"]
    for name in ("header", "x", "y", "model", "standardised", "table", "progress"):
        assert part(dialog, name).accessibleName()
    wait_for_answer(dialog, qtbot)
    assert text(dialog, "status") == "41 rows"


def test_rows_have_their_numbers_for_who_hears_the_table(window: MainWindow, table: Path) -> None:
    dialog = open_data(window, table)
    shown = part(dialog, "table")
    assert isinstance(shown, QTableView)
    rows = shown.model()
    assert rows.rowCount() > rows.columnCount()
    down = Qt.Orientation.Vertical
    heard = [rows.headerData(row, down) for row in range(rows.rowCount())]
    assert heard == [*range(1, rows.rowCount() + 1)]
    dialog.reject()


def test_the_line_that_is_found_is_that_of_least_squares(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    find(window, NumberField, "learning_rate").setValue(0.3)
    dialog = open_data(window, table)
    switch(dialog, "standardised")
    problem = opened(window, dialog, qtbot)
    assert window.player.config.algorithm.learning_rate == 0.3  # type: ignore[attr-defined]
    assert run_to_the_end(window, qtbot) is Outcome.CONVERGED
    line = problem.line(window.player.trace.w[-1])
    assert line == pytest.approx(np.polyfit(HEIGHT, WEIGHT, 1).tolist())


def test_nothing_is_standardised_unless_asked_for(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    problem = opened(window, open_data(window, table), qtbot)
    assert problem.standardisation is None
    np.testing.assert_array_equal(problem.x, HEIGHT)
    np.testing.assert_array_equal(problem.y, WEIGHT)


def test_what_standardising_does_to_the_rate_is_said(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    pick(dialog, "model", "y = w·x")
    wait_for_answer(dialog, qtbot)
    limit = 1 / np.mean(HEIGHT**2)
    mantissa = f"{limit:.2e}".split("e")[0]
    assert f"past α = {mantissa}×10⁻⁵, with it past α = 1." in text(dialog, "explanation")


def test_it_is_said_of_the_losses_as_they_are_reduced_and_they_stay_so(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    choose(window, "reduction", "sum")
    dialog = open_data(window, table)
    pick(dialog, "model", "y = w·x")
    wait_for_answer(dialog, qtbot)
    assert f"with it past α = {1 / len(HEIGHT):.3g}." in text(dialog, "explanation")
    assert opened(window, dialog, qtbot).reduction == "sum"
    choose(window, "reduction", "mean")
    limit = window.player.config.algorithm.stability_limit(window.player.config.problem)
    assert limit == pytest.approx(1 / np.mean(HEIGHT**2))


def test_columns_model_and_header_can_be_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "years.csv"
    path.write_text("2001,2002,2003\n1,2,3\n2,4,7\n3,6,8\n")
    dialog = open_data(window, path)
    header = part(dialog, "header")
    assert isinstance(header, QCheckBox)
    assert not header.isChecked()
    switch(dialog, "header")
    pick(dialog, "x", "2003")
    pick(dialog, "y", "2001")
    pick(dialog, "model", "y = w·x")
    problem = opened(window, dialog, qtbot)
    assert (problem.x_name, problem.y_name, problem.weights) == ("2003", "2001", ("w",))
    assert problem.x.tolist() == [3, 7, 8]


def test_the_last_choice_is_what_is_opened(
    window: MainWindow, qtbot: QtBot, large: Path, table: Path
) -> None:
    dialog = open_data(window, large)
    for name in ("y = w·x", "y = w·x + b", "y = w·x"):
        pick(dialog, "model", name)
    assert not button(dialog, "open").isEnabled()
    dialog = open_data(window, table)
    pick(dialog, "y", "age")
    problem = opened(window, dialog, qtbot)
    assert (problem.y_name, problem.n_samples) == ("age", 41)


def test_it_stands_in_the_list_by_its_name(window: MainWindow, qtbot: QtBot, table: Path) -> None:
    problem = opened(window, open_data(window, table), qtbot)
    combo = find(window, QComboBox, "problem")
    assert combo.currentText() == "people.csv"
    choose(window, "problem", "linear")
    assert window.player.config.problem is not problem
    choose(window, "problem", "own-data")
    assert window.player.config.problem is problem
    second = open_data(window, table)
    pick(second, "y", "age")
    assert opened(window, second, qtbot) is not problem
    assert [combo.itemText(i) for i in range(combo.count())].count("people.csv") == 1


BAD = [
    ("a,b\n1,2\n3,<i>x</i>\n", "line 3: '<i>x</i>' in column 'b' is not a number"),
    ("a,b\n1,2\n3\n", "line 3: 1 column(s) instead of 2"),
    ("a,b\n" + "1,2\n" * 50_000 + "1,\n", "line 50002: column 'b' is empty"),
    ("a,b\n5,2\n5,3\n", "a slope needs two different x, but every x is 5"),
    ("a,b\n", "there are names of columns but no rows of numbers"),
    ("", "the file is empty"),
    ("only one column\n1\n2\n", "two columns are needed"),
    ("a,b,c\n1,p,q\n2,r,s\n", "two columns of numbers are needed"),
]


def test_what_cannot_be_used_is_said_and_changes_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    before = window.player.config
    path = tmp_path / "bad.csv"
    for content, said in BAD:
        path.write_text(content)
        dialog = open_data(window, path)
        wait_for_answer(dialog, qtbot)
        assert said in text(dialog, "status")
        status = part(dialog, "status")
        assert isinstance(status, QLabel)
        assert status.textFormat() is Qt.TextFormat.PlainText
        assert status.property("means") == "divergence"
        assert not button(dialog, "open").isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert window.player.config is before
        button(dialog, "cancel").click()
        assert window.player.config is before
        assert find(window, QComboBox, "problem").findData("own-data") < 0


def test_a_file_that_is_not_there_is_said_to_be_so(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_data(window, tmp_path / ("long" * 60))
    assert "there is no file" in text(dialog, "status")
    assert dialog.width() <= window.width()
    assert not part(dialog, "x").isEnabled()


def test_another_column_mends_a_bad_one(window: MainWindow, qtbot: QtBot, table: Path) -> None:
    dialog = open_data(window, table)
    pick(dialog, "x", "name")
    wait_for_answer(dialog, qtbot)
    assert "line 2: 'P0' in column 'name' is not a number" in text(dialog, "status")
    pick(dialog, "x", "age")
    assert opened(window, dialog, qtbot).x_name == "age"


def test_the_menu_asks_for_a_file(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, table: Path
) -> None:
    action = window.findChild(QAction, "open_file")
    assert action is not None
    assert action.shortcut().toString() == "Ctrl+O"
    assert window.menus["file"].actions()[1] is action  # below New
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    action.trigger()
    assert not window.findChildren(DataDialog)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    action.trigger()
    assert dialog_of(window)


def test_a_file_can_be_dropped_anywhere(window: MainWindow, table: Path) -> None:
    choose(window, "problem", "expression")
    plot = window.views["loss"].plot.viewport()  # type: ignore[attr-defined]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(table))])
    for target in (window, plot, *(find(window, QWidget, name) for name in ("function", "epochs"))):
        assert drop(target, mime), target.objectName()
        dialog = dialog_of(window)
        assert "people.csv" in [label.text() for label in dialog.findChildren(QLabel)]
        button(dialog, "cancel").click()


@pytest.mark.parametrize("urls", [[], ["https://example.org/table.csv"]])
def test_what_is_no_file_cannot_be_dropped(window: MainWindow, urls: list[str]) -> None:
    mime = QMimeData()
    mime.setText("1,2")
    mime.setUrls([QUrl(url) for url in urls])
    assert not drop(window, mime)
    assert not [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def test_samples_that_are_moved_are_no_longer_the_files(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    problem = opened(window, open_data(window, table), qtbot)
    changed = with_data(problem, problem.x, problem.y + 1)
    window.show_problem(changed)
    combo = find(window, QComboBox, "problem")
    assert combo.currentText() == "Changed data"
    assert combo.findText("people.csv") >= 0
    assert "data" not in changed.settings  # type: ignore[attr-defined]
