"""What is drawn can be seen where it is drawn, in every palette: WCAG 2.2, 1.4.3 and 1.4.11."""

import re
from collections.abc import Iterable
from dataclasses import fields

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.drawing.ramp import ramp
from gdviz.core.runs.comparison import MOST_KEPT
from gdviz.core.types import Array
from gdviz.ui import MainWindow
from gdviz.ui.contrast import DRAWN, OPAQUE, PICTURES, SEEN, TEXT, Layer
from gdviz.ui.plots.kept import look
from gdviz.ui.theme import THEMES, Theme, faded, style_sheet
from gdviz.ui.views.loss.view import LossPlot
from tests.ui.colour import contrast
from tests.ui.driving import find

every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def laid(theme: Theme, layers: Iterable[Layer]) -> str:
    """Return what layers, the lowest first, come to: mixed as a screen mixes them."""
    seen = np.zeros(3)
    for colour, opacity in layers:
        share = opacity / OPAQUE
        seen = (1 - share) * seen + share * np.array(QColor(getattr(theme, colour)).getRgb()[:3])
    return QColor(*np.round(seen).astype(int).tolist()).name()


@every_theme
def test_all_that_is_drawn_is_seen_where_it_is_drawn(theme: Theme) -> None:
    missed = {}
    for what, ink, behind, least in DRAWN:
        for ground in behind:
            ratio = contrast(laid(theme, (*ground, ink)), laid(theme, ground))
            if ratio < least:
                missed[what, ground] = round(ratio, 2)
    assert not missed


@every_theme
def test_between_the_ends_of_a_map_nothing_is_worse_than_at_them(theme: Theme) -> None:
    heights = ramp(theme.valley, theme.peak, np.linspace(0, 1, 32)).tolist()
    between = [QColor(*colour).name() for colour in heights]
    for name in ("text", "weight", "gradient", "minimum", "divergence", "past", "ahead", "muted"):
        colour = getattr(theme, name)
        ends = min(contrast(colour, end) for end in (theme.valley, theme.peak))
        assert min(contrast(colour, ground) for ground in between) >= ends - 0.02


@every_theme
def test_kept_runs_are_seen_on_cards_and_maps(theme: Theme) -> None:
    for slot in range(MOST_KEPT):
        colour = look(slot, theme).colour
        for ground in PICTURES:
            assert contrast(colour, laid(theme, ground)) >= SEEN, (slot, ground)


def test_every_colour_of_the_palette_has_its_place_among_what_is_drawn() -> None:
    inks = {drawn.ink.colour for drawn in DRAWN}
    grounds = {layer.colour for drawn in DRAWN for below in drawn.behind for layer in below}
    named = {field.name for field in fields(Theme)} - {"id", "title", "dark"}
    assert named == inks | grounds


@every_theme
def test_what_the_style_sheet_writes_on_what_is_among_it(theme: Theme) -> None:
    """A rule that has both a colour for words and one behind them has a pair that is measured."""
    names: dict[str, set[str]] = {}
    for field in fields(Theme):
        names.setdefault(str(getattr(theme, field.name)), set()).add(field.name)
    measured = {
        (drawn.ink.colour, below[0].colour)
        for drawn in DRAWN
        for below in drawn.behind
        if drawn.least == TEXT and len(below) == 1
    }
    found = 0
    for selector, rule in re.findall(r"([^{}]+){([^}]*)}", style_sheet(theme)):
        ink = re.search(r"(?<!-)color: (#\w{6})", rule)
        behind = re.search(r"(?<!-)background: (#\w{6})", rule)
        if ink and behind and ":disabled" not in selector and ink[1] != faded(theme):
            pairs = {(one, two) for one in names[ink[1]] for two in names[behind[1]]}
            assert pairs & measured, selector.strip()
            found += 1
    assert found > 10


def pixels(widget: QWidget) -> Array:
    """Return what is on the screen there, (height, width, 3)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.array(image.constBits()).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)


def plainest(strip: Array, ground: str) -> float:
    """Return the contrast with what is behind it of the plainest pixel of a strip, (n, 3)."""
    colours = {QColor(*pixel).name() for pixel in strip.tolist()}
    return max(contrast(colour, ground) for colour in colours)


def faintest(view: LossPlot, curve: pg.PlotCurveItem) -> float:
    """Return how plain a curve is in the column of pixels in which it is least so, drawn alone."""
    shown = [item for item in view.plot.plotItem.items if item.isVisible()]
    for item in shown:
        item.setVisible(item is curve)
    view.plot.y_axis.setGrid(False)
    drawn = pixels(view.plot)
    for item in shown:
        item.setVisible(True)
    box = view.plot.plotItem.getViewBox()
    area = box.sceneBoundingRect().toRect()
    along = [box.mapViewToScene(QPointF(x, 0)).x() for x in curve.getData()[0][[0, -1]]]
    first, last = max(along[0], area.left()), min(along[1], area.right())
    columns = range(round(first) + 3, round(last) - 3, 7)
    return min(
        plainest(drawn[area.top() : area.bottom(), column], view.theme.card) for column in columns
    )


def test_on_the_screen_borders_and_lines_are_as_plain_as_that(
    window: MainWindow, qtbot: QtBot
) -> None:
    """Half of a thin line's strength may go into the pixels beside it: so they are measured."""

    def play(seed: int, steps: int) -> None:
        window.show_run(configure("line", "sgd", learning_rate=0.02, seed=seed))
        window.player.seek(steps)
        qtbot.waitUntil(lambda: window.player.position == steps and window.player.shown.known)

    play(3, 40)
    play(4, 20)
    view = window.views["loss"]
    assert isinstance(view, LossPlot)
    qtbot.waitUntil(lambda: view.beside.before.isVisible() and view.beside.ahead.isVisible())
    for theme in THEMES.values():
        window.set_theme(theme)
        field = pixels(find(window, QComboBox, "problem"))
        edge = field[len(field) // 2, :3]
        assert min(plainest(edge, theme.card), plainest(edge, theme.field)) >= SEEN
        for curve in (view._raw, view.beside.before, view.beside.ahead):
            assert faintest(view, curve) >= SEEN
