"""Problems are chosen from small pictures with names, by mouse and by keys, in every window."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from gdviz.core import PROBLEMS
from gdviz.core.problems.expression import Expression
from gdviz.ui import MainWindow
from gdviz.ui.theme import THEMES
from gdviz.ui.window.controls.problem_choice.gallery import Gallery
from gdviz.ui.window.language import speak
from tests.ui.driving import choose, find

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

DOWN, UP, LEFT, RIGHT = (
    Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right
)  # fmt: skip


def opened(window: MainWindow) -> Gallery:
    find(window, QComboBox, "problem").showPopup()
    return find(window, Gallery, "gallery")


def indices(gallery: Gallery) -> list[QModelIndex]:
    model = gallery.view.model()
    return [model.index(row, 0) for row in range(model.rowCount())]


def press(gallery: Gallery, *keys: Qt.Key) -> str:
    """Press these, and return the name that is current then."""
    for key in keys:
        QTest.keyClick(gallery.view, key)
    return str(gallery.view.currentIndex().data())


def test_nothing_of_it_is_made_at_the_start(window: MainWindow) -> None:
    assert window.findChild(Gallery) is None


def test_keys_go_from_card_to_card_and_over_headings(window: MainWindow) -> None:
    gallery = opened(window)
    assert gallery.isVisible()
    assert gallery.view.currentIndex().data() == "y = wx, 3 samples"
    assert press(gallery, RIGHT, RIGHT) == "y = wx + b, 4 samples"
    assert press(gallery, UP) == "Double wells, one for each weight"
    assert press(gallery, DOWN, DOWN) == "y = sin(wx), 40 samples"
    assert press(gallery, DOWN) == "Your own function…"
    assert press(gallery, DOWN) == "Your own function…"
    assert press(gallery, Qt.Key.Key_Home, LEFT) == "Parabola"
    QTest.keyClicks(gallery.view, "rosen")
    assert gallery.view.currentIndex().data() == "Rosenbrock's valley"
    press(gallery, Qt.Key.Key_Return)
    assert not gallery.isVisible()
    assert window.player.config.problem is PROBLEMS["rosenbrock"]
    window.store.undo()
    assert window.player.config.problem is PROBLEMS["linear"]


def test_escape_leaves_all_as_it_was_and_nothing_is_remembered(window: MainWindow) -> None:
    gallery = opened(window)
    press(gallery, UP, UP, Qt.Key.Key_Escape)
    assert not gallery.isVisible()
    assert not window.store.can_undo
    assert opened(window).view.currentIndex().data() == "y = wx, 3 samples"
    gallery.hide()


def test_a_click_chooses(window: MainWindow, qtbot: QtBot) -> None:
    gallery = opened(window)
    (himmelblau,) = (at for at in indices(gallery) if "Himmelblau" in str(at.data()))
    gallery.view.scrollTo(himmelblau)
    place = gallery.view.visualRect(himmelblau).center()
    QTest.mouseClick(gallery.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not gallery.isVisible()
    assert window.player.config.problem is PROBLEMS["himmelblau"]
    (own,) = (at for at in indices(opened(window)) if "own" in str(at.data()))
    gallery.view.setCurrentIndex(own)
    press(gallery, Qt.Key.Key_Enter)
    assert isinstance(window.player.config.problem, Expression)


@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_all_of_it_can_be_seen_in_a_small_window(window: MainWindow, scale: float) -> None:
    window.setMinimumSize(1, 1)
    window.resize(900, 500)
    window.set_scale(scale)
    speak("zh")
    window.retranslate()
    gallery = opened(window)
    place = gallery.geometry()
    room = window.geometry()
    assert room.contains(place)
    across = {gallery.view.visualRect(at).left() for at in indices(gallery) if at.data()}
    assert 3 <= len(across) <= 4
    widest = max(gallery.view.visualRect(at).right() for at in indices(gallery))
    assert widest <= gallery.view.viewport().width()
    gallery.hide()


def test_a_screen_reader_hears_names_and_groups(window: MainWindow) -> None:
    gallery = opened(window)
    spoken = QAccessible.queryAccessibleInterface(gallery.view)
    assert spoken.text(QAccessible.Text.Name) == "Problem"
    cells = [spoken.child(number) for number in range(spoken.childCount())]
    names = [cell.text(QAccessible.Text.Name) for cell in cells]
    assert names[:3] == ["One weight", "Parabola", "Tilted double well"]
    assert names[-2:] == ["Your own", "Your own function…"]
    assert len(names) == len(PROBLEMS) + 1 + 4
    gallery.hide()


def test_each_has_its_own_picture_in_every_palette(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "problem", "bowl")
    window.resize(1440, 1000)
    for theme in ("light", "dark-safe"):
        window.set_theme(THEMES[theme])
        gallery = opened(window)
        gallery.grab()  # what is in sight is asked for
        qtbot.waitUntil(lambda shown=gallery: not shown.busy, timeout=20_000)
        seen = gallery.view.viewport().grab().toImage()
        pictures = []
        for at in indices(gallery):
            rect = gallery.view.visualRect(at).adjusted(10, 8, -10, -30)
            if at.data() and gallery.view.viewport().rect().contains(rect):
                piece = seen.copy(rect)  # its bytes are gone with it
                pictures.append(bytes(piece.constBits()))
        assert len(pictures) > len(PROBLEMS) - 4
        # y = wx and y = w₁w₂x fit the same samples; two saddles have the same ground.
        assert len(set(pictures)) >= len(pictures) - 2
        gallery.hide()
