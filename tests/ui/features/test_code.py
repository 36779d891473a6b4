"""The workspace Code, in the real window."""

import re
from dataclasses import replace
from math import floor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import RunConfig, configure, record
from gdviz.core.problems.expression import parse
from gdviz.core.runs.glide import Motion
from gdviz.export.listing.following import follow
from gdviz.export.listing.listings import printed
from gdviz.ui import MainWindow
from gdviz.ui.features.code.programs import followed_at, program_of
from gdviz.ui.views.arithmetic.view import ArithmeticView
from gdviz.ui.views.code.listing import ListingView
from gdviz.ui.views.code.output import OutputView
from tests.ui.driving import click, find, number, trigger
from tests.ui.mouse import curve

LISTING = printed(configure("linear", epochs=100))[-1]
assert LISTING is not None
FOLLOWED = follow(LISTING)
"""What the listing does by itself."""


def listing(window: MainWindow) -> ListingView:
    view = window.views["listing"]
    assert isinstance(view, ListingView)
    return view


def output(window: MainWindow) -> str:
    view = window.views["output"]
    assert isinstance(view, OutputView)
    return view.page.toPlainText()


def at(window: MainWindow) -> tuple[int, int]:
    """Return the step and the line in it that the program has come to."""
    reading = listing(window).reading
    assert reading is not None
    assert reading.line is not None
    return reading.step, next(n for n, one in enumerate(reading.lines) if one is reading.line)


@pytest.fixture
def code(window: MainWindow, qtbot: QtBot) -> MainWindow:
    click(window, "in_code")
    qtbot.waitUntil(lambda: listing(window).page.lit > 0)
    return window


def go(window: MainWindow, qtbot: QtBot, way: str, step: int, line: int) -> None:
    trigger(window, way)
    qtbot.waitUntil(lambda: at(window) == (step, line))


def agrees(window: MainWindow) -> None:
    """What is shown is what the listing does by itself."""
    step, line = at(window)
    expected = FOLLOWED.steps[step][line]
    assert listing(window).page.lit == expected.number
    assert output(window) == "\n".join(FOLLOWED.printed(expected))
    reading = listing(window).reading
    assert reading is not None
    assert reading.line == expected


def test_the_listing_is_there_and_nothing_that_has_no_place(code: MainWindow) -> None:
    assert listing(code).page.toPlainText() == LISTING.text.rstrip("\n")
    assert listing(code).title.text() == "Listing 1"
    assert at(code) == (0, 0)
    assert not code.views["loss"].isVisible()
    assert curve(code).isVisible()
    click(code, "in_run")
    assert not listing(code).isVisible()
    assert code.views["loss"].isVisible()


def test_one_goes_on_line_by_line_and_into_the_next_epoch(code: MainWindow, qtbot: QtBot) -> None:
    lines = len(FOLLOWED.steps[0])
    for line in range(1, lines):
        go(code, qtbot, "line_forward", 0, line)
        agrees(code)
    go(code, qtbot, "line_forward", 1, 0)
    agrees(code)
    assert code.player.position == 1
    go(code, qtbot, "line_back", 0, lines - 1)
    agrees(code)
    assert code.player.position == 0


def test_one_goes_on_sample_by_sample(code: MainWindow, qtbot: QtBot) -> None:
    code.player.seek(1)
    qtbot.waitUntil(lambda: at(code) == (1, 0))
    samples = []
    for _turn in range(6):
        before = at(code)
        trigger(code, "sample_forward")
        qtbot.waitUntil(lambda before=before: at(code) != before)
        agrees(code)
        samples.append(FOLLOWED.steps[1][at(code)[1]].sample)
    assert samples == [0, 1, 2, 0, 1, 2]
    step = code.player.position
    trigger(code, "sample_back")
    assert code.player.position == step
    assert FOLLOWED.steps[1][at(code)[1]].sample == 1


def test_a_click_on_a_line_goes_to_where_it_is_executed_next(
    code: MainWindow, qtbot: QtBot
) -> None:
    for step in (0, 1):
        code_click(code, qtbot, 25)
        qtbot.waitUntil(lambda step=step: at(code) == (step, len(FOLLOWED.steps[step]) - 1))
        agrees(code)


def test_a_line_that_is_executed_no_more_leads_nowhere(code: MainWindow, qtbot: QtBot) -> None:
    code_click(code, qtbot, 1)
    qtbot.wait(50)
    assert at(code) == (0, 0)
    assert code.player.position == 0


