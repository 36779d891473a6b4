"""A picture of a run that nobody sees is what a window of that size would show."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.parameters import InputError
from gdviz.export.session import open_session, write_session
from gdviz.ui import MainWindow
from gdviz.ui.render.offscreen import Asked, render
from gdviz.ui.render.taking import Wanted
from tests.ui.render.reading import pixels


def test_it_is_what_a_window_shows_to_the_pixel(window: MainWindow, qtbot: QtBot) -> None:
    window.player.seek(12)
    qtbot.waitUntil(lambda: window.player.position == 12 and len(window.player.trace) == 100)
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    size = window.width(), window.height()
    asked = Asked(configure(), step=12, wanted=Wanted(size=size))
    assert (pixels(QImage.fromData(render(asked))) == pixels(window.grab().toImage())).all()


def test_a_session_is_rendered_where_it_was_left(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.show_run(configure("rosenbrock"))
    qtbot.waitUntil(lambda: len(window.player.trace) > 40)
    window.player.seek(40)
    path = tmp_path / "left.gdviz"
    path.write_text(write_session(window.state(), tmp_path), "utf-8")
    asked = Asked(state=open_session(path), view="numbers", wanted=Wanted("svg"))
    assert b">0." in render(asked)
    assert b"epoch 40<" in render(asked)


@pytest.mark.parametrize("view", ["surface", "graph"])
def test_what_is_not_seen_at_first_is_brought(view: str) -> None:
    config = configure("rosenbrock" if view == "surface" else "linear", epochs=20)
    assert len(render(Asked(config, view=view, wanted=Wanted("svg")))) > 4000


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(configure(), view="contours"), "there are: window, run, code"),
        (Asked(configure(), wanted=Wanted(theme="pink")), "choose from: light, dark"),
        (Asked(configure(), step=101), "from 0 to 100, not 101"),
    ],
)
def test_what_there_is_not_is_said(asked: Asked, said: str) -> None:
    with pytest.raises(InputError, match=said):
        render(asked)
