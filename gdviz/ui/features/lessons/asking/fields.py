"""What one answers a question with: a field for each kind."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLineF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.core import InputError
from gdviz.core.reading import read_number
from gdviz.core.telling.lessons import Ask
from gdviz.core.telling.lessons.facts import Numbers
from gdviz.core.telling.lessons.saying import CURVES, in_words
from gdviz.core.types import Problem
from gdviz.i18n import _
from gdviz.ui.plots.kept import look
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.label import Label
from gdviz.ui.widgets.sliders import Slider

_SIGN = 30, 12
"""Pixels of a piece of a curve's line, at scale 1."""


class AnswerField(QWidget):
    """Takes an answer of one kind.

    Attributes:
        said: the answer; empty while there is none.
        typed: how a number was typed.

    Signals:
        changed(): there is another answer, or none.
        entered(): Enter was pressed, which gives the answer.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, ask: Ask, problem: Problem) -> None:
        """Make an empty field for a question about a run on `problem`."""
        super().__init__()
        self.ask, self.problem = ask, problem
        self.said: Numbers = ()
        self.typed = ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def take(self, said: Numbers, typed: str = "") -> None:
        """Have that answer, as if the user had given it."""
        self.said, self.typed = said, typed
        self.show_said()
        self.changed.emit()

    def show_said(self) -> None:
        """Show the answer that there is."""

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""


class _Words(Label):
    """The words beside a button: a click on them is one on it."""

    def __init__(self, text: str, button: QRadioButton) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self._button = button

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Choose what the words are of."""
        self._button.setFocus()
        self._button.click()


class ChoiceField(AnswerField):
    """One of several options."""

    def __init__(self, ask: Ask, problem: Problem) -> None:
        """List the options."""
        super().__init__(ask, problem)
        self._group = QButtonGroup(self)
        for number, option in enumerate(ask.options):
            button = QRadioButton()
            button.setObjectName(f"lesson_option_{number}")
            button.setAccessibleName(str(option.text))
            button.clicked.connect(partial(self.take, (float(number),)))
            self._group.addButton(button, number)
            row = QHBoxLayout()
            row.setSpacing(2)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(_Words(str(option.text), button), 1)
            self.column.addLayout(row)

    def show_said(self) -> None:
        """Mark the option that was chosen."""
        if self.said:
            self._group.button(int(self.said[0])).setChecked(True)


class NumberAnswer(AnswerField):
    """A number that is typed."""

    def __init__(self, ask: Ask, problem: Problem) -> None:
        """Make an empty field."""
        super().__init__(ask, problem)
        self.field = QLineEdit()
        self.field.setObjectName("lesson_number")
        self.field.setProperty("role", "field")
        self.field.setAcceptDrops(False)  # a file that is dropped is for the window
        self.field.setAccessibleName(str(ask.text))
        self.field.setPlaceholderText(_("a number"))
        self.field.textEdited.connect(self._on_edited)
        self.field.returnPressed.connect(self.entered)
        self._wrong = label("small", wrap=True)
        self._wrong.hide()
        self.column.addWidget(self.field)
        self.column.addWidget(self._wrong)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self.said, self.typed = (), text.strip()
        reason = ""
        if self.typed:
            try:
                self.said = (read_number(self.typed),)
            except InputError as error:
                reason = str(error)
        self._wrong.setText(reason)
        self._wrong.setVisible(bool(reason) and len(self.typed) > 1)  # not at a first "-"
        self.changed.emit()

    def show_said(self) -> None:
        """Show the number as it was typed."""
        with QSignalBlocker(self.field):
            self.field.setText(self.typed)


