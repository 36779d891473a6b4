"""Tables saved and copied from the window, against the command line and the trace."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog
from pytestqt.qtbot import QtBot

from gdviz.cli import main
from gdviz.core import configure
from gdviz.core.runs.run import run_through
from gdviz.core.runs.settings import Chosen
from gdviz.ui import MainWindow
from gdviz.ui.features.files.tables import Tables
from gdviz.ui.features.many.feature import Many
from gdviz.ui.features.sweep.feature import LearningRateSweep
from gdviz.ui.views.arithmetic.view import ArithmeticView
from tests.ui.driving import action, click, trigger

CSV, JSON, TEXT = (
    "Table for a spreadsheet, CSV (*.csv)",
    "With all settings, for programs, JSON (*.json)",
    "Text, as the command line prints it (*.txt)",
)


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> "Choose":
    return Choose(monkeypatch)


class Choose:
    """Has the user choose files one after the other; remembers what was suggested."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.suggested: list[str] = []
        self._answers: list[tuple[str, str]] = []
        monkeypatch.setattr(QFileDialog, "getSaveFileName", self._answer)

    def __call__(self, path: Path, kind: str = CSV) -> None:
        self._answers.append((str(path), kind))

    def _answer(self, _parent: object, _title: str, suggested: str, kinds: str) -> tuple[str, str]:
        self.suggested.append(suggested)
        assert kinds.split(";;") == [CSV, JSON, TEXT]
        return self._answers.pop(0) if self._answers else ("", "")


def save(window: MainWindow, qtbot: QtBot, entry: str) -> None:
    saver = window.feature(Tables)._saver
    with qtbot.waitSignal(saver.saved, timeout=10_000):
        trigger(window, entry)


def answer(window: MainWindow, words: str) -> None:
    """Answer the question that is open."""
    (box,) = (one for one in window.findChildren(QMessageBox) if one.isVisible())
    (button,) = (one for one in box.buttons() if one.text() == words)
    button.click()


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def printed(path: Path, *arguments: str) -> str:
    """Return what the command line writes."""
    made = path.with_name("printed")
    assert main([*arguments, "-o", str(made)]) == 0
    return made.read_text("utf-8")


@pytest.mark.parametrize("name", ["run.csv", "run.json", "run.txt"])
def test_a_run_is_saved_as_the_command_line_writes_it(
    window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path, name: str
) -> None:
    window.show_run(configure("himmelblau", rule="adam", epochs=300, learning_rate=0.1))
    path = tmp_path / name
    form = path.suffix[1:].replace("txt", "text")
    path.write_text("before")
    choose(path)
    save(window, qtbot, "save_run")
    given = ("--problem", "himmelblau", "--rule", "adam", "--epochs", "300", "--lr", "0.1")
    assert path.read_text("utf-8") == printed(path, "train", *given, "--format", form)
    assert choose.suggested == ["gdviz_run.csv"]
    assert "run." in window.passing.text()


def test_a_table_read_back_is_the_trace_to_the_last_bit_with_what_was_changed_on_the_way(
    window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    window.show_run(configure(epochs=30, learning_rate=0.01))
    window.player.seek(12)
    qtbot.waitUntil(lambda: window.player.position == 12)
    settings = window.store[Chosen].settings
    window.shown_run.ask(settings.with_values({settings.effective["learning_rate"]: 0.07}))
    choose(tmp_path / "run.csv")
    save(window, qtbot, "save_run")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "run.csv").read_text("utf-8"))))
    blocks = list(run_through(window.player.trace.changes))
    w, loss = np.concatenate([b.w for b in blocks]), np.concatenate([b.loss for b in blocks])
    assert [float(row["w0"]) for row in rows] == [*w[:, 0], blocks[-1].end[0]]
    assert [float(row["loss"]) for row in rows[:-1]] == loss.tolist()
    assert [row["learning_rate"] for row in rows] == ["0.01"] * 12 + ["0.07"] * 18 + [""]
    window.player.seek(30)
    qtbot.waitUntil(lambda: window.player.position == 30)
    assert window.player.trace.w[:, 0].tolist() == [float(row["w0"]) for row in rows]


def test_the_ends_and_the_sweep_are_offered_once_they_are_there(
    window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    def offered() -> list[bool]:
        window.feature(Tables)._menu.aboutToShow.emit()
        return [action(window, f"save_{name}").isEnabled() for name in ("run", "ends", "sweep")]

    assert offered() == [True, False, False]
    window.show_run(configure(epochs=10))
    click(window, "in_many")
    panel = window.feature(Many).panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.swarm is not None and panel.swarm.share == 1)
    assert offered() == [True, True, False]
    trigger(window, "open_sweep")
    qtbot.waitUntil(lambda: window.feature(LearningRateSweep).finished is not None)
    assert offered() == [True, True, True]
    for name, command in (("ends", "ensemble"), ("sweep", "sweep")):
        for ending, form in (("csv", "csv"), ("json", "json"), ("txt", "text")):
            path = tmp_path / f"{name}.{ending}"
            choose(path)
            save(window, qtbot, f"save_{name}")
            assert path.read_text("utf-8") == printed(
                path, command, "--epochs", "10", "--format", form
            )
    click(window, "close_sweep")
    assert offered() == [True, True, False]


