"""How the rule made the step, drawn at the ball: its parts tip to tail, and what divides them."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsRectItem

from gdviz.core import Trace
from gdviz.core.runs.glide import Motion, Stage
from gdviz.core.telling.rule_parts import StepParts, step_parts
from gdviz.core.types import Array
from gdviz.playback import Frame
from gdviz.ui.plots.marks import Arrow, soft
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import Theme, font, scaled

_MOST_PARTS = 3
"""AdamW's: what is left of the mean gradient, the gradient, and the decay of the weight."""

_MOST_WEIGHTS = 2

_ROW = 15
"""Pixels between the ball and the part above it, where there is one weight; and between two."""

_LARGEST = 64
"""Pixels of the side of the largest square, or of what is divided by it if that is longer."""

_GAP = 14
"""Pixels between the ball and a square, and between an arrow and its name."""

_SHORTEST = 6
"""Pixels: a shorter part is not drawn, nor a smaller square."""

_ALONG = np.linspace(0, 1, 6)
"""So many points along a line stand for what it takes."""


class _Square(NamedTuple):
    """A square and what is divided by its side, in pixels from the ball, (2,) each."""

    corner: Array
    opposite: Array
    begin: Array
    end: Array


class RuleStep:
    """The parts of the step that is under way, their sum being the view's arrow.

    Where a part is the gradient divided by a root, √s, the square of area s is drawn beside the
    ball for each weight, and along its side what is divided by that side, at the same scale.

    Attributes:
        arrows: the parts, in their order.
        squares: the squares, one for each weight.
        shown: whether it is seen.
    """

    def __init__(self, plot: Plot) -> None:
        """Put it on a plot, hidden."""
        self._plot = plot
        self.arrows: Final = [Arrow(plot, head=9) for _part in range(_MOST_PARTS)]
        self._names = [pg.TextItem(anchor=(0.5, 0.5)) for _part in range(_MOST_PARTS)]
        self.squares: Final = [QGraphicsRectItem() for _weight in range(_MOST_WEIGHTS)]
        self._divided = [pg.PlotCurveItem() for _weight in range(_MOST_WEIGHTS)]
        self._sides = [pg.TextItem(anchor=(0.5, 0.5)) for _weight in range(_MOST_WEIGHTS)]
        for item in (*self.squares, *self._divided, *self._sides, *self._names):
            plot.put(item)
        self._theme: Theme | None = None
        self._made_of: tuple[Trace | None, int] = None, -1
        self._made = StepParts((), None)
        self._faded = 0.0
        self._at = np.zeros(2)
        self.shown = True
        self.hide()

    @property
    def taken(self) -> Array:
        """Points of the plot, (n, 2), that all of it takes, where there is one weight."""
        return self._all_taken(self._at) if self.shown else np.zeros((0, 2))

    @property
    def _items(self) -> list[pg.GraphicsObject | QGraphicsRectItem]:
        arrows = [item for arrow in self.arrows for item in (arrow.shaft, arrow.point)]
        return [*arrows, *self.squares, *self._divided, *self._sides, *self._names]

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        self._theme = theme
        for square, divided in zip(self.squares, self._divided, strict=True):
            square.setPen(pen(theme.gradient, 1.2))
            square.setBrush(soft(theme.gradient, 40))
            divided.setPen(pen(theme.gradient, 4))
        for label in (*self._sides, *self._names):
            label.setFont(font(12, bold=True))
        self._made_of = None, -1

    def hide(self) -> None:
        """Hide all of it."""
        for item in self._items if self.shown else ():
            item.setVisible(False)
        self.shown = False

    def show(self, frame: Frame, at: Array) -> None:
        """Show as much of it as has been seen of the frame's step.

        Args:
            frame: the frame.
            at: where in the plot the weight before the step is, (2,).
        """
        stage = frame.stage
        step = frame.step if frame.motion is Motion.EXPLAINS and stage != Stage() else None
        if step is None or self._theme is None:
            self.hide()
            return
        if self._made_of != (frame.trace, frame.position):
            self._made_of = frame.trace, frame.position
            before = frame.trace.step(frame.position - 1) if frame.position else None
            self._made = step_parts(frame.config, step, before)
            self._name(self._theme, flat=frame.config.dim == 1)
        self.shown = True
        self._draw_parts(at, stage.parts, flat=frame.config.dim == 1)
        self._draw_squares(at, stage.parts)
        self._at = at
        if stage.share != self._faded:
            self._faded = stage.share
            for item in self._items:
                item.setOpacity(1 - stage.share)

    def _name(self, theme: Theme, *, flat: bool) -> None:
        """Give each part its colour and its name."""
        colours = {"g": theme.gradient, "w": theme.muted}
        for part, arrow, name in zip(self._made.parts, self.arrows, self._names, strict=False):
            colour = colours.get(part.name, theme.weight)
            solid = part.name in colours
            arrow.restyle(colour, 2.6, Qt.PenStyle.SolidLine if solid else Qt.PenStyle.DotLine)
            name.setText(part.name)
            name.setColor(QColor(colour))
        for side, index in zip(self._sides, ("",) if flat else "₁₂", strict=False):
            side.setText(f"√{self._made.square.name}{index}" if self._made.square else "")
            side.setColor(QColor(theme.gradient))

    def _ways(self, *, flat: bool) -> Iterator[tuple[Array, Array]]:
        """Yield where each part begins and how far it goes, in pixels from the ball, (2,) each.

        With one weight, parts lie above each other, so that two that are opposed can be told.
        """
        tail, pixel = np.zeros(2), self._plot.pixel()
        for number, part in enumerate(self._made.parts):
            way = np.append(part.delta, 0.0)[:2] / pixel
            row = np.array([0.0, scaled(_ROW) * (number + 1) if flat else 0.0])
            yield tail + row, way
            tail = tail + way

    def _draw_parts(self, at: Array, grown: float, *, flat: bool) -> None:
        """Draw one part after the other, each from the last one's tip."""
        pixel, ways = self._plot.pixel(), list(self._ways(flat=flat))
        for number, (arrow, name) in enumerate(zip(self.arrows, self._names, strict=True)):
            share = min(max(grown * len(ways) - number, 0.0), 1.0)
            tail, way = ways[number] if number < len(ways) else (np.zeros(2), np.zeros(2))
            length = float(np.hypot(*way))
            visible = share * length > _SHORTEST
            arrow.set_visible(visible=visible)
            name.setVisible(visible)
            if visible:
                arrow.show(at + tail * pixel, at + (tail + share * way) * pixel)
                along = way / length * scaled(_GAP)
                ahead = tail + share * way + along
                beside = tail + share * way / 2 + (-along[1], along[0])
                name.setPos(*(at + (ahead if flat else beside) * pixel))

    def _draw_squares(self, at: Array, grown: float) -> None:
        """Draw behind the ball, as the step goes, what each weight's gradient is divided by."""
        pixel = self._plot.pixel()
        drawn = dict(enumerate(self._shapes(at, grown)))
        for axis in range(_MOST_WEIGHTS):
            shape = drawn.get(axis)
            visible = shape is not None and np.abs(shape.opposite - shape.corner).max() > _SHORTEST
            for item in (self.squares[axis], self._divided[axis], self._sides[axis]):
                item.setVisible(bool(visible))
            if shape is not None and visible:
                corner, opposite, begin, end = (at + point * pixel for point in shape)
                low = np.minimum(corner, opposite)
                self.squares[axis].setRect(*low, *np.abs(opposite - corner))
                self._divided[axis].setData(*np.stack([begin, end], axis=1))
                self._sides[axis].setPos(*((corner + opposite) / 2))

    def _shapes(self, at: Array, grown: float) -> Iterator[_Square]:
        """Yield each weight's square, along its axis and on that side where the step comes from."""
        square, pixel, gap = self._made.square, self._plot.pixel(), scaled(_GAP)
        if square is None:
            return
        longest = max(float(np.abs([square.side, square.divided]).max()), 1e-300)
        sides, along = (
            values * scaled(_LARGEST) / longest * grown for values in (square.side, -square.divided)
        )
        towards = np.append(np.where(along < 0, -1.0, 1.0), 1.0)[:2]
        if len(sides) == 1 and (at[1] - self._plot.viewRange()[1][0]) / pixel[1] < (
            scaled(_LARGEST) + gap
        ):  # no room below the ball, so above its parts
            towards[1] = -1.0
            gap += scaled(_ROW) * len(self._made.parts)
        for axis, (side, divided) in enumerate(zip(sides, along, strict=True)):
            forth, back = np.zeros(2), np.zeros(2)
            forth[axis], back[1 - axis] = 1.0, -towards[1 - axis]
            corner = gap * back
            opposite = corner + side * (towards[axis] * forth + back)
            yield _Square(corner, opposite, corner, corner + divided * forth)

    def _all_taken(self, at: Array) -> Array:
        """Return points that all of it takes, grown, where there is one weight."""
        if any(len(part.delta) > 1 for part in self._made.parts):
            return np.zeros((0, 2))
        points = [tail + along * way for tail, way in self._ways(flat=True) for along in _ALONG]
        points += [
            shape.corner + (across, along) * (shape.opposite - shape.corner)
            for shape in self._shapes(at, 1.0)
            for across in _ALONG
            for along in _ALONG
        ]
        return at + np.array(points).reshape(-1, 2) * self._plot.pixel()
