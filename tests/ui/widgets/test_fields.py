"""The number fields of the real window: typed into, right and wrong, and left."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAction,
)
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.widgets.callout import Callout
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import (
    choose,
    click,
    enter,
    find,
    in_focus,
    is_refused,
    number,
    said,
    type_into,
)

KEY = Qt.Key


TYPED = [
    ("learning_rate", "0.05", 0.05), ("learning_rate", "0,5", 0.5), ("learning_rate", "1/3", 1 / 3),
    ("learning_rate", "１ｅ－３", 1e-3), ("learning_rate", "0。02", 0.02),
    ("learning_rate", "1.5×10⁻³", 0.0015), ("learning_rate", "1.5 x 10^-3", 0.0015),
    ("learning_rate", "１０", 10.0), ("learning_rate", "1e-6", 1e-6),
    ("epochs", "1e3", 1000), ("epochs", "２００", 200), ("epochs", "1,000,000", 1_000_000),
    ("epochs", "1 000", 1000), ("epochs", "50.0", 50), ("seed", "2147483647", 2**31 - 1),
    ("start", "1/3", 1 / 3), ("start", "−2", -2.0), ("start", "-1e-300", -1e-300),
    ("start", "1.3200000000000003", 1.3200000000000003),
]  # fmt: skip


def test_what_can_only_mean_one_thing_is_taken(active: MainWindow) -> None:
    click(active, "more")
    for name, text, value in TYPED:
        active.show_run(configure(algorithm="sgd"))
        field = number(active, name)
        enter(field, text)
        assert (field.value(), type(field.value())) == (value, type(value)), (name, text)
        given = {name: (value,) if name == "start" else value}
        expected = configure(algorithm="sgd", **given)  # type: ignore[arg-type]
        assert active.player.config == expected, (name, text)
        assert not is_refused(field), (name, text)


REFUSED = [
    # The field, what is typed, and what is said of it in English and in Chinese.
    ("learning_rate", "1,000", "can mean 1.000 or 1000", "可以是"),
    ("learning_rate", "rubbish", "'rubbish' is not a number. From 1×10⁻⁶ to 10.", "不是数字"),
    ("learning_rate", "nan", "'nan' is not a number", "不是数字"),
    ("learning_rate", "", "Type a number", "请输入"),
    ("learning_rate", "20", "from 1e-06 to 10, not 20.", "1e-06 到 10"),
    ("learning_rate", "0", "from 1e-06 to 10, not 0.", "1e-06 到 10"),
    ("learning_rate", "1/0", "divides by 0", "除数是 0"),
    ("learning_rate", "<b>1</b>", "'<b>1</b>' is not a number", "不是数字"),
    ("epochs", "50.5", "a whole number from 1 to 1000000, not 50.5.", "整数"),
    ("epochs", "0", "from 1 to 1000000, not 0.", "1 到 1000000"),
    ("start", "1e7", "from -1000000 to 1000000", "之间"),
    ("start", "1e400", "too large or too small", "太大或太小"),
    ("smoothing", "1", "from 0 to 0.999, not 1.", "0.999"),
]


def test_the_rest_is_refused_and_stays_to_be_corrected(active: MainWindow, qtbot: QtBot) -> None:
    click(active, "loss_smooth")
    before = active.player.config
    for name, text, english, chinese in REFUSED:
        field = number(active, name)
        value = field.value()
        type_into(field, text)
        assert not is_refused(field), text  # one may not have finished
        qtbot.keyClick(field, KEY.Key_Return)
        assert is_refused(field), text
        assert (field.text(), field.value(), active.player.config) == (text, value, before)
        assert said(active) == [field.accessibleDescription()]
        assert english in field.accessibleDescription()
        active.set_language("zh")
        assert said(active) == [field.accessibleDescription()]
        assert chinese in field.accessibleDescription()
        assert field.text() == text
        active.set_language("en")
        qtbot.keyClick(field, KEY.Key_Escape)


@pytest.mark.parametrize("size", [(1440, 900), (960, 600)])
def test_it_is_said_beside_the_field(
    active: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    active.resize(*size)
    click(active, "more")
    choose(active, "algorithm", "sgd")
    for name in ("learning_rate", "seed", "smoothing"):
        field = number(active, name)
        enter(field, "<b>rubbish</b>")
        (callout,) = (one for one in active.findChildren(Callout) if one.isVisible())
        assert callout.textFormat() is Qt.TextFormat.PlainText
        place = QRect(field.mapTo(active, QPoint()), field.size())
        assert active.rect().contains(callout.geometry()), name
        assert not place.intersects(callout.geometry()), name
        assert place.adjusted(-20, -20, 20, 20).intersects(callout.geometry()), name
        qtbot.keyClick(field, KEY.Key_Escape)


def test_it_is_corrected_by_typing_on(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "learning_rate")
    enter(field, "1,000")
    qtbot.keyClick(field, KEY.Key_Backspace)
    assert not is_refused(field)
    assert said(active) == []
    assert field.value() == 0.01
    qtbot.keyClick(field, KEY.Key_Backspace)
    qtbot.keyClick(field, KEY.Key_Backspace)
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, KEY.Key_Return)
    assert is_refused(field)
    qtbot.keyClick(field, KEY.Key_Backspace)
    qtbot.keyClicks(field, "5")
    qtbot.keyClick(field, KEY.Key_Return)
    assert field.value() == 1.5


def test_escape_goes_back_to_the_last_good_number(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "learning_rate")
    enter(field, "0.02")
    enter(field, "rubbish")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert (field.text(), field.value(), said(active)) == ("0.02", 0.02, [])
    assert not is_refused(field)
    type_into(field, "0.5")
    qtbot.keyClick(field, KEY.Key_Escape)
    qtbot.keyClick(field, KEY.Key_Return)
    assert (field.text(), field.value()) == ("0.02", 0.02)


def test_escape_is_the_fields_before_it_ends_presenting(active: MainWindow, qtbot: QtBot) -> None:
    find(active, QAction, "presenter_mode").trigger()
    click(active, "loss_smooth")
    smoothing = number(active, "smoothing")
    type_into(smoothing, "0.5")
    qtbot.keyClick(smoothing, KEY.Key_Escape)
    assert active.scale > 1
    assert smoothing.value() == 0.6
    qtbot.keyClick(smoothing, KEY.Key_Escape)
    assert active.scale == 1


@pytest.mark.parametrize("key", [KEY.Key_Tab, KEY.Key_Backtab])
def test_tab_stays_once_to_say_what_is_wrong(active: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    field = number(active, "epochs")
    type_into(field, "50.5")
    qtbot.keyClick(field, key)
    assert in_focus() == "epochs"
    assert field.text() == "50.5"
    assert len(said(active)) == 1
    qtbot.keyClick(field, key)
    assert in_focus() != "epochs"
    assert (field.text(), field.value()) == ("100", 100)
    (sentence,) = said(active)
    assert "50.5" in sentence
    assert sentence.endswith("It stays 100.")
    field.setFocus()
    assert said(active) == []
    assert not is_refused(field)


def test_what_is_right_is_taken_by_tab(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "epochs")
    type_into(field, "50")
    qtbot.keyClick(field, KEY.Key_Tab)
    assert in_focus() != "epochs"
    assert active.player.config.epochs == 50


def leave_wrong(window: MainWindow) -> NumberField:
    """Type what is wrong, and click elsewhere; return the field."""
    field = number(window, "start")
    type_into(field, "here")
    find(window, QWidget, "run").setFocus(Qt.FocusReason.MouseFocusReason)
    assert (field.text(), field.value()) == ("1", 1.0)
    assert is_refused(field)
    (sentence,) = said(window)
    assert sentence == "'here' is not a number. From −1×10⁶ to 1×10⁶. It stays 1."
    return field


def test_what_was_wrong_is_said_after_a_click_elsewhere_until_it_is_clicked_away(
    active: MainWindow, qtbot: QtBot
) -> None:
    field = leave_wrong(active)
    qtbot.mouseClick(find(active, Callout, "callout"), Qt.MouseButton.LeftButton)
    assert said(active) == []
    assert not is_refused(field)


def test_or_for_as_long_as_it_takes_to_read(active: MainWindow) -> None:
    field = leave_wrong(active)
    clock = find(active, Callout, "callout").findChild(QTimer)
    assert clock is not None
    assert 5_000 <= clock.remainingTime() <= 20_000
    clock.timeout.emit()
    assert said(active) == []
    assert not is_refused(field)


def test_a_click_leaves_the_colour_to_what_is_still_to_be_corrected(
    active: MainWindow, qtbot: QtBot
) -> None:
    field = number(active, "start")
    enter(field, "here")
    qtbot.mouseClick(find(active, Callout, "callout"), Qt.MouseButton.LeftButton)
    assert said(active) == []
    assert is_refused(field)
    assert field.text() == "here"


def test_what_was_said_after_leaving_goes_with_the_language(active: MainWindow) -> None:
    field = leave_wrong(active)
    active.set_language("zh")
    assert said(active) == []
    assert not is_refused(field)


def test_it_goes_with_the_field(active: MainWindow) -> None:
    field = number(active, "start")
    enter(field, "here")
    active.set_hidden({"controls"})
    assert said(active) == []
    assert in_focus() != "start"
    active.set_hidden(())
    assert (field.text(), field.value(), is_refused(field)) == ("1", 1, False)
    leave_wrong(active)
    active.set_hidden({"controls"})
    active.set_hidden(())
    assert said(active) == []
    assert not is_refused(field)


def test_another_run_takes_the_place_of_what_was_being_typed(active: MainWindow) -> None:
    field = number(active, "learning_rate")
    enter(field, "rubbish")
    active.show_run(configure(learning_rate=0.01, start=(1.5,)))
    assert (field.text(), field.value(), said(active)) == ("0.01", 0.01, [])
    assert not is_refused(field)


def test_space_runs_with_what_is_typed(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "learning_rate")
    type_into(field, "0.02")
    qtbot.keyClick(field, KEY.Key_Space)
    assert active.player.playing
    assert active.player.config == configure(learning_rate=0.02)


def test_space_does_not_run_with_what_is_wrong(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "learning_rate")
    type_into(field, "1,000")
    qtbot.keyClick(field, KEY.Key_Space)
    assert not active.player.playing
    assert field.text() == "1,000"
    assert is_refused(field)


def test_a_double_click_selects_the_whole_number(active: MainWindow, qtbot: QtBot) -> None:
    field = number(active, "learning_rate")
    line = field.lineEdit()
    left = Qt.MouseButton.LeftButton
    for text in ("0.01", "-1.5e-6"):
        type_into(field, text)
        for x in (line.width() - 4, line.width() - 30):  # behind the point and before it
            at = QPoint(x, line.height() // 2)
            qtbot.mouseClick(line, left, pos=at)
            assert not line.hasSelectedText()
            qtbot.mouseDClick(line, left, pos=at)
            qtbot.mouseMove(line, at + QPoint(-2, 0))
            qtbot.mouseRelease(line, left, pos=at)
            assert line.selectedText() == text
    qtbot.keyClicks(field, "0.25")
    qtbot.keyClick(field, KEY.Key_Return)
    assert field.value() == 0.25
