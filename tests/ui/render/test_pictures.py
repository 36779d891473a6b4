"""A picture is what is seen, in each format: read back by others, and the same bytes twice."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.render.pictures import image, pdf, png, svg
from gdviz.ui.theme import DARK
from tests.ui.render.reading import (
    Read,
    by_chromium,
    by_pdftoppm,
    by_rsvg,
    like,
    pixels,
    words_of,
)


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window in the middle of a run, parts of whose plots are seen that are not all."""
    window.player.seek(12)
    qtbot.waitUntil(lambda: window.player.position == 12 and len(window.player.trace) == 100)
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    for name in ("cost-curve", "loss"):
        window.views[name].zoom(3.0)
    return window


def seen(widget: QWidget) -> QImage:
    return (
        widget.window()
        .grab(widget.rect().translated(widget.mapTo(widget.window(), widget.rect().topLeft())))
        .toImage()
    )


def test_as_large_as_on_the_screen_it_is_what_is_seen_to_the_pixel(shown: MainWindow) -> None:
    for widget in (shown, shown.views["cost-curve"], shown.views["loss"]):
        assert (pixels(image(widget, widget.size())) == pixels(seen(widget))).all()


@pytest.mark.parametrize("read", [by_rsvg, by_chromium])
def test_svg_is_what_is_seen(shown: MainWindow, tmp_path: Path, read: Read) -> None:
    for name in ("cost-curve", "loss") if read is by_rsvg else ("cost-curve",):
        view = shown.views[name]
        assert like(read(svg(view, view.size(), "x"), tmp_path, view.size()), seen(view))


def test_pdf_and_finer_png_are_what_is_seen(shown: MainWindow, tmp_path: Path) -> None:
    view = shown.views["cost-curve"]
    made = pdf(view, view.size(), "x")
    assert like(by_pdftoppm(made, tmp_path, view.size()), seen(view))
    smooth = Qt.TransformationMode.SmoothTransformation
    assert like(image(view, view.size() * 2).scaled(view.size(), mode=smooth), seen(view))
    words = {*words_of(pdf(shown, shown.size(), "x"), tmp_path)}
    assert {"Loss", "gradient", "12", "−2.880", "0.214", "steps"} <= words


def test_a_map_in_chinese_and_dark_is_what_is_seen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.set_theme(DARK)
    window.set_language("zh")
    window.show_run(configure("rosenbrock"))
    view = window.views["contours"]
    qtbot.waitUntil(lambda: len(window.player.trace) > 100)
    window.player.seek(100)
    size = view.size()
    for read, made in ((by_rsvg, svg(view, size, "x")), (by_pdftoppm, pdf(view, size, "x"))):
        assert like(read(made, tmp_path, size), seen(view), few=0.01)  # strokes are many
    assert {"成本等高线", "三维"} <= {*words_of(pdf(view, size, "x"), tmp_path)}


def test_the_same_is_the_same_bytes(shown: MainWindow) -> None:
    size = QSize(700, 400)
    for write in (png, svg, pdf):
        assert write(shown.views["loss"], size, "x") == write(shown.views["loss"], size, "x")
    assert b"CreationDate (D:2000" in pdf(shown.views["loss"], size, "x")