class ShareField(AnswerField):
    """A percentage, on a slider."""

    def __init__(self, ask: Ask, problem: Problem) -> None:
        """Make a slider that stands in the middle, and means nothing yet."""
        super().__init__(ask, problem)
        self.slider = Slider()
        self.slider.setObjectName("lesson_share")
        self.slider.setAccessibleName(str(ask.text))
        self.slider.setRange(0, 100)
        self.slider.setValue(50)
        self.slider.valueChanged.connect(self._on_moved)
        self._text = label("muted", "–")
        self._text.setMinimumWidth(40)
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.addWidget(self.slider, 1)
        row.addWidget(self._text)
        self.column.addLayout(row)

    @Slot(int)
    def _on_moved(self, percent: int) -> None:
        self.take((float(percent),))

    def show_said(self) -> None:
        """Say the percentage."""
        if self.said:
            with QSignalBlocker(self.slider):
                self.slider.setValue(round(self.said[0]))
            self._text.setText(in_words(self.ask, self.problem, self.said))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.slider.restyle(theme)


class OrderField(AnswerField):
    """Which curve each of several things belongs to."""

    def __init__(self, ask: Ask, problem: Problem) -> None:
        """List the things, each with a list of the curves."""
        super().__init__(ask, problem)
        self._boxes: list[QComboBox] = []
        for number, option in enumerate(ask.options):
            box = QComboBox()
            box.setObjectName(f"lesson_curve_{number}")
            box.setAccessibleName(str(option.text))
            box.addItems(["–", *CURVES[: len(ask.options)]])
            box.activated.connect(partial(self._on_chosen, number))
            self._boxes.append(box)
            row = QHBoxLayout()
            row.addWidget(label(text=str(option.text), wrap=True), 1)
            row.addWidget(box)
            self.column.addLayout(row)

    def _on_chosen(self, number: int, curve: int) -> None:
        """Leave a curve to the thing that it was given last."""
        for other, box in enumerate(self._boxes):
            if other != number and curve and box.currentIndex() == curve:
                box.setCurrentIndex(0)
        chosen = [box.currentIndex() - 1 for box in self._boxes]
        self.said = tuple(map(float, chosen)) if min(chosen) >= 0 else ()
        self.changed.emit()

    def restyle(self, theme: Theme) -> None:
        """Draw each curve's letter beside a piece of its line."""
        size = QSize(*(round(scaled(length)) for length in _SIGN))
        icons = [_line_of(curve, size, theme) for curve in range(len(self._boxes))]
        for box in self._boxes:
            box.setIconSize(size)
            for curve, icon in enumerate(icons, 1):
                box.setItemIcon(curve, icon)

    def show_said(self) -> None:
        """Show the curve of each."""
        for box, curve in zip(self._boxes, self.said, strict=False):
            box.setCurrentIndex(int(curve) + 1)


def _line_of(slot: int, size: QSize, theme: Theme) -> QIcon:
    """Return a piece of the line of the kept run in that slot."""
    own, sharp = look(slot, theme), 2
    picture = QPixmap(size * sharp)
    picture.setDevicePixelRatio(sharp)
    picture.fill(Qt.GlobalColor.transparent)
    pen = QPen(QColor(own.colour), 2.2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([length / pen.widthF() for length in own.dash])
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.drawLine(QLineF(0, size.height() / 2, size.width(), size.height() / 2))
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Disabled)  # it tells the curve once it is answered, too
    return icon


class PlaceField(AnswerField):
    """A point of the curve, or of the map, that is clicked there."""

    def __init__(self, ask: Ask, problem: Problem) -> None:
        """Ask for a click."""
        super().__init__(ask, problem)
        self._text = label("muted", wrap=True)
        self._text.setObjectName("lesson_place")
        self.column.addWidget(self._text)
        self.show_said()

    def show_said(self) -> None:
        """Say where, or how one says it."""
        text = _("Click there in the plot, or use the arrow keys and Enter.")
        if self.said:
            text = _("Your guess: {guess}").format(
                guess=in_words(self.ask, self.problem, self.said)
            )
        self._text.setText(text)


FIELDS: dict[str, Callable[[Ask, Problem], AnswerField]] = {
    "place": PlaceField,
    "choice": ChoiceField,
    "number": NumberAnswer,
    "order": OrderField,
    "share": ShareField,
}
"""The field of each kind of question."""
