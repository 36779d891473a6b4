"""How many gave each answer, as bars; the right one has a sign."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from gdviz.core.telling.lessons.facts import Numbers
from gdviz.core.telling.lessons.guesses import Asked
from gdviz.i18n import _
from gdviz.ui.access.spoken import Document
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.label import Label

_THICK, _SIGN, _LEAST = 14, 18, 90
"""Pixels that a bar is high, that the sign has, and that the longest bar is long at least."""


class _Bar(QWidget):
    """A bar: full if it stands for what is right, else hollow; thick if it is pointed at."""

    def __init__(self, share: float, theme: Theme, *, right: bool) -> None:
        """Make one that is so long as a share of its room."""
        super().__init__()
        self.share, self._theme, self._right, self._lit = share, theme, right, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for its height, and for some length."""
        return QSize(round(scaled(_LEAST)), round(scaled(_THICK)) + 4)

    def light(self, *, lit: bool) -> None:
        """Have it stand out, or not."""
        self._lit = lit
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme, thick = self._theme, scaled(_THICK)
        width = max(2.0, (self.width() - 4) * self.share)
        room = QRectF(2, (self.height() - thick) / 2, width, thick)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = theme.minimum if self._right else theme.past
            line = QPen(
                QColor(theme.weight if self._lit else edge), scaled(3 if self._lit else 1.4)
            )
            painter.setPen(line)
            painter.setBrush(QColor(theme.minimum if self._right else theme.line))
            painter.drawRoundedRect(room, 3, 3) if self.share else painter.drawLine(
                room.topLeft(), room.bottomLeft()
            )


class GuessBars(Document):
    """A row for each answer: a sign if it is right, what it says, a bar, and how many gave it."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.setObjectName("guesses_bars")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.bars: Final[dict[Numbers, _Bar]] = {}

    def show_asked(self, asked: Asked, theme: Theme = LIGHT) -> None:
        """Show the answers to a question that is answered by what it offers."""
        self.setAccessibleName(_("How many gave each answer"))
        self.bars.clear()
        content = QWidget()
        content.setObjectName("form")
        content.setAutoFillBackground(False)
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 10, 4, 4)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, round(scaled(_SIGN)))
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 4)
        tally = asked.tally()
        most = max((count for _said, count in tally), default=1) or 1
        for row, (said, count) in enumerate(tally):
            right = said == asked.truth
            bar = self.bars[said] = _Bar(count / most, theme, right=right)
            if right:
                grid.addWidget(_sign(theme), row, 0)
            grid.addWidget(label("title" if right else "", asked.words(said), wrap=True), row, 1)
            grid.addWidget(bar, row, 2)
            grid.addWidget(label("title" if right else "", str(count)), row, 3)
        grid.setRowStretch(len(tally), 1)
        self.setWidget(content)

    def light(self, said: Numbers | None) -> None:
        """Have the bar of that answer stand out; none without one."""
        for answer, bar in self.bars.items():
            bar.light(lit=answer == said)


def _sign(theme: Theme) -> Label:
    """Return the sign of what is right."""
    size, made = round(scaled(_SIGN)), label()
    made.setPixmap(icon("circle-check", size, theme.minimum, theme.minimum).pixmap(size))
    made.setAccessibleName(_("right"))
    return made
