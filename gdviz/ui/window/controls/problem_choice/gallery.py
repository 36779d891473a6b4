"""The gallery of problems: a small picture and a name each, in groups."""

from collections.abc import Iterable
from typing import Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gdviz.core import PROBLEMS, Problem
from gdviz.core.drawing.miniature import Miniature, miniature
from gdviz.core.problems.abilities import HasData
from gdviz.i18n import N_, _
from gdviz.ui.theme import LIGHT, RADIUS, Theme, font, scaled
from gdviz.ui.widgets.tips import set_tip
from gdviz.ui.window.controls.problem_choice.picture import picture

GROUPS = {
    "one": N_("One weight"),
    "two": N_("Two weights"),
    "data": N_("Data"),
    "own": N_("Your own"),
}

_MOST_COLUMNS = 4
_CARD = QSize(152, 94)
_PICTURE = QSize(138, 64)
_HEADING = 26
_EDGE = 8

_ROW = Qt.ItemDataRole.UserRole
_PROBLEM = Qt.ItemDataRole.UserRole + 1
_GROUP = Qt.ItemDataRole.AccessibleTextRole
"""What a group is called is no text of its heading: no key that is typed leads there."""

Index = QModelIndex | QPersistentModelIndex
_Item = tuple[int, str, Problem]


def group_of(problem: Problem) -> str:
    """Return the name of the group that a problem is shown in, of `GROUPS`."""
    if problem.id not in PROBLEMS:
        return "own"
    if isinstance(problem, HasData):
        return "data"
    return "one" if len(problem.weights) == 1 else "two"


