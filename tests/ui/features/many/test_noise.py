"""The ball of noise, measured in the real window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gdviz.core import RunConfig, configure, record
from gdviz.core.runs.ensembles.noise import NoiseBalls
from gdviz.ui import MainWindow
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.studies.noise.study import NoiseStudy
from tests.ui.driving import click, number, trigger
from tests.ui.mouse import click_at

LINE = configure("line", "sgd", epochs=3, learning_rate=0.03)


def study(window: MainWindow) -> NoiseStudy:
    found = window.findChild(NoiseStudy)
    assert found is not None
    return found


def asked(window: MainWindow, config: RunConfig) -> NoiseStudy:
    window.show_run(config)
    window.store.replace(ManyOptions(members=10))
    trigger(window, "noise")
    return study(window)


def measured(window: MainWindow, qtbot: QtBot, points: int) -> NoiseBalls:
    """Wait until so many points are measured, and stop there."""

    def has_come() -> bool:
        now = study(window).now
        return now is not None and int(np.isfinite(now.distance).sum()) >= points

    qtbot.waitUntil(has_come, timeout=20_000)
    if study(window).running:
        click(window, "noise_again")
    now = study(window).now
    assert now is not None
    return now


def test_a_dot_for_each_that_is_measured_and_a_line_of_theory(
    window: MainWindow, qtbot: QtBot
) -> None:
    made = asked(window, configure("many-samples", "sgd", epochs=1))
    now = measured(window, qtbot, 2)
    assert made.note.text().startswith("Stopped")
    x, y = made.plot.dots.getData()
    assert len(x) == len(made.plot.points) == np.isfinite(now.distance).sum()
    np.testing.assert_allclose(10.0 ** x[:2], now.rates[:2])
    np.testing.assert_allclose(10.0 ** y[:2], now.distance[0, :2])
    line, heights = made.plot.lines.getData()
    assert np.isnan(line).sum() == 4  # an end to each size's
    np.testing.assert_allclose(10.0 ** heights[: len(now.rates)], now.theory[0])
    assert "α = 0.0005, batches of 1: distance 0.0" in made.plot.summary()


def test_the_run_that_is_shown_is_marked_without_measuring_anew(
    window: MainWindow, qtbot: QtBot
) -> None:
    made = asked(window, LINE)
    now = measured(window, qtbot, 4)
    number(window, "learning_rate").setValue(0.0075)
    assert made.now is now
    assert not made.running
    (x,), (y,) = made.plot.here.getData()
    assert 10**x == pytest.approx(0.0075)
    assert now.distance[0, 0] < 10**y < now.distance[0, 1]  # between 0.005 and 0.01
    number(window, "learning_rate").setValue(0.0001)
    assert not made.plot.here.isVisible()
    assert not made.plot.rate.isVisible()


def test_a_click_on_a_dot_has_its_first_run_be_the_run(window: MainWindow, qtbot: QtBot) -> None:
    made = asked(window, LINE)
    now = measured(window, qtbot, 2)
    x, y = made.plot.points[1]
    click_at(made.plot, (float(x), float(y)))
    assert window.workspace.id == "run"
    window.player.pause()
    shown = window.player.config
    assert shown.algorithm.learning_rate == now.rates[1]  # type: ignore[attr-defined]
    assert shown.start == shown.problem.minima[0]
    away = np.hypot(*(record(shown).w[2000:4000] - shown.start).T)
    assert np.sqrt(np.mean(away**2)) == pytest.approx(now.distance[0, 1], rel=0.3)


REFUSED = {
    "linear": "At the minimum the gradient of each sample vanishes",
    "two-layer": "At the minimum the gradient of each sample vanishes",
}


@pytest.mark.parametrize("problem", REFUSED)
def test_without_noise_it_says_so(window: MainWindow, problem: str) -> None:
    made = asked(window, configure(problem, "sgd"))
    assert made.refused
    assert not made.running
    assert made.note.text().startswith(REFUSED[problem])
    assert made.plot.isHidden()
    window.show_run(configure("linear", rule="adam"))
    assert made.isHidden()  # nothing to ask


def test_at_its_end_it_says_how_good_theory_is(window: MainWindow, qtbot: QtBot) -> None:
    made = asked(window, LINE)
    qtbot.waitUntil(lambda: not made.running, timeout=20_000)
    now = made.now
    assert now is not None
    off = 100 * np.nanmax(np.abs(now.distance / now.theory - 1))
    assert f"lines: theory, within {off:.2g} %." in made.note.text()
    assert "Where there is no dot, runs differ too much." in made.note.text()  # at 0.2
    window.set_language("zh")
    assert made.title.text() == "噪声球"
    assert "理论值" in made.note.text()


def test_keys_go_along_a_line_and_from_one_to_the_other(active: MainWindow, qtbot: QtBot) -> None:
    made = asked(active, configure("many-samples", "sgd", epochs=1))
    now = measured(active, qtbot, 10)
    made.plot.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(made.plot, key)
    handle = made.plot.keys.handle
    assert handle is not None
    near = "0.001" if np.isfinite(now.distance[1, 1]) else "0.0005"
    assert handle.say().startswith(f"α = {near}, batches of 4: distance")
    qtbot.keyClick(made.plot, Qt.Key.Key_Up)
    qtbot.keyClick(made.plot, Qt.Key.Key_Left)
    qtbot.keyClick(made.plot, Qt.Key.Key_Left)  # there is nothing more
    handle = made.plot.keys.handle
    assert handle is not None
    assert handle.say().startswith("α = 0.0005, batches of 1: distance")
