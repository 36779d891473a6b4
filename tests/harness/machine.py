"""The state machine: one thing after the other is done in a window, and it must stay sound."""

from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QHelpEvent, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.export.session import write_session
from gdviz.ui.features.files.sessions import Sessions
from tests.harness import offers
from tests.harness.child import tell
from tests.harness.desk import Desk, Trouble, activate
from tests.harness.oracle import Oracle
from tests.harness.truth import lies

_PATIENCE_MS = 3000
"""How long the window may take until it shows what is so."""

_AT_ONCE = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton

WHICH = st.integers(0, 999)
SHARE = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
TEXTS = st.sampled_from(
    (
        "0.1", "0.5", "1", "2", "7", "40", "300", "0,5", "1/3", "1e3", "1e-12", "−1", "-1.5",
        "１００", "0", "", " ", "-", "1e400", "nan", "inf", "abc", "0x10", "1 000", "9" * 20,
        "1.3200000000000003", "0.0000000001", "50.5", "w^2", "w^4 - 3w^2 + w", "x^2 + 3y^2",
        "w1^2 − w2^2", "sin(w", "1/w", "log10(w)", "e^(100w)", "sqrt(-1)", "<b>&", "权重",
    )
)  # fmt: skip
KEYS = st.sampled_from(
    [
        getattr(Qt.Key, f"Key_{name}")
        for name in (
            "Tab", "Backtab", "Space", "Return", "Escape", "PageUp", "PageDown", "Up", "Down",
            "Left", "Right", "Home", "End", "Delete", "Backspace", "F2", "F4", "F10", "Menu", "A",
            "1", "Period", "Minus",
        )
    ]
)  # fmt: skip
MODIFIERS = st.sampled_from(
    [
        _AT_ONCE,
        _AT_ONCE,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
    ]
)


