"""How members are drawn: by where each ends, in colour and in shape, the same everywhere."""

from functools import cache
from typing import NamedTuple

import numpy as np
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gdviz.core.drawing.ramp import ramp
from gdviz.core.runs.ensembles.swarm import (
    DIVERGED,
    KINDS,
    MOVING,
    NAMED,
    OTHERS,
    SADDLE,
    UNDER_WAY,
)
from gdviz.ui.contrast import BASIN_TINT, OPAQUE, SHADES
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme, scaled

SIZE = 8
"""Pixels of a dot, at scale 1."""

_EDGE = 0.11
"""How wide the outline of a dot is, as a share of its size."""

_SYMBOLS = ("o", "s", "d", "t1", "p", "star", "h", "t3")
"""Of the minima that are told apart."""

_LARGER = {"d": 1.4, "star": 1.4, "p": 1.15, "h": 1.1, "x": 1.15, "+": 1.2}
"""Symbols that would look smaller than a disc are so many times as large."""

_DASHES = ((), (7, 3), (2, 3), (10, 3, 2, 3), (4, 4), (12, 5), (1, 2), (6, 3, 2, 3, 2, 3))
"""Of their lines, in pixels, dash and gap in turn."""

_HEIGHTS = (0.0, 0.7, 0.35, 1.0)
"""As high the ground of a map is that starts have which lead to one minimum after the other."""

_SHAPES = {
    OTHERS: ("t", (3, 3)),
    SADDLE: ("x", (8, 2)),
    DIVERGED: ("+", (2, 4)),
    MOVING: ("o", ()),
    UNDER_WAY: ("o", (1, 3)),
}
"""The symbols and dashes of all other kinds."""


class Look(NamedTuple):
    """How members of a kind are drawn.

    Attributes:
        colour: their colour.
        symbol: of their dots, as in pyqtgraph's scatter plots.
        dash: of their lines.
        hollow: whether a dot is but an outline.
    """

    colour: str
    symbol: str
    dash: tuple[int, ...]
    hollow: bool = False

    def pen(self, alpha: int) -> QPen:
        """Return what draws their lines: a pixel wide, as wider ones cost twenty times as much."""
        made = pen(self.colour, alpha=alpha)
        made.setWidthF(1)
        if self.dash:
            made.setDashPattern([float(one) for one in self.dash])
        return made

    def draw(self, painter: QPainter, size: float, theme: Theme) -> None:
        """Draw a dot about the painter's origin, parted from what is behind it."""
        colour = QColor(self.colour)
        fill = QColor(theme.card) if self.hollow else colour
        edge = QPen(colour if self.hollow else QColor(theme.card), _EDGE)
        drawSymbol(painter, self.symbol, size * _LARGER.get(self.symbol, 1.0), edge, fill)


@cache
def looks(theme: Theme) -> tuple[Look, ...]:
    """Return how each kind of end is drawn, in the order of `KINDS`.

    Minima are shades of one green; the second cue is their shape.
    """
    rest = {
        OTHERS: theme.minimum,
        SADDLE: theme.text,
        DIVERGED: theme.divergence,
        MOVING: theme.past,
        UNDER_WAY: theme.past,
    }
    minima = [
        Look(
            mixed(theme.minimum, theme.text, SHADES[number % len(SHADES)]),
            _SYMBOLS[number],
            _DASHES[number],
        )
        for number in range(NAMED)
    ]
    others = [Look(rest[kind], *_SHAPES[kind], hollow=kind == UNDER_WAY) for kind in KINDS[NAMED:]]
    return (*minima, *others)


def grounds(theme: Theme) -> tuple[str, ...]:
    """Return the colours of starts from which runs end so, in the order of `KINDS`.

    They are those of a map's ground: its meanings are seen on them as plainly.
    """
    minima = ramp(theme.valley, theme.peak, np.array(_HEIGHTS)).astype(int).tolist()
    named = [QColor(*minima[number % len(minima)]).name() for number in range(NAMED)]
    rest = {
        OTHERS: named[0],
        SADDLE: theme.text,
        DIVERGED: theme.divergence,
        MOVING: theme.past,
        UNDER_WAY: theme.past,
    }
    return tuple(named) + tuple(
        rest[kind] if kind == OTHERS else mixed(theme.card, rest[kind], BASIN_TINT / OPAQUE)
        for kind in KINDS[NAMED:]
    )


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with so much of another in it."""
    ends = QColor(colour), QColor(other)
    rgb = [(one.red(), one.green(), one.blue()) for one in ends]
    made = (round(a + share * (b - a)) for a, b in zip(*rgb, strict=True))
    return QColor(*made).name()


def sign(look: Look, theme: Theme, size: int, dot: float = SIZE * 1.25) -> QPixmap:
    """Return a picture of a dot, of so many pixels with what is about it.

    Args:
        look: the dot's.
        theme: the colours.
        size: the picture's width and height.
        dot: the dot's, at scale 1.
    """
    finest = 2
    picture = QPixmap(size * finest, size * finest)
    picture.setDevicePixelRatio(finest)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(size / 2, size / 2)
    look.draw(painter, scaled(dot), theme)
    painter.end()
    return picture
