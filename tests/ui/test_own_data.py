"""One's own data in the window: looked at, read, refused, cancelled, dropped."""

from pathlib import Path
from time import thread_time
from typing import Any, NoReturn

import numpy as np
import PySide6
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QThread, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome, RunConfig
from gdviz.core.changed_data import with_data
from gdviz.core.data import CancelledError, Samples, Source, read_samples
from gdviz.core.problems.own_data import DataChoice, OwnRegression, regression
from gdviz.playback import loader
from gdviz.ui import MainWindow
from gdviz.ui.data_dialog import DataDialog
from gdviz.ui.features.own_data import OwnData
from gdviz.ui.fields import NumberField
from tests.ui.driving import choose, find, run_to_the_end

HEIGHT = np.linspace(150, 190, 41)
WEIGHT = 0.9 * HEIGHT - 90 + np.tile([1.0, -1.0], 21)[:41]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file of names, heights, weights and ages."""
    rows = [
        f"P{i},{height},{weight:.17g},{20 + i}"
        for i, (height, weight) in enumerate(zip(HEIGHT.tolist(), WEIGHT.tolist(), strict=True))
    ]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["name,height,<b>weight</b>,age", *rows]))
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that takes a while to read."""
    path = tmp_path / "large.csv"
    path.write_text("x,y\n" + "1.25,2.5\n2.5,5.25\n" * 200_000)
    return path


def feature(window: MainWindow) -> OwnData:
    found = window.features["own-data"]
    assert isinstance(found, OwnData)
    return found


def open_data(window: MainWindow, path: Path) -> DataDialog:
    feature(window).open_data(DataChoice(Source(path)))
    return dialog_of(window)


def dialog_of(window: MainWindow) -> DataDialog:
    shown = [dialog for dialog in window.findChildren(DataDialog) if dialog.isVisible()]
    assert len(shown) == 1
    return shown[0]


def part(dialog: DataDialog, name: str) -> QWidget:
    found = dialog.findChild(QWidget, f"data_{name}")
    assert isinstance(found, QWidget), name
    return found


def text(dialog: DataDialog, name: str) -> str:
    label = part(dialog, name)
    assert isinstance(label, QLabel)
    return label.text()


