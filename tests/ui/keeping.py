"""How the tests keep runs and find what is drawn of them."""

from typing import Any

from pytestqt.qtbot import QtBot

from gdviz.core import Trace
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.feature import Compare
from gdviz.ui.features.compare.panel import ComparePanel
from gdviz.ui.features.compare.row import Row
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import click, find, run_to_the_end


def compare(window: MainWindow) -> Compare:
    feature = window.features["compare"]
    assert isinstance(feature, Compare)
    return feature


def panel(window: MainWindow) -> ComparePanel:
    return compare(window).panel


def row(window: MainWindow, slot: int | None) -> Row:
    return next(row for row in panel(window).findChildren(Row) if row.slot == slot)


def set_rate(window: MainWindow, rate: float) -> None:
    find(window, NumberField, "learning_rate").setValue(rate)


def keep(window: MainWindow, qtbot: QtBot, *rates: float) -> list[Trace]:
    """Run with each rate to the end, and keep it; return all that is kept."""
    for rate in rates:
        set_rate(window, rate)
        run_to_the_end(window, qtbot)
        click(window, "keep_run")
    return compare(window).traces


def losses(window: MainWindow, slot: int) -> Any:
    return window.views["loss"].kept.losses[slot].line  # type: ignore[attr-defined]


def trail(window: MainWindow, slot: int) -> Any:
    return window.views["cost-curve"].kept.trails[slot]  # type: ignore[attr-defined]


def ball(window: MainWindow, slot: int) -> float:
    return float(trail(window, slot).ball.getData()[0][0])


def descent(rate: float, steps: int) -> float:
    """Listing 1 by hand: each step takes w a share 28/3 of the rate of the way to 2."""
    return float(2 - (1 - rate * 28 / 3) ** steps)
