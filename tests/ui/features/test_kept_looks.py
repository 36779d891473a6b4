"""How kept runs are told apart: by colour, dash and symbol, with any eyes."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdviz.core.runs.comparison import MOST_KEPT
from gdviz.ui import MainWindow
from gdviz.ui.plots.kept import look
from gdviz.ui.theme import DARK, LIGHT, Theme
from tests.ui.keeping import keep, losses, row, set_rate, trail


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_trail_loss_and_list_have_one_look(window: MainWindow, qtbot: QtBot, theme: Theme) -> None:
    keep(window, qtbot, 0.01, 0.02)
    set_rate(window, 0.1)
    window.set_theme(theme)
    for slot in (0, 1):
        own = look(slot, theme)
        for line in (losses(window, slot), trail(window, slot).path.line):
            assert line.item.opts["pen"].color() == QColor(own.colour)
            ends = np.stack(line.item.getData(), axis=-1) / line.item.getViewBox().viewPixelSize()
            lengths = np.hypot(*(ends[1::2] - ends[::2]).T)
            assert 0 < lengths.max() <= own.dash[0] + 1e-6
        assert trail(window, slot).ball.opts["symbol"] == own.symbol
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


def test_a_run_that_is_shown_again_has_no_box_for_a_name(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.05)
    window.player.seek(0)
    assert not trail(window, 0).name.isVisible()
    for _shown in (False, True):
        row(window, 0).swatch.click()
    assert trail(window, 0).ball.isVisible()
    assert not trail(window, 0).name.isVisible()
