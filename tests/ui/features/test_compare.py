"""Keeping runs, in the real window."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from gdviz.core import RunConfig, Trace, configure, record, smooth
from gdviz.core.runs.comparison import MOST_KEPT
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.features.compare.row import Name
from gdviz.ui.plots.kept import KeptRun, KeptTrails
from gdviz.ui.plots.plot import Plot
from gdviz.ui.theme import LIGHT, apply
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import choose, click, find, run_to_the_end, said
from tests.ui.keeping import ball, compare, descent, keep, losses, panel, row, set_rate, trail
from tests.ui.mouse import double_click


def test_a_kept_run_stays_in_the_plots_when_another_starts(
    window: MainWindow, qtbot: QtBot
) -> None:
    click(window, "loss_smooth")
    keep(window, qtbot, 0.01)
    set_rate(window, 0.1)
    x, y = losses(window, 0).points.T
    expected = record(configure(learning_rate=0.01))
    np.testing.assert_allclose(x, np.arange(100))
    np.testing.assert_allclose(y, smooth(expected.loss, 0.6))
    assert losses(window, 0).item.isVisible()
    assert ball(window, 0) == pytest.approx(descent(0.01, 100), rel=1e-12)
    path = trail(window, 0).path.line.points.T
    np.testing.assert_allclose(path[1], expected.config.problem.cost(path[0][:, np.newaxis]))


def test_keeping_leaves_one_where_one_is_and_counts(window: MainWindow, qtbot: QtBot) -> None:
    word = find(window, QAbstractButton, "in_compare")
    assert word.text() == "Compare"
    keep(window, qtbot, 0.01, 0.02)
    assert word.text() == "Compare (2)"
    assert panel(window).isHidden()
    assert window.views["data"].isVisible()
    click(window, "kept_remove_0")
    assert word.text() == "Compare (1)"


def test_with_nothing_kept_it_says_how_to_keep(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "in_compare")
    hint = find(window, QLabel, "compare_hint")
    assert hint.isVisible()
    assert "Press Keep" in hint.text()
    assert not find(window, QAbstractButton, "race").isVisible()
    keep(window, qtbot, 0.01)
    assert not hint.isVisible()
    assert find(window, QAbstractButton, "race").isVisible()


def test_why_a_run_is_not_kept_is_said_in_either_workspace(
    window: MainWindow, qtbot: QtBot
) -> None:
    keep(window, qtbot, 0.01)
    for workspace, rate in (("run", 0.02), ("compare", 0.03)):
        click(window, f"in_{workspace}")
        click(window, "keep_run")
        assert said(window) == ["This run is kept already. Change a setting and run it again."]
        set_rate(window, rate)
        click(window, "keep_run")
        assert said(window) == []


def test_a_ninth_is_refused_in_words(window: MainWindow, qtbot: QtBot) -> None:
    for rate in range(1, MOST_KEPT + 1):
        set_rate(window, 0.01 * rate)
        click(window, "keep_run")
    set_rate(window, 0.1)
    click(window, "keep_run")
    assert "Remove one first" in said(window)[0]
    assert len(compare(window).kept.runs) == MOST_KEPT
    click(window, "kept_remove_3")
    assert said(window) == []
    click(window, "keep_run")
    assert compare(window).kept.runs[-1].slot == 3
    assert compare(window).traces[-1] is window.player.trace


def test_a_run_is_hidden_and_shown(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01, 0.02)
    set_rate(window, 0.1)
    find(window, QCheckBox, "kept_show_0").click()
    assert not losses(window, 0).item.isVisible()
    assert not trail(window, 0).ball.isVisible()
    assert losses(window, 1).item.isVisible()
    find(window, QCheckBox, "kept_show_0").click()
    assert losses(window, 0).item.isVisible()
    assert trail(window, 0).ball.isVisible()


@pytest.mark.parametrize("how", ["double click", "F2"])
def test_a_run_is_renamed(window: MainWindow, qtbot: QtBot, how: str) -> None:
    click(window, "in_compare")
    keep(window, qtbot, 0.01)
    set_rate(window, 0.1)
    name = find(window, Name, "kept_name_0")
    assert name.name() == "α = 0.01"
    for typed, end, expected in (
        ("mine", Qt.Key.Key_Return, "mine"),
        ("not this", Qt.Key.Key_Escape, "mine"),
        (" ", Qt.Key.Key_Return, "α = 0.01"),
    ):
        if how == "F2":
            name.setFocus()
            qtbot.keyClick(name, Qt.Key.Key_F2)
        else:
            double_click(name)
        qtbot.keyClicks(name, typed)
        qtbot.keyClick(name, end)
        assert name.name() == name.text() == expected
    assert compare(window).kept.runs[0].name == ""
    assert not window.player.playing


def test_names_follow_what_differs_and_the_language(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    find(window, QCheckBox, "momentum_enabled").click()
    assert find(window, Name, "kept_name_0").name() == "α = 0.01"
    run_to_the_end(window, qtbot)
    click(window, "keep_run")
    assert find(window, Name, "kept_name_1").name() == "α = 0.01, momentum 0.9"
    action = window.findChild(QAction, "zh")
    assert action is not None
    action.trigger()
    assert find(window, Name, "kept_name_1").name().startswith("α = 0.01、")
    assert row(window, 1).figures.texts()[1:] == ("100", "300")


def test_a_removed_run_is_gone_from_the_plots(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01, 0.02)
    set_rate(window, 0.1)
    click(window, "kept_remove_0")
    assert not losses(window, 0).item.isVisible()
    assert not trail(window, 0).path.line.item.isVisible()
    assert [kept.slot for kept in compare(window).kept.runs] == [1]


def test_the_table_says_what_each_run_has_come_to(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01, 0.3)
    diverged = compare(window).traces[1]
    assert row(window, 0).figures.texts() == ("1.44×10⁻⁸", "100", "300")
    assert row(window, 0).outcome.text() == "converged"
    assert row(window, 1).outcome.text() == "diverged"
    assert row(window, 1).figures.texts()[1] == str(len(diverged))


def test_kept_losses_follow_the_axis_and_the_smoothing(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "algorithm", "mini-batch")
    kept = keep(window, qtbot, 0.01)[0]
    set_rate(window, 0.02)
    find(window, NumberField, "smoothing").setValue(0.0)
    np.testing.assert_allclose(losses(window, 0).points[:, 1], kept.loss)
    click(window, "loss_evaluations")
    np.testing.assert_allclose(losses(window, 0).points[:, 0], kept.evaluations)
    click(window, "loss_epochs")
    np.testing.assert_allclose(losses(window, 0).points[:, 0], np.arange(200) / 2)
    click(window, "loss_logarithmic")
    positive = kept.loss > 0
    drawn = losses(window, 0).points[:, 1][positive]
    np.testing.assert_allclose(drawn, np.log10(kept.loss[positive]))


def test_runs_that_are_kept_before_they_were_run_are_drawn_whole(
    window: MainWindow, qtbot: QtBot
) -> None:
    runs = [configure(learning_rate=rate, epochs=30_000) for rate in (0.001, 0.002, 0.003)]
    window.store.replace(KeptRuns().only([Chosen(Settings.of(run)) for run in runs]))
    traces = compare(window).traces
    qtbot.waitUntil(lambda: all(trace.outcome for trace in traces))
    # What is known of the last may be drawn a moment later.
    qtbot.waitUntil(lambda: all(len(losses(window, slot).points) for slot in range(len(runs))))
    for slot, run in enumerate(runs):
        assert losses(window, slot).points[-1][1] == pytest.approx(record(run).loss[-1])


def test_a_kept_run_that_diverged_hides_no_other(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.3)
    set_rate(window, 0.01)
    low, high = window.views["loss"].plot.viewRange()[1]  # type: ignore[attr-defined]
    assert high < 10
    assert np.abs(losses(window, 0).points[:, 1]).max() < 10 * (high - low)


def test_a_run_that_diverges_hides_no_kept_one(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.3)
    run_to_the_end(window, qtbot)
    high = window.views["loss"].plot.viewRange()[1][1]  # type: ignore[attr-defined]
    assert 14 / 3 < high < 10


def test_a_run_on_another_problem_is_listed_but_not_drawn(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.02)
    assert losses(window, 0).item.isVisible()
    choose(window, "problem", "double-well")
    assert not losses(window, 0).item.isVisible()
    assert not trail(window, 0).ball.isVisible()
    assert not find(window, QCheckBox, "kept_show_0").isEnabled()
    assert "another problem" in find(window, Name, "kept_name_0").toolTip()
    assert not find(window, QAbstractButton, "race").isEnabled()
    choose(window, "problem", "linear")
    assert losses(window, 0).item.isVisible()
    assert find(window, QCheckBox, "kept_show_0").isEnabled()


def test_every_control_explains_itself(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    for name in ("keep_run", "in_compare", "race", "race_by", "kept_remove_0"):
        kind = QComboBox if name == "race_by" else QAbstractButton
        control = find(window, kind, name)  # type: ignore[type-abstract]
        assert control.accessibleName() or control.text(), name  # type: ignore[attr-defined]
        assert control.toolTip(), name


def test_shortcuts_keep_and_race(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    run_to_the_end(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert len(compare(window).kept.runs) == 1
    set_rate(window, 0.1)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_R, both)
    assert compare(window).racing


def test_paths_of_two_weights_are_drawn_as_the_view_places_them(qtbot: QtBot) -> None:
    apply(LIGHT)  # without a window nothing else has said how large type is
    plot = Plot()
    qtbot.addWidget(plot)
    plot.setRange(xRange=(-10, 10), yRange=(-10, 10))
    trails = KeptTrails(plot, lambda _problem, w: (w[:, 0], w[:, 1]))
    trails.restyle(LIGHT)
    config: RunConfig = configure(problem="bowl", learning_rate=0.1, epochs=20)
    trace: Trace = record(config)
    trails.show([KeptRun(trace, 2, 5)])
    shown: Any = trails.trails[2]
    np.testing.assert_array_equal(shown.path.line.points, trace.w[:6])
    np.testing.assert_array_equal(np.column_stack(shown.ball.getData())[0], trace.w[5])
    trails.show([])
    assert not shown.path.line.item.isVisible()
