"""Sliders and switches, drawn as quiet as the rest."""

from collections.abc import Callable
from math import inf, log10
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSlider

from gdviz.core.numbers import format_number
from gdviz.core.parameters import Parameter
from gdviz.ui import typeset
from gdviz.ui.access.spoken import SpokenSlider
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.widgets.tips import show_tip

_FADED = 0.45
_TICKS_PER_DECADE = 200


class Toggle(QCheckBox):
    """A switch: its knob at the left is off, at the right on."""

    def __init__(self) -> None:
        """Make a switch that is off."""
        super().__init__()
        self._theme = LIGHT
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the switch's size."""
        return QSize(38, 22) * scaled(1)

    def hitButton(self, position: QPoint) -> bool:
        """Let the whole switch be clicked."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and the knob."""
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scaled(1), scaled(1))
        painter.setOpacity(1.0 if self.isEnabled() else _FADED)
        track = QRectF(3, self.height() / scaled(2) - 8.5, 32, 17)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.weight), 1.5))
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), 10.5, 10.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.weight if on else theme.border))
        painter.drawRoundedRect(track, 8.5, 8.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.on_weight if on else theme.card))
        x = track.right() - 8.5 if on else track.left() + 8.5
        painter.drawEllipse(QPointF(x, track.center().y()), 6, 6)


class Slider(QSlider):
    """A thin track, filled up to a round handle; a click goes to where it is.

    Attributes:
        number_at: returns the number that a position stands for.
        words: returns what a screen reader says of a number.
    """

    height_made = 22
    """Pixels at scale 1."""

    def __init__(
        self,
        number_at: Callable[[int], float] = float,
        words: Callable[[float], str] = format_number,
    ) -> None:
        """Make a horizontal slider.

        Args:
            number_at: returns the number that a position stands for; it grows with it.
            words: returns what a screen reader says of a number.
        """
        super().__init__(Qt.Orientation.Horizontal)
        self.number_at: Final = number_at
        self.words: Final = words
        self._theme = LIGHT
        self.setFixedHeight(self.height_made)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def spoken(self) -> SpokenSlider:
        """Return what says its number, rather than its position, to a screen reader."""
        return SpokenSlider(self)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self._theme = theme
        self.setFixedHeight(round(scaled(self.height_made)))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to the pointer."""
        self.setSliderDown(True)
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle."""
        self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the handle go."""
        self.setSliderDown(False)

    def _follow(self, event: QMouseEvent) -> None:
        track = self._track()
        along = (event.position().x() / scaled(1) - track.left()) / track.width()
        share = min(1.0, max(0.0, along))
        self.setSliderPosition(round(self.minimum() + share * (self.maximum() - self.minimum())))

    def _track(self) -> QRectF:
        """Return where the track is, as all that is drawn, in pixels at scale 1."""
        return QRectF(10, 9, self.width() / scaled(1) - 20, 4)

    def _x(self, position: float) -> float:
        """Return where along the track that slider position is."""
        share = (position - self.minimum()) / max(1, self.maximum() - self.minimum())
        return self._track().left() + min(1.0, max(0.0, share)) * self._track().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, what is marked on it, and the handle."""
        theme, track, x = self._theme, self._track(), self._x(self.sliderPosition())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scaled(1), scaled(1))
        painter.setOpacity(1.0 if self.isEnabled() else _FADED)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(track.adjusted(0, 1, 0, -1), 1, 1)
        self._draw_marks(painter)
        handle = QPointF(x, track.center().y())
        painter.setPen(QPen(QColor(theme.weight), 2))
        painter.setBrush(QColor(theme.card))
        if self.hasFocus():
            painter.drawEllipse(handle, 9, 9)
            painter.setBrush(QColor(theme.weight))
        painter.drawEllipse(handle, 6.5, 6.5)

    def _draw_marks(self, painter: QPainter) -> None:
        """Draw what lies on the track under the handle: the part up to it."""
        track = self._track()
        painter.setBrush(QColor(self._theme.weight))
        done = self._x(self.sliderPosition()) - track.left()
        painter.drawRoundedRect(QRectF(track.left(), track.top(), done, 4), 2, 2)


class LogSlider(Slider):
    """A slider whose equal distances are equal ratios, with a stretch marked as diverging.

    Attributes:
        limit: where that stretch begins; None where there is none.
        limit_text: what stands under it.

    Signals:
        changed(float): the user moved it; carries the value.
    """

    changed = Signal(float)

    height_made = 36

    def __init__(self, parameter: Parameter) -> None:
        """Make a slider over that hyper-parameter's range."""
        super().__init__(self._value_at)
        self._parameter = parameter
        self.limit: float | None = None
        self.limit_text = ""
        self.setRange(
            round(log10(parameter.minimum) * _TICKS_PER_DECADE),
            round(log10(parameter.maximum) * _TICKS_PER_DECADE),
        )
        self.setPageStep(_TICKS_PER_DECADE // 4)
        self.setSingleStep(_TICKS_PER_DECADE // 20)
        self.valueChanged.connect(self._on_moved)

    def _value_at(self, position: int) -> float:
        value = float(f"{10 ** (position / _TICKS_PER_DECADE):.3g}")
        return min(max(value, self._parameter.minimum), self._parameter.largest)

    @Slot(int)
    def _on_moved(self, position: int) -> None:
        self.changed.emit(self._value_at(position))

    def show_value(self, value: float) -> None:
        """Put the handle where `value` is, without saying so."""
        with QSignalBlocker(self):
            self.setValue(round(log10(value) * _TICKS_PER_DECADE))
        self.update()

    def show_limit(self, limit: float | None, text: str) -> None:
        """Mark all beyond `limit`, with a text under it; None marks nothing."""
        if (limit, text) != (self.limit, self.limit_text):
            self.limit, self.limit_text = limit, text
            self.update()

    def _draw_marks(self, painter: QPainter) -> None:
        super()._draw_marks(painter)
        if self.limit is None:
            return
        track, colour = self._track(), QColor(self._theme.divergence)
        x = self._x(log10(self.limit) * _TICKS_PER_DECADE if self.limit > 0 else -inf)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(x, track.top(), track.right() - x, 4), 2, 2)
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QPointF(x, track.top() - 4), QPointF(x, track.bottom() + 4))
        small = painter.font()
        small.setPixelSize(11)
        painter.setFont(small)
        under = QRectF(0, 20, self.width() / scaled(1), 16)
        typeset.draw(painter, under, Qt.AlignmentFlag.AlignRight, self.limit_text)

    def event(self, event: QEvent) -> bool:
        """Explain it with its exponents raised."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(event, self.toolTip(), target=self)
            return True
        return super().event(event)