class AnyOrder(RuleBasedStateMachine):
    """Everything that the window offers, in any order."""

    trouble: ClassVar[Trouble]

    def __init__(self) -> None:
        super().__init__()
        self.trouble.take()
        tell("a new window")
        self.desk = Desk(self.trouble)
        self.oracle = Oracle()

    def teardown(self) -> None:
        tell("close")
        self.desk.close()
        self._must_be_quiet()

    def _do(self, what: str, action: Callable[[], object]) -> None:
        tell(what)
        note(f"# {what}")
        self.desk.do(action)

    def _with(
        self, what: str, which: int, offered: dict[str, Any], action: Callable[[Any], object]
    ) -> None:
        """Do something with one of what is offered, if anything is."""
        _close_popups()
        picked = offers.pick(which, offered)
        if picked is not None:
            self._do(f"{what} {picked[0]}", lambda: action(picked[1]))

    @rule(which=WHICH)
    def take_from_menu(self, which: int) -> None:
        self._with("menu", which, offers.menu_entries(), lambda entry: entry.trigger())

    @rule(which=WHICH)
    def press(self, which: int) -> None:
        self._with("press", which, offers.buttons(), lambda button: QTest.mouseClick(button, _LEFT))

    @rule(which=WHICH, item=WHICH)
    def choose(self, which: int, item: int) -> None:
        self._with(
            f"choose {item} of",
            which,
            offers.choices(),
            lambda combo: combo.setCurrentIndex(item % combo.count()),
        )

    @rule(which=WHICH, start=SHARE, end=SHARE)
    def slide(self, which: int, start: float, end: float) -> None:
        self._with(
            f"slide from {start} to {end}:",
            which,
            offers.sliders(),
            lambda slider: _drag(slider, _inside(slider, start, 0.5), _inside(slider, end, 0.5)),
        )

    @rule(which=WHICH, text=TEXTS, end=KEYS)
    def write(self, which: int, text: str, end: Qt.Key) -> None:
        self._with(
            f"write {text!r} and {end.name} into",
            which,
            offers.fields(),
            lambda field: _write(field, text, end),
        )

    @rule(key=KEYS, modifier=MODIFIERS, times=st.integers(1, 3))
    def strike(self, key: Qt.Key, modifier: Qt.KeyboardModifier, times: int) -> None:
        for _time in range(times):
            self._do(
                f"key {modifier.name} {key.name}", lambda: QTest.keyClick(_hears(), key, modifier)
            )

    @rule(which=WHICH)
    def use_shortcut(self, which: int) -> None:
        self._with("shortcut", which, offers.shortcuts(), _strike_sequence)

    @rule(which=WHICH)
    def give_focus(self, which: int) -> None:
        self._with("focus", which, offers.focusable(), lambda widget: widget.setFocus())

    @rule(which=WHICH, x=SHARE, y=SHARE)
    def point_at(self, which: int, x: float, y: float) -> None:
        self._with(
            f"point, and turn the wheel, at {x}, {y} of",
            which,
            offers.widgets(QWidget),
            lambda widget: _point_at(widget, _inside(widget, x, y)),
        )

    @rule(which=WHICH, x=SHARE, y=SHARE)
    def click_twice(self, which: int, x: float, y: float) -> None:
        self._with(
            f"click twice at {x}, {y} of",
            which,
            offers.widgets(QWidget),
            lambda widget: QTest.mouseDClick(widget, _LEFT, pos=_inside(widget, x, y)),
        )

    @rule(which=WHICH, start=st.tuples(SHARE, SHARE), end=st.tuples(SHARE, SHARE))
    def drag(self, which: int, start: tuple[float, float], end: tuple[float, float]) -> None:
        self._with(
            f"drag from {start} to {end} in",
            which,
            offers.plots(),
            lambda plot: _drag(plot.viewport(), _inside(plot, *start), _inside(plot, *end)),
        )

    @rule(which=WHICH, right=st.integers(-80, 80), down=st.integers(-80, 80))
    def drag_mark(self, which: int, right: int, down: int) -> None:
        self._with(
            f"drag by {right}, {down} the mark",
            which,
            offers.marks(),
            lambda mark: _drag(mark[0].viewport(), mark[1], mark[1] + QPoint(right, down)),
        )

    @rule(width=st.integers(900, 1700), height=st.integers(560, 1100))
    def resize(self, width: int, height: int) -> None:
        self._do(f"resize to {width} × {height}", lambda: self.desk.window.resize(width, height))

    @rule(which=WHICH)
    def drop(self, which: int) -> None:
        path = self.desk.files[which % len(self.desk.files)]
        if QApplication.activeModalWidget() is None:
            self._do(f"drop {path.name}", lambda: _drop(self.desk.window, str(path)))

    @rule(milliseconds=st.integers(1, 150))
    def wait(self, milliseconds: int) -> None:
        self._do(f"wait {milliseconds} ms", lambda: QTest.qWait(milliseconds))

    @rule(times=st.integers(1, 6), back=st.integers(0, 6))
    def undo_and_redo(self, times: int, back: int) -> None:
        """Take changes back and do them again: all that was chosen is as it was."""
        _close_popups()
        if QApplication.activeModalWidget() is not None:
            return
        self.desk.do(self.desk.window.transport.buttons["run"].setFocus)  # so nothing is half typed
        before, undone = self._chosen(), 0
        while undone < times and self._change("undo"):
            undone += 1
        for _change in range(undone):
            assert self._change("redo"), "what was undone cannot be done again"
        after = self._chosen()
        assert after == before, f"{before} was undone and redone, and is {after}"
        for _change in range(back):
            self._change("undo")

    @rule()
    def save_and_open(self) -> None:
        """Save a session and open it: all that was chosen is as it was, and saved the same."""
        _close_popups()
        if QApplication.activeModalWidget() is not None:
            return
        self.desk.do(self.desk.window.transport.buttons["run"].setFocus)  # so nothing is half typed
        before, path = self._chosen(), self.desk.files[0].with_name("work.gdviz")
        text = write_session(before, path.parent)
        path.write_text(text, "utf-8")
        self.desk.window.store.note_saved()  # so nothing is asked
        sessions = self.desk.window.feature(Sessions)
        opened = QSignalSpy(sessions.taken)
        self._do("open what was saved", lambda: sessions.open_file(path))
        assert opened.count() or opened.wait(_PATIENCE_MS), "what was saved is not opened"
        after = self._chosen()
        assert after == before, f"{before} was saved and opened, and is {after}"
        assert write_session(after, path.parent) == text

    def _change(self, way: str) -> bool:
        """Undo or redo; tell whether there was anything."""
        offered = offers.menu_entries().get(way)
        if offered is not None:
            self._do(way, offered.trigger)
            self.is_sound()
        return offered is not None

    def _chosen(self) -> dict[str, Any]:
        """Return the state but for where in the run one is, which goes on by itself."""
        return {name: part for name, part in self.desk.window.state().items() if name != "place"}

    @invariant()
    def is_sound(self) -> None:
        self._must_be_quiet()
        waited = 0
        while found := lies(self.desk.window, self.oracle):
            if waited >= _PATIENCE_MS:
                raise AssertionError("\n".join(found))
            QTest.qWait(20)  # what is shown may be on its way
            waited += 20
        self._must_be_quiet()

    def _must_be_quiet(self) -> None:
        heard = self.trouble.take()
        assert not heard, "\n".join(heard)


def _close_popups() -> None:
    while popup := QApplication.activePopupWidget():
        popup.close()


def _hears() -> QWidget:
    """Return what a key goes to."""
    return QApplication.activePopupWidget() or QApplication.focusWidget() or offers.grounds()[0]


def _inside(widget: QWidget, x: float, y: float) -> QPoint:
    return QPoint(round(x * (widget.width() - 1)), round(y * (widget.height() - 1)))


def _drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, _LEFT, pos=start)
    for third in (1, 2, 3):
        QTest.mouseMove(widget, start + (end - start) * third / 3)
    QTest.mouseRelease(widget, _LEFT, pos=end)


def _write(field: QWidget, text: str, end: Qt.Key) -> None:
    activate(field)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    if text.isascii():
        QTest.keyClicks(field, text)
    else:  # as an input method writes it
        composed = QInputMethodEvent()
        composed.setCommitString(text)
        QApplication.sendEvent(field, composed)
    QTest.keyClick(_hears(), end)


def _strike_sequence(keys: QKeySequence) -> None:
    for number in range(keys.count()):
        pressed = keys[number]
        QTest.keyClick(_hears(), pressed.key(), pressed.keyboardModifiers())


def _point_at(widget: QWidget, at: QPoint) -> None:
    QTest.mouseMove(widget, at)
    anywhere = widget.mapToGlobal(at)
    QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, at, anywhere))
    handle = widget.window().windowHandle()
    if handle is not None:
        QTest.wheelEvent(handle, QPointF(widget.mapTo(widget.window(), at)), QPoint(0, -120))


def _drop(window: QWidget, path: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    dropped = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, _LEFT, _AT_ONCE)
    QApplication.sendEvent(window, dropped)
