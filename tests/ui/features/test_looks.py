"""The theme that follows the system, the size of everything, and looking into plots by keys."""

import json
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdviz.ui import MainWindow
from gdviz.ui.application.app import make_window
from gdviz.ui.features.looks.size import LEVELS, Size, largest
from gdviz.ui.features.sweep.panel import SweepPanel
from gdviz.ui.plots.zoom import ZoomPlot
from gdviz.ui.theme import DARK, LIGHT
from gdviz.ui.window.memory import Memory
from tests.ui.driving import action, number, trigger
from tests.ui.features.test_presenting import sizes
from tests.ui.mouse import curve

SCHEMES = Qt.ColorScheme


class System(QObject):
    """Stands for a system whose user changes between light and dark."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815 - Qt's name
    made: ClassVar["System"]

    def __init__(self) -> None:
        super().__init__()
        self.own, self.asked = SCHEMES.Light, SCHEMES.Unknown

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's name
        return self.own if self.asked == SCHEMES.Unknown else self.asked

    def setColorScheme(self, asked: Qt.ColorScheme) -> None:  # noqa: N802 - Qt's name
        before = self.colorScheme()
        self.asked = asked
        if self.colorScheme() != before:
            self.colorSchemeChanged.emit(self.colorScheme())

    def change(self, own: Qt.ColorScheme) -> None:
        self.own = own
        if self.asked == SCHEMES.Unknown:
            self.colorSchemeChanged.emit(own)

    def accessibility(self) -> QObject:
        return self


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    made = System()
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: made)
    return made


def start(qtbot: QtBot, path: Path) -> MainWindow:
    window = make_window(Memory(path))
    qtbot.addWidget(window)
    return window


def test_the_system_is_followed_until_a_theme_is_chosen(
    system: System, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    window = start(qtbot, path)
    assert window.theme == LIGHT
    assert action(window, "system").isChecked()
    system.change(SCHEMES.Dark)
    assert window.theme == DARK
    window.close()
    system.change(SCHEMES.Light)
    window = start(qtbot, path)  # what is remembered is to follow, not the last that was seen
    assert window.theme == LIGHT
    system.change(SCHEMES.Dark)
    assert window.theme == DARK
    trigger(window, "light")
    assert (window.theme, system.asked) == (LIGHT, SCHEMES.Light)  # title bars too
    system.change(SCHEMES.Light)
    system.change(SCHEMES.Dark)
    assert window.theme == LIGHT
    window.close()
    window = start(qtbot, path)
    assert window.theme == LIGHT
    assert action(window, "light").isChecked()
    trigger(window, "system")
    assert (window.theme, system.asked) == (DARK, SCHEMES.Unknown)
    trigger(window, "dark-safe")
    assert (window.theme.id, system.asked) == ("dark-safe", SCHEMES.Dark)


@pytest.mark.parametrize(
    ("screen", "least", "expected"),
    [
        ((1366, 768), (900, 500), 150),
        ((960, 540), (900, 500), 100),
        ((1920, 1080), (900, 500), 200),
        ((3840, 2160), (900, 500), 250),
        ((800, 600), (900, 500), 100),
    ],
)
def test_the_largest_size_is_what_the_screen_holds(
    screen: tuple[int, int], least: tuple[int, int], expected: int
) -> None:
    found = largest(QSize(*screen), QSize(*least))
    assert found == expected
    assert found == 100 or all(
        side * found / 100 <= room for side, room in zip(least, screen, strict=True)
    )


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a screen that holds everything in twice its size."""
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: QSize(2000, 1300))


@pytest.mark.usefixtures("wide")
def test_everything_is_larger_by_keys_and_stays_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    window = start(qtbot, path)
    qtbot.waitUntil(window.isActiveWindow)
    usual, ctrl = sizes(window), Qt.KeyboardModifier.ControlModifier
    plain = curve(window).curve.opts["pen"].widthF()
    seen = []
    for _press in LEVELS:
        QTest.keyClick(window, Qt.Key.Key_Plus, ctrl)
        seen.append(window.feature(Size).shown)
        menus = [one.text() for one in window.menus["view"].actions()]
        assert any(f"{seen[-1]} %" in text for text in menus)
    QTest.keyClick(window, Qt.Key.Key_Minus, ctrl)
    assert window.feature(Size).shown == 175
    QTest.keyClick(window, Qt.Key.Key_0, ctrl)
    assert sizes(window) == usual
    window.feature(Size).magnify(250)
    assert seen[:5] == [115, 125, 150, 175, 200]
    assert set(seen[5:]) == {200}  # there is no more room
    assert not action(window, "larger").isEnabled()
    for name, size in sizes(window).items():
        assert size == pytest.approx(2 * usual[name], rel=0.15), name
    assert curve(window).curve.opts["pen"].widthF() == 2 * plain
    assert window.minimumWidth() <= window.width() <= 2000
    window.close()
    assert json.loads(path.read_text("utf-8"))["size"] == 250
    window = start(qtbot, path)
    assert window.scale == 2
    trigger(window, "usual_size")
    assert sizes(window) == usual
    trigger(window, "smaller")
    assert window.feature(Size).shown == 85
    assert sizes(window)["word"] == 11
    trigger(window, "usual_size")
    trigger(window, "larger")
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: QSize(1024, 640))
    window.close()
    window = start(qtbot, path)  # on a smaller screen it is only shown smaller
    assert window.scale == 1
    window.close()
    assert json.loads(path.read_text("utf-8"))["size"] == 115


@pytest.mark.usefixtures("wide")
def test_what_is_presented_has_one_scale_with_the_rest(window: MainWindow) -> None:
    trigger(window, "presenter_mode")
    fitted = window.scale
    trigger(window, "larger")
    assert (window.scale, window.feature(Size).shown) == (fitted, 115)  # it is full already
    trigger(window, "presenter_mode")
    assert window.scale == pytest.approx(1.15, abs=0.01)
    trigger(window, "usual_size")
    trigger(window, "smaller")
    trigger(window, "presenter_mode")
    assert window.scale == pytest.approx(0.85 * fitted, abs=0.05)
    trigger(window, "usual_size")
    assert window.scale == fitted


def test_words_in_a_sweep_are_as_large_as_the_rest(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "open_sweep")
    panel = window.findChild(SweepPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: bool(panel.plots["curve"].texts))
    for scale in (1.0, 2.0):
        window.set_scale(scale)
        fonts = {text.textItem.font().pixelSize() for text in panel.plots["curve"].texts}
        assert fonts == {round(12 * scale)}


def test_plain_keys_look_into_plots(active: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    plots = {name: active.views[name].plot for name in ("cost-curve", "loss", "data")}  # type: ignore[attr-defined]

    def zoomed() -> set[str]:
        assert all(isinstance(plot, ZoomPlot) for plot in plots.values())
        return {name for name, plot in plots.items() if plot.zoomed}

    over: list[object] = []
    for view in active.views.values():
        monkeypatch.setattr(view, "underMouse", lambda view=view: view in over)
    QTest.keyClick(active, Qt.Key.Key_Plus)
    assert zoomed() == set(plots)
    QTest.keyClick(active, Qt.Key.Key_0)
    assert zoomed() == set()
    over.append(active.views["loss"])
    QTest.keyClick(active, Qt.Key.Key_Plus)
    assert zoomed() == {"loss"}
    QTest.keyClick(active, Qt.Key.Key_Minus)
    assert zoomed() == set()
    field = number(active, "learning_rate")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.05")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 0.05  # what is typed is typed
    assert active.scale == 1
