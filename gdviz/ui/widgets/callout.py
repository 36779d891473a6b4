"""A sentence beside a control, over whatever is there."""

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from gdviz.ui.theme import GAP, scaled
from gdviz.ui.widgets.label import Label

_WIDTH = 260
_FLEETING_MS = 10_000
"""How long a sentence stays beside a control that has been left."""


class Callout(Label):
    """Says what is wrong with a control, beside it; a click puts it away.

    Signals:
        dismissed(): it was clicked, or has been there for long enough.
    """

    dismissed = Signal()

    def __init__(self, control: QWidget) -> None:
        """Make one for `control`, in its window."""
        super().__init__(parent=control.window())
        self._control = control
        self.setObjectName("callout")
        self._clock = QTimer(self, interval=_FLEETING_MS, singleShot=True)
        self._clock.timeout.connect(self.dismissed)

    def say(self, text: str, *, fleeting: bool) -> None:
        """Show the text; if it is fleeting, for as long as one may need to read it."""
        self.setText(text)
        self.resize(self._fitting())
        self.move(self._place())
        self.show()
        self.raise_()
        if fleeting:
            self._clock.start()
        else:
            self._clock.stop()

    def put_away(self) -> None:
        """Say nothing any more."""
        self._clock.stop()
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click as a sign that it has been read."""
        self.dismissed.emit()

    def _fitting(self) -> QSize:
        """Return the size of the text, which is on several lines if it is long."""
        self.ensurePolished()
        most = round(scaled(_WIDTH))
        self.setWordWrap(False)
        line = self.sizeHint()
        self.setWordWrap(True)
        return line if line.width() <= most else QSize(most, self.heightForWidth(most))

    def _place(self) -> QPoint:
        """Return where it goes: beside a control of the form at the left, under another."""
        control, window = self._control, self.window()
        place = control.mapTo(window, QPoint(control.width() + GAP, 0))
        if place.x() > window.width() / 3:
            place = control.mapTo(window, QPoint(0, control.height() + GAP // 2))
        furthest = window.rect().adjusted(0, 0, -GAP - self.width(), -GAP - self.height())
        return QPoint(min(place.x(), furthest.right()), min(place.y(), furthest.bottom()))
