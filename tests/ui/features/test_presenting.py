"""What a class sees: the full screen, the presenter mode, hidden panels, reduced motion."""

from time import perf_counter
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.features.looks.motion import system_reduces_motion
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import click, find, trigger


def sizes(window: MainWindow) -> dict[str, float]:
    """Return how large a few things of every kind are."""
    curve = window.views["cost-curve"]
    return {
        "word": find(window, QLabel, "epoch").font().pixelSize(),
        "number": find(window, QLabel, "weight_value").font().pixelSize(),
        "tick": curve.plot.x_axis.style["tickFont"].pixelSize(),  # type: ignore[attr-defined]
        "mark": curve.ball.opts["size"],  # type: ignore[attr-defined]
        "line": curve.curve.opts["pen"].widthF(),  # type: ignore[attr-defined]
        "arrow": curve.arrow.point.opts["headLen"],  # type: ignore[attr-defined]
        "text": curve.caption.item.textItem.font().pixelSize(),  # type: ignore[attr-defined]
        "axis": curve.plot.y_axis.fixedWidth,  # type: ignore[attr-defined]
        "slider": find(window, QWidget, "timeline").height(),
        "field": find(window, QWidget, "smoothing").width(),
        "button": find(window, QAbstractButton, "run").sizeHint().height(),
    }


def shown(window: MainWindow) -> set[str]:
    panels = {"controls": window.controls, "transport": window.transport, **window.views}
    return {name for name, panel in panels.items() if panel.isVisibleTo(window)}


def test_f11_takes_the_whole_screen_and_escape_gives_it_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitActive(window)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen())


def test_presenting_makes_everything_large_and_leaves_what_matters(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitActive(window)
    before, panels = sizes(window), shown(window)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert shown(window) == {"cost-curve", "loss", "numbers", "arithmetic", "transport"}
    for name, size in sizes(window).items():
        assert size >= 1.5 * before[name], name
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert sizes(window) == before
    assert shown(window) == panels


def test_lines_grow_more_than_type(window: MainWindow) -> None:
    before = sizes(window)
    window.set_scale(2.0, presented=True)
    after = sizes(window)
    assert after["word"] == 2 * before["word"]
    assert after["line"] > 2 * before["line"]


@pytest.mark.parametrize(
    ("size", "language"),
    [((1024, 640), "en"), ((1024, 640), "zh"), ((1440, 900), "zh"), ((1920, 1080), "en")],
)
def test_what_is_presented_fits_the_window(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int], language: str
) -> None:
    def fits() -> bool:
        hint = window.minimumSizeHint()
        return hint.width() <= size[0] and hint.height() <= size[1]

    window.resize(*size)
    window.set_language(language)
    trigger(window, "presenter_mode")
    for _controls in ("hidden", "shown"):
        for problem in ("linear", "saddle"):
            window.show_run(configure(problem=problem, epochs=1_000_000))
            qtbot.waitUntil(fits)
            assert (window.width(), window.height()) == size
        trigger(window, "panel_controls")


def test_the_scale_follows_the_window(window: MainWindow) -> None:
    window.resize(1024, 640)
    trigger(window, "presenter_mode")
    small = window.scale
    window.resize(1920, 1080)
    assert window.scale > 1.5 * small > 1.5


def test_the_theme_and_the_language_can_change_meanwhile(window: MainWindow) -> None:
    trigger(window, "presenter_mode")
    large = sizes(window)
    trigger(window, "dark-safe")
    trigger(window, "zh")
    assert sizes(window) == large
    assert window.theme.id == "dark-safe"


def test_a_handle_brings_the_controls_back(window: MainWindow) -> None:
    handle = find(window, QAbstractButton, "show_controls")
    assert not handle.isVisible()
    trigger(window, "presenter_mode")
    assert handle.isVisible()
    assert handle.accessibleName()
    handle.click()
    assert window.controls.isVisible()
    assert not handle.isVisible()


def test_each_panel_can_be_hidden_and_shown(window: MainWindow) -> None:
    before = shown(window)
    for name in ("controls", "cost-curve", "loss", "numbers", "arithmetic", "data"):
        action = window.findChild(QAction, f"panel_{name}")
        assert action is not None
        assert action.isChecked()
        action.trigger()
        assert shown(window) == before - {name}
        assert not action.isChecked()
        action.trigger()
        assert shown(window) == before


