"""One run of the comparison: its look, its name, and what it has come to."""

from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QLineF, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gdviz.core import Problem, Trace
from gdviz.core.numbers import format_number
from gdviz.core.runs.comparison import standing
from gdviz.core.runs.outcome import DIVERGENT, Verdict
from gdviz.i18n import N_, Np_, _
from gdviz.ui import typeset
from gdviz.ui.features.compare.kept import LONGEST_NAME
from gdviz.ui.plots.kept import look
from gdviz.ui.theme import LIGHT, Theme, faded, font, scaled
from gdviz.ui.widgets.card import label, restyle
from gdviz.ui.widgets.close_button import CloseButton
from gdviz.ui.widgets.tips import set_tip

_VERDICTS = {
    Verdict.FINISHED: N_("finished"),
    Verdict.CONVERGED: N_("converged"),
    Verdict.DIVERGING: N_("diverging"),
    Verdict.DIVERGED: N_("diverged"),
    Verdict.SADDLE: Np_("outcome", "saddle point"),
}
_DIGITS = 3
_BOX = 14
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_INDENT = 46
"""Pixels of the swatch, and so where the names begin."""


class Swatch(QCheckBox):
    """A box to hide and show a run with, and a piece of its line with its symbol."""

    def __init__(self, slot: int | None) -> None:
        """Make one for that slot; None is the run that is played, which is always shown."""
        super().__init__()
        self._slot = slot
        self._theme = LIGHT
        self.setChecked(True)
        if slot is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return its size."""
        return QSize(round(scaled(_INDENT)), round(scaled(20)))

    def hitButton(self, position: object) -> bool:
        """Let the whole of it be clicked, where there is something to hide."""
        return self._slot is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the line and the symbol."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        own = look(self._slot, theme) if self._slot is not None else None
        colour = QColor(own.colour if own else theme.weight)
        painter.scale(scaled(1), scaled(1))
        middle = self.height() / scaled(2)
        if own:
            self._draw_box(painter, colour, middle)
        painter.setOpacity(1.0 if self.isChecked() and self.isEnabled() else 0.35)
        pen = QPen(colour, 2.2)
        if own:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / pen.widthF() for length in own.dash])
        painter.setPen(pen)
        painter.drawLine(QLineF(_BOX + 4, middle, _INDENT - 1, middle))
        painter.translate((_BOX + 4 + _INDENT - 1) / 2, middle)
        drawSymbol(painter, own.symbol if own else "o", 9, QPen(Qt.PenStyle.NoPen), QBrush(colour))

    def _draw_box(self, painter: QPainter, colour: QColor, middle: float) -> None:
        theme = self._theme
        painter.setOpacity(1.0 if self.isEnabled() else 0.35)
        border = theme.text if self.hasFocus() else colour.name()
        painter.setPen(QPen(QColor(border), 1.6 if self.hasFocus() else 1.2))
        painter.setBrush(colour if self.isChecked() else QColor(theme.field))
        box = QRectF(1, middle - _BOX / 2 + 1, _BOX - 2, _BOX - 2)
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            pen = QPen(QColor(theme.card), 1.8)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = box.center().x(), box.center().y()
            corners = [QPointF(x - 3, y), QPointF(x - 0.8, y + 2.4), QPointF(x + 3.2, y - 2.6)]
            painter.drawPolyline(corners)


class Name(QLineEdit):
    """A name that a double click or F2 lets one change; as long as there is room for.

    Signals:
        renamed(str): the user has changed it.
    """

    renamed = Signal(str)

    def __init__(self, *, fixed: bool) -> None:
        """Make an empty one; a fixed one cannot be changed."""
        super().__init__()
        self._name = ""
        self._fixed = fixed
        self.setFrame(False)
        self.setMaxLength(LONGEST_NAME)
        if fixed:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.editingFinished.connect(self._on_finished)
        self._end()

    def say(self, name: str) -> None:
        """Show that name."""
        self._name = name
        if self.isReadOnly():
            self._elide()

    def name(self) -> str:
        """Return the whole name."""
        return self._name

    def edit(self) -> None:
        """Let the user change it."""
        if not self._fixed:
            self.setReadOnly(False)
            self.setText(self._name)
            self.selectAll()
            self.setFocus()

    def _end(self) -> None:
        self.setReadOnly(True)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - 8
        self.setText(self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room))
        self.setCursorPosition(0)

    def _on_finished(self) -> None:
        if not self.isReadOnly():
            text = self.text().strip()
            changed = text != self._name
            self._end()
            if changed:
                self.renamed.emit(text)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let it be changed."""
        if self.isReadOnly():
            self.edit()
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let it be changed on F2, and leave it as it was on Escape."""
        if event.key() == Qt.Key.Key_F2:
            self.edit()
        elif event.key() == Qt.Key.Key_Escape and not self.isReadOnly():
            self._end()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark nothing once it is left."""
        super().focusOutEvent(event)
        self.deselect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        if self.isReadOnly():
            self._elide()

    def restyle(self, theme: Theme, colour: str) -> None:
        """Draw in the theme's colours, the name itself in `colour`."""
        self.setStyleSheet(
            f"QLineEdit {{ background: {theme.field}; border: 1px solid {theme.weight};"
            f" border-radius: 4px; padding: 0 2px; color: {colour};"
            f" selection-background-color: {theme.weight}; }}"
            f" QLineEdit:read-only {{ background: transparent; border-color: transparent; }}"
            f" QLineEdit:read-only:focus {{ border-color: {theme.line}; }}"
        )


