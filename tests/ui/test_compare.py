"""Keeping runs and racing them, in the real window."""

import threading
from itertools import combinations
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome, RunConfig, Trace, configure, record, smooth
from gdviz.core.block import Block
from gdviz.core.comparison import MOST_KEPT, Kept
from gdviz.ui import MainWindow
from gdviz.ui.card import Note
from gdviz.ui.compare_panel import ComparePanel
from gdviz.ui.compare_row import Name, Row
from gdviz.ui.features.compare import Compare
from gdviz.ui.fields import NumberField
from gdviz.ui.kept import KeptRun, KeptTrails, look
from gdviz.ui.plot import Plot
from gdviz.ui.theme import DARK, LIGHT, Theme
from tests.ui.driving import choose, click, find, run_to_the_end


def compare(window: MainWindow) -> Compare:
    feature = window.features["compare"]
    assert isinstance(feature, Compare)
    return feature


def panel(window: MainWindow) -> ComparePanel:
    return compare(window).panel


def row(window: MainWindow, slot: int) -> Row:
    return next(r for r in panel(window).findChildren(Row) if r.kept and r.kept.slot == slot)


def set_rate(window: MainWindow, rate: float) -> None:
    find(window, NumberField, "learning_rate").setValue(rate)


def keep(window: MainWindow, qtbot: QtBot, *rates: float) -> list[Kept]:
    """Run with each rate to the end, and keep it."""
    for rate in rates:
        set_rate(window, rate)
        run_to_the_end(window, qtbot)
        click(window, "keep_run")
    return compare(window).comparison.runs


def losses(window: MainWindow, slot: int) -> Any:
    return window.views["loss"]._kept._losses[slot].curve  # type: ignore[attr-defined]


def trail(window: MainWindow, slot: int) -> Any:
    return window.views["cost-curve"]._kept._trails[slot]  # type: ignore[attr-defined]


def ball(window: MainWindow, slot: int) -> float:
    return float(trail(window, slot)._ball.getData()[0][0])


def descent(rate: float, steps: int) -> float:
    """Listing 1 by hand: each step takes w a share 28/3 of the rate of the way to 2."""
    return float(2 - (1 - rate * 28 / 3) ** steps)


def test_a_kept_run_stays_in_the_plots_when_another_starts(
    window: MainWindow, qtbot: QtBot
) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.1)
    x, y = losses(window, 0).getData()
    expected = record(configure(learning_rate=0.01))
    np.testing.assert_allclose(x, np.arange(100))
    np.testing.assert_allclose(y, smooth(expected.loss, 0.6))
    assert losses(window, 0).isVisible()
    assert ball(window, 0) == pytest.approx(descent(0.01, 100), rel=1e-12)
    path = trail(window, 0)._line.getData()
    np.testing.assert_allclose(path[1], expected.config.problem.cost(path[0][:, np.newaxis]))


def test_the_card_is_there_only_while_runs_are_kept(window: MainWindow, qtbot: QtBot) -> None:
    data = window.views["data"]
    assert panel(window).isHidden()
    assert find(window, QAbstractButton, "compare").isHidden()
    keep(window, qtbot, 0.01)
    assert panel(window).isVisible()
    assert data.isHidden()
    click(window, "compare")
    assert panel(window).isHidden()
    assert data.isVisible()
    click(window, "keep_run")  # says why not, where one sees it
    assert panel(window).isVisible()
    click(window, "kept_remove_0")
    assert panel(window).isHidden()
    assert data.isVisible()
    assert find(window, QAbstractButton, "compare").isHidden()


@pytest.mark.parametrize(("height", "beside"), [(640, False), (900, True)])
def test_the_numbers_stay_beside_the_card_where_there_is_room(
    window: MainWindow, qtbot: QtBot, height: int, beside: bool
) -> None:
    keep(window, qtbot, 0.01)
    window.resize(1024, height)
    qtbot.waitUntil(lambda: window.views["numbers"].isVisible() == beside)
    choose(window, "problem", "double-well")
    assert window.views["numbers"].isVisible() == beside
    click(window, "compare")
    assert window.views["numbers"].isVisible()


