"""Pictures taken away from the window: saved, copied, printed, and the window as it was."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton

from gdviz.i18n import current_language
from gdviz.ui import MainWindow
from gdviz.ui.features.files.pictures import Pictures
from gdviz.ui.features.files.pictures.dialog import PictureDialog
from gdviz.ui.features.files.pictures.printing import print_on
from gdviz.ui.render.taking import Wanted, take
from gdviz.ui.theme import DARK, LIGHT
from gdviz.ui.widgets.choice_field import ChoiceField
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import W, trigger
from tests.ui.render.reading import pixels, words_of


def asked(window: MainWindow, view: str) -> PictureDialog:
    window.feature(Pictures).ask(window.views[view])
    return window.findChildren(PictureDialog)[-1]


def part(dialog: PictureDialog, kind: type[W], name: str) -> W:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def save(dialog: PictureDialog, path: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = "" if path is None else str(path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_about: (chosen, ""))
    part(dialog, QPushButton, "save_it").click()


def test_one_is_saved_as_wanted_and_the_window_is_as_it_was(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.views["loss"].zoom(2.0)
    before = pixels(window.views["loss"].grab().toImage())
    dialog = asked(window, "loss")
    part(dialog, ChoiceField, "colours").setValue("dark")
    part(dialog, ChoiceField, "words").setValue("zh")
    part(dialog, NumberField, "width").setValue(1200)
    part(dialog, NumberField, "height").setValue(700)
    save(dialog, tmp_path / "loss", monkeypatch)
    made = QImage(str(tmp_path / "loss.png"))
    assert not made.isNull()
    assert (made.width(), made.height()) == (1200, 700)
    assert made.pixelColor(30, 350).name() == DARK.card
    assert window.theme is LIGHT
    assert current_language() == "en"
    assert (pixels(window.views["loss"].grab().toImage()) == before).all()
    again = asked(window, "loss")
    assert (again.wanted.theme, again.wanted.language) == ("dark", "zh")
    again.reject()


def test_what_stood_there_stays_where_it_comes_to_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.png"
    path.write_text("kept")
    dialog = asked(window, "loss")
    save(dialog, None, monkeypatch)  # thought better of
    save(dialog, tmp_path / "missing" / "x.png", monkeypatch)
    monkeypatch.setattr(
        "gdviz.ui.features.files.pictures.dialog.take", lambda *_of: full(path.parent)
    )
    save(dialog, path, monkeypatch)
    assert dialog.isVisible()
    boxes = window.findChildren(QMessageBox)
    assert [box.text() for box in boxes] == [
        "The picture could not be saved: No such file or directory.",
        "The picture could not be saved: No space left on device.",
    ]
    assert [one.name for one in tmp_path.iterdir()] == ["kept.png"]
    assert path.read_text() == "kept"
    for box in boxes:
        box.close()
    dialog.reject()


def full(folder: Path) -> bytes:
    raise OSError(28, "No space left on device", str(folder))


def test_what_is_meant_is_copied(active: MainWindow) -> None:
    QTest.mouseMove(active.windowHandle(), QPoint(5, 5))  # on no card
    trigger(active, "copy_picture")
    size = active.size() * 2
    assert QGuiApplication.clipboard().image().size() == size
    plot = active.views["loss"].plot  # type: ignore[attr-defined]
    entry = next(one for one in plot.menu().actions() if one.objectName() == "copy_picture_of_it")
    entry.trigger()
    assert QGuiApplication.clipboard().image().size() == active.views["loss"].size() * 2
    curve = active.views["cost-curve"]
    curve.plot.setFocus()  # type: ignore[attr-defined]
    assert QApplication.focusWidget() is not None
    trigger(active, "copy_picture")
    assert QGuiApplication.clipboard().image().size() == curve.size() * 2


def test_a_dark_window_is_printed_light(window: MainWindow, tmp_path: Path) -> None:
    window.set_theme(DARK)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    print_on(printer, window, window.views["cost-curve"])
    assert window.theme is DARK
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert {"Cost", "curve", "3.5"} <= {*words_of(printed, tmp_path)}


def test_a_window_keeps_its_shape(window: MainWindow) -> None:
    made = QImage.fromData(take(window, window, Wanted(size=(720, 100))))
    assert (made.width(), made.height()) == (720, 450)
