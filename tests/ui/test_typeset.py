"""Exponents are raised in labels, in plots and where they are painted; no font need have ⁸."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent, QImage, QPainter, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from gdviz.core.numbers import format_number
from gdviz.core.problems.expression import Expression
from gdviz.ui import MainWindow, typeset
from gdviz.ui.theme import LIGHT, THEMES, apply, font
from gdviz.ui.widgets.folding import Elided
from gdviz.ui.widgets.label import Label
from tests.ui.driving import choose, find, number, run_to_the_end

pytestmark = pytest.mark.usefixtures("_themed")

LONG = [format_number(value) for value in (1.5e12, -1.234e-45, 9.999e307)]


@pytest.fixture
def _themed(qapp: QApplication) -> None:
    apply(LIGHT)


def ink(text: str, flags: Qt.AlignmentFlag) -> QRectF:
    """Return where a text drawn into 200 × 60 pixels leaves ink."""
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(font(20))
    typeset.draw(painter, QRectF(0, 0, 200, 60), flags, text)
    painter.end()
    dark = [
        (x, y) for x in range(200) for y in range(60) if QColor(image.pixel(x, y)).lightness() < 150
    ]
    xs, ys = zip(*dark, strict=True)
    return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def test_it_is_drawn_where_it_should_be() -> None:
    flags = Qt.AlignmentFlag
    right = ink("1×10⁻⁸", flags.AlignRight | flags.AlignVCenter)
    assert 194 < right.right() <= 200
    centred = ink("1×10⁻⁸", flags.AlignCenter)
    assert centred.center().x() == pytest.approx(100, abs=3)
    assert ink("1×10⁻⁸", flags.AlignLeft | flags.AlignTop).left() < 5
    on_the_line = ink("1×10", flags.AlignCenter)
    assert centred.top() < on_the_line.top()  # raised
    assert centred.bottom() == pytest.approx(on_the_line.bottom(), abs=1)


@pytest.mark.parametrize("text", LONG)
def test_it_is_as_wide_as_it_is_said_to_be(text: str) -> None:
    drawn = ink(text, Qt.AlignmentFlag.AlignCenter).width()
    assert typeset.size(text, font(20)).width() == pytest.approx(drawn, abs=5)


def test_what_is_plain_is_left_alone_and_what_is_html_is_none(qtbot: QtBot) -> None:
    label = Label("<b>1×10⁶</b>")
    qtbot.addWidget(label)
    assert label.text() == "<b>1×10⁶</b>"
    written = QTextDocument()
    written.setHtml(QLabel.text(label))
    assert written.toPlainText() == "<b>1×106</b>"
    assert not any(sign in QLabel.text(label) for sign in "⁶")
    spoken = QAccessible.queryAccessibleInterface(label)
    assert spoken.text(QAccessible.Text.Name) == "<b>1×10⁶</b>"
    label.setText("2 < 3")
    assert spoken.text(QAccessible.Text.Name) == "2 < 3"
    assert QLabel.text(label) == "2 < 3"
    assert QLabel.textFormat(label) == Qt.TextFormat.PlainText


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_line_that_is_cut_is_set_too_and_its_tip_has_all_of_it(qtbot: QtBot) -> None:
    line = Elided("muted")
    qtbot.addWidget(line)
    line.setText("w<a: 1×10⁻⁸")
    line.setToolTip("what it's for")
    line.resize(20, 20)
    line.show()
    assert "⁸" not in QLabel.text(line)
    place, written = line.rect().center(), QTextDocument()
    for text, expected in (("w<a: 1×10⁻⁸", "w<a: 1×10−8"), ("<b>what</b>", "<b>what</b>")):
        line.setText(text)
        event = QHelpEvent(QEvent.Type.ToolTip, place, line.mapToGlobal(place))
        QApplication.sendEvent(line, event)
        written.setHtml(QToolTip.text())
        assert written.toPlainText().strip().replace("\n\n", "\n") == f"{expected}\nwhat it's for"
    QToolTip.hideText()


def test_a_sign_has_the_colour_of_the_text(window: MainWindow) -> None:
    choose(window, "problem", Expression.id)
    find(window, QLineEdit, "function").setText("w +")
    label = find(window, Label, "function_note")
    for theme in THEMES.values():
        window.set_theme(theme)
        size = label.fontMetrics().height()
        place = QRect(label.mapTo(window, QPoint()), QSize(size, label.height()))
        sign, wanted = window.grab(place).toImage(), QColor(theme.divergence)
        apart = [
            sum(abs(a - b) for a, b in zip(seen.getRgb(), wanted.getRgb(), strict=True))
            for x in range(sign.width())
            for y in range(sign.height())
            for seen in [sign.pixelColor(x, y)]
        ]
        assert min(apart) < 40, theme.id


def test_no_label_of_an_axis_is_cut(window: MainWindow, qtbot: QtBot) -> None:
    number(window, "learning_rate").setValue(0.3)
    run_to_the_end(window, qtbot)
    plot = window.views["loss"].plot  # type: ignore[attr-defined]
    axis = plot.y_axis
    for position in range(1, window.player.position + 1):
        window.player.seek(position)
        plot.plotItem.layout.activate()
        low, high = plot.viewRange()[1]
        ((spacing, values),) = axis.tickValues(low, high, plot.height())
        for text in axis.tickStrings(values, 1, spacing):
            used = typeset.size(text, font(12)).width()
            assert used + axis.style["tickTextOffset"][0] <= axis.width(), (position, text)


def test_no_number_of_a_step_is_broken_or_cut(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "problem", "quadratic-fit")
    number(window, "learning_rate").setValue(0.3)
    window.resize(1024, 640)
    run_to_the_end(window, qtbot)
    window.player.seek(window.player.position - 1)
    sheet = window.views["arithmetic"].sheet  # type: ignore[attr-defined]
    assert any("10" in term.text and "×" in term.text for term in sheet.terms)
    assert sheet.document().size().width() <= sheet.viewport().width() + 1
    block = sheet.document().begin()
    while block.isValid():
        layout, text = block.layout(), block.text()
        for line in map(layout.lineAt, range(1, layout.lineCount())):
            before, after = text[line.textStart() - 1], text[line.textStart()]
            assert before.isspace() or before == "\u2028", (text, before, after)
        block = block.next()
