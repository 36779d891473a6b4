"""Boxes with a message, in which a file's name or what was typed stands as it is written."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, SignalInstance, Slot
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from gdviz.i18n import _
from gdviz.ui.access.spoken import announce
from gdviz.ui.theme import scaled
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.label import Label

_SIGN = 32
"""Pixels of a plain screen."""

_PATIENCE_MS = 200
_PASSING_MS = 3000
_ABOVE = 72
"""Pixels above the window's lower edge, where the bar is that plays the run."""


def warn(parent: QWidget, text: str) -> None:
    """Open a box that says what is wrong; the window goes on behind it."""
    _box(parent, text).open()


def ask(parent: QWidget, text: str, more: str, answers: Mapping[str, Callable[[], object]]) -> None:
    """Open a box with a question; the window goes on behind it.

    Args:
        parent: the window.
        text: the question.
        more: what is to be known before one answers.
        answers: what each of them does, by its words; the first is what Return does, the last,
            and Escape, goes back to what was.
    """
    box = _box(parent, text)
    box.setInformativeText(more)
    roles = QMessageBox.ButtonRole
    buttons = {box.addButton(words, roles.ActionRole): do for words, do in answers.items()}
    first, *_others, last = buttons
    first.setProperty("role", "primary")
    box.setDefaultButton(first)
    box.setEscapeButton(last)
    # One that is closed by its title bar tells of that before it knows its answer.
    box.finished.connect(lambda _code: buttons[box.clickedButton() or last]())  # type: ignore[index]
    box.open()


def ask_to_replace(parent: QWidget, path: Path, write: Callable[[], object]) -> None:
    """Have a file written, and ask before if there is one: of that name no dialog has asked."""
    there = False
    with suppress(OSError):  # where that cannot be known, writing says why not
        there = path.exists()
    if not there:
        write()
        return
    text = _("Replace {file}?").format(file=path.name)
    answers = {_("Replace"): write, _("Cancel"): lambda: None}
    ask(parent, text, _("A file of that name is there already."), answers)


def _box(parent: QWidget, text: str) -> QMessageBox:
    box = QMessageBox(QMessageBox.Icon.Warning, "gdviz", "", parent=parent)
    size, colour = round(scaled(_SIGN)), parent.palette().windowText().color().name()
    box.setIconPixmap(icon("alert-triangle", size, colour, colour).pixmap(size))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


class Underway(QProgressDialog):
    """A box that says what is under way once that takes longer than one notices, and can end it."""

    def __init__(
        self,
        window: QWidget,
        name: str,
        text: str,
        *,
        cancel: Callable[[], object],
        over: SignalInstance,
    ) -> None:
        """Make one that is seen before long.

        Args:
            window: what it is over.
            name: its object name.
            text: what is under way.
            cancel: gives that up.
            over: says that it is over, however that came; then this is gone.
        """
        super().__init__(text, _("Cancel"), 0, 0, window)
        self._cancel, self._over = cancel, over
        self.setObjectName(name)
        self.setMinimumDuration(_PATIENCE_MS)
        self.canceled.connect(cancel)
        over.connect(self._put_away)

    @Slot()
    def _put_away(self) -> None:
        self._over.disconnect(self._put_away)
        self.canceled.disconnect(self._cancel)
        self.close()
        self.deleteLater()


class Passing(Label):
    """A line at the lower edge of a window that says what has been done, and goes by itself."""

    def __init__(self, window: QWidget) -> None:
        """Make one for `window`."""
        super().__init__(parent=window)
        self._window = window
        self.setObjectName("passing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._clock = QTimer(self, interval=_PASSING_MS, singleShot=True)
        self._clock.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str) -> None:
        """Say what has been done, to a screen reader too."""
        self.setText(text)
        self.ensurePolished()
        self.adjustSize()
        aside = (self._window.width() - self.width()) // 2
        self.move(QPoint(aside, self._window.height() - self.height() - _ABOVE))
        self.show()
        self.raise_()
        self._clock.start()
        announce(self._window, text)
