"""The number fields of a form."""

from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleValueChangeEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

from gdviz.core.numbers import typed_number
from gdviz.core.parameters import InputError, Parameter
from gdviz.core.reading import read_number
from gdviz.i18n import _, sentences
from gdviz.ui.widgets.callout import Callout
from gdviz.ui.widgets.card import restyle
from gdviz.ui.widgets.tips import show_tip

_DIGITS = range(15, 0, -1)
"""How many digits a number is shown with: as many of these as there is room for."""

_MARGINS = 5
"""What a line of text keeps free beside it, in pixels."""

_LONG = 1e15
"""A number so large is said with a power of ten."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Digits(QLineEdit):
    """What is typed into; a double click selects the whole number, not one side of its point."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.selectAll()
        self._whole = True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._whole:  # a hand that trembles selects no less
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._whole = False
        super().mouseReleaseEvent(event)


class NumberField(QAbstractSpinBox):
    """A number of a hyper-parameter's range, typed, or stepped with the arrow keys.

    It holds the very number that it was given until the user types or steps another. It
    shows as many digits as there is room for, and all of them while it has the focus.

    What is typed is taken on Enter, on leaving, and on the space key, which runs and
    pauses from here too. What cannot be taken is said, beside the field and to a screen
    reader, and stays to be corrected: Escape goes back to the last good number, and so
    does leaving once it has been said. The wheel turns only the field with the focus.

    Signals:
        valueChanged(float): there is another number; an `int` where only whole ones are.
    """

    valueChanged = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        """Make a field for that hyper-parameter, with its default."""
        super().__init__()
        self._parameter = parameter
        self._value: float = parameter.default
        self._typed = False  # whether what is shown is typed, and not taken yet
        self._wrong = ""  # what has been said to be wrong with it
        self._in_own_menu = False
        self._callout: Callout | None = None
        self.setLineEdit(_Digits())
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setAcceptDrops(False)  # a file that is dropped is for the window
        self.lineEdit().textEdited.connect(self._on_edited)
        self.describe(parameter)
        self._hold(self._value)

    def describe(self, parameter: Parameter) -> None:
        """Be for another hyper-parameter, with the number as it is."""
        self._parameter = parameter
        # Qt's accessible interface of a spin box reads these.
        self.setProperty("minimum", self.minimum())
        self.setProperty("maximum", self.maximum())

    @property
    def describes(self) -> Parameter:
        """The hyper-parameter that it is for."""
        return self._parameter

    @property
    def settled(self) -> bool:
        """Whether what it shows is its number, and not what is being typed or was wrong."""
        return not self._typed and not self._wrong

    def value(self) -> float:
        """Return the number, an `int` where only whole ones are."""
        return self._value

    def minimum(self) -> float:
        """Return the smallest number that is taken."""
        return self._parameter.minimum

    def maximum(self) -> float:
        """Return the largest number that is taken."""
        return self._parameter.largest

    def setValue(self, value: float) -> None:
        """Show that very number, and say so if it is another.

        Its range is not looked at: what is shown is part of a run, which has been checked.
        """
        self._hold(self._parameter.type(value))

    def _hold(self, value: float) -> None:
        before, self._value = self._value, value
        self._typed = False
        self._say("")
        self._show()
        self.setProperty("value", value)
        if value != before:
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, value))
            self.valueChanged.emit(value)

    def _take(self) -> bool:
        """Take what is typed; where that cannot be, say why and return False."""
        if self._typed:
            try:
                value = self._read()
            except InputError as error:
                self._say(str(error))
                return False
            self._hold(value)
        return True

    def _read(self) -> float:
        """Return the number that is typed.

        Raises:
            InputError: it is none, or out of the range.
        """
        try:
            value = read_number(self.lineEdit().text())
        except InputError as error:
            reason = _("{reason}.").format(reason=error)
            raise InputError(sentences(reason, self._parameter.span)) from None
        return self._checked(value)

    def _checked(self, value: float) -> float:
        is_whole = float(value).is_integer() and abs(value) < _LONG
        try:
            self._parameter.check(int(value) if is_whole else value)
        except InputError as error:
            raise InputError(_("{reason}.").format(reason=error)) from None
        checked: float = self._parameter.type(value)
        return checked

    def _go_back(self) -> None:
        """Show the last good number again."""
        self._typed = False
        self._say("")
        self._show()

    def leave(self) -> None:
        """Take what is typed, or go back to the last good number and say why."""
        if self._take():
            self._show()
            return
        reason = self._wrong
        self._go_back()
        if self.isVisible():
            stays = _("It stays {value}.").format(value=self.text())
            self._say(sentences(reason, stays), fleeting=True)

    def _say(self, wrong: str, *, fleeting: bool = False) -> None:
        """Say what is wrong, or that nothing is any more."""
        self._wrong = wrong
        self.setAccessibleDescription(wrong)
        restyle(self, "means", "divergence" if wrong else "")
        if wrong and self.isVisible():
            if self._callout is None:
                self._callout = Callout(self)
                self._callout.dismissed.connect(self._on_dismissed)
            self._callout.say(wrong, fleeting=fleeting)
        elif self._callout is not None:
            self._callout.put_away()

    def retranslate(self) -> None:
        """Say what is wrong in the current language."""
        if self._wrong:
            self._say(self._mistake() if self._typed else "")

    def _mistake(self) -> str:
        """Return what is wrong with what is typed."""
        try:
            self._read()
        except InputError as error:
            return str(error)
        return ""

    @Slot()
    def _on_edited(self) -> None:
        self._typed = True
        if self._wrong:
            self._say(self._mistake())

    @Slot()
    def _on_dismissed(self) -> None:
        """Leave it at the colour while it is still to be corrected."""
        assert self._callout is not None
        self._callout.put_away()
        if not self._typed:
            self._say("")

    def _show(self) -> None:
        """Show the number, unless another is being typed."""
        if not self._typed:
            text = typed_number(self._value) if self.hasFocus() else self._short()
            self.lineEdit().setText(text)

    def _short(self) -> str:
        """Return as many digits as there is room for."""
        room, metrics = self.lineEdit().width() - _MARGINS, self.fontMetrics()
        texts = (typed_number(self._value, digits) for digits in (None, *_DIGITS))
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        return next(fitting, typed_number(self._value, 1)).replace("-", "−")

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Return whether there is a number above and below."""
        flags = QAbstractSpinBox.StepEnabledFlag
        up = flags.StepUpEnabled if self._value < self.maximum() else flags.StepNone
        return up | (flags.StepDownEnabled if self._value > self.minimum() else flags.StepNone)

    def stepBy(self, steps: int) -> None:
        """Take what is typed, and step from there."""
        if not self._take():
            return
        value = self._value
        for _step in range(abs(steps)):
            value = self._parameter.step(value, up=steps > 0)
        self._hold(value)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Answer for the keys that are the window's otherwise, and for assistive technology."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Space:
                event.setAccepted(not self._take())  # the run must not go on without it
                return True
            if event.key() == Qt.Key.Key_Escape and self._typed:
                event.accept()
                return True
        if kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(event, *self._help(), target=self)
            return True
        if isinstance(event, QDynamicPropertyChangeEvent) and event.propertyName() == b"value":
            self._on_property()
        return super().event(event)

    def _help(self) -> tuple[str, ...]:
        """Return what the field is for, and the number where it is not shown whole."""
        whole = typed_number(self._value).replace("-", "−")
        said = self._typed or self.text().replace("-", "−") == whole
        return (self.toolTip(),) if said else (whole, self.toolTip())

    def _on_property(self) -> None:
        """Take the number that a screen reader sets, or say why not."""
        value = self.property("value")
        if value == self._value:
            return
        try:
            self._hold(self._checked(value))
        except InputError as error:
            self._say(str(error))
            self.setProperty("value", self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is typed on Enter, and go back on Escape."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self._typed:
            self._go_back()
            self.selectAll()
        elif event.key() in _ENTER:
            taken = self._take()
            if taken:
                self.selectAll()
            event.setAccepted(not taken)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Stay once to say what is wrong, so that it can be corrected."""
        stays = self._typed and not self._wrong and self.isVisible() and self.isEnabled()
        return (stays and not self._take()) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show all digits."""
        if not self._typed:
            self._go_back()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what is typed, but let it be while another window or the field's menu is used."""
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            if self._typed and not self._in_own_menu and not self._mistake():
                self._take()
        elif event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu to cut, copy and paste."""
        self._in_own_menu = True
        super().contextMenuEvent(event)
        self._in_own_menu = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the number if it has the focus: scrolling a form changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many digits as there is room for now."""
        super().resizeEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Have nothing more to say of what has been left."""
        super().hideEvent(event)
        if not self._typed:
            self._say("")
