"""The panel that writes the step out, in the window and by itself."""

import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from gdviz.core import PROBLEMS, RULES, Outcome, Trace, configure, run
from gdviz.core.runs.settings import Settings
from gdviz.core.store import Store
from gdviz.playback import Frame
from gdviz.ui.theme import DARK, LIGHT, apply, style_sheet
from gdviz.ui.views.arithmetic.view import ArithmeticView
from gdviz.ui.views.view import Held, Veil
from tests.crossing import crossed

# The offscreen platform says so of every window and tooltip.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def panel(window):
    return window.views["arithmetic"]


@pytest.fixture
def alone(qtbot):
    """Makes the panel by itself, of that width, in either theme."""

    def make(width=340, theme=LIGHT):
        apply(theme)
        made = ArithmeticView(Store([Veil(), Held(), *ArithmeticView.parts]))
        qtbot.addWidget(made)
        made.setStyleSheet(style_sheet(theme))
        made.restyle(theme)
        made.retranslate()
        made.resize(width, 600)
        made.show()
        return made

    return make


def traced(problem="linear", steps=12, **settings):
    trace = Trace(configure(problem, epochs=steps, **settings))
    for block in run(trace.config):
        trace.extend(block.cut(steps - len(trace)))
        if len(trace) == steps:
            break
    return trace


def shown(view, trace, position):
    view.show_run(trace.config)
    view.show_frame(Frame(trace, position))
    return text(view)


def text(view):
    return view.sheet.toPlainText().replace("\xa0", " ").replace("\u2007", "")


def go(qtbot, window, position):
    window.player.seek(position)
    qtbot.waitUntil(lambda: window.player.position == position)


def where(sheet, wanted):
    """A point on the number that `wanted` tells."""
    area = sheet.viewport().rect()
    for y in range(area.top(), area.bottom(), 3):
        for x in range(area.left(), area.right(), 3):
            link = sheet.anchorAt(QPoint(x, y))
            if link and wanted(sheet.terms[int(link)]):
                return QPoint(x, y)
    raise AssertionError("it is not shown")


def point_at(sheet, point):
    none = Qt.MouseButton.NoButton
    at = QPointF(point)
    where_on_screen = QPointF(sheet.viewport().mapToGlobal(point))
    moved = QEvent.Type.MouseMove
    event = QMouseEvent(moved, at, where_on_screen, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(sheet.viewport(), event)


def leave(sheet):
    QApplication.sendEvent(sheet.viewport(), QEvent(QEvent.Type.Leave))


def test_it_writes_the_course_s_first_step(panel):
    written = text(panel)
    assert "1.0000 − 0.01 × (−9.3333) = 1.0933" in written
    assert panel.title.text() == "This step"
    for number in ("−2.0000", "−8.0000", "−18.0000", "mean"):
        assert number in written


def test_it_follows_the_run(qtbot, window, panel):
    go(qtbot, window, 3)
    step = window.player.trace.step(3)
    following = [term.value for term in panel.sheet.terms if term.meaning == "next"]
    assert following == [step.w[0] + step.delta[0]]


@pytest.mark.parametrize(
    ("problem", "settings"),
    [
        ("linear", {"rule": "adam", "learning_rate": 1e-3}),
        ("line", {"momentum": 0.9, "learning_rate": 0.1}),  # signs and powers of ten change
        ("many-samples", {"algorithm": "mini-batch", "batch_size": 8}),
        ("himmelblau", {"rule": "nadam", "schedule": "cosine"}),
        ("bowl", {"algorithm": "exhaustive"}),
    ],
)
def test_after_other_steps_a_step_looks_as_if_it_alone_had_been_written(alone, problem, settings):
    panel, once, trace = alone(), alone(), traced(problem, **settings)
    panel.show_run(trace.config)
    for position in range(12):
        panel.show_frame(Frame(trace, position))
        once.retranslate()  # it is written anew
        shown(once, trace, position)
        assert panel.sheet.toHtml() == once.sheet.toHtml()
        assert panel.sheet.terms == once.sheet.terms
        assert panel.grab().toImage() == once.grab().toImage()


def test_while_signs_stay_as_they_are_nothing_but_numbers_is_written(alone, monkeypatch):
    panel, trace, written = alone(), traced("line", rule="adam"), []
    shown(panel, trace, 3)
    monkeypatch.setattr(panel.sheet, "setHtml", written.append)
    for position in range(4, 9):
        panel.show_frame(Frame(trace, position))
        assert f"{trace.w[position][0]:.4f}" in text(panel)
    assert not written


def test_at_the_end_it_writes_the_last_step(alone):
    panel, trace = alone(), traced(steps=5)
    trace.outcome = Outcome.FINISHED
    shown(panel, trace, 5)
    assert panel.title.text() == "The last step"
    assert panel.sheet.terms[-1].value == trace.w[-1][0]


def test_a_run_without_a_step_leaves_nothing_of_the_one_before(alone):
    panel = alone()
    shown(panel, traced(), 2)
    failed = Trace(configure("linear", learning_rate=10, start=(1e6,)))
    assert shown(panel, failed, 0)  # its first step may come yet
    failed.outcome = Outcome.DIVERGED
    assert not shown(panel, failed, 0)


# Of data that are not scaled, numbers pass from one way of writing to a longer one.
STEADY = [problem for problem in PROBLEMS if problem != "unscaled"]


@pytest.mark.parametrize(("problem", "width"), crossed(STEADY, [240, 340], one_in=2))
def test_its_height_holds_still(alone, problem, width):
    """Whatever the rule, a run's first steps all take the same room."""
    panel = alone(width)
    # A third of the pairs; all of them have lines of one shape, as a test of the core says.
    for rule in list(RULES)[STEADY.index(problem) % 3 :: 3]:
        # Adadelta's steps have a size of their own, and data that are not scaled a rate.
        usual = 1e-6 if problem == "unscaled" else 1e-3
        rate = 1.0 if rule == "adadelta" else usual
        trace = traced(problem, rule=rule, learning_rate=rate)
        heights = set()
        for position in (0, 3, 9, 11):
            shown(panel, trace, position)
            heights.add(panel.sheet.sizeHint().height())
        assert len(heights) == 1


@pytest.mark.parametrize(
    ("width", "theme", "algorithm"),
    crossed([(240, DARK), (340, LIGHT)], ["exhaustive", "sgd", "mini-batch"], one_in=2),
)
def test_no_line_is_wider_than_the_panel(alone, width, theme, algorithm):
    panel = alone(width, theme)
    for problem in ("line", "sine", "many-samples", "finite-sum", "himmelblau"):
        for rule in RULES:
            shown(panel, traced(problem, algorithm=algorithm, rule=rule, batch_size=8), 2)
            spare = panel.sheet.viewport().width() - panel.sheet.document().idealWidth()
            assert spare >= -1  # Qt rounds the columns of a table up


def test_a_number_is_told_whole(panel):
    sheet = panel.sheet
    point = where(sheet, lambda term: term.meaning == "gradient" and term.row < 0)
    on_screen = sheet.viewport().mapToGlobal(point)
    QApplication.sendEvent(sheet.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, on_screen))
    assert "−9.333333333333334" in QToolTip.text()
    assert "gradient" in QToolTip.text()
    QToolTip.hideText()


