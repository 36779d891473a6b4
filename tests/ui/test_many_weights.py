"""A problem with three weights in the window: y = w₁x² + w₂x + b, the course's homework."""

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import PROBLEMS, Outcome, configure, record
from gdviz.core.problems.abilities import HasData
from gdviz.core.runs.outcome import Verdict
from gdviz.ui import MainWindow
from gdviz.ui.features.sweep.panel import SweepPanel
from gdviz.ui.theme import LIGHT
from gdviz.ui.views.data.fit import DataFit
from gdviz.ui.window.memory import Memory
from tests.ui.driving import action, choose, click, enter, find, number, run_to_the_end, type_into
from tests.ui.keeping import keep, row
from tests.ui.mouse import drag

STARTS = ("start", "start_2", "start_3")


@pytest.fixture
def fit(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window, with the problem chosen in its list and the first step known."""
    choose(window, "problem", "quadratic-fit")
    qtbot.waitUntil(lambda: len(window.player.trace) > 0)
    return window


def text(window: MainWindow, name: str) -> str:
    return find(window, QLabel, name).text()


def centre(window: MainWindow) -> list[str]:
    return [
        name for name, view in window.views.items() if view.place == "centre" and view.isVisible()
    ]


def test_it_has_a_start_for_each_weight(fit: MainWindow) -> None:
    called = [find(fit, QWidget, name).accessibleName() for name in STARTS]
    assert called == ["Start weight w₁", "Start weight w₂", "Start weight b"]
    enter(number(fit, "start_3"), "2.5")
    assert fit.player.config.start == (-1.0, 0.0, 2.5)
    enter(number(fit, "start_3"), "1e9")
    assert fit.player.config.start == (-1.0, 0.0, 2.5)
    type_into(number(fit, "start"), "0.25")
    QTest.keyClick(number(fit, "start"), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is number(fit, "start_2")
    assert fit.player.config.start == (0.25, 0.0, 2.5)


def test_the_starts_go_with_the_problem_and_with_the_algorithm(fit: MainWindow) -> None:
    for problem, shown in (("linear", 1), ("quadratic-fit", 3), ("line", 2), ("quadratic-fit", 3)):
        choose(fit, "problem", problem)
        assert [find(fit, QWidget, name).isVisible() for name in STARTS] == [
            place < shown for place in range(3)
        ]
        assert fit.player.config.start == PROBLEMS[problem].start
    choose(fit, "algorithm", "exhaustive")
    assert not any(find(fit, QWidget, name).isVisible() for name in STARTS)
    choose(fit, "algorithm", "gradient-descent")
    assert all(find(fit, QWidget, name).isVisible() for name in STARTS)
    fit.controls.hide_controls(["start"])
    assert not any(find(fit, QWidget, name).isVisible() for name in STARTS)


def test_what_cannot_be_drawn_says_so_in_both_languages(fit: MainWindow) -> None:
    assert centre(fit) == ["no-picture", "fit", "loss"]
    assert not fit.views["data"].isVisible()
    assert "Over 3 weights the cost cannot be drawn" in text(fit, "no_picture")
    fit.set_language("zh")
    assert "3 个权重的成本函数画不出来" in text(fit, "no_picture")
    choose(fit, "problem", "line")
    assert centre(fit) == ["contours", "loss"]
    assert fit.views["data"].isVisible()


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Finished at w₁ = "), ("zh", "运行结束于 w₁ = ")]
)
def test_it_trains_plays_steps_and_is_explained(
    fit: MainWindow, qtbot: QtBot, language: str, word: str
) -> None:
    fit.set_language(language)
    click(fit, "step_forward")
    qtbot.waitUntil(lambda: fit.player.position == 1)
    trace = record(configure("quadratic-fit"))
    assert fit.player.trace.w[1].tolist() == trace.w[1].tolist()
    assert text(fit, "weight_value") == "−0.8760\n0.04000\n1.020"
    assert run_to_the_end(fit, qtbot) is Outcome.FINISHED
    assert fit.player.trace.w.tolist() == trace.w.tolist()
    assert word in fit.views["numbers"].banner.text()  # type: ignore[attr-defined]
    click(fit, "step_back")
    assert fit.player.position == 99
    assert number(fit, "start_2").value() == 0


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_arithmetic_is_of_every_weight(fit: MainWindow, width: int) -> None:
    fit.resize(width, 900)
    QApplication.processEvents()
    written = "".join(find(fit, QTextBrowser, "sheet").toPlainText().split())
    for name in ("g1=2·x2·e", "g2=2·x·e", "gb=2·e"):
        assert name in written
    for update in (
        r"−1\.0*−0\.01×\(−12\.40*\)=−0\.8760*",
        r"0\.0*−0\.01×\(−4\.0*\)=0\.040*",
        r"1\.0*−0\.01×\(−2\.0*\)=1\.020*",
    ):
        assert re.search(update, written)


def test_no_number_of_the_samples_is_broken_into_two_lines(fit: MainWindow) -> None:
    """A line of the table has a sample: each number as it is, its digits in one piece."""
    for width in (1440, 1024):
        fit.resize(width, 900)
        QApplication.processEvents()
        sheet = find(fit, QTextBrowser, "sheet")
        layout = sheet.document().documentLayout()
        block, heights = sheet.document().begin(), []
        while block.isValid():
            if block.text().replace("−", "").replace(".", "").isdigit():
                heights.append(layout.blockBoundingRect(block).height())

            block = block.next()
        assert len(heights) >= 9
        assert max(heights) < 1.6 * min(heights)


def whole(label: QLabel) -> bool:
    wanted = label.sizeHint()
    return label.width() >= wanted.width() and label.height() >= wanted.height()


@pytest.mark.parametrize(
    ("size", "language"),
    [((900, 500), "en"), ((900, 500), "zh"), ((1024, 640), "zh"), ((1440, 900), "en")],
)
def test_all_weights_and_gradients_are_whole(
    fit: MainWindow, qtbot: QtBot, size: tuple[int, int], language: str
) -> None:
    """Also beside the longest explanation there is."""
    fit.set_language(language)
    fit.resize(*size)
    enter(number(fit, "learning_rate"), "0.14")
    run_to_the_end(fit, qtbot)
    QApplication.processEvents()
    for name in ("weight_value", "gradient_value"):
        label = find(fit, QLabel, name)
        assert len(label.text().split("\n")) == 3
        assert whole(label)
    fit.resize(1440, 900)
    action(fit, "presenter_mode").trigger()
    QApplication.processEvents()
    assert whole(find(fit, QLabel, "weight_value"))
    assert centre(fit) == ["no-picture", "fit", "loss"]


def test_the_models_curve_is_drawn_through_the_samples(fit: MainWindow, qtbot: QtBot) -> None:
    view = fit.views["fit"]
    assert isinstance(view, DataFit)
    enter(number(fit, "learning_rate"), "0.1")
    enter(number(fit, "epochs"), "500")
    run_to_the_end(fit, qtbot)
    x, y = view.line.getData()
    assert y == pytest.approx(x**2 / 2 + x - 1, abs=1e-6)
    assert view.prediction.item.toPlainText() == "6.5"


@pytest.mark.parametrize("hidden", [3, 32])
def test_what_a_net_has_learnt_is_drawn_and_moves(
    window: MainWindow, qtbot: QtBot, hidden: int
) -> None:
    window.shown_run.ask_config(configure("net", hidden=hidden, epochs=40))
    problem = window.player.config.problem
    assert centre(window) == ["no-picture", "fit", "loss"]
    assert isinstance(problem, HasData)
    view = window.views["fit"]
    assert isinstance(view, DataFit)
    x, before = (values.copy() for values in view.line.getData())
    np.testing.assert_allclose(before, problem.predict(np.array(problem.start), x))
    run_to_the_end(window, qtbot)
    after = view.line.getData()[1]
    np.testing.assert_allclose(after, problem.predict(window.player.trace.w[-1], x))
    assert np.abs(after - before).max() > 0.1
    starts = [find(window, QWidget, name) for name in STARTS]
    assert all(one.isVisible() == (hidden == 3) for one in starts)
    assert number(window, "hidden").value() == hidden
    enter(number(window, "hidden"), "4")
    assert window.player.config.dim == 13


def test_a_sample_is_dragged_and_brought_back(fit: MainWindow) -> None:
    view = fit.views["fit"]
    assert isinstance(view, DataFit)
    drag(view.plot, [(2.0, 3.1), (1.9, 2.0), (1.8, 1.0)])
    moved = fit.player.config.problem
    assert moved.id == "changed-data"
    assert moved.minima[0] == pytest.approx(np.polyfit(moved.x, moved.y, 2))  # type: ignore[attr-defined]
    assert find(fit, QPushButton, "original_fit").isVisible()
    click(fit, "original_fit")
    assert fit.player.config.problem is PROBLEMS["quadratic-fit"]


def test_it_is_kept_compared_and_raced(fit: MainWindow, qtbot: QtBot) -> None:
    first, second = keep(fit, qtbot, 0.01, 0.14)
    assert row(fit, 0).outcome.text() == "finished"
    assert row(fit, 1).outcome.text() == "diverging"
    ending = second.ending
    assert ending is not None
    assert ending.verdict is Verdict.DIVERGING
    enter(number(fit, "start_3"), "0")
    assert row(fit, None).name.name() == "α = 0.14, w₀ = (−1, 0, 0)"
    with qtbot.waitSignal(fit.player.finished, timeout=20_000):
        action(fit, "race").trigger()
    assert len(first) == 100


def test_it_is_swept(fit: MainWindow, qtbot: QtBot) -> None:
    action(fit, "open_sweep").trigger()
    dialog = fit.findChild(SweepPanel)
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.running and dialog.sweep is not None, timeout=20_000)
    assert "2/λ = 0.1347" in dialog.note.text().replace("\N{NO-BREAK SPACE}", " ")


def test_what_needs_a_picture_is_not_offered(fit: MainWindow) -> None:
    assert not action(fit, "predict_mode").isEnabled()
    assert not action(fit, "by_hand_mode").isEnabled()
    choose(fit, "problem", "linear")
    assert action(fit, "predict_mode").isEnabled()


def test_it_is_searched(fit: MainWindow, qtbot: QtBot) -> None:
    choose(fit, "algorithm", "divide-and-conquer")
    assert run_to_the_end(fit, qtbot) is Outcome.FINISHED
    banner = fit.views["numbers"].banner.text()  # type: ignore[attr-defined]
    assert "the best of 750 weights tried is w₁ = " in banner


def test_it_is_remembered(fit: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    Memory(path).restore(fit, with_run=True)
    enter(number(fit, "start_2"), "0.5")
    fit.close()
    again = MainWindow(theme=LIGHT)
    qtbot.addWidget(again)
    Memory(path).restore(again, with_run=True)
    again.show()
    assert again.player.config.problem.id == "quadratic-fit"
    assert [number(again, name).value() for name in STARTS] == [-1.0, 0.5, 1.0]
    again.close()