def code_click(window: MainWindow, qtbot: QtBot, number: int) -> None:
    page = listing(window).page
    block = page.document().findBlockByNumber(number - 1)
    place = page.blockBoundingGeometry(block).translated(page.contentOffset()).center().toPoint()
    place.setX(20)
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_what_is_lit_is_lit_in_the_other_views_and_the_other_way_round(
    code: MainWindow, qtbot: QtBot
) -> None:
    step = code.views["arithmetic"]
    assert isinstance(step, ArithmeticView)
    code.player.seek(1)
    qtbot.waitUntil(lambda: at(code) == (1, 0))
    number = next(
        n for n, one in enumerate(FOLLOWED.steps[1]) if (one.number, one.sample) == (18, 2)
    )
    for line in range(1, number + 1):
        go(code, qtbot, "line_forward", 1, line)
    html = step.sheet.toHtml()
    third = [n for n, term in enumerate(step.sheet.terms) if term.row == 2]
    lit = re.findall(r'href="(\d+)"><span style="[^"]*background-color', html)
    assert [int(one) for one in lit] == third
    assert html.count("background-color") > len(third)  # the formula too
    terms = step.sheet.terms
    second = next(n for n, t in enumerate(terms) if (t.meaning, t.row) == ("gradient", 1))
    step.sheet.pointed.emit(second)
    assert listing(code).page.lit == 18
    assert "grad = −1.8133" in [value.text for value in listing(code).page.values.get(18, ())]
    step.sheet.pointed.emit(-1)
    agrees(code)


@pytest.mark.parametrize("motion", [Motion.GLIDES, Motion.EXPLAINS])
def test_the_line_goes_with_the_playhead(code: MainWindow, motion: Motion) -> None:
    lines = len(FOLLOWED.steps[0])
    for fraction in (0.3, 0.99, 0.5):
        frame = replace(code.player.shown, fraction=fraction, motion=motion)
        code.player.glided.emit(frame)
        assert at(code) == (0, floor(fraction * lines))
        agrees(code)


def test_what_is_to_be_guessed_is_not_given_away(code: MainWindow, qtbot: QtBot) -> None:
    trigger(code, "line_forward")
    trigger(code, "predict_mode")
    assert listing(code).page.lit == 0
    trigger(code, "line_forward")
    assert (listing(code).page.lit, output(code)) == (0, "")
    trigger(code, "predict_mode")
    qtbot.waitUntil(lambda: listing(code).page.lit > 0)


@pytest.mark.parametrize("hidden", ["predict_mode", "another rate"])
def test_no_line_is_lit_from_elsewhere_where_its_values_are_not_to_be_seen(
    code: MainWindow, qtbot: QtBot, hidden: str
) -> None:
    code.player.seek(1)
    qtbot.waitUntil(lambda: at(code) == (1, 0))
    listing(code).point_out("gradient", 1)
    assert listing(code).page.lit == 18
    if hidden == "predict_mode":
        trigger(code, hidden)
    else:
        number(code, "learning_rate").setValue(0.02)
        code.player.seek(2)
        qtbot.waitUntil(listing(code).note.isVisible)
    listing(code).point_out("gradient", 0)
    listing(code).point_out("gradient", 1)
    assert listing(code).page.lit == 0
    assert not listing(code).page.values
    trigger(code, "line_forward")
    if hidden != "predict_mode":
        code.player.seek(0)
        qtbot.waitUntil(lambda: listing(code).page.lit > 0)
        assert not listing(code).note.isVisible()
    assert listing(code).page.toPlainText() == LISTING.text.rstrip("\n")


def test_nothing_is_followed_or_kept_where_nobody_sees_it(code: MainWindow) -> None:
    click(code, "in_run")
    reading = listing(code).reading
    assert reading is not None
    assert reading.followed is None


def test_a_run_that_diverges_is_followed_and_so_is_its_error() -> None:
    config = configure(parse("1/(1 + exp(w))", (-900, 900)), start=(900.0,))
    reading = followed_at(program_of(config, "python"), 3)
    (line,) = reading.lines
    assert replace(reading, line=line).printed == ("OverflowError: math range error",)


@pytest.mark.parametrize(("given", "followed"), [
    (("net",), True), (("net", "sgd"), True), (("many-samples", "sgd"), True),
    (("many-samples",), False), (("linear", "exhaustive"), False),
])  # fmt: skip
def test_what_is_followed(given: tuple[str, ...], followed: bool) -> None:
    reading = program_of(configure(*given), "python")
    assert bool(reading.listing.weight) is followed
    if followed:
        known = followed_at(reading, 3)
        assert known.lines
        assert 0 < sum(map(len, known.followed.steps if known.followed else ())) < 20_000


