"""Rich text that grows line by line, and follows its end."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from gdviz.ui.theme import scaled
from gdviz.ui.views.calculus.steps import asked_by

_HIGHEST = 130
"""Pixels at scale 1 that are held at most."""


class Sheet(QTextBrowser):
    """A page to be read, whose last line stays in sight.

    Signals:
        stepped(int): the keys → and ← ask for a line more, or one fewer.
    """

    stepped = Signal(int)

    def __init__(self, name: str) -> None:
        """Make an empty page of that object name."""
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self._html, self._follows = "", False
        self._longest: Sequence[str] = ()
        self._held = 0  # pixels

    def hold(self, texts: Sequence[str]) -> None:
        """Be as high as the longest of these texts asks, so that nothing moves when it comes."""
        self._longest = texts
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make_room()

    def _make_room(self) -> None:
        document = QTextDocument()
        document.setDefaultFont(self.font())
        document.setDocumentMargin(0)
        document.setTextWidth(self.viewport().width())
        heights = [0.0]
        for text in self._longest:
            document.setHtml(text)
            heights.append(document.size().height())
        height = round(min(max(heights), scaled(_HIGHEST)))
        if height != self._held:
            self._held = height
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the height that is held."""
        size = super().sizeHint()
        return QSize(size.width(), self._held) if self._longest else size

    def minimumSizeHint(self) -> QSize:
        """Make do with no less than the height that is held."""
        size = super().minimumSizeHint()
        return QSize(size.width(), self._held) if self._longest else size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room anew for what it holds, and keep the end in sight where that is followed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._make_room()
        if self._follows:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def write(self, html: str, *, follow: bool) -> None:
        """Show a text, and where it is to `follow` its end."""
        if html == self._html:
            return
        self._html, self._follows = html, follow
        bar = self.verticalScrollBar()
        value = bar.value()
        self.setHtml(html)
        bar.setValue(bar.maximum() if follow else value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with → and ←; scroll with the other keys."""
        by = asked_by(event)
        if by:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)