def test_the_data_are_up_to_date_when_they_come_back(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.1)
    run_to_the_end(window, qtbot)
    click(window, "compare")
    assert window.views["data"].frame_shown.position == 100  # type: ignore[union-attr]
    assert window.views["data"].frame_shown.trace is window.player.trace  # type: ignore[union-attr]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_trail_loss_and_list_have_one_look(window: MainWindow, qtbot: QtBot, theme: Theme) -> None:
    keep(window, qtbot, 0.01, 0.02)
    set_rate(window, 0.1)
    window.set_theme(theme)
    for slot in (0, 1):
        own = look(slot, theme)
        for curve in (losses(window, slot), trail(window, slot)._line):
            pen = curve.opts["pen"]
            assert pen.color() == QColor(own.colour)
            assert pen.dashPattern() == [float(length) for length in own.dash]
        assert trail(window, slot)._ball.opts["symbol"] == own.symbol
        image = row(window, slot).swatch.grab().toImage()
        pixels = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }
        assert own.colour in pixels


def _luminance(colour: str) -> float:
    return float(_linear(colour) @ [0.2126, 0.7152, 0.0722])


def _linear(colour: str) -> npt.NDArray[np.float64]:
    values = np.array(QColor(colour).getRgbF()[:3])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


# Machado, Oliveira & Fernandes 2009, severity 1.0.
_EYES = {
    "all": np.eye(3),
    "no red": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "no green": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "no blue": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}