def pick(dialog: DataDialog, name: str, shown: str) -> None:
    combo = part(dialog, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentText(shown)


def switch(dialog: DataDialog, name: str) -> None:
    toggle = part(dialog, name)
    assert isinstance(toggle, QCheckBox)
    toggle.click()


def button(dialog: DataDialog, name: str) -> QPushButton:
    found = part(dialog, name)
    assert isinstance(found, QPushButton)
    return found


def headings(dialog: DataDialog) -> list[str]:
    table = part(dialog, "table")
    assert isinstance(table, QTableView)
    rows = table.model()
    across = Qt.Orientation.Horizontal
    return [rows.headerData(column, across) for column in range(rows.columnCount())]


def wait_for_answer(dialog: DataDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: button(dialog, "open").isEnabled() or text(dialog, "status").startswith("✗"),
        timeout=20_000,
    )


def opened(window: MainWindow, dialog: DataDialog, qtbot: QtBot) -> OwnRegression:
    """Open the data when it has been read, and return the problem that is shown then."""
    wait_for_answer(dialog, qtbot)
    button(dialog, "open").click()
    problem = window.player.config.problem
    assert isinstance(problem, OwnRegression)
    return problem


def test_the_first_rows_are_shown_and_the_columns_suggested(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    table_view = part(dialog, "table")
    assert isinstance(table_view, QTableView)
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


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is being read until one says that it should not be."""

    def read(*arguments: Any) -> NoReturn:
        progress = arguments[3]
        while progress(0.5):
            QThread.msleep(1)
        raise CancelledError

    monkeypatch.setattr(loader, "read_samples", read)


@pytest.mark.usefixtures("endless")
def test_reading_can_be_cancelled(
    window: MainWindow, qtbot: QtBot, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.player.config
    dialog = open_data(window, table)
    progress = part(dialog, "progress")
    assert isinstance(progress, QProgressBar)
    qtbot.waitUntil(lambda: progress.value() == progress.maximum() / 2)
    assert not button(dialog, "open").isEnabled()
    button(dialog, "cancel").click()
    assert window.player.config is before
    assert find(window, QComboBox, "problem").findData("own-data") < 0
    # The thread is free again.
    monkeypatch.setattr(loader, "read_samples", read_samples)
    assert opened(window, open_data(window, table), qtbot).n_samples == 41


@pytest.mark.usefixtures("endless")
def test_another_choice_takes_the_place_of_the_reading(
    window: MainWindow, qtbot: QtBot, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_data(window, table)
    progress = part(dialog, "progress")
    assert isinstance(progress, QProgressBar)
    qtbot.waitUntil(lambda: progress.value() > 0)
    monkeypatch.setattr(loader, "read_samples", read_samples)
    pick(dialog, "y", "age")
    assert opened(window, dialog, qtbot).y_name == "age"


@pytest.mark.usefixtures("endless")
def test_the_window_can_be_closed_while_a_file_is_read(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    progress = part(dialog, "progress")
    assert isinstance(progress, QProgressBar)
    qtbot.waitUntil(lambda: progress.value() > 0)
    assert window.close()
    assert not dialog.isVisible()


@pytest.mark.usefixtures("endless")
def test_the_window_goes_on_while_a_file_is_read(
    window: MainWindow, qtbot: QtBot, table: Path
) -> None:
    dialog = open_data(window, table)
    window.player.speed = 200.0
    window.player.run()
    qtbot.waitUntil(lambda: window.player.position > 10)
    assert not button(dialog, "open").isEnabled()


def test_a_large_file_is_read_to_its_end(window: MainWindow, qtbot: QtBot, large: Path) -> None:
    dialog = open_data(window, large)
    wait_for_answer(dialog, qtbot)
    assert text(dialog, "status") == "400,000 rows"
    assert opened(window, dialog, qtbot).x.sum() == 200_000 * (1.25 + 2.5)


def test_a_wide_file_does_not_stop_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "wide.csv"
    names = [f"c{number}" for number in range(5000)]
    path.write_text("\n".join([",".join(names), *[",".join(["1.25", *["2.5"] * 4999])] * 20]))
    # What this thread itself takes, whatever else the machine does: it was a minute.
    began = thread_time()
    dialog = open_data(window, path)
    pick(dialog, "x", "c4000")
    pick(dialog, "y", "c0")
    assert thread_time() - began < 3
    shown = headings(dialog)
    assert len(shown) == 5000
    assert {shown[0], shown[1], shown[4000]} == {"y: c0", "c1", "x: c4000"}
    wait_for_answer(dialog, qtbot)
    assert text(dialog, "status").startswith("✗ a slope needs two different x")


def test_the_menu_asks_for_a_file(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, table: Path
) -> None:
    action = window.findChild(QAction, "open_data")
    assert action is not None
    assert action.shortcut().toString() == "Ctrl+O"
    assert window.menus["file"].actions()[0] is action
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    action.trigger()
    assert not window.findChildren(DataDialog)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    action.trigger()
    assert dialog_of(window)


def drop(target: QWidget, mime: QMimeData) -> bool:
    """Drag and drop onto a widget, as the window system would; whether it was taken."""
    kind, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    at = QPointF(5, 5)
    # Since 6.12 it wants fractions of a pixel too; before, it knew whole pixels only.
    entry = at if PySide6.__version_info__ >= (6, 12) else at.toPoint()
    enter = QDragEnterEvent(entry, kind, mime, left, none)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(at, kind, mime, left, none))
    return enter.isAccepted()


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


def shown(window: MainWindow, x: object, y: object, **settings: object) -> OwnRegression:
    """Show a regression on these samples and return it."""
    samples = Samples("<b>in", "out & in", np.array(x, float), np.array(y, float))
    problem = regression(samples, **settings)  # type: ignore[arg-type]
    window.show_problem(problem)
    return problem


def test_data_on_any_scale_fills_its_plot(window: MainWindow, qtbot: QtBot) -> None:
    plot = window.views["data"].plot  # type: ignore[attr-defined]
    for x, y in (
        (np.arange(2000, 2024), 1e9 + 1e7 * np.arange(24)),
        (1.7e9 + np.arange(0, 86400, 600), np.arange(144) * 0.01),
        ([-3, -2, -1], [-7, -3, -2]),
        (np.linspace(1e-6, 3e-6, 20), np.linspace(2e-9, 7e-9, 20)),
        ([1e90, 2e90, 3e90], [2e99, 4e99, 6e99]),
        ([1, 2, 3], [5, 5, 5]),
    ):
        problem = shown(window, x, y, standardised=False, model="linear")
        run_to_the_end(window, qtbot)
        window.grab()
        for values, (low, high) in zip((problem.x, problem.y), plot.viewRange(), strict=True):
            assert low <= values.min() <= values.max() <= high
            spread = np.ptp(values)
            # It may reach to 0, and to where the line will end.
            assert spread == 0 or spread > 0.1 * (high - low)
        for axis, (low, high) in zip((plot.x_axis, plot.y_axis), plot.viewRange(), strict=True):
            for spacing, ticks in axis.tickValues(low, high, 300):
                labels = axis.tickStrings(ticks, 1, spacing)
                assert len(set(labels)) == len(labels) > 1


def test_the_axes_have_the_columns_names(window: MainWindow) -> None:
    shown(window, [1, 2, 3], [2, 4, 7])
    plot = window.views["data"].plot  # type: ignore[attr-defined]
    labels = [axis.label.toPlainText().strip() for axis in (plot.x_axis, plot.y_axis)]
    assert labels == ["<b>in", "out & in"]
    # Upright it would lie over the ticks' labels, if not over the plot.
    name = plot.y_axis.label
    assert name.sceneBoundingRect().width() < 1.5 * name.boundingRect().height()
    shown(window, [1, 2, 3], [2, 4, 7], standardised=True)
    labels = [axis.label.toPlainText().strip() for axis in (plot.x_axis, plot.y_axis)]
    assert labels == ["<b>in, standardised", "out & in, standardised"]


def test_standardised_weights_are_shown_as_a_line_in_the_files_units(window: MainWindow) -> None:
    x = np.array([1.0, 2, 3, 4])
    problem = shown(window, x, 3 * x - 5, standardised=True)
    window.show_run(RunConfig(problem, window.player.config.algorithm, problem.minima[0]))
    assert window.views["data"].remark.text() == "y = 3.000·x − 5.000"
    shown(window, x, 3 * x - 5)
    assert window.views["data"].remark.text() == ""


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


def test_many_samples_are_drawn_as_some(window: MainWindow, qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=1_000_000)
    shown(window, x, 2 * x)
    view = window.views["data"]
    for algorithm in ("gradient-descent", "mini-batch"):
        choose(window, "algorithm", algorithm)
        qtbot.waitUntil(lambda: len(window.player.trace) > 0)
        for item in (view._samples, view._used):  # type: ignore[attr-defined]
            assert 0 < len(item.getData()[0]) <= 2000