class Figures(QWidget):
    """A cost, steps and evaluations in columns, the same in every row.

    It is painted, so that numbers that change in every frame move no layout.
    """

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._texts: tuple[str, ...] = ("", "", "")
        self._place = 0
        self._colour = QColor()
        self._size = 13

    def say(self, *texts: str) -> None:
        """Show a text in each column."""
        if texts != self._texts:
            self._texts = texts
            self.update()

    def texts(self) -> tuple[str, ...]:
        """Return what it shows."""
        return self._texts

    def show_place(self, place: int) -> None:
        """Show which place it has in a race, bold if it leads; 0 for none."""
        if place != self._place:
            self._place = place
            self.update()

    def restyle(self, colour: str, size: int) -> None:
        """Draw in that colour, so many pixels high at scale 1."""
        self._colour, self._size = QColor(colour), size
        self.setFixedHeight(round(scaled(17)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the texts, each at its column's right edge, and the place at the left."""
        painter = QPainter(self)
        painter.setFont(font(self._size, bold=self._place == 1))
        painter.setPen(self._colour)
        if self._place:
            painter.drawText(self.rect().adjusted(3, 0, 0, 0), _LEFT, str(self._place))
        left = 0.0
        for text, share in zip(self._texts, (0.38, 0.24, 0.38), strict=True):
            width = share * self.width()
            typeset.draw(painter, QRectF(left, 0, width, self.height()), _RIGHT, text)
            left += width


class Row(QWidget):
    """One run: swatch, name, how it ended, a button to remove it; its numbers below.

    Attributes:
        cost: what it has come to.
    """

    def __init__(self, slot: int | None) -> None:
        """Make the row of the kept run in that slot, or of the run that is played."""
        super().__init__()
        self.slot = slot
        self.swatch = Swatch(slot)
        self.name = Name(fixed=slot is None)
        self.outcome = label("small")
        self.figures = Figures()
        self.remove = CloseButton("")
        self.remove.setVisible(slot is not None)
        for name, part in (("show", self.swatch), ("name", self.name), ("remove", self.remove)):
            part.setObjectName("" if slot is None else f"kept_{name}_{slot}")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.swatch)
        head.addWidget(self.name, 1)
        head.addWidget(self.outcome)
        head.addWidget(self.remove)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 2, 0, 2)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self.figures)
        self._theme = LIGHT
        self._drawn = True
        self._problem: Problem | None = None
        self._shown: tuple[object, ...] = ()
        self.cost, self._place = 0.0, 0
        self._verdict: Verdict | None = None

    def say(self, name: str, problem: Problem, *, drawn: bool) -> None:
        """Say what the run is called, and whether on its problem it has a place in the plots."""
        alike = (name, problem, drawn) == (self.name.name(), self._problem, self._drawn)
        self.name.say(name)
        if alike:  # icons and tooltips take long, and a drag is another run at each move
            return
        self._problem, self._drawn = problem, drawn
        self.swatch.setEnabled(drawn)
        self.outcome.setEnabled(drawn)
        restyle(self.outcome, "role", "small" if drawn else "")
        self.restyle(self._theme)
        self.retranslate()

    def show_visible(self, *, visible: bool) -> None:
        """Say whether the run is to be seen."""
        with QSignalBlocker(self.swatch):
            self.swatch.setChecked(visible)
        self.swatch.update()

    def show_standing(self, trace: Trace, position: int) -> None:
        """Show what the run has come to after so many steps."""
        if (trace, position, trace.outcome) == self._shown:
            return
        self._shown = (trace, position, trace.outcome)
        stands = standing(trace, position)
        cost = format_number(stands.cost, _DIGITS, pad=True)
        self.figures.say(cost, f"{stands.steps:,}", f"{stands.evaluations:,}")
        self.cost = stands.cost
        self._say_cost()
        self._verdict = stands.verdict
        self._say_verdict()

    def show_place(self, place: int) -> None:
        """Show which place the run has in a race; 0 for none."""
        if place != self._place:
            self._place = place
            self.figures.show_place(place)
            self._say_cost()

    def _say_cost(self) -> None:
        _cost, steps, evaluations = self.figures.texts()
        text = _("cost {cost}, steps {steps}, evaluations {evaluations}")
        said = text.format(cost=repr(self.cost), steps=steps, evaluations=evaluations)
        if self._place:
            said = _("place {place}: {said}").format(place=self._place, said=said)
        set_tip(self.figures, said)
        self.figures.setAccessibleName(said)

    def _say_verdict(self) -> None:
        text = _(_VERDICTS[self._verdict]) if self._verdict else "…"
        if text != self.outcome.text():
            self.outcome.setText(text)
            restyle(self.outcome, "means", "divergence" if self._verdict in DIVERGENT else "")
            set_tip(self.outcome, "" if self._verdict else _("This is not yet its end."))

    def retranslate(self) -> None:
        """Say everything in the current language."""
        name = self.name.name()
        self.name.setAccessibleName(_("Name"))
        self._say_verdict()
        self._say_cost()
        if self.slot is None:
            said = _("The run that is played: {name}").format(name=name)
            set_tip(self.name, said)
            self.swatch.setAccessibleName(said)
            return
        why = ""
        if self._problem is not None and not self._drawn:
            text = _("It is not drawn: it is a run on another problem, {problem}.")
            why = "\n" + text.format(problem=_(self._problem.title))
        set_tip(self.name, f"{name}\n" + _("A double click or F2 renames it.") + why)
        set_tip(self.swatch, _("Show it in the plots, and let it race.") + why)
        self.swatch.setAccessibleName(_("Show {name}").format(name=name))
        set_tip(self.remove, _("Keep it no longer."))
        self.remove.setAccessibleName(_("Remove {name}").format(name=name))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on, quieter if it is not in the plots."""
        self._theme = theme
        colour = theme.text if self._drawn else faded(theme)
        self.remove.restyle(theme)
        self.remove.setFixedSize(*[round(scaled(20))] * 2)
        self.swatch.restyle(theme)
        self.name.restyle(theme, colour)
        self.figures.restyle(colour, 13)