def test_so_late_that_it_would_take_long_it_is_not_followed(code: MainWindow, qtbot: QtBot) -> None:
    code.show_run(configure("linear", epochs=200_000))
    code.player.seek(150_000)
    qtbot.waitUntil(lambda: code.player.shown.position == 150_000, timeout=20_000)
    assert "not followed any more" in listing(code).note.text()
    assert listing(code).page.lit == 0


def test_what_stands_beside_it_is_one_thing_at_a_time(code: MainWindow) -> None:
    beside = {"arithmetic", "derivation", "graph", "data"}
    for name in ("derivation", "graph", "data", "arithmetic"):
        trigger(code, f"see_{name}")
        assert {one for one in beside if one in code.all_views.shown} == {name}
    click(code, "see_graph_in_arithmetic")
    assert code.views["graph"].isVisible()
    code.show_run(configure("himmelblau"))
    assert not find(code, QWidget, "see_graph_in_arithmetic").isVisible()
    assert {one for one in beside if one in code.all_views.shown} == {"arithmetic"}


@pytest.mark.parametrize(
    "config", [configure("line", "mini-batch", epochs=3, momentum=0.9), configure("net", epochs=9)]
)
def test_any_run_is_followed_in_plain_python(
    code: MainWindow, qtbot: QtBot, config: RunConfig
) -> None:
    code.show_run(config)
    trace = record(config)
    for step in (0, 3, 5):
        code.player.seek(step)
        qtbot.waitUntil(
            lambda step=step: listing(code).page.lit > 0 and at(code)[0] == step, timeout=10_000
        )
        reading = listing(code).reading
        assert reading is not None
        weights = reading.lines[-1].variables["weights"][0]  # the other is set last
        assert weights == pytest.approx(trace.w[step + 1][0], rel=1e-9)
    click(code, "code_torch")
    assert "torch.optim.SGD" in listing(code).page.toPlainText()
    assert listing(code).page.lit == 0
    assert not find(code, QAbstractButton, "line_forward_button").isVisible()


def test_it_is_copied_and_saved(
    code: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trigger(code, "copy_program")
    assert QGuiApplication.clipboard().text() == LISTING.text
    for name in ("run.py", "missing/run.py"):
        chosen = str(tmp_path / name)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_about, one=chosen: (one, ""))
        trigger(code, "save_program")
    assert (tmp_path / "run.py").read_text("utf-8") == LISTING.text
    (box,) = code.findChildren(QMessageBox)
    assert "could not be saved" in box.text()
    box.close()


def test_another_run_has_no_listing_of_the_courses(code: MainWindow, qtbot: QtBot) -> None:
    code.show_run(configure("linear", epochs=100, learning_rate=0.02))
    assert listing(code).title.text() != "Listing 1"
    code.show_run(configure("linear", epochs=100))
    qtbot.waitUntil(lambda: listing(code).page.lit > 0)
    assert listing(code).title.text() == "Listing 1"
    agrees(code)


def test_so_late_in_a_run_that_it_is_not_followed_it_says_so(
    code: MainWindow, qtbot: QtBot
) -> None:
    code.show_run(configure("linear", epochs=150_000, learning_rate=1e-6))
    qtbot.waitUntil(lambda: listing(code).page.lit > 0)
    assert not listing(code).note.isVisible()
    code.player.seek(140_000)
    qtbot.waitUntil(listing(code).note.isVisible, timeout=10_000)
    assert "not followed any more" in listing(code).note.text()
    code.player.seek(3)
    qtbot.waitUntil(lambda: listing(code).page.lit > 0)
    assert not listing(code).note.isVisible()


def test_only_what_suits_the_problem_is_offered_beside_it(code: MainWindow) -> None:
    code.show_run(configure("net", hidden=8, epochs=9))
    there = [find(code, QWidget, f"see_{one}_in_arithmetic") for one in ("derivation", "graph")]
    assert [one.isVisible() for one in there] == [True, False]
    code.show_run(configure("linear"))
    assert [one.isVisible() for one in there] == [True, True]


def test_there_is_no_step_by_samples_where_there_are_none(code: MainWindow, qtbot: QtBot) -> None:
    steps = [find(code, QAbstractButton, f"{one}_forward_button") for one in ("line", "sample")]
    code.show_run(configure("himmelblau", rule="adam", epochs=9))
    qtbot.waitUntil(lambda: listing(code).page.lit > 0)
    assert [one.isVisible() for one in steps] == [True, False]
    assert not find(code, QAction, "sample_forward").isEnabled()
    code.show_run(configure("linear"))
    assert [one.isVisible() for one in steps] == [True, True]
    assert find(code, QAction, "sample_forward").isEnabled()
