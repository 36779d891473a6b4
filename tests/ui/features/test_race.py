"""Kept runs raced with the one that is played, in the real window."""

from dataclasses import replace
from itertools import combinations, count
from math import inf

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome
from gdviz.ui import MainWindow
from tests.ui.driving import choose, click, find, run_to_the_end
from tests.ui.keeping import ball, compare, descent, keep, losses, row, set_rate, trail


def start_race(window: MainWindow, unit: str) -> None:
    choose(window, "race_by", unit)
    window.player.speed = inf
    click(window, "race")


@pytest.mark.parametrize(("unit", "steps"), [("steps", 12), ("epochs", 36), ("evaluations", 36)])
def test_in_a_race_all_have_come_as_far(
    window: MainWindow, qtbot: QtBot, unit: str, steps: int
) -> None:
    choose(window, "algorithm", "sgd")
    kept = keep(window, qtbot, 0.02)[0]
    choose(window, "algorithm", "gradient-descent")
    run_to_the_end(window, qtbot)
    start_race(window, unit)
    window.player.seek(12)
    assert window.player.position == 12
    assert ball(window, 0) == pytest.approx(float(kept.w[steps, 0]), rel=1e-12)
    assert row(window, 0).figures.texts()[1] == str(steps)
    # The loss of the step about to be taken is drawn too, as it is of the run that is played.
    assert len(losses(window, 0).points[:, 0]) == steps + 1
    window.player.step_forward()
    further = steps + (1 if unit == "steps" else 3)
    assert ball(window, 0) == pytest.approx(float(kept.w[further, 0]), rel=1e-12)


def test_in_a_race_each_has_its_place_and_its_name_at_its_ball(
    window: MainWindow, qtbot: QtBot
) -> None:
    keep(window, qtbot, 0.01, 0.1)
    set_rate(window, 0.05)
    run_to_the_end(window, qtbot)
    start_race(window, "steps")
    window.player.seek(5)
    # α = 0.1 leaves 1/15 of the way at each step, 0.05 half of it, 0.01 nine tenths.
    said = [f"place {place}" for place in (3, 1)]
    assert [row(window, slot).figures.accessibleName().split(":")[0] for slot in (0, 1)] == said
    assert [trail(window, slot).name.toPlainText() for slot in (0, 1)] == ["α = 0.01", "α = 0.1"]
    click(window, "race")
    assert trail(window, 0).name.toPlainText() == ""
    assert not trail(window, 0).name.isVisible()  # its box would be seen
    assert row(window, 0).figures.accessibleName().startswith("cost")


def test_in_a_race_no_name_is_written_over_another(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.05, 0.051, 0.052)
    set_rate(window, 0.053)
    run_to_the_end(window, qtbot)
    start_race(window, "steps")
    window.player.pause()
    window.player.seek(1)
    names = [trail(window, slot).name.sceneBoundingRect() for slot in range(3)]
    own = window.views["cost-curve"].caption.item.sceneBoundingRect()  # type: ignore[attr-defined]
    for one, other in combinations([*names, own], 2):
        shared = one & other
        assert shared.width() < 1 or shared.height() < 1