def test_a_name_without_an_ending_gets_one_and_nothing_is_replaced_unasked(
    window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    window.show_run(configure(epochs=3))
    taken = tmp_path / "run.json"
    taken.write_text("before")
    choose(tmp_path / "run", JSON)
    trigger(window, "save_run")
    answer(window, "Cancel")
    assert taken.read_text() == "before"
    choose(tmp_path / "run", JSON)
    with qtbot.waitSignal(window.feature(Tables)._saver.saved):
        trigger(window, "save_run")
        answer(window, "Replace")
    assert json.loads(taken.read_text())["config"]["epochs"] == 3
    choose(tmp_path / "v1.0", TEXT)
    save(window, qtbot, "save_run")
    assert (tmp_path / "v1.0.txt").read_text().startswith("Predict")


def test_what_takes_long_shows_how_far_it_is_and_is_given_up_without_a_trace(
    window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    window.show_run(configure("himmelblau", rule="adam", epochs=1_000_000))
    path = tmp_path / "run.csv"
    path.write_text("before")
    choose(path)
    saver = window.feature(Tables)._saver
    trigger(window, "save_run")
    (dialog,) = window.findChildren(QProgressDialog)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.isVisible() and dialog.value() > 0)
    window.feature(Tables)._menu.aboutToShow.emit()
    assert not action(window, "save_run").isEnabled()
    with qtbot.waitSignal(saver.freed):
        dialog.canceled.emit()
    qtbot.waitUntil(lambda: names(tmp_path) == ["run.csv"])
    assert path.read_text() == "before"
    window.show_run(configure(epochs=3))
    choose(path)
    save(window, qtbot, "save_run")  # it is of use again
    assert len(path.read_text().splitlines()) == 5


def test_the_window_closes_in_the_middle(
    window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    window.show_run(configure("himmelblau", rule="adam", epochs=1_000_000))
    choose(tmp_path / "run.csv")
    with qtbot.waitSignal(window.feature(Tables)._saver.progressed, timeout=10_000):
        trigger(window, "save_run")
    window.close()
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["missing/run.csv", "folder.csv"])
def test_what_cannot_be_written_is_said_once(
    window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    choose(tmp_path / name)
    with qtbot.waitSignal(window.feature(Tables)._saver.failed):
        trigger(window, "save_run")
    (box,) = window.findChildren(QMessageBox)
    assert "could not be saved" in box.text()
    assert "as it was" in box.text()
    box.close()
    assert names(tmp_path) == ["folder.csv"]


def copied(window: MainWindow) -> dict[str, list[str]]:
    """Copy the step, and return each row by its first cell."""
    QGuiApplication.clipboard().clear()
    trigger(window, "copy_step")
    lines = QGuiApplication.clipboard().text().splitlines()
    return {name: cells for name, *cells in (line.split("\t") for line in lines)}


def test_a_step_is_copied_with_all_its_digits(window: MainWindow, qtbot: QtBot) -> None:
    window.show_run(configure("line", "mini-batch", momentum=0.5, epochs=5, learning_rate=0.01))
    window.player.seek(3)
    qtbot.waitUntil(lambda: len(window.player.trace) > 3)
    step, problem = window.player.trace.step(3), window.player.config.problem
    rows = copied(window)
    assert rows["step"] == ["3"]
    assert rows[""] == list(problem.weights)
    for name, values in (("weight", step.w), ("gradient", step.gradient), ("v", step.state[0])):
        assert [float(cell) for cell in rows[name]] == values.tolist()
    assert float(rows["loss"][0]) == step.loss
    assert [float(cell) for cell in rows["weight after the step"]] == (step.w + step.delta).tolist()
    assert step.rows is not None
    assert rows["sample"][:2] == ["x", "y"]
    seen = [rows[str(row + 1)] for row in step.rows]
    parts = np.array([[float(cell) for cell in cells[-2:]] for cells in seen])
    np.testing.assert_allclose(parts.mean(axis=0), step.gradient, rtol=1e-12)


def test_it_is_copied_in_the_arithmetic_too_but_not_while_it_is_to_be_guessed(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = window.views["arithmetic"]
    assert isinstance(view, ArithmeticView)
    entry = action(window, "copy_step")
    assert view.sheet.actions() == [entry]
    assert view.sheet.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu
    assert entry.isEnabled()
    trigger(window, "predict_mode")
    qtbot.waitUntil(lambda: not entry.isEnabled())
    trigger(window, "predict_mode")
    window.player.seek(100)
    qtbot.waitUntil(lambda: window.player.at_end and entry.isEnabled())
    rows = copied(window)
    assert float(rows["weight"][0]) == window.player.trace.w[-1, 0]
    assert rows["step"] == ["100"]
