"""The learning-rate sweep in the real window."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QProgressBar,
)
from pytestqt.qtbot import QtBot

from gdviz.core import configure, record
from gdviz.core.problems.expression import parse
from gdviz.core.runs.sweep import rates, sweep
from gdviz.ui import MainWindow
from gdviz.ui.features.sweep.curve import SweepCurve
from gdviz.ui.features.sweep.map import SweepMap
from gdviz.ui.features.sweep.panel import SweepPanel
from gdviz.ui.features.sweep.plot import Cell
from gdviz.ui.theme import DARK, apply
from gdviz.ui.widgets.fields import NumberField
from gdviz.ui.widgets.sliders import Toggle
from tests.ui.driving import action, choose, click, find
from tests.ui.keeping import panel as kept_runs

_NO_KEY = Qt.KeyboardModifier.NoModifier


def opened(window: MainWindow, qtbot: QtBot) -> SweepPanel:
    """Return the sweep, opened by the button beside the learning rate, once it is done."""
    click(window, "sweep")
    dialog = window.findChild(SweepPanel)
    assert dialog is not None
    wait(dialog, qtbot)
    return dialog


def wait(dialog: SweepPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.running and dialog.sweep is not None, timeout=10_000)


def place(dialog: SweepPanel, cell: Cell) -> QPoint:
    """Return where in the plot that run can be clicked."""
    plot = dialog.plots[dialog.kind]
    where = plot.plotItem.getViewBox().mapViewToScene(QPointF(*plot.place(cell)))
    return plot.mapFromScene(where)


def point_at(dialog: SweepPanel, cell: Cell) -> None:
    viewport, where = dialog.plots[dialog.kind].viewport(), QPointF(place(dialog, cell))
    none = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, where, viewport.mapToGlobal(where), none, none, _NO_KEY
    )
    QApplication.sendEvent(viewport, moved)


def column_of(dialog: SweepPanel, learning_rate: float) -> int:
    assert dialog.sweep is not None
    return int(np.abs(dialog.sweep.learning_rates - learning_rate).argmin())


def click_at(dialog: SweepPanel, qtbot: QtBot, cell: Cell) -> None:
    viewport = dialog.plots[dialog.kind].viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place(dialog, cell))


def test_it_opens_from_the_menu_and_says_what_there_is_to_see(
    window: MainWindow, qtbot: QtBot
) -> None:
    action(window, "open_sweep").trigger()
    dialog = window.findChild(SweepPanel)
    assert dialog is not None
    assert dialog.isVisible()
    wait(dialog, qtbot)
    text = dialog.note.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "2/λ = 0.2143" in text
    assert "Within these epochs the lowest rate that diverged is 0.237" in text
    assert not find(window, QProgressBar, "sweep_progress").isVisible()


def test_nothing_is_swept_until_it_is_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "in_compare")
    assert window.findChild(SweepPanel) is None
    click(window, "start_sweep")
    panel = window.findChild(SweepPanel)
    assert panel is not None
    assert panel.isVisible()
    wait(panel, qtbot)
    click(window, "in_run")
    find(window, NumberField, "epochs").setValue(7)
    assert not panel.running
    click(window, "in_compare")
    wait(panel, qtbot)
    qtbot.waitUntil(lambda: panel.sweep.config.epochs == 7)  # type: ignore[union-attr]
    click(window, "close_sweep")
    assert not panel.isVisible()
    assert find(window, QAbstractButton, "start_sweep").isVisible()


@pytest.mark.parametrize(("height", "beside"), [(640, False), (900, True)])
def test_a_low_window_has_it_in_the_place_of_the_kept_runs(
    window: MainWindow, qtbot: QtBot, height: int, beside: bool
) -> None:
    sweep = opened(window, qtbot)
    window.resize(1024, height)
    qtbot.waitUntil(lambda: kept_runs(window).isVisible() == beside)
    window.set_scale(1.3 if beside else 0.8)  # it is low for what is larger
    assert kept_runs(window).isVisible() != beside
    assert sweep.isVisible()
    click(window, "close_sweep")
    assert kept_runs(window).isVisible()


def test_what_is_swept_is_undone_and_opened_again(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    click(window, "sweep_map")
    again = MainWindow()
    qtbot.addWidget(again)
    again.show()
    again.restore(window.state())
    panel = again.findChild(SweepPanel)
    assert panel is not None
    assert panel.isVisible()
    assert panel.kind == "map"
    for kind in ("curve", None):
        action(window, "undo").trigger()
        assert dialog.isVisible() == (kind is not None)
        assert dialog.kind == "curve"
    assert window.views["data"].isVisible()


def test_the_curve_is_the_final_cost_of_each_run(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(5)
    dialog = opened(window, qtbot)
    x, y = dialog.plots["curve"].costs.getData()  # type: ignore[attr-defined]
    swept = dialog.sweep
    assert swept is not None
    for rate in (1e-5, 0.01, 0.1, 0.2):
        column = column_of(dialog, rate)
        cost = swept.config.problem.cost(record(swept.run(0, column)).w[-1])
        assert x[column] == pytest.approx(np.log10(swept.learning_rates[column]))
        assert y[column] == pytest.approx(np.log10(cost), abs=1e-9)
    assert np.isfinite(y).all()


def test_a_click_sets_the_rate_and_runs_it(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    column = column_of(dialog, 0.1)
    swept = dialog.sweep
    window.player.speed = 1000.0
    with qtbot.waitSignal(window.player.finished, timeout=10_000):
        click_at(dialog, qtbot, (0, column))
    assert swept is not None
    rate = swept.learning_rates[column]
    assert find(window, NumberField, "learning_rate").value() == pytest.approx(rate)
    assert window.player.trace.w[-1] == pytest.approx(swept.w[0, column])
    # Only the mark of the current rate has moved.
    assert dialog.sweep is swept
    assert dialog.plots["curve"].current.getData()[0] == pytest.approx(np.log10(rate))


def test_a_click_on_the_map_sets_the_momentum_too(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    click(window, "sweep_map")
    wait(dialog, qtbot)
    swept = dialog.sweep
    assert swept is not None
    cell = swept.momenta.index(0.5), column_of(dialog, 0.1)
    click_at(dialog, qtbot, cell)
    assert window.player.playing
    assert window.player.config == swept.run(*cell)
    assert find(window, Toggle, "momentum_enabled").isChecked()
    assert find(window, NumberField, "momentum").value() == 0.5
    assert dialog.sweep is swept
    click_at(dialog, qtbot, (0, cell[1]))
    assert not find(window, Toggle, "momentum_enabled").isChecked()


def test_pointing_at_a_run_says_how_it_ends(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    summary = dialog.note.text()
    for rate, word, means in ((0.1, "Converged", ""), (1.0, "Diverged", "divergence")):
        point_at(dialog, (0, column_of(dialog, rate)))
        assert word in dialog.note.text()
        assert dialog.note.property("means") == means
    QApplication.sendEvent(dialog.plots["curve"], QEvent(QEvent.Type.Leave))
    assert dialog.note.text() == summary


def test_the_keyboard_points_and_runs(active: MainWindow, qtbot: QtBot) -> None:
    window = active
    dialog = opened(window, qtbot)
    plot = dialog.plots["curve"]
    assert dialog.sweep is not None
    assert dialog.sweep.best is not None
    _row, best = dialog.sweep.best
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(plot, key)
    assert plot.cell == (0, best + 1)
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert window.player.playing
    assert window.player.config == dialog.sweep.run(0, best + 1)
    qtbot.keyClick(plot, Qt.Key.Key_Space)
    assert not window.player.playing


def test_another_run_is_swept_anew(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    before = dialog.sweep
    find(window, NumberField, "epochs").setValue(7)
    wait(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.sweep is not before)
    assert dialog.sweep is not None
    assert dialog.sweep.config.epochs == 7
    choose(window, "problem", "rosenbrock")
    qtbot.waitUntil(lambda: dialog.sweep.config.problem.id == "rosenbrock")  # type: ignore[union-attr]
    find(window, NumberField, "epochs").setValue(5)
    qtbot.waitUntil(lambda: dialog.sweep.config.epochs == 5)  # type: ignore[union-attr]
    wait(dialog, qtbot)
    find(window, NumberField, "learning_rate").setValue(0.001)
    assert not dialog.running


def test_of_many_changes_only_the_last_is_swept(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "rule", "adam")
    dialog = opened(window, qtbot)
    epochs = find(window, NumberField, "epochs")
    for count in range(20):
        epochs.setValue(1_000_000 - count)
    assert dialog.running
    epochs.setValue(12)
    wait(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.sweep.config.epochs == 12)  # type: ignore[union-attr]
    assert dialog.sweep is not None
    assert dialog.sweep.share == 1


@pytest.mark.parametrize("leaving", ["close_sweep", "in_run"])
def test_a_long_sweep_shows_how_far_it_is_and_can_be_stopped(
    window: MainWindow, qtbot: QtBot, leaving: str
) -> None:
    choose(window, "rule", "adam")
    find(window, NumberField, "epochs").setValue(1_000_000)
    click(window, "sweep")
    dialog = window.findChild(SweepPanel)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.sweep is not None)
    assert dialog.running
    assert find(window, QProgressBar, "sweep_progress").isVisible()
    assert "of 1,000,000 epochs" in dialog.note.text()
    qtbot.waitUntil(lambda: dialog.note.text().split(".")[0].endswith(" left"))
    again = find(window, QAbstractButton, "sweep_again")
    assert again.text() == "Stop"
    again.click()
    assert not dialog.running
    assert dialog.note.text().startswith("Stopped after")
    assert again.text() == "Again"
    again.click()
    assert dialog.running
    click(window, leaving)
    assert not dialog.running
    assert not dialog.isVisible()


def test_the_window_can_be_closed_in_mid_sweep(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "rule", "adam")
    find(window, NumberField, "epochs").setValue(1_000_000)
    click(window, "sweep")
    dialog = window.findChild(SweepPanel)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.sweep is not None)
    assert window.close()
    assert not dialog.isVisible()


def test_a_search_has_nothing_to_sweep(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    choose(window, "algorithm", "exhaustive")
    assert "no learning rate" in dialog.note.text()
    assert dialog.sweep is None
    assert not find(window, QAbstractButton, "sweep").isEnabled()
    choose(window, "algorithm", "sgd")
    wait(dialog, qtbot)
    assert "steepest samples" in dialog.note.text()


def test_without_momentum_there_is_no_map(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    click(window, "sweep_map")
    wait(dialog, qtbot)
    choose(window, "rule", "adam")
    assert dialog.kind == "curve"
    button = find(window, QAbstractButton, "sweep_map")
    assert not button.isEnabled()
    assert "no momentum" in button.toolTip()
    wait(dialog, qtbot)
    assert dialog.sweep is not None
    assert dialog.sweep.config.algorithm.rule.id == "adam"  # type: ignore[attr-defined]


@pytest.mark.parametrize("problem", ["rosenbrock", "double-well", "finite-sum"])
def test_every_kind_of_landscape_is_drawn(window: MainWindow, qtbot: QtBot, problem: str) -> None:
    choose(window, "problem", problem)
    find(window, NumberField, "epochs").setValue(100)
    dialog = opened(window, qtbot)
    for kind, plot in dialog.plots.items():
        click(window, f"sweep_{kind}")
        wait(dialog, qtbot)
        assert dialog.kind == kind
        assert not plot.grab().isNull()
        assert plot.patches.drawn
        assert plot.best.isVisible()


@pytest.mark.parametrize(
    ("text", "start"),
    [("ln(w)", (-1.0,)), ("w^300", (8.0,)), ("1000000 + w/10^9", (1.0,)), ("w^2", (0.0,))],
)
def test_whatever_the_costs_are_they_are_drawn(
    qtbot: QtBot, text: str, start: tuple[float, ...]
) -> None:
    apply(DARK)  # lengths are in proportion to the type, which the theme sets
    config = replace(configure(epochs=3), problem=parse(text), start=start)
    for plot, momenta in ((SweepCurve(), ()), (SweepMap(), (0.0, 0.9))):
        qtbot.addWidget(plot)
        *_moments, finished = sweep(config, rates(4), momenta)
        plot.restyle(DARK)
        plot.show_sweep(finished, config)
        plot.show()
        assert not plot.grab().isNull()
        assert np.isfinite(plot.plotItem.viewRange()).all()


def test_language_and_theme_follow_the_window(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    window.set_theme(DARK)
    assert dialog.plots["curve"].backgroundBrush().color().name() == DARK.card
    window.set_language("zh")
    said = find(window, QLabel, "sweep_axis")
    assert said.text() == "最终成本"
    window.set_language("en")
    assert said.text() == "final cost"


def test_a_sweep_that_breaks_off_says_why(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> object:
        raise MemoryError("too large")
        yield

    monkeypatch.setattr("gdviz.ui.features.sweep.panel.sweep", broken)
    click(window, "sweep")
    dialog = window.findChild(SweepPanel)
    assert dialog is not None
    qtbot.waitUntil(lambda: "MemoryError: too large" in dialog.note.text())
    assert not dialog.running
    monkeypatch.undo()
    click(window, "sweep_again")
    wait(dialog, qtbot)
    assert "best" in dialog.note.text()