def test_every_view_is_listed_by_its_title_in_both_languages(window: MainWindow) -> None:
    for language in ("zh", "en"):
        window.set_language(language)
        for name, view in window.views.items():
            action = window.findChild(QAction, f"panel_{name}")
            assert action is not None
            assert action.text() == view.title.text() != ""


def test_a_hidden_panel_stays_hidden_over_another_problem(window: MainWindow) -> None:
    trigger(window, "panel_data")
    window.show_run(configure(problem="parabola"))
    window.show_run(configure())
    assert "data" not in shown(window)


def test_a_panel_that_is_shown_again_shows_the_step_of_now(
    window: MainWindow, qtbot: QtBot
) -> None:
    trigger(window, "panel_numbers")
    window.player.seek(40)
    qtbot.waitUntil(lambda: window.player.position == 40)
    assert find(window, QLabel, "epoch").text() == "epoch 0"
    trigger(window, "panel_numbers")
    assert find(window, QLabel, "epoch").text() == "epoch 40"


def settled(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.player.frame):
        click(window, "reset")
    for layout in (window.cards, *window.columns.values()):
        layout.activate()
    window.centralWidget().layout().activate()


def edges(window: MainWindow, name: str) -> tuple[int, int]:
    view = window.views[name]
    left = view.mapTo(window, view.rect().topLeft()).x()
    return left, window.width() - left - view.width()


def test_what_is_left_takes_the_room(window: MainWindow, qtbot: QtBot) -> None:
    window.set_hidden({"controls", "numbers", "arithmetic", "data"})
    settled(window, qtbot)
    assert edges(window, "loss")[1] < 20
    window.set_hidden({"controls", "cost-curve", "loss", "arithmetic"})
    settled(window, qtbot)
    assert max(edges(window, "data")) < 50
    window.set_hidden(())
    settled(window, qtbot)
    assert edges(window, "data")[0] > window.width() / 2


def frame_times(window: MainWindow, qtbot: QtBot) -> list[float]:
    find(window, NumberField, "epochs").setValue(60)
    times: list[float] = []
    window.player.frame.connect(lambda _frame: times.append(perf_counter()))
    window.player.speed = 100.0
    with qtbot.waitSignal(window.player.finished):
        click(window, "run")
    return times


def test_reduced_motion_redraws_a_few_times_a_second(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "reduced_motion")
    times = frame_times(window, qtbot)
    assert window.player.position == 60
    assert len(times) <= (times[-1] - times[0]) / 0.25 + 3


def test_without_it_a_run_is_drawn_as_it_goes(window: MainWindow) -> None:
    trigger(window, "reduced_motion")
    trigger(window, "reduced_motion")
    assert window.player.rest_ms == 0


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        (SimpleNamespace(), False),  # before Qt 6.10
        (SimpleNamespace(accessibility=lambda: Hints(None)), False),  # before Qt 6.12
        (SimpleNamespace(accessibility=lambda: Hints("NoPreference")), False),
        (SimpleNamespace(accessibility=lambda: Hints("ReducedMotion")), True),
    ],
)
def test_what_the_system_asks_for_is_heard(
    monkeypatch: pytest.MonkeyPatch, hints: SimpleNamespace, expected: bool
) -> None:
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: hints)
    assert system_reduces_motion() is expected


class Hints:
    """Stands for Qt's, whose `motionPreference` an older Qt does not know."""

    def __init__(self, preference: str | None) -> None:
        self.preference = preference and SimpleNamespace(name=preference)

    def property(self, name: str) -> object:
        return {"motionPreference": self.preference}[name]


def test_nothing_else_moves(window: MainWindow) -> None:
    assert not any(QApplication.isEffectEnabled(effect) for effect in Qt.UIEffect)


def test_closed_while_one_presents_nothing_is_drawn_anew_and_all_is_shown_again(
    window: MainWindow,
) -> None:
    trigger(window, "presenter_mode")
    large, hidden = window.scale, window.hidden
    window.close()
    assert "controls" in hidden
    assert "controls" not in window.hidden
    assert window.scale == large
