"""Where the Tab key goes, in the order of reading, and what the space key does where it led."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGraphicsView,
    QWidget,
)

from gdviz.ui.widgets.inside import directly_in

_WHOLE = (QAbstractSpinBox, QComboBox, QGraphicsView)
"""What takes the keys for all that is in it.

Its parts are not asked for their `focusProxy`: PySide would have a part own the whole that it is
in, and a circle like that is never freed.
"""


def tab_stops(root: QWidget, here: QWidget | None = None) -> list[QWidget]:
    """Return what takes the keyboard within `root`, as one reads.

    Places are compared, and no layout is asked for its items: Python keeps what it is
    given of those longer than Qt keeps them, and would take something else for them.

    Args:
        root: where to look.
        here: what has the keyboard now; it is in the list even if it can no longer be used,
            so that its neighbours are known.
    """
    return list(_stops(root, here))


def _stops(widget: QWidget, here: QWidget | None) -> Iterator[QWidget]:
    usable = widget.isVisible() and widget.isEnabled()
    if widget is here or (usable and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
        yield widget
    if usable and not isinstance(widget, _WHOLE):
        shown = [part for part in directly_in(widget) if not part.isWindow()]
        for part in _as_read([part for part in shown if part.isVisible() or part is here]):
            yield from _stops(part, here)


def _as_read(parts: Sequence[QWidget]) -> list[QWidget]:
    """Return them row by row, each row from left to right: a recursive XY cut."""
    for cut in (_rows(parts), _columns(parts)):
        if len(cut) > 1:
            return [part for some in cut for part in _as_read(some)]
    return sorted(parts, key=lambda part: (part.y(), part.x()))


def _rows(parts: Sequence[QWidget]) -> list[list[QWidget]]:
    return _cut(parts, QWidget.y, lambda part: part.geometry().bottom())


def _columns(parts: Sequence[QWidget]) -> list[list[QWidget]]:
    return _cut(parts, QWidget.x, lambda part: part.geometry().right())


def _cut(
    parts: Sequence[QWidget], first: Callable[[QWidget], int], last: Callable[[QWidget], int]
) -> list[list[QWidget]]:
    """Cut between what has a gap between it, from its first to its last pixel."""
    pieces: list[list[QWidget]] = []
    reach = 0
    for part in sorted(parts, key=first):
        if pieces and first(part) <= reach:
            pieces[-1].append(part)
            reach = max(reach, last(part))
        else:
            pieces.append([part])
            reach = last(part)
    return pieces


class SpaceKey(QObject):
    """Tells whose the space key is.

    A button that Tab or an arrow has led to is pressed by it. One that was clicked has done
    what was wanted of it, and a list opens with Alt+Down too: there the key runs and pauses.
    """

    def __init__(self, window: QWidget, run_or_pause: Callable[[], None]) -> None:
        """Have it run and pause in `window`."""
        super().__init__(window)
        self._clicked = False  # into what has the focus
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Space), window)
        shortcut.activated.connect(run_or_pause)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    @Slot("QWidget*", "QWidget*")
    def _on_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._clicked = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton

    def presses(self, focused: QWidget | None) -> bool:
        """Tell whether it presses what has the focus."""
        return isinstance(focused, QAbstractButton) and not self._clicked