def _oklab(colour: str, eyes: str) -> npt.NDArray[np.float64]:
    """Ottosson 2020: distances in this space are distances to the eye; white is 1 from black."""
    seen = np.clip(np.array(_EYES[eyes]) @ _linear(colour), 0, None)
    cones = np.cbrt(
        np.array(
            [
                [0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ]
        )
        @ seen
    )
    mixed = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return np.asarray(mixed @ cones)


@pytest.mark.parametrize("eyes", _EYES)
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_colours_are_told_apart_by_every_eye(theme: Theme, eyes: str) -> None:
    colours = [look(slot, theme).colour for slot in range(MOST_KEPT)]
    meanings = {theme.weight, theme.gradient, theme.minimum, theme.divergence}
    assert not meanings & set(colours)
    ground = _luminance(theme.card)
    for colour in colours:
        low, high = sorted([ground, _luminance(colour)])
        assert (high + 0.05) / (low + 0.05) >= 3  # WCAG 2.1, 1.4.11
    for one, other in combinations([*colours, theme.weight], 2):
        assert np.linalg.norm(_oklab(one, eyes) - _oklab(other, eyes)) > 0.055


def test_looks_differ_by_dash_and_symbol_too() -> None:
    looks = [look(slot, LIGHT) for slot in range(MOST_KEPT)]
    assert len({own.dash for own in looks}) == len({own.symbol for own in looks}) == MOST_KEPT


def test_a_ninth_is_refused_in_words(window: MainWindow, qtbot: QtBot) -> None:
    kept = compare(window).comparison
    for rate in range(MOST_KEPT):
        kept.keep(record(configure(learning_rate=0.01 * (rate + 1))))
    click(window, "keep_run")
    assert "Remove one first" in find(window, Note, "compare_note").text()
    assert find(window, Note, "compare_note").isVisible()
    assert len(kept.runs) == MOST_KEPT
    click(window, "kept_remove_3")
    assert find(window, Note, "compare_note").isHidden()
    click(window, "keep_run")
    assert kept.runs[-1].slot == 3
    assert kept.runs[-1].trace is window.player.trace


def test_a_run_is_hidden_and_shown(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01, 0.02)
    set_rate(window, 0.1)
    find(window, QCheckBox, "kept_show_0").click()
    assert not losses(window, 0).isVisible()
    assert not trail(window, 0)._ball.isVisible()
    assert losses(window, 1).isVisible()
    find(window, QCheckBox, "kept_show_0").click()
    assert losses(window, 0).isVisible()
    assert trail(window, 0)._ball.isVisible()


@pytest.mark.parametrize("how", ["double click", "F2"])
def test_a_run_is_renamed(window: MainWindow, qtbot: QtBot, how: str) -> None:
    kept = keep(window, qtbot, 0.01)[0]
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
            qtbot.mouseDClick(name, Qt.MouseButton.LeftButton)
        qtbot.keyClicks(name, typed)
        qtbot.keyClick(name, end)
        assert name.name() == name.text() == expected
    assert kept.name == ""
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
    assert find(window, Name, "kept_name_1").name().startswith("α = 0.01, ")
    assert row(window, 1).figures.texts()[1:] == ("100", "300")


def test_a_removed_run_is_gone_from_the_plots(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01, 0.02)
    set_rate(window, 0.1)
    click(window, "kept_remove_0")
    assert not losses(window, 0).isVisible()
    assert not trail(window, 0)._line.isVisible()
    assert [kept.slot for kept in compare(window).comparison.runs] == [1]


def test_the_table_says_what_each_run_has_come_to(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01, 0.3)
    diverged = compare(window).comparison.runs[1].trace
    assert row(window, 0).figures.texts() == ("1.44×10⁻⁸", "100", "300")
    assert row(window, 0).outcome.text() == "converged"
    assert row(window, 1).outcome.text() == "diverged"
    assert row(window, 1).figures.texts()[1] == str(len(diverged))


def test_kept_losses_follow_the_axis_and_the_smoothing(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "algorithm", "mini-batch")
    kept = keep(window, qtbot, 0.01)[0]
    set_rate(window, 0.02)
    find(window, NumberField, "smoothing").setValue(0.0)
    np.testing.assert_allclose(losses(window, 0).getData()[1], kept.trace.loss)
    click(window, "loss_evaluations")
    np.testing.assert_allclose(losses(window, 0).getData()[0], kept.trace.evaluations)
    click(window, "loss_epochs")
    np.testing.assert_allclose(losses(window, 0).getData()[0], np.arange(200) / 2)
    click(window, "loss_logarithmic")
    positive = kept.trace.loss > 0
    drawn = losses(window, 0).getData()[1][positive]
    np.testing.assert_allclose(drawn, np.log10(kept.trace.loss[positive]))


def test_a_kept_run_that_diverged_hides_no_other(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.3)
    set_rate(window, 0.01)
    low, high = window.views["loss"].plot.viewRange()[1]  # type: ignore[attr-defined]
    assert high < 10
    assert np.abs(losses(window, 0).getData()[1]).max() < 10 * (high - low)


def test_a_run_on_another_problem_is_listed_but_not_drawn(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    choose(window, "problem", "double-well")
    assert not losses(window, 0).isVisible()
    assert not trail(window, 0)._ball.isVisible()
    assert not find(window, QCheckBox, "kept_show_0").isEnabled()
    assert "another problem" in find(window, Name, "kept_name_0").toolTip()
    assert not find(window, QAbstractButton, "race").isEnabled()
    choose(window, "problem", "linear")
    assert losses(window, 0).isVisible()
    assert find(window, QCheckBox, "kept_show_0").isEnabled()


def test_a_run_kept_half_way_is_finished_in_the_background(
    window: MainWindow, qtbot: QtBot
) -> None:
    find(window, NumberField, "epochs").setValue(3000)  # more than a block
    window.player.seek(5)
    qtbot.waitUntil(lambda: window.player.position == 5)
    click(window, "keep_run")
    kept = compare(window).comparison.runs[0]
    assert kept.trace.outcome is None
    writers: set[int] = set()
    extend = kept.trace.extend

    def watched(block: Block) -> None:
        writers.add(threading.get_ident())
        extend(block)

    kept.trace.extend = watched  # type: ignore[method-assign]
    set_rate(window, 0.1)
    qtbot.waitUntil(lambda: kept.trace.outcome is not None)
    np.testing.assert_array_equal(kept.trace.w, record(configure(epochs=3000)).w)
    assert writers
    assert threading.get_ident() not in writers
    qtbot.waitUntil(lambda: row(window, 0).outcome.text() == "converged")
    assert ball(window, 0) == pytest.approx(descent(0.01, 3000), rel=1e-12)


def test_several_are_finished_while_another_plays(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(3000)
    for rate in (0.001, 0.002, 0.003):
        click(window, "reset")
        set_rate(window, rate)
        window.player.seek(20)
        qtbot.waitUntil(lambda: window.player.position == 20)
        click(window, "keep_run")
    click(window, "reset")
    set_rate(window, 0.004)
    run_to_the_end(window, qtbot)
    runs = compare(window).comparison.runs
    qtbot.waitUntil(lambda: all(kept.trace.outcome is not None for kept in runs))
    for kept in runs:
        np.testing.assert_array_equal(kept.trace.w, record(kept.trace.config).w)


def test_the_window_can_be_closed_while_runs_are_being_finished(
    window: MainWindow, qtbot: QtBot
) -> None:
    find(window, NumberField, "epochs").setValue(1_000_000)
    click(window, "keep_run")
    trace = compare(window).comparison.runs[0].trace
    set_rate(window, 0.1)
    qtbot.waitUntil(lambda: len(trace) > 1000)
    assert window.close()


def test_one_that_is_removed_is_computed_no_further(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(1_000_000)
    click(window, "keep_run")
    trace = compare(window).comparison.runs[0].trace
    set_rate(window, 0.1)
    qtbot.waitUntil(lambda: len(trace) > 100)
    click(window, "kept_remove_0")
    find(window, NumberField, "epochs").setValue(100)
    run_to_the_end(window, qtbot)  # by then the worker has done what it was asked before
    length = len(trace)
    click(window, "reset")
    run_to_the_end(window, qtbot)
    assert len(trace) == length < 1_000_000


def start_race(window: MainWindow, unit: str) -> None:
    choose(window, "race_by", unit)
    window.player.speed = inf
    click(window, "race")


@pytest.mark.parametrize(("unit", "steps"), [("steps", 12), ("epochs", 36), ("evaluations", 36)])
def test_in_a_race_all_have_come_as_far(
    window: MainWindow, qtbot: QtBot, unit: str, steps: int
) -> None:
    choose(window, "algorithm", "sgd")
    kept = keep(window, qtbot, 0.02)[0]
    choose(window, "algorithm", "gradient-descent")
    run_to_the_end(window, qtbot)
    start_race(window, unit)
    window.player.seek(12)
    assert window.player.position == 12
    assert ball(window, 0) == pytest.approx(float(kept.trace.w[steps, 0]), rel=1e-12)
    assert row(window, 0).figures.texts()[1] == str(steps)
    # The loss of the step about to be taken is drawn too, as it is of the run that is played.
    assert len(losses(window, 0).getData()[0]) == steps + 1
    window.player.step_forward()
    further = steps + (1 if unit == "steps" else 3)
    assert ball(window, 0) == pytest.approx(float(kept.trace.w[further, 0]), rel=1e-12)


def test_a_race_goes_on_when_the_run_that_is_played_has_ended(
    window: MainWindow, qtbot: QtBot
) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.3)
    run_to_the_end(window, qtbot)
    length = len(window.player.trace)
    assert length < 100
    moments: list[tuple[int, float]] = []
    window.player.frame.connect(lambda frame: moments.append((frame.position, ball(window, 0))))
    choose(window, "race_by", "steps")
    window.player.speed = 50.0  # so that no delay of a busy machine covers the rest of the race
    with qtbot.waitSignal(window.player.finished, timeout=60_000) as finished:
        click(window, "race")
    assert finished.args == [Outcome.DIVERGED]
    assert window.player.at_end
    assert moments[-1] == (length, pytest.approx(descent(0.01, 100), rel=1e-12))
    under_way = [w for position, w in moments if position == length]
    assert len(under_way) > 1  # it did not jump
    assert moments[0] == (0, 1.0)


def test_the_timeline_is_the_whole_race(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.3)
    run_to_the_end(window, qtbot)
    start_race(window, "steps")
    window.player.pause()
    window.player.seek(60)
    assert window.player.position == len(window.player.trace)
    assert ball(window, 0) == pytest.approx(descent(0.01, 60), rel=1e-12)
    window.player.step_back()
    assert ball(window, 0) == pytest.approx(descent(0.01, 59), rel=1e-12)
    window.player.seek(1000)
    assert ball(window, 0) == pytest.approx(descent(0.01, 100), rel=1e-12)


def test_a_race_can_be_ended_and_run_again(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.3)
    run_to_the_end(window, qtbot)
    with qtbot.waitSignal(window.player.finished):
        start_race(window, "steps")
    with qtbot.waitSignal(window.player.finished):
        click(window, "race")  # from the start again
    click(window, "race")
    window.player.pause()
    window.player.seek(50)
    click(window, "race")
    assert not compare(window).racing
    assert window.player.shown.beyond == 0
    assert ball(window, 0) == pytest.approx(descent(0.01, 100), rel=1e-12)


def test_a_new_run_ends_the_race_and_a_reset_does_not(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.02)
    run_to_the_end(window, qtbot)
    start_race(window, "steps")
    click(window, "reset")
    assert compare(window).racing
    assert ball(window, 0) == 1.0
    set_rate(window, 0.05)
    assert not compare(window).racing
    assert ball(window, 0) == pytest.approx(descent(0.01, 100), rel=1e-12)
    assert window.player.until == 0


def test_hidden_runs_do_not_race(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "algorithm", "sgd")
    keep(window, qtbot, 0.02)
    choose(window, "algorithm", "gradient-descent")
    run_to_the_end(window, qtbot)
    find(window, QCheckBox, "kept_show_0").click()
    assert not find(window, QAbstractButton, "race").isEnabled()
    find(window, QCheckBox, "kept_show_0").click()
    start_race(window, "steps")
    assert window.player.until == 300
    find(window, QCheckBox, "kept_show_0").click()
    assert window.player.until == 100


def test_every_control_explains_itself(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    for name in ("keep_run", "compare", "race", "race_by", "kept_remove_0"):
        kind = QComboBox if name == "race_by" else QAbstractButton
        control = find(window, kind, name)  # type: ignore[type-abstract]
        assert control.accessibleName() or control.text(), name  # type: ignore[attr-defined]
        assert control.toolTip(), name


def test_shortcuts_keep_and_race(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitActive(window)
    run_to_the_end(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert len(compare(window).comparison.runs) == 1
    set_rate(window, 0.1)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_R, both)
    assert compare(window).racing


def test_paths_of_two_weights_are_drawn_as_the_view_places_them(qtbot: QtBot) -> None:
    plot = Plot()
    qtbot.addWidget(plot)
    plot.setRange(xRange=(-10, 10), yRange=(-10, 10))
    trails = KeptTrails(plot, lambda _problem, w: (w[:, 0], w[:, 1]))
    trails.restyle(LIGHT)
    config: RunConfig = configure(problem="bowl", learning_rate=0.1, epochs=20)
    trace: Trace = record(config)
    trails.show([KeptRun(trace, 2, 5)])
    shown: Any = trails._trails[2]
    np.testing.assert_array_equal(np.column_stack(shown._line.getData()), trace.w[:6])
    np.testing.assert_array_equal(np.column_stack(shown._ball.getData())[0], trace.w[5])
    trails.show([])
    assert not shown._line.isVisible()
