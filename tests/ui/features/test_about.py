"""The About box says what gdviz is and how to cite it; gdviz has an icon wherever it is seen."""

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from gdviz import __version__
from gdviz.ui import MainWindow
from gdviz.ui.features.help.about_dialog import CITATION, AboutDialog
from gdviz.ui.widgets.icons import window_icon

ROOT = Path(__file__).parents[3]


@pytest.fixture
def about(active: MainWindow) -> AboutDialog:
    (action,) = (a for a in active.findChildren(QAction) if a.text() == "&About gdviz")
    action.trigger()
    dialog = active.findChild(AboutDialog)
    assert dialog is not None
    return dialog


def test_it_says_what_gdviz_is_and_what_it_is_made_with(about: AboutDialog) -> None:
    said = "\n".join(label.text() for label in about.findChildren(QLabel))
    for text in (f"gdviz {__version__}", "MIT", "Python", "Qt", "pyqtgraph", "numpy", CITATION):
        assert text in said
    links = [label for label in about.findChildren(QLabel) if label.openExternalLinks()]
    assert len(links) >= 4
    assert all('href="https://' in link.text() for link in links)


def test_the_citation_is_copied_and_escape_closes(about: AboutDialog, qtbot: QtBot) -> None:
    about.findChild(QAbstractButton, "about_copy").click()
    assert QGuiApplication.clipboard().text() == CITATION
    qtbot.keyClick(about, Qt.Key.Key_Escape)
    assert not about.isVisible()


def test_it_is_cited_as_the_file_at_the_root_says() -> None:
    cited = dict(
        re.findall(
            r'^\W*([\w-]+): "?([^"\n]+)"?$', (ROOT / "CITATION.cff").read_text("utf-8"), re.M
        )
    )
    assert cited["version"] == __version__
    assert (
        cited["license"]
        == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"]
    )
    year = re.search(r"\d{4}", (ROOT / "LICENSE").read_text("utf-8"))
    assert year is not None
    named = f"{cited['name']} ({year[0]}). {cited['title']}"
    assert f"{named} (version {__version__}) [Computer software]." == CITATION


def test_the_icon_is_drawn_in_every_size_that_is_asked_for(about: AboutDialog) -> None:
    icon = window_icon()
    for size in (16, 32, 256):
        image = icon.pixmap(size).toImage()
        assert image.width() == size
        colours = {image.pixelColor(x, y).name() for x in range(size) for y in range(size)}
        assert {"#0b63b6", "#ffb000"} <= colours  # the ground and the ball, at 16 pixels too