def test_pointing_at_the_gradient_thickens_the_tangent(qtbot, window, panel):
    tangent = window.views["cost-curve"].tangent
    before = tangent.opts["pen"].widthF()
    point = where(panel.sheet, lambda term: term.meaning == "gradient" and term.row < 0)
    with qtbot.waitSignal(panel.pointed, check_params_cb=lambda *said: said == ("gradient", -1)):
        point_at(panel.sheet, point)
    assert tangent.opts["pen"].widthF() > before
    with qtbot.waitSignal(panel.pointed, check_params_cb=lambda *said: said == ("", -1)):
        leave(panel.sheet)
    assert tangent.opts["pen"].widthF() == before


def test_pointing_at_the_weight_enlarges_the_ball(window, panel):
    ball = window.views["cost-curve"].ball
    before = ball.opts["size"]
    point_at(panel.sheet, where(panel.sheet, lambda term: term.meaning == "weight"))
    assert ball.opts["size"] > before
    leave(panel.sheet)
    assert ball.opts["size"] == before


@pytest.mark.parametrize(
    ("problem", "meaning", "arrow"),
    [
        ("linear", "next", lambda views: views["cost-curve"].arrow),
        ("bowl", "next", lambda views: views["contours"].arrows["step"]),
        ("bowl", "gradient", lambda views: views["contours"].arrows["downhill"]),
    ],
)
def test_pointing_at_a_number_thickens_its_arrow(window, qtbot, problem, meaning, arrow):
    sheet = window.views["arithmetic"].sheet
    window.show_run(configure(problem))
    qtbot.waitUntil(lambda: sheet.terms[-1].value == ahead(window))
    shaft = arrow(window.views).shaft
    before = shaft.opts["pen"].widthF()
    point_at(sheet, where(sheet, lambda term: term.meaning == meaning and term.row < 0))
    assert shaft.opts["pen"].widthF() > before
    leave(sheet)
    assert shaft.opts["pen"].widthF() == before


def ahead(window):
    """The last weight after the step shown; NaN while that is not known."""
    trace, position = window.player.trace, window.player.position
    return trace.w[position + 1][-1] if position < len(trace) else math.nan


