"""A function typed into the window, by keys and by an input method, right and wrong."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gdviz import i18n
from gdviz.core import Outcome, configure
from gdviz.core.problems.expression import Expression, parse
from gdviz.ui import MainWindow
from gdviz.ui.theme import LIGHT
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import choose, find, has_sign, run_to_the_end

OWN = ["function", "domain_low", "domain_high"]


@pytest.fixture
def own(window: MainWindow) -> MainWindow:
    """The window with one's own function chosen: w, over −5 to 5."""
    choose(window, "problem", Expression.id)
    for name, value in (("domain_low", -5), ("domain_high", 5)):
        find(window, NumberField, name).setValue(value)
    field(window).setText("w")
    return window


def field(window: MainWindow) -> QLineEdit:
    return find(window, QLineEdit, "function")


def note(window: MainWindow) -> QLabel:
    return find(window, QLabel, "function_note")


def drawn(window: MainWindow) -> tuple[np.ndarray, np.ndarray]:
    """The curve that is drawn."""
    x, y = window.views["cost-curve"].curve.getData()  # type: ignore[attr-defined]
    return x, y


def commit(window: MainWindow, text: str) -> None:
    """Put in a text as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field(window), event)


def underlined(line: QLineEdit) -> tuple[int, int]:
    """The first and last column of the wave, in pixels; it lies within the border."""
    image = line.grab().toImage()
    wave = QColor(LIGHT.divergence)

    def is_wave(x: int, y: int) -> bool:
        at = image.pixelColor(x, y)
        near = [abs(one - other) for one, other in zip(at.toTuple(), wave.toTuple(), strict=True)]
        return max(near) < 40

    rows = range(image.height() // 2, image.height() - 2)
    columns = [x for x in range(3, image.width() - 3) if any(is_wave(x, y) for y in rows)]
    return columns[0], columns[-1]


def column_of(line: QLineEdit, position: int) -> float:
    """Where Qt has the cursor at that position, in UTF-16 units."""
    before = line.cursorPosition()
    line.setCursorPosition(position)
    rect = QRectF(line.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
    line.setCursorPosition(before)
    return rect.center().x()


def test_it_comes_after_the_registered_problems_and_has_its_field(window: MainWindow) -> None:
    assert not any(find(window, QWidget, name).isVisible() for name in OWN)
    choose(window, "problem", Expression.id)
    for name in OWN:
        control = find(window, QWidget, name)
        assert control.isVisible()
        assert control.accessibleName()
        assert control.toolTip()
    assert isinstance(window.player.config.problem, Expression)
    choose(window, "problem", "linear")
    assert not any(find(window, QWidget, name).isVisible() for name in OWN)
    assert window.player.config.problem.id == "linear"


def test_what_is_typed_is_drawn_as_it_is_typed(own: MainWindow, qtbot: QtBot) -> None:
    field(own).clear()
    for typed, value in [
        ("w", lambda w: w), ("^", None), ("4", lambda w: w**4), (" - 3", lambda w: w**4 - 3),
        ("w", lambda w: w**4 - 3 * w), ("^2 + w", lambda w: w**4 - 3 * w**2 + w),
    ]:  # fmt: skip
        qtbot.keyClicks(field(own), typed)
        x, y = drawn(own)
        if value is not None:
            np.testing.assert_allclose(y, value(x), rtol=1e-12, atol=1e-12)
    assert not own.player.playing  # the space was a space
    assert "w<sup>4</sup>" in note(own).text()


def test_what_is_typed_is_run(own: MainWindow, qtbot: QtBot) -> None:
    field(own).setText("(w-1)^2")
    find(own, NumberField, "learning_rate").setValue(0.25)
    assert run_to_the_end(own, qtbot) is Outcome.CONVERGED
    start = own.player.config.start[0]
    assert own.player.trace.w[3, 0] == pytest.approx(1 + (start - 1) / 8)


def test_an_input_methods_characters_are_understood(own: MainWindow) -> None:
    for typed, value in (
        ("ｗ＾４－３ｗ²＋ｗ", lambda w: w**4 - 3 * w**2 + w),
        ("２ｗ（ｗ－１）÷４", lambda w: 2 * w * (w - 1) / 4),
        ("ｓｉｎ（ｗ）×３。５", lambda w: np.sin(w) * 3.5),
    ):
        field(own).clear()
        QApplication.sendEvent(field(own), QInputMethodEvent("ｗ", []))  # still being composed
        assert field(own).text() == ""
        commit(own, typed)
        assert field(own).text() == typed
        x, y = drawn(own)
        np.testing.assert_allclose(y, value(x), rtol=1e-12, atol=1e-12)


MISTAKES = [
    # The text, what is wrong with it, and what is said of it.
    ("w^2 + foo", "foo", "Unknown name foo"),
    ("w^2 +", "+", "missing after +"),
    ("(w + 1", "(", "never closed"),
    ("ｗ＾２＋ｆｏｏ", "ｆｏｏ", "Unknown name foo"),
    ("𝑤^2 + 𝑤 + foo + 𝑤", "foo", "Unknown name foo"),
    ("w + 😀", "😀", "not understood"),
    ("9**9**9 + w", "9**9**9", "too large"),
    ("w^2 <b>", "<", "not understood"),
    ("w1 + w2 + w3", "w3", "two weights at most"),
]


def test_a_mistake_is_shown_at_its_position_and_in_words(own: MainWindow) -> None:
    for typed, wrong, said in MISTAKES:
        field(own).setText("w^2")
        before, curve = own.player.config, drawn(own)[1]
        field(own).setText(typed)
        assert own.player.config is before, typed
        assert drawn(own)[1] is curve, typed
        assert said in note(own).text()
        assert said in field(own).accessibleDescription()
        assert note(own).textFormat() is Qt.TextFormat.PlainText
        assert has_sign(note(own))  # not by its colour alone
        assert note(own).property("means") == "divergence"
        units = len(typed[: typed.index(wrong)].encode("utf-16-le")) // 2
        wide = len(wrong.encode("utf-16-le")) // 2
        first, last = underlined(field(own))
        assert first == pytest.approx(column_of(field(own), units), abs=3), typed
        assert last == pytest.approx(column_of(field(own), units + wide), abs=4), typed
        field(own).setText("w^3")
        assert note(own).property("means") == ""
        assert field(own).accessibleDescription() == ""
        x, y = drawn(own)
        np.testing.assert_allclose(y, x**3)


def test_the_mistake_is_marked_where_it_is_when_the_text_is_scrolled(own: MainWindow) -> None:
    typed = "w + " * 40 + "foo"
    field(own).setText(typed)
    field(own).setCursorPosition(len(typed))
    first, last = underlined(field(own))
    assert first == pytest.approx(column_of(field(own), len(typed) - 3), abs=3)
    assert last <= field(own).width()


NONSENSE = [
    "", " ", "\t", "()", ")(", "=", "w=", "…", "\x00", "\ud83d", "nan", "inf", "1e999w",
    "__import__('os').system('true')", "open('/etc/passwd')", "w.__class__", "lambda: w",
    "9**9**9**9**9", "(" * 10_000, "((" * 200 + "w", "w" * 10_000, "w^" * 5_000, "<img src=x>w",
    "sin" * 100, "ln(ln(ln(-w^2)))", "w" + "²" * 400, "🙂" * 600, "w1+x", "1/0*w", "0" * 499,
]  # fmt: skip


def test_nonsense_changes_nothing_and_is_answered_in_words(own: MainWindow) -> None:
    before, width = own.player.config, own.controls.width()
    for typed in NONSENSE:
        field(own).setText("w")
        assert note(own).property("means") == ""
        field(own).setText(typed)
        field(own).grab()
        assert own.player.config is before, typed
        assert note(own).property("means") == "divergence", typed
        assert len(note(own).text()) > 10, typed
        assert own.controls.width() == width, typed
        assert find(own, QWidget, "form").width() <= width, typed


FUNCTIONS = [
    "w^2" + "+w" * 100, "sin(" * 25 + "w" + ")" * 25, "1/w", "ln(w)", "1e300w^2", "exp(exp(w))",
    "abs(w)^abs(w)", "w^0.5", "tan(w)", "1e-300w", "0w", "exp(exp(w^2))",
]  # fmt: skip


def test_whatever_is_a_function_can_be_drawn_and_run(own: MainWindow, qtbot: QtBot) -> None:
    for typed in FUNCTIONS:
        field(own).setText(typed)
        assert own.player.config.problem == parse(typed, (-5, 5))
        assert find(own, QWidget, "form").width() <= own.controls.width(), typed
        run_to_the_end(own, qtbot)
        own.grab()
        _x, y = drawn(own)
        assert not np.isinf(y).any(), typed


def test_where_it_has_no_value_nothing_is_drawn(own: MainWindow) -> None:
    field(own).setText("ln(w)")
    x, y = drawn(own)
    assert np.isnan(y[x < 0]).all()
    np.testing.assert_allclose(y[x > 0], np.log(x[x > 0]))


def test_a_pole_does_not_flatten_the_rest(own: MainWindow) -> None:
    field(own).setText("1/w^2")
    low, high = own.views["cost-curve"].plot.viewRange()[1]  # type: ignore[attr-defined]
    assert low < 1 / 25
    assert 1 < high < 1000


def test_the_domain_is_what_is_drawn(own: MainWindow) -> None:
    find(own, NumberField, "domain_high").setValue(9)
    find(own, NumberField, "domain_low").setValue(1)
    assert own.player.config.problem.domain == ((1.0, 9.0),)
    x, _y = drawn(own)
    assert (x[0], x[-1]) == (1, 9)


def test_a_domain_that_is_none_is_refused_in_words(own: MainWindow) -> None:
    before = own.player.config
    find(own, NumberField, "domain_low").setValue(6)
    assert own.player.config is before
    assert "from 6" in note(own).text()
    find(own, NumberField, "domain_high").setValue(7)
    assert own.player.config.problem.domain == ((6.0, 7.0),)


def test_two_weights_change_the_view_and_not_the_window(own: MainWindow, qtbot: QtBot) -> None:
    first, size = own.views["cost-curve"], own.size()
    find(own, NumberField, "learning_rate").setValue(0.1)
    for typed in ("x^2 + 3y^2", "w1^2 + 3w2^2", "w₁² + 3w₂²"):
        field(own).setText(typed)
        assert len(own.player.config.start) == 2
        assert find(own, QWidget, "start_2").isVisible()
        assert not first.isVisible()
        assert own.size() == size
        assert run_to_the_end(own, qtbot) is Outcome.CONVERGED, typed
        field(own).setText("w^2")
        assert first.isVisible()
        assert not find(own, QWidget, "start_2").isVisible()
        assert own.size() == size


def test_a_lesson_without_problems_to_choose_hides_it(own: MainWindow) -> None:
    own.controls.hide_controls(["problem"])
    assert not field(own).isVisible()
    own.controls.hide_controls([])
    assert field(own).isVisible()


def test_the_start_stays_where_it_is_if_the_function_can_start_there(own: MainWindow) -> None:
    start = find(own, NumberField, "start")
    start.setValue(-2)
    field(own).setText("w^2")
    assert own.player.config.start == (-2,)
    field(own).setText("ln(w)")
    assert own.player.config.start == parse("ln(w)", (-5, 5)).start
    start.setValue(4.5)
    find(own, NumberField, "domain_high").setValue(3)
    assert -5 < own.player.config.start[0] < 3


def test_the_mistake_is_said_in_the_language_chosen(own: MainWindow) -> None:
    field(own).setText("w + ")
    english = note(own).text()
    action = own.findChild(QAction, "zh")
    assert action is not None
    action.trigger()
    assert i18n.current_language() == "zh"
    assert note(own).text() != english
    assert has_sign(note(own))


def test_a_function_from_elsewhere_is_shown_in_the_field(window: MainWindow) -> None:
    problem = parse("2x^2 + y^2", (-1, 3))
    window.show_run(configure(problem=problem))
    shown = [find(window, NumberField, name).value() for name in OWN[1:]]
    assert parse(field(window).text(), (shown[0], shown[1])) == problem
    find(window, NumberField, "learning_rate").setValue(0.02)
    assert window.player.config.problem == problem


def test_what_was_typed_stays_as_it_was_typed(own: MainWindow) -> None:
    field(own).setText("ｗ×ｗ")
    own.show_run(own.player.config)
    assert field(own).text() == "ｗ×ｗ"


def test_choosing_another_problem_and_coming_back_keeps_it(own: MainWindow) -> None:
    field(own).setText("3w^2")
    field(own).setText("3w^")
    choose(own, "problem", "linear")
    choose(own, "problem", Expression.id)
    assert own.player.config.problem == parse("3w^2", (-5, 5))
    assert "missing" in note(own).text()
