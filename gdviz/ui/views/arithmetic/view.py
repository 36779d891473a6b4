"""The step on screen, written out with its numbers."""

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QToolTip

from gdviz.core import RunConfig
from gdviz.core.runs.glide import Motion, Stage
from gdviz.core.store import Store
from gdviz.core.telling.arithmetic import write_out
from gdviz.core.telling.rule_parts import names_of_parts
from gdviz.core.telling.terms import Term
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.arithmetic.page import Page, style_sheet, tip
from gdviz.ui.views.data.fit import MOST_DRAWN
from gdviz.ui.views.view import View
from gdviz.ui.widgets.tips import set_tip

_LEAST_HEIGHT = 66
"""Pixels of three lines: what is computed, and what comes of it."""

_FADE = 16
"""Pixels in which what is cut off vanishes: a line of which half is seen reads as struck out."""


class _Sheet(QTextBrowser):
    """Rich text as wide as it is given and as high as it needs, held at its end.

    Attributes:
        ground: the colour behind it.
        terms: its numbers, by their links.

    Signals:
        pointed(int): the index of the number under the pointer; -1 for none.
        width_changed(): the text should be written anew.
    """

    pointed = Signal(int)
    width_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        # A bar that comes and goes would cost as much as the text; the fading tells as well.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # never within a number
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.document().setDocumentMargin(0)
        self.ground = QColor()
        self.terms: list[Term] = []
        self._tallest, self._held = 0, False
        self._at_end = True
        self.highlighted.connect(self._on_highlighted)
        self.verticalScrollBar().actionTriggered.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._hold)

    def write(self, html: str, terms: list[Term]) -> None:
        """Show a text whose links are the indices of `terms`."""
        value = self.verticalScrollBar().value()
        self.terms = terms
        self.setHtml(html)
        self.verticalScrollBar().setValue(value)
        self._hold()
        self._grow()

    def forget_height(self) -> None:
        """Ask only for what the next text needs, and those that follow it."""
        self._held = False

    def _grow(self) -> None:
        """Ask for more height if the text needs it, but not for less when it needs less."""
        height = ceil(self.document().size().height())
        if height > self._tallest or not self._held:
            self._tallest, self._held = height, True
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the height of the tallest text."""
        return QSize(200, self._tallest)

    def minimumSizeHint(self) -> QSize:
        """Be content with the last lines."""
        return QSize(100, min(self._tallest, round(scaled(_LEAST_HEIGHT))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the text fade out at an end where there is more of it, and show the focus."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        bar, area = self.verticalScrollBar(), self.viewport().rect()
        for hidden, edge, inwards in (
            (bar.value(), area.top(), 1),
            (bar.maximum() - bar.value(), area.bottom() + 1, -1),
        ):
            fade = QLinearGradient(0, edge, 0, edge + inwards * min(hidden, _FADE))
            clear = QColor(self.ground)
            clear.setAlpha(0)
            fade.setStops([(0, self.ground), (0.4, self.ground), (1, clear)])
            if hidden:
                painter.fillRect(area, fade)
        if self.hasFocus():
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    @Slot()
    def _hold(self) -> None:
        bar = self.verticalScrollBar()
        if self._at_end:
            bar.setValue(bar.maximum())
        # Keys scroll it, and are of no other use here.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if bar.maximum() else Qt.FocusPolicy.NoFocus)

    @Slot()
    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        self._at_end = bar.sliderPosition() >= bar.maximum()

    @Slot(QUrl)
    def _on_highlighted(self, link: QUrl) -> None:
        self.pointed.emit(int(link.toString() or -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a text that fits a new width."""
        super().resizeEvent(event)
        width = self.viewport().width()
        if width != self.lineWrapColumnOrWidth():
            self.setLineWrapColumnOrWidth(width)
            self.forget_height()
            self.width_changed.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole number under the pointer, and when the pointer has left."""
        if isinstance(event, QHelpEvent):
            link = self.anchorAt(event.pos())
            text = tip(self.terms[int(link)]) if link else self.toolTip()
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(-1)
        return super().viewportEvent(event)


class ArithmeticView(View):
    """The samples, the gradient and the update of the step, in symbols and in numbers.

    At the end of the run it is the last step, which led there.
    """

    id = "arithmetic"
    heading = N_("This step")
    place = "side"
    written = True
    stretch = 2

    def __init__(self, store: Store) -> None:
        """Make the sheet."""
        super().__init__(store)
        self.sheet: Final = _Sheet()
        self.sheet.setObjectName("sheet")
        self.sheet.pointed.connect(self._on_pointed)
        self.sheet.width_changed.connect(self._write_anew)
        self.body.addWidget(self.sheet, 1)
        self._pointed = -1
        self._lit: frozenset[str] = frozenset()
        self._pointed_out: tuple[str, int] = "", -1

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.sheet.setAccessibleName(_("The arithmetic of the step"))
        set_tip(self.sheet, _("Rest the pointer on a number to see it whole."))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self.sheet.ground = QColor(theme.card)
        self.sheet.document().setDefaultStyleSheet(style_sheet(theme))

    def show_run(self, config: RunConfig) -> None:
        """Leave the room that it does not need to the plot below it: the data's, or the loss's."""
        drawn = config.dim <= MOST_DRAWN
        grows = QSizePolicy.Policy.Maximum if drawn else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Preferred, grows)
        self.sheet.forget_height()

    def draw(self, frame: Frame) -> None:
        """Write the step out."""
        if frame.awaited and not self.veiled:
            return
        number = min(frame.position, len(frame.trace) - 1)
        if self.veiled or not frame.known or number < 0:
            self.sheet.write("", [])
            return
        self.title.setText(_("The last step") if frame.step is None else _("This step"))
        width, weights = self.sheet.lineWrapColumnOrWidth(), frame.config.dim
        self._lit = _lit(frame)
        page = Page(
            width,
            self.fontMetrics(),
            weights,
            self._pointed,
            self._lit,
            pointed_out=self._pointed_out,
        )
        before = frame.trace.step(number - 1) if number else None
        step = frame.trace.step(number)
        config = frame.trace.config_at(number)
        html = page.html(write_out(config, step, before, page.digits))
        self.sheet.write(html, page.terms)

    def glide(self, frame: Frame) -> None:
        """Light up what is drawn at the ball now."""
        if _lit(frame) != self._lit:
            self.draw(frame)

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Light up what another view's pointer is on, or its program."""
        of_step = ("", -1) if meaning == "step" else (meaning, row)
        if of_step != self._pointed_out and self._pointed < 0:
            self._pointed_out = of_step
            self._write_anew()

    @Slot(int)
    def _on_pointed(self, number: int) -> None:
        if number == self._pointed:
            return
        self._pointed = number
        term = self.sheet.terms[number] if number >= 0 else Term("")
        self.pointed.emit(term.meaning, term.row)
        self._write_anew()

    @Slot()
    def _write_anew(self) -> None:
        if self.frame_shown is not None:
            self.draw(self.frame_shown)


def _lit(frame: Frame) -> frozenset[str]:
    """Return the meanings or symbols of what is drawn at the ball: the parts, then their sum."""
    if frame.motion is not Motion.EXPLAINS or frame.stage == Stage():
        return frozenset()
    return frozenset({"next"}) if frame.stage.total else names_of_parts(frame.config.algorithm)
