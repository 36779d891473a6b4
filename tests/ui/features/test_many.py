"""Many runs at once, in the real window."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from gdviz.core import RunConfig, configure, record
from gdviz.core.runs.ensembles.swarm import DIVERGED, Swarm
from gdviz.core.runs.glide import Motion
from gdviz.ui import MainWindow
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.many.panel import ManyPanel
from gdviz.ui.views.loss.view import LossPlot
from gdviz.ui.views.many_weights import LargeFit
from gdviz.ui.views.weight_view import WeightView
from gdviz.ui.widgets.choice_field import ChoiceField
from tests.ui.driving import choose, click, find, number, trigger
from tests.ui.mouse import click_at, curve

WELLS = configure("double-well", epochs=200)


def panel(window: MainWindow) -> ManyPanel:
    found = window.findChild(ManyPanel)
    assert found is not None
    return found


def swarm(window: MainWindow) -> Swarm:
    found = panel(window).swarm
    assert found is not None
    return found


def wait(window: MainWindow, qtbot: QtBot) -> Swarm:
    qtbot.waitUntil(lambda: not panel(window).running, timeout=20_000)
    return swarm(window)


def opened(window: MainWindow, qtbot: QtBot, config: RunConfig = WELLS, **options: object) -> Swarm:
    """Open the workspace with ten members of that run, and wait for them."""
    window.show_run(config)
    window.store.replace(replace(ManyOptions(members=10), **options))  # type: ignore[arg-type]
    click(window, "in_many")
    return wait(window, qtbot)


def at_step(window: MainWindow, qtbot: QtBot, step: int) -> None:
    window.player.seek(step)
    qtbot.waitUntil(lambda: window.player.position == step and window.player.shown.known)


def words(window: MainWindow) -> str:
    return panel(window).note.text()


def test_nothing_is_there_or_computed_until_it_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    assert window.findChild(ManyPanel) is None
    made = opened(window, qtbot)
    assert (len(made), made.share, panel(window).remark.text()) == (10, 1, "10 of 10")
    assert number(window, "many_members").isVisible()
    assert not number(window, "start").isVisible()
    click(window, "in_run")
    assert not panel(window).isVisible()
    assert not number(window, "many_members").isVisible()
    assert number(window, "start").isVisible()
    assert not len(curve(window).members.dots.points)


def test_the_swarm_moves_by_the_playhead(window: MainWindow, qtbot: QtBot) -> None:
    made, view = opened(window, qtbot), curve(window)
    for step in (0, 3, 200):
        at_step(window, qtbot, step)
        np.testing.assert_array_equal(view.members.dots.points[:, 0], made.at(step)[:, 0])
    at_step(window, qtbot, 3)
    gliding = replace(window.player.shown, fraction=0.5, motion=Motion.GLIDES)
    view.show_glide(gliding)
    middle = made.at(3 + gliding.stage.share)[:, 0]
    np.testing.assert_array_equal(view.members.dots.points[:, 0], middle)


def test_it_goes_on_where_the_run_shown_has_ended(window: MainWindow, qtbot: QtBot) -> None:
    config = configure("double-well", learning_rate=0.3, start=(2.2,), epochs=50)
    made = opened(window, qtbot, config)
    qtbot.waitUntil(lambda: window.player.trace.outcome is not None)
    assert len(window.player.trace) < 50
    window.player.seek(40)
    qtbot.waitUntil(lambda: window.player.position + window.player.shown.beyond == 40)
    np.testing.assert_array_equal(curve(window).members.dots.points[:, 0], made.at(40)[:, 0])
    click(window, "in_run")
    assert window.player.until == 0


def test_all_that_are_in_sight_are_drawn_whatever_was_seen_before(
    window: MainWindow, qtbot: QtBot
) -> None:
    opened(window, qtbot)
    view = curve(window)
    dots, box = view.members.dots, view.plot.plotItem.getViewBox()
    window.resize(1000, 600)
    for times in (4, 0.25):
        view.plot.zoom(times)
        assert dots.boundingRect() == box.viewRect()


def is_run(window: MainWindow, made: Swarm, member: int) -> None:
    """That member is the run, exactly, and is played; one step back leads here again."""
    config = made.ensemble.plan.member(member)
    assert window.workspace.id == "run"
    assert window.player.playing
    window.player.pause()
    shown = window.player.config
    assert (shown.start, shown.seed) == (config.start, config.seed)
    trace = record(shown)
    np.testing.assert_array_equal(trace.w[len(trace)], made.ensemble.w[member])
    trigger(window, "undo")
    assert window.workspace.id == "many"
    assert window.player.config.start != config.start
    assert swarm(window) is made
    assert not panel(window).running


@pytest.mark.parametrize("starts", ["", "normal"])
def test_a_click_on_a_member_has_it_be_the_run(
    window: MainWindow, qtbot: QtBot, starts: str
) -> None:
    made, view = opened(window, qtbot, starts=starts), curve(window)
    member = int(made.ensemble.starts[:, 0].argmin())
    x, y = view.members.dots.points[member]
    click_at(view.plot, (float(x), float(y)))
    is_run(window, made, member)


def test_so_do_the_keys(active: MainWindow, qtbot: QtBot) -> None:
    made, view = opened(active, qtbot), curve(active)
    view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view.plot, Qt.Key.Key_Period)
    order = made.ensemble.starts[:, 0].argsort().tolist()
    at = order.index(0)
    keys = (Qt.Key.Key_Right, 1) if at < 9 else (Qt.Key.Key_Left, -1)
    qtbot.keyClick(view.plot, keys[0])
    handle = view.keys.handle
    assert handle is not None
    assert handle.say().startswith(f"member {order[at + keys[1]] + 1}\n")
    qtbot.keyClick(view.plot, Qt.Key.Key_Return)
    is_run(active, made, order[at + keys[1]])


def test_with_own_seeds_a_member_has_its_own(window: MainWindow, qtbot: QtBot) -> None:
    config = configure("finite-sum", "sgd", epochs=3)
    made = opened(window, qtbot, config, starts="same")
    assert number(window, "start").isVisible()  # where they all start
    at_step(window, qtbot, 60)
    view = window.views["contours"]
    assert isinstance(view, WeightView)
    x, y = view.members.dots.points[4]
    member = view.members.near(float(x), float(y), view.pointing)
    view.members.choose(member)
    is_seeded = window.player.config.seed - config.seed
    assert is_seeded == member
    np.testing.assert_array_equal(record(window.player.config).w[60], made.ensemble.w[member])


def test_a_row_lights_its_members(window: MainWindow, qtbot: QtBot) -> None:
    made = opened(window, qtbot)
    table = panel(window).table
    assert [table.item(row, 0).text() for row in range(table.rowCount())] == [  # type: ignore[union-attr]
        "w = −1.3", "w = 1.13",
    ]  # fmt: skip
    shares = [table.item(row, 2).text().split(" ")[0] for row in (0, 1)]  # type: ignore[union-attr]
    assert sum(map(int, shares)) == 100
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    table.selectRow(1)
    assert swarm(window).lit == 1
    view = curve(window)
    other = int((made.kinds == 0).argmax())
    x, y = view.members.dots.points[other]
    near = view.members.near(float(x), float(y), view.pointing)  # what is lit goes first
    assert near < 0 or made.kinds[near] == 1


def test_another_run_begins_anew_and_another_start_does_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    made = opened(window, qtbot)
    number(window, "learning_rate").setValue(0.02)
    other = wait(window, qtbot)
    assert other is not made
    assert other.ensemble.plan.config.algorithm.learning_rate == 0.02  # type: ignore[attr-defined]
    window.controls.set_start((0.5,))
    assert swarm(window) is other
    find(window, ChoiceField, "many_starts").setValue("normal")
    near = wait(window, qtbot)
    assert number(window, "many_spread").isVisible()
    assert abs(near.ensemble.starts.mean() - 0.5) < 1
    trigger(window, "undo")
    assert window.store[ManyOptions].starts == ""


STATES: dict[str, tuple[Callable[[MainWindow], object], str]] = {
    "search": (lambda window: choose(window, "algorithm", "exhaustive"), "A search starts nowhere"),
    "rate": (lambda window: number(window, "learning_rate").setValue(1.0), "All have diverged"),
    "epochs": (lambda window: number(window, "epochs").setValue(3), "Many are still moving"),
}


@pytest.mark.parametrize("state", STATES)
def test_what_there_is_to_be_known_is_said(window: MainWindow, qtbot: QtBot, state: str) -> None:
    opened(window, qtbot, configure("linear"))
    do, said = STATES[state]
    do(window)
    qtbot.waitUntil(lambda: said in words(window))
    if state == "rate":
        assert (swarm(window).kinds == DIVERGED).all()
        assert not panel(window).histogram.isVisible()


def test_stopped_what_is_done_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    window.show_run(configure("net", epochs=300_000))
    window.store.replace(ManyOptions(members=1000))
    click(window, "in_many")
    qtbot.waitUntil(lambda: panel(window).swarm is not None and swarm(window).share > 0)
    click(window, "ends_again")
    assert not panel(window).running
    assert words(window).startswith("Stopped")
    assert 0 < swarm(window).share < 1
    find(window, QAbstractButton, "ends_again").click()
    assert panel(window).running
    click(window, "in_run")
    assert panel(window).running  # it may come to its end
    window.show_run(WELLS)
    click(window, "in_many")
    assert len(wait(window, qtbot).ensemble.plan.config.problem.weights) == 1


def test_of_a_net_the_functions_are_drawn(window: MainWindow, qtbot: QtBot) -> None:
    made = opened(window, qtbot, configure("net", hidden=2, epochs=20))
    view = window.views["fit"]
    assert isinstance(view, LargeFit)
    kind = int(made.kinds[0])
    x, y = view.learnt.curves[kind].getData()
    assert np.isnan(x).sum() == 10  # a line each
    first = np.flatnonzero(np.isnan(x))[0]
    expected = made.problem.predict(made.ensemble.starts[0], x[:first])  # type: ignore[attr-defined]
    np.testing.assert_allclose(y[:first], expected, rtol=1e-5, atol=1e-6)
    assert "10 of 10 have come to their end" in view.summary()
    at_step(window, qtbot, 20)
    moved = view.learnt.curves[kind].getData()[1][:first]
    assert not np.allclose(moved, expected)


def test_what_is_to_be_guessed_is_not_given_away(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot)
    trigger(window, "predict_mode")
    assert not len(curve(window).members.dots.points)
    trigger(window, "predict_mode")
    assert len(curve(window).members.dots.points) == 10


def test_all_of_it_is_said_in_chinese(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot)
    window.set_language("zh")
    assert panel(window).title.text() == "停在哪里"
    texts = [one.text() for one in panel(window).findChildren(QLabel) if one.isVisible()]
    assert not [text for text in texts if text.isascii() and any(map(str.isalpha, text))]
    assert "10 次中有 10 次已到终点" in curve(window).summary()


def test_the_loss_plot_has_their_costs(window: MainWindow, qtbot: QtBot) -> None:
    made = opened(window, qtbot)
    view = window.views["loss"]
    assert isinstance(view, LossPlot)
    lines = [curve.getData() for curve in view.members.curves]
    assert [int(np.isnan(x).sum()) for x, _y in lines[:2]] == np.bincount(made.kinds).tolist()
    x, y = lines[0]
    trace = record(made.ensemble.plan.member(int((made.kinds == 0).argmax())))
    frames = np.flatnonzero(np.isnan(x))[0]
    steps = x[:frames].astype(int)
    costs = made.problem.cost(trace.w[steps])
    low, high = view.plot.viewRange()[1]
    seen = (costs > low) & (costs < high)
    assert seen.sum() > 10
    np.testing.assert_allclose(y[:frames][seen], costs[seen], rtol=1e-5, atol=1e-5)
    click(window, "in_run")
    assert not any(curve.isVisible() for curve in view.members.curves)


def test_what_a_member_has_learnt_is_clicked_too(window: MainWindow, qtbot: QtBot) -> None:
    made = opened(window, qtbot, configure("net", hidden=2, epochs=20))
    view = window.views["fit"]
    assert isinstance(view, LargeFit)
    x = -0.13  # between two samples
    heights = [float(made.problem.predict(w, np.array([x]))[0]) for w in made.ensemble.starts]  # type: ignore[attr-defined]
    low, high = view.plot.viewRange()[1]
    member = next(k for k, height in enumerate(heights) if low < height < high)
    near = view.learnt.near(x, heights[member], view.pointing)
    assert heights[near] == pytest.approx(heights[member], abs=0.1)
    click_at(view.plot, (x, heights[member]))
    is_run(window, made, near)


def test_the_map_is_there_though_one_has_chosen_three_dimensions(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_run(configure("himmelblau"))
    click(window, "drawn_solid")
    opened(window, qtbot, configure("himmelblau", epochs=10))
    view = window.views["contours"]
    assert isinstance(view, WeightView)
    assert view.isVisible()
    assert len(view.members.dots.points) == 10
    click(window, "in_run")
    assert not view.isVisible()
    assert window.views["surface"].isVisible()
