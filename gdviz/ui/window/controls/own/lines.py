"""A field for some lines of text, in which a mistake can be underlined."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from gdviz.ui.theme import LIGHT, Theme


class LinesField(QPlainTextEdit):
    """Plain lines; Tab leaves it, and no text is dragged from or to it."""

    def __init__(self) -> None:
        """Make an empty field."""
        super().__init__()
        self.setAcceptDrops(False)  # a file that is dropped is for the window
        self.setTabChangesFocus(True)
        self._part: tuple[int, int] | None = None
        self._colour = LIGHT.divergence

    def underline(self, part: tuple[int, int] | None) -> None:
        """Draw a wave under a part, or under none.

        Args:
            part: the indices of its first character and after its last; one character of it is
                underlined at least.
        """
        self._part = part
        self.setExtraSelections([] if part is None else [self._wave(*part)])

    def _wave(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        text = self.toPlainText()
        start = min(start, max(0, len(text) - 1))
        wave, form = QTextEdit.ExtraSelection(), QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(QColor(self._colour))
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(text[:start]))
        cursor.setPosition(_units(text[: max(end, start + 1)]), QTextCursor.MoveMode.KeepAnchor)
        wave.cursor, wave.format = cursor, form
        return wave

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._colour = theme.divergence
        self.underline(self._part)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin anew in the text: Qt would drag what is selected, and wait until it is let go."""
        extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.button() == Qt.MouseButton.LeftButton and not extends:
            self.setTextCursor(self.cursorForPosition(event.position().toPoint()))
        super().mousePressEvent(event)


def _units(text: str) -> int:
    """Return how many positions of Qt's a text has: UTF-16 units, not Python's characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
