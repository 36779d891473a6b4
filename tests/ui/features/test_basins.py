"""The study of basins, in the real window."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import RunConfig, configure, record
from gdviz.core.runs.ensembles.basins import Basins
from gdviz.ui import MainWindow
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.panel import ManyPanel
from gdviz.ui.features.many.studies import basins as study
from gdviz.ui.features.many.studies.basins import BasinsStudy
from gdviz.ui.views.weight_view import WeightView
from gdviz.ui.widgets.card import Note
from tests.ui.driving import choose, click, find, number, trigger
from tests.ui.mouse import click_at

PLANE = configure("himmelblau", learning_rate=0.01, epochs=100)
LINE = configure("double-well", epochs=300)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are as coarse as a test needs."""
    monkeypatch.setattr("gdviz.core.runs.ensembles.basins.SIDE", 27)
    monkeypatch.setattr("gdviz.core.runs.ensembles.basins.LINE", 90)


def card(window: MainWindow) -> BasinsStudy:
    found = window.findChild(BasinsStudy)
    assert found is not None
    return found


def opened(window: MainWindow, qtbot: QtBot, config: RunConfig) -> tuple[WeightView, Basins]:
    """Ask for the basins of that run, with ten members beside, and wait for the last picture."""
    window.show_run(config)
    window.store.replace(ManyOptions(members=10))
    trigger(window, "basins")
    many = window.findChild(ManyPanel)
    assert many is not None
    qtbot.waitUntil(lambda: not many.running, timeout=20_000)
    return wait(window, qtbot)


def wait(window: MainWindow, qtbot: QtBot) -> tuple[WeightView, Basins]:
    qtbot.waitUntil(
        lambda: card(window).now is not None and not card(window).running, timeout=20_000
    )
    made = card(window).now
    assert made is not None
    assert made.share == 1
    view = window.views["cost-curve" if made.config.dim == 1 else "contours"]
    assert isinstance(view, WeightView)
    return view, made


def rows(window: MainWindow) -> list[tuple[str, ...]]:
    table = card(window).table
    cells = [[table.item(row, column) for column in range(3)] for row in range(table.rowCount())]
    return [tuple(item.text() for item in row if item is not None) for row in cells]


@pytest.mark.parametrize("config", [PLANE, LINE], ids=["plane", "line"])
def test_the_plot_shows_where_starts_lead_and_the_card_how_many(
    window: MainWindow, qtbot: QtBot, config: RunConfig
) -> None:
    view, made = opened(window, qtbot, config)
    assert window.workspace.id == "many"
    assert view.basins.shown is made
    assert not len(view.members.dots.points)
    assert "Click" not in find(window, Note, "ends_note").text()
    shares = [float(share.removesuffix(" %")) for *_others, share in rows(window)]
    assert sum(shares) == pytest.approx(100, abs=2)
    assert rows(window)[0][0] == ("(3, 2)" if config is PLANE else "w = −1.3")
    assert card(window).remark.text() == f"{made.of.size} starts"
    told = f"From {shares[0]:.0f} % of the starts a run comes to the lowest minimum. "
    hint = "Click where a run is to start."
    assert card(window).note.text() == (hint if config is PLANE else told + hint)


def test_a_click_runs_from_there_and_ends_where_the_colour_says(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, made = opened(window, qtbot, PLANE)
    start = float(made.axes[0][20]), float(made.axes[1][3])
    click_at(view.plot, (start[0] + 0.05, start[1] - 0.05))
    assert (window.workspace.id, window.player.playing) == ("run", True)
    window.player.pause()
    assert window.player.config == replace(PLANE, start=start)
    end = record(window.player.config).w[-1]
    np.testing.assert_allclose(end, made.points[made.place(int(made.kinds[20, 3]))], atol=0.12)
    assert view.basins.shown is None
    trigger(window, "undo")
    assert (window.workspace.id, view.basins.shown) == ("many", made)
    assert not card(window).running


def test_other_settings_make_another_picture_but_another_start_does_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, slow = opened(window, qtbot, PLANE)
    assert not slow.areas[study.DIVERGED]
    window.controls.set_start((1.0, 1.0))
    assert card(window).now is slow
    number(window, "learning_rate").setValue(0.05)
    assert view.basins.shown is slow  # until there is another
    assert rows(window)
    _view, fast = wait(window, qtbot)
    assert fast.areas[study.DIVERGED] > 0.1
    assert view.basins.shown is fast
    assert rows(window)[-1][0] in ("diverged", "still moving")


def test_more_epochs_are_not_advised_where_no_run_is_ever_at_rest(
    window: MainWindow, qtbot: QtBot
) -> None:
    noisy = configure("finite-sum", algorithm="sgd", learning_rate=0.3, epochs=20)
    _view, made = opened(window, qtbot, noisy)
    assert made.areas[study.MOVING] > 0.1
    assert "none is at rest" in card(window).note.text()
    assert "more epochs" not in card(window).note.text()


def test_it_goes_with_the_study_and_members_come_back(window: MainWindow, qtbot: QtBot) -> None:
    view, _made = opened(window, qtbot, LINE)
    click(window, "close_basins")
    assert view.basins.shown is None
    assert not card(window).isVisible()
    qtbot.waitUntil(lambda: len(view.members.dots.points) == 10)
    assert "Click" in find(window, Note, "ends_note").text()


def test_more_weights_and_searches_have_no_basins(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot, LINE)
    choose(window, "algorithm", "exhaustive")
    assert not card(window).isVisible()
    window.show_run(configure("wells", wells=3))
    assert not card(window).isVisible()