class _Cards(QStyledItemDelegate):
    """Draws an item as a card; a picture that is not there yet is made soon."""

    def __init__(self, view: "_View") -> None:
        super().__init__(view)
        self._view = view
        self.theme = LIGHT
        self._miniatures: WeakKeyDictionary[Problem, Miniature] = WeakKeyDictionary()
        self._pictures: WeakKeyDictionary[Problem, QPixmap] = WeakKeyDictionary()
        self._wanted: list[QPersistentModelIndex] = []
        self._soon = QTimer(self, interval=0)  # one after the other, so that keys are heard
        self._soon.timeout.connect(self._make_one)

    def forget(self) -> None:
        """Draw every picture anew, in other colours or another size."""
        self._pictures.clear()

    @property
    def busy(self) -> bool:
        """Whether pictures are yet to be made."""
        return self._soon.isActive()

    def rest(self) -> None:
        """Make no more pictures until some are asked for."""
        self._soon.stop()
        self._wanted.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(_PROBLEM) is None:
            return QSize(self._view.viewport().width(), round(scaled(_HEADING)))
        return _size(_CARD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        problem = index.data(_PROBLEM)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if problem is None:
            self._heading(painter, rect, index.data(_GROUP))
        else:
            state = option.state
            here = bool(state & QStyle.StateFlag.State_Selected)
            self._card(painter, rect, index, here=here)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(font(12, bold=True))
        painter.setPen(QColor(self.theme.muted))
        edge = round(scaled(6))
        bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(rect.adjusted(edge, 0, 0, -edge // 2), bottom, text)

    def _card(self, painter: QPainter, rect: QRect, index: Index, *, here: bool) -> None:
        theme, inset = self.theme, round(scaled(2))
        frame = rect.adjusted(inset, inset, -inset, -inset)
        if here:
            painter.setBrush(QColor(theme.note))
            painter.setPen(QPen(QColor(theme.weight), scaled(2)))
            painter.drawRoundedRect(frame, scaled(RADIUS - 2), scaled(RADIUS - 2))
        size = _size(_PICTURE)
        place = QRect(frame.topLeft(), size)
        place.moveLeft(rect.left() + (rect.width() - size.width()) // 2)
        place.translate(0, round(scaled(4)))
        problem: Problem = index.data(_PROBLEM)
        made = self._pictures.get(problem)
        if made is None:
            self._wanted.append(QPersistentModelIndex(index))
            self._soon.start()
        else:
            painter.drawPixmap(place, made)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(place)
        painter.setFont(font(12))
        painter.setPen(QColor(theme.text))
        under = QRect(frame.left(), place.bottom(), frame.width(), frame.bottom() - place.bottom())
        under.adjust(round(scaled(4)), 0, -round(scaled(4)), 0)
        text = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, under.width()
        )
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, text)

    @Slot()
    def _make_one(self) -> None:
        """Make the picture that has been wanted longest and is not there yet."""
        while self._wanted:
            index = self._wanted.pop(0)
            problem = index.data(_PROBLEM) if index.isValid() else None
            if problem is None or problem in self._pictures:
                continue
            if problem not in self._miniatures:
                self._miniatures[problem] = Miniature()  # what fails is not tried for ever
                self._miniatures[problem] = miniature(problem)
            ratio = self._view.devicePixelRatioF()
            self._pictures[problem] = picture(
                self._miniatures[problem], _size(_PICTURE), ratio, self.theme
            )
            self._view.viewport().update()
            return
        self._soon.stop()


def _size(size: QSize) -> QSize:
    return QSize(round(scaled(size.width())), round(scaled(size.height())))


class _View(QListView):
    """Items in rows, each heading in one of its own; arrows go from card to card."""

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def moveCursor(
        self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the nearest card above or below; headings are passed over."""
        actions, here = QListView.CursorAction, self.currentIndex()
        cards = [
            index
            for index in (self.model().index(row, 0) for row in range(self.model().rowCount()))
            if index.data(_PROBLEM) is not None
        ]
        if here not in cards:
            return cards[0] if cards else here
        at = cards.index(here)
        steps = {
            actions.MoveLeft: at - 1,
            actions.MovePrevious: at - 1,
            actions.MoveRight: at + 1,
            actions.MoveNext: at + 1,
            actions.MoveHome: 0,
            actions.MoveEnd: len(cards) - 1,
        }
        if action in steps:
            return cards[min(max(0, steps[action]), len(cards) - 1)]
        place, down = self.visualRect(here), action in (actions.MoveDown, actions.MovePageDown)
        rows = sorted({self.visualRect(card).top() for card in cards})
        beside = rows.index(place.top()) + (1 if down else -1)
        if not 0 <= beside < len(rows):
            return here
        row = [card for card in cards if self.visualRect(card).top() == rows[beside]]
        return min(row, key=lambda card: abs(self.visualRect(card).left() - place.left()))


class Gallery(QFrame):
    """Shows what there is to choose from, until one is chosen or it is left.

    Signals:
        chosen(int): the user wants the problem in that row.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        """Make an empty one."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("gallery")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)  # a click on the list closes it
        self.view: Final = _View()
        self.view.setObjectName("problems")
        self._model = QStandardItemModel(self)
        self.view.setModel(self._model)
        self._cards = _Cards(self.view)
        self.view.setItemDelegate(self._cards)
        self.view.clicked.connect(self._on_picked)
        self.view.entered.connect(self._on_entered)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(_EDGE, 2, _EDGE, _EDGE)
        inside.addWidget(self.view)
        self._looks: tuple[object, ...] = ()

    @property
    def busy(self) -> bool:
        """Whether pictures of what is in sight are yet to be made."""
        return self._cards.busy

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        looks = (theme, scaled(1), self.devicePixelRatioF())
        if looks != self._looks:
            self._looks, self._cards.theme = looks, theme
            self._cards.forget()

    def show_items(self, items: Iterable[_Item], current: int, name: str) -> None:
        """Show these, each the row, the name and the problem; `current` is the row chosen now."""
        self.view.setAccessibleName(name)
        self._model.clear()
        listed = list(items)
        for group, title in GROUPS.items():
            members = [item for item in listed if group_of(item[2]) == group]
            if members:
                self._model.appendRow(_heading(_(title)))
            for row, text, problem in members:
                self._model.appendRow(_card(row, text, problem))
        for index in self._indices():
            if index.data(_ROW) == current:
                self._go_to(index)

    def _indices(self) -> list[QModelIndex]:
        return [self._model.index(row, 0) for row in range(self._model.rowCount())]

    def _go_to(self, index: QModelIndex) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, flag)

    def wanted(self, room: QSize) -> QSize:
        """Return the size that shows all in as few rows as are clear, as far as there is room."""
        extent = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        card, bar = _size(_CARD), max(extent, round(scaled(8))) + 4
        across = max(1, min(_MOST_COLUMNS, (room.width() - 2 * _EDGE - bar) // card.width()))
        groups: dict[str, int] = {}
        for index in self._indices():
            if (problem := index.data(_PROBLEM)) is not None:
                groups[group_of(problem)] = groups.get(group_of(problem), 0) + 1
        rows = sum(-(-count // across) for count in groups.values())
        height = rows * card.height() + len(groups) * round(scaled(_HEADING)) + 2 * _EDGE
        return QSize(across * card.width() + 2 * _EDGE + bar, min(height, room.height()))

    def take_focus(self) -> None:
        """Have the keyboard, with the problem that is chosen in sight."""
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)
        self.view.doItemsLayout()  # headings are as wide as the view is now
        self.view.scrollTo(self.view.currentIndex(), QListView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose at Enter and leave at Escape; the view has had what else it uses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_picked(self.view.currentIndex())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F4):
            self.hide()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_picked(self, index: QModelIndex) -> None:
        if index.data(_ROW) is not None:
            self.chosen.emit(index.data(_ROW))

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        """Have what the pointer is over be what Enter would choose, as in any list."""
        if index.data(_ROW) is not None:
            self._go_to(index)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember nothing, and make no more pictures."""
        self._cards.rest()
        super().hideEvent(event)


def _heading(text: str) -> QStandardItem:
    made = QStandardItem()
    made.setData(text, _GROUP)
    made.setFlags(Qt.ItemFlag.NoItemFlags)
    return made


def _card(row: int, text: str, problem: Problem) -> QStandardItem:
    made = QStandardItem(text)
    made.setData(row, _ROW)
    made.setData(problem, _PROBLEM)
    set_tip(made, text)
    made.setEditable(False)
    return made
