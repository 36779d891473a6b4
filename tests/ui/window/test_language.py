"""A language that is chosen is spoken everywhere: as by a window that has spoken no other."""

from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from gdviz import i18n
from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.theme import LIGHT


def said(window: MainWindow) -> list[tuple[str, str, str]]:
    """What labels and buttons say, each with its name and its help."""
    kinds = (QLabel, QAbstractButton)
    found = [one for kind in kinds for one in window.findChildren(kind) if one.isVisible()]
    return sorted((one.objectName(), one.text(), one.toolTip()) for one in found)


def test_all_is_said_as_in_a_window_that_spoke_it_from_the_start(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.set_language("zh")
    i18n.set_language("zh")
    other = MainWindow(theme=LIGHT)
    qtbot.addWidget(other)
    other.show()
    for problem in ("linear", "himmelblau", "net"):
        for one in (window, other):
            one.show_run(configure(problem))
        qtbot.waitUntil(lambda: all(len(one.player.trace) > 0 for one in (window, other)))
        qtbot.waitUntil(lambda: said(window) == said(other))
    assert len(said(window)) > 20
