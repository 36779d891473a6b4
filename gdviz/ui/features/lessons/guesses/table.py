"""Who guessed what, and why: a row for each."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
)

from gdviz.core.telling.lessons.guesses import NOBODY, Asked
from gdviz.core.telling.lessons.saying import right_or_not
from gdviz.i18n import _
from gdviz.ui.features.many.row_table import BareTable
from gdviz.ui.theme import LIGHT, Theme, scaled
from gdviz.ui.widgets.icons import icon
from gdviz.ui.widgets.tips import set_tip

_BESIDE = 10
_NAME, _GUESS, _RIGHT, _REASON = range(4)
_WIDTHS = {_NAME: (0.18, 70), _GUESS: (0.28, 90), _RIGHT: (0.14, 124)}
"""Of the table, each column, and in pixels at least; the reason has the rest."""

_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
"""Where all of a row stands: beside the first line of a long reason."""

_ROW = 26
"""Pixels that a row is high at least."""

_SIGN = 16
_SIGNS = {True: "circle-check", False: "circle-x"}


class _Wrapped(QStyledItemDelegate):
    """Asks for the height that a cell's lines have between what is left free at its sides."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size; Qt breaks the lines as if a style sheet left nothing free."""
        narrow = QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(0, 0, -2 * _BESIDE, 0)
        return super().sizeHint(narrow, index)


class GuessTable(BareTable):
    """Names, guesses, whether they are right, and reasons, sorted by the guess.

    Signals:
        pointed(int): the pointer, or what is chosen, is on that row; −1 for none.
    """

    pointed = Signal(int)

    def __init__(self) -> None:
        """Make an empty table."""
        super().__init__("guesses_table", 0, 4)
        self.theme: Theme = LIGHT
        self._asked: Asked | None = None
        self.setItemDelegate(_Wrapped(self))
        self.setMouseTracking(True)
        self.setWordWrap(True)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.cellEntered.connect(self._on_entered)
        self.itemSelectionChanged.connect(self._on_left)

    def show_asked(self, asked: Asked) -> None:
        """Show the guesses of a question."""
        heads = (_("Student"), _("Guess"), _("Right?"), _("Reason"))
        self.setHorizontalHeaderLabels(list(heads))
        self.setAccessibleName(_("Who guessed what, and why"))
        self.clearSelection()
        self.setRowCount(len(asked.guesses))
        for row, guess in enumerate(asked.guesses):
            answer = guess.answer
            texts = (
                guess.by or NOBODY,
                asked.words(answer.said, answer.typed),
                right_or_not(answer),
                " ".join(answer.reason.split()),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_TOP)
                set_tip(item, _("In {file}").format(file=guess.file))
                self.setItem(row, column, item)
        self._asked = asked
        self._draw_signs()
        self.scrollToTop()

    def _draw_signs(self) -> None:
        """Draw beside the words whether a guess is right."""
        size = round(scaled(_SIGN))
        self.setIconSize(QSize(size, size))
        for row, guess in enumerate(self._asked.guesses if self._asked else ()):
            item, right = self.item(row, _RIGHT), guess.answer.right
            if item is not None and item.text():
                colour = self.theme.minimum if right else self.theme.muted
                sign = icon(_SIGNS[right], size, colour, colour)
                sign.addPixmap(sign.pixmap(size), QIcon.Mode.Selected)  # as it is: it has a meaning
                item.setIcon(sign)

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:  # noqa: N802 - Qt's name
        """Draw the sign beside the first line too."""
        super().initViewItemOption(option)
        option.decorationAlignment = _TOP

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        self.theme = theme
        self.dress(theme, _BESIDE)
        self.verticalHeader().setMinimumSectionSize(round(scaled(_ROW)))
        self._draw_signs()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each column its share."""
        super().resizeEvent(event)
        for column, (share, least) in _WIDTHS.items():
            width = max(share * self.viewport().width(), scaled(least))
            self.setColumnWidth(column, round(width))

    @Slot(int, int)
    def _on_entered(self, row: int, _column: int) -> None:
        self.pointed.emit(row)

    @Slot()
    def _on_left(self) -> None:
        """Point at the row that is chosen, if any."""
        rows = self.selectionModel().selectedRows()
        self.pointed.emit(rows[0].row() if rows else -1)

    def leaveEvent(self, event: QEvent) -> None:
        """Point no more where the pointer was."""
        super().leaveEvent(event)
        self._on_left()
