"""An update rule typed into the window: run as it is typed, undone, kept, remembered."""

import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gdviz.core import configure, record
from gdviz.core.algorithms.rules.own import own_rule
from gdviz.ui import MainWindow
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import choose, click, find, number, run_to_the_end, trigger

ADAM = """m ← β₁ m + (1 − β₁) g
v ← β₂ v + (1 − β₂) g²
w ← w − α·(m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε)"""


@pytest.fixture
def own(window: MainWindow) -> MainWindow:
    """The window with one's own rule chosen: momentum."""
    choose(window, "rule", "own")
    return window


def field(window: MainWindow) -> QPlainTextEdit:
    return find(window, QPlainTextEdit, "rule_text")


def note(window: MainWindow) -> QLabel:
    return find(window, QLabel, "rule_note")


def rule(window: MainWindow) -> str:
    found = window.player.config.algorithm.rule
    assert found is not None
    return found.id


def test_it_is_the_last_of_the_rules_and_has_its_editor(window: MainWindow) -> None:
    combo = find(window, QComboBox, "rule")
    assert combo.itemText(combo.count() - 1) == "Your own rule…"
    assert not field(window).isVisible()
    choose(window, "rule", "own")
    assert field(window).isVisible()
    assert field(window).accessibleName()
    assert field(window).toolTip()
    assert rule(window) == own_rule("v = 0.9 v + g; w = w - a v").id
    choose(window, "rule", "adam")
    assert not field(window).isVisible()
    choose(window, "algorithm", "exhaustive")
    choose(window, "rule", "own")
    assert not field(window).isVisible()


def test_what_is_typed_is_run(own: MainWindow, qtbot: QtBot) -> None:
    field(own).setPlainText(ADAM)
    number(own, "β1").setValue(0.8)
    number(own, "learning_rate").setValue(0.1)
    run_to_the_end(own, qtbot)
    built_in = record(configure(rule="adam", beta1=0.8, learning_rate=0.1))
    np.testing.assert_allclose(own.player.trace.w, built_in.w, rtol=1e-12)
    assert "√" in note(own).text()


def test_it_is_typed_by_keys_and_left_by_tab(own: MainWindow, qtbot: QtBot) -> None:
    field(own).setFocus()
    field(own).clear()
    qtbot.keyClicks(field(own), "w <- w - a g")
    qtbot.keyClick(field(own), Qt.Key.Key_Return)
    assert not own.player.playing  # the space was a space
    assert rule(own) == "w ← w - α*g"
    assert field(own).toPlainText() == "w <- w - a g\n"
    qtbot.keyClick(field(own), Qt.Key.Key_Tab)
    assert not field(own).hasFocus()


MISTAKES = [
    ("v ← 0.9v + g\nw ← w − α·foo v", "foo", "foo is not known"),
    ("𝑤 ← w − α·foo", "foo", "foo is not known"),
    ("v ← 0.9v + g", "v ← 0.9v + g", "No line says what w becomes"),
    ("w ← w − <b>g</b>", "<", "not understood"),
    ("w ← w − α·", "·", "missing after"),
]


def test_a_mistake_is_underlined_and_the_last_good_rule_stays(own: MainWindow) -> None:
    for typed, wrong, said in MISTAKES:
        before = own.player.config
        field(own).setPlainText(typed)
        assert own.player.config is before
        (wave,) = field(own).extraSelections()
        assert wave.cursor.selectedText() == wrong.replace("\n", "\u2029")
        assert said in note(own).text()
        assert said in field(own).accessibleDescription()
        assert note(own).textFormat() is Qt.TextFormat.PlainText
        field(own).setPlainText("w ← w − α·g")
        assert field(own).extraSelections() == []
        assert field(own).accessibleDescription() == ""
        assert rule(own) == "w ← w - α*g"


def test_what_is_never_assigned_has_a_field_and_what_is_set_stays(own: MainWindow) -> None:
    field(own).setPlainText("v ← k v + g; w ← w − α v")
    number(own, "k").setValue(0.25)
    field(own).setPlainText("v ← k v + g; w ← w − α v − c w")
    assert number(own, "c").isVisible()
    assert own.player.config.algorithm.rule == own_rule(rule(own))(k=0.25)
    choose(own, "rule", "plain")
    assert not number(own, "k").isVisible()
    choose(own, "rule", "own")
    assert number(own, "k").value() == 0.25


def test_it_is_undone_a_change_at_a_time(own: MainWindow) -> None:
    example = field(own).toPlainText()
    field(own).setPlainText("w ← w − k g")
    number(own, "k").setValue(0.25)
    trigger(own, "undo")
    assert own.player.config.algorithm.rule == own_rule("w ← w − k g")()
    trigger(own, "undo")
    assert own_rule(field(own).toPlainText()) is own_rule(example)
    trigger(own, "undo")
    assert rule(own) == "plain"
    for _again in range(3):
        trigger(own, "redo")
    assert own.player.config.algorithm.rule == own_rule("w ← w − k g")(k=0.25)
    assert number(own, "k").value() == 0.25


def test_it_is_kept_and_comes_back_from_a_file(own: MainWindow) -> None:
    field(own).setPlainText("v ← c v + g; w ← w − α v")
    number(own, "c").setValue(0.5)
    click(own, "keep_run")
    choose(own, "rule", "adam")
    saved = json.loads(json.dumps(own.store[KeptRuns].to_dict()))
    (kept,) = KeptRuns.from_dict(saved).runs
    assert kept.run.settings.config().algorithm.rule == own_rule("v ← c v + g; w ← w − α v")(c=0.5)


def test_it_says_what_is_wrong_in_the_other_language_too(own: MainWindow) -> None:
    field(own).setPlainText("w ← w − α·foo")
    own.set_language("zh")
    assert "无法识别 foo" in note(own).text()
    combo = find(own, QComboBox, "rule")
    assert combo.itemText(combo.count() - 1) == "自定义规则…"


def test_its_formula_says_the_schedule_too_but_never_hides_a_mistake(own: MainWindow) -> None:
    choose(own, "schedule", "one-over-t")
    assert "α<sub>t</sub> = α/t" in note(own).text()
    field(own).setPlainText("w ← w − α·foo")
    choose(own, "schedule", "cosine")
    assert "foo is not known" in note(own).text()
    field(own).setPlainText("w ← w − α·g")
    assert "w ← w − α<sub>t</sub>·g" in note(own).text()


def test_it_opens_on_a_rule_from_the_command_line(window: MainWindow) -> None:
    window.show_rule(own_rule(ADAM).id)
    assert find(window, QComboBox, "rule").currentData() == "own"
    assert own_rule(field(window).toPlainText()) is own_rule(ADAM)
    assert find(window, NumberField, "ε").isVisible()


def test_a_press_in_what_is_selected_begins_anew_and_drags_no_text(own: MainWindow) -> None:
    typed = field(own)
    typed.selectAll()
    inside = typed.cursorRect(typed.textCursor()).center() - QPoint(12, 0)
    QTest.mousePress(typed.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    assert not typed.textCursor().hasSelection()
    QTest.mouseRelease(typed.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    typed.moveCursor(QTextCursor.MoveOperation.Start)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(typed.viewport(), Qt.MouseButton.LeftButton, shift, inside)
    assert typed.textCursor().selectedText()