def test_it_gives_nothing_away_that_is_to_be_guessed(panel):
    for veil in ("step", "cost"):
        panel.store.replace(Veil(veil))
        assert not text(panel)
        panel.store.replace(Veil())
        assert "1.0933" in text(panel)


def test_a_step_is_written_with_the_settings_it_was_taken_with(qtbot, window, panel):
    go(qtbot, window, 2)
    window.shown_run.ask(Settings.of(configure(learning_rate=0.1)))
    qtbot.waitUntil(lambda: "− 0.1 × (" in text(panel))
    assert panel.title.text() == "This step"
    go(qtbot, window, 1)
    assert "− 0.01 × (" in text(panel)


def test_at_the_end_the_last_step_has_its_own_settings(alone):
    panel, before = alone(), traced(steps=5)
    trace = before.continued(5, configure(epochs=5, learning_rate=0.1))
    trace.outcome = Outcome.FINISHED
    assert "− 0.01 × (" in shown(panel, trace, 5)


def test_it_keeps_what_it_says_until_the_next_step_is_known(alone):
    panel, trace = alone(), traced(steps=5)
    written = shown(panel, trace, 4)
    panel.show_frame(Frame(trace.continued(5, configure(epochs=9, learning_rate=0.1)), 5))
    assert text(panel) == written
    assert panel.title.text() == "This step"


def test_another_run_takes_no_room_away_before_its_first_step_is_known(alone):
    panel, trace = alone(), traced(rule="adam")
    shown(panel, trace, 3)
    height = panel.sheet.sizeHint().height()
    shown(panel, Trace(configure()), 0)
    assert panel.sheet.sizeHint().height() == height
    shown(panel, traced(), 0)
    assert panel.sheet.sizeHint().height() < height


def test_it_grows_with_the_scale(alone):
    panel, trace = alone(340), traced("line", rule="adam")
    shown(panel, trace, 3)
    height = panel.sheet.sizeHint().height()
    apply(LIGHT, 1.5)
    panel.setStyleSheet(style_sheet(LIGHT))
    panel.restyle(LIGHT)
    panel.resize(510, 900)
    shown(panel, trace, 3)
    assert panel.sheet.sizeHint().height() == pytest.approx(1.5 * height, rel=0.1)
    apply(LIGHT)


def test_pointing_at_a_sample_enlarges_it(window, panel):
    pointed = window.views["data"].pointed_mark
    assert not pointed.isVisible()
    point_at(panel.sheet, where(panel.sheet, lambda term: term.row == 1 and term.symbol == "e"))
    assert pointed.isVisible()
    assert [point.pos() for point in pointed.points()] == [QPointF(2, 4)]
    leave(panel.sheet)
    assert not pointed.isVisible()


def test_what_is_pointed_at_stays_marked_while_the_run_goes_on(qtbot, window, panel):
    point_at(panel.sheet, where(panel.sheet, lambda term: term.meaning == "next"))
    with qtbot.assertNotEmitted(panel.pointed):
        go(qtbot, window, 1)
    assert "background-color" in panel.sheet.toHtml()


def test_squeezed_it_shows_the_update_and_can_be_scrolled(qtbot, window, panel):
    window.resize(1024, 640)
    window.show_run(configure("line", rule="adam"))
    bar = panel.sheet.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == bar.maximum()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    go(qtbot, window, 2)
    assert bar.value() == 0
    bar.triggerAction(bar.SliderAction.SliderToMaximum)
    go(qtbot, window, 3)
    assert bar.value() == bar.maximum()


def test_it_takes_no_more_room_than_it_needs_beside_the_data(qtbot, window, panel):
    window.resize(1440, 1000)
    data = window.views["data"]
    sheet = panel.sheet
    qtbot.waitUntil(lambda: sheet.height() == sheet.sizeHint().height())
    assert data.height() > panel.height()


def test_it_takes_the_keyboard_only_where_there_is_something_to_scroll(qtbot, window, panel):
    window.resize(1440, 1000)
    qtbot.waitUntil(lambda: panel.sheet.focusPolicy() == Qt.FocusPolicy.NoFocus)
    window.resize(1024, 640)
    qtbot.waitUntil(lambda: panel.sheet.focusPolicy() == Qt.FocusPolicy.StrongFocus)


def test_the_space_key_still_runs_when_it_has_the_focus(qtbot, window, panel):
    panel.sheet.setFocus()
    qtbot.waitUntil(panel.sheet.hasFocus)
    with qtbot.waitSignal(window.player.playing_changed):
        qtbot.keyClick(panel.sheet, Qt.Key.Key_Space)
    window.player.pause()
