"""The questions that were answered, lesson by lesson, of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from gdviz.core.telling.lessons.guesses import Asked
from gdviz.i18n import _, p_
from gdviz.ui.theme import Theme, font, scaled
from gdviz.ui.widgets.tips import set_tip

_NUMBER = Qt.ItemDataRole.UserRole


class QuestionList(QListWidget):
    """A line for each lesson, and below it its questions, each with how many were right.

    Signals:
        chosen(int): that question is to be shown.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        """Make an empty list."""
        super().__init__()
        self.setObjectName("guesses_questions")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._on_current)

    def fill(self, every: Sequence[Asked], number: int) -> None:
        """List what was asked, with the question of that number chosen."""
        self.setAccessibleName(_("Questions"))
        self.clear()
        for place, asked in enumerate(every):
            if not place or every[place - 1].lesson != asked.lesson:
                self._head(asked.title, first=not place)
            item = QListWidgetItem(_words(asked))
            item.setData(_NUMBER, place)
            if asked.ask is not None:
                set_tip(item, str(asked.ask.text))
            self.addItem(item)
            if place == number:
                self.setCurrentItem(item)
        if number == 0:
            self.scrollToTop()  # the lesson's title is above its first question

    def _head(self, title: str, *, first: bool) -> None:
        item = QListWidgetItem(title if first else f"\n{title}")
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(font(13, bold=True))
        self.addItem(item)

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        name = self.objectName()
        self.setStyleSheet(
            f"#{name} {{ background: transparent; color: {theme.text}; outline: none;"
            f" border: 1px solid transparent; border-radius: 6px; padding: 4px;"
            f" selection-background-color: {theme.note}; selection-color: {theme.text}; }}"
            f" #{name}::item {{ padding: {round(scaled(5))}px {round(scaled(8))}px;"
            f" border-radius: 4px; }}"
            f" #{name}::item:disabled {{ color: {theme.muted}; padding-left: 0px; }}"
            f" #{name}::item:selected {{ background: {theme.note}; color: {theme.text}; }}"
            f" #{name}:focus {{ border: 1px solid {theme.weight}; }}"
        )
        for row in range(self.count()):
            item = self.item(row)
            if not item.flags():
                item.setForeground(QColor(theme.muted))

    def sizeHint(self) -> QSize:
        """Ask for the room of a few words."""
        return QSize(round(scaled(240)), round(scaled(200)))

    @Slot()
    def _on_current(self) -> None:
        item = self.currentItem()
        if item is not None and item.data(_NUMBER) is not None:
            self.chosen.emit(item.data(_NUMBER))


def _words(asked: Asked) -> str:
    step = p_("of a lesson", "Step {number}").format(number=asked.page)
    if asked.ask is not None:
        step = f"{step} · {asked.ask.text}"
    if not asked.truth:
        return f"{step}\n" + _("{count} answers").format(count=len(asked.guesses))
    counts = _("{count} answers, {right} right")
    return f"{step}\n{counts.format(count=len(asked.guesses), right=asked.right)}"