def test_where_a_race_hurries_balls_move_at_once_and_their_lines_in_turn(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(window, qtbot, 0.01, 0.02, 0.03)
    set_rate(window, 0.05)
    run_to_the_end(window, qtbot)
    start_race(window, "steps")
    window.player.seek(2)
    monkeypatch.setattr("gdviz.ui.in_turn.perf_counter", count().__next__)  # time flies

    def shown(position: int, *, hurried: bool) -> tuple[list[bool], list[int]]:
        """Return which paths end at their balls, and how many losses each curve leads through."""
        frame = replace(window.player.shown, position=position, hurried=hurried)
        compare(window).follow_frame(frame)
        for _view in range(2 * len(window.all_views.shown) if hurried else 1):
            window.all_views.show_frame(replace(frame, fleeting=hurried))
        rates = 0.01, 0.02, 0.03
        balls = [ball(window, slot) for slot in range(3)]
        assert balls == pytest.approx([descent(rate, position) for rate in rates], rel=1e-12)
        ends = [trail(window, slot).path.line.points[-1][0] for slot in range(3)]
        return [end == at for end, at in zip(ends, balls, strict=True)], [
            len(losses(window, slot).points) for slot in range(3)
        ]

    assert shown(4, hurried=True) == ([True, False, False], [5, 3, 3])
    assert shown(6, hurried=True) == ([False, True, False], [5, 7, 3])
    assert shown(8, hurried=False) == ([True, True, True], [9, 9, 9])


def test_a_race_goes_on_when_the_run_that_is_played_has_ended(
    window: MainWindow, qtbot: QtBot
) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.3)
    run_to_the_end(window, qtbot)
    length = len(window.player.trace)
    assert length < 100
    moments: list[tuple[int, float]] = []
    window.player.frame.connect(lambda frame: moments.append((frame.position, ball(window, 0))))
    choose(window, "race_by", "steps")
    window.player.speed = 50.0  # so that no delay of a busy machine covers the rest of the race
    with qtbot.waitSignal(window.player.finished, timeout=60_000) as finished:
        click(window, "race")
    assert finished.args == [Outcome.DIVERGED]
    assert window.player.at_end
    assert moments[-1] == (length, pytest.approx(descent(0.01, 100), rel=1e-12))
    under_way = [w for position, w in moments if position == length]
    assert len(under_way) > 1  # it did not jump
    assert moments[0] == (0, 1.0)


def test_the_timeline_is_the_whole_race(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.3)
    run_to_the_end(window, qtbot)
    start_race(window, "steps")
    window.player.pause()
    window.player.seek(60)
    assert window.player.position == len(window.player.trace)
    assert ball(window, 0) == pytest.approx(descent(0.01, 60), rel=1e-12)
    window.player.step_back()
    assert ball(window, 0) == pytest.approx(descent(0.01, 59), rel=1e-12)
    window.player.seek(1000)
    assert ball(window, 0) == pytest.approx(descent(0.01, 100), rel=1e-12)


def test_a_race_can_be_ended_and_run_again(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.3)
    run_to_the_end(window, qtbot)
    with qtbot.waitSignal(window.player.finished):
        start_race(window, "steps")
    with qtbot.waitSignal(window.player.finished):
        click(window, "race")  # from the start again
    click(window, "race")
    window.player.pause()
    window.player.seek(50)
    click(window, "race")
    assert not compare(window).racing
    assert window.player.shown.beyond == 0
    assert ball(window, 0) == pytest.approx(descent(0.01, 100), rel=1e-12)


def test_a_new_run_ends_the_race_and_a_reset_does_not(window: MainWindow, qtbot: QtBot) -> None:
    keep(window, qtbot, 0.01)
    set_rate(window, 0.02)
    run_to_the_end(window, qtbot)
    start_race(window, "steps")
    click(window, "reset")
    assert compare(window).racing
    assert ball(window, 0) == 1.0
    set_rate(window, 0.05)
    assert not compare(window).racing
    assert ball(window, 0) == pytest.approx(descent(0.01, 100), rel=1e-12)
    assert window.player.until == 0


def test_hidden_runs_do_not_race(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "algorithm", "sgd")
    keep(window, qtbot, 0.02)
    choose(window, "algorithm", "gradient-descent")
    run_to_the_end(window, qtbot)
    find(window, QCheckBox, "kept_show_0").click()
    assert not find(window, QAbstractButton, "race").isEnabled()
    find(window, QCheckBox, "kept_show_0").click()
    start_race(window, "steps")
    assert window.player.until == 300
    find(window, QCheckBox, "kept_show_0").click()
    assert window.player.until == 100
