"""What comes from outside stands as it is written: a name is never taken for HTML."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.core.problems.data import Source
from gdviz.core.problems.expression import Expression
from gdviz.core.problems.own_data import DataChoice
from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from gdviz.ui.application.app import make_window
from gdviz.ui.application.faults.dialog import FaultDialog
from gdviz.ui.features.lessons import feature
from gdviz.ui.features.own_data.dialog import DataDialog
from gdviz.ui.features.own_data.feature import OwnData
from gdviz.ui.theme import LIGHT
from gdviz.ui.window.memory import Memory
from tests.ui.driving import choose, click, entries, find

ROOT = Path(gdviz.__file__).parent

PLANTED = "<b>x<img src=nowhere.png>"
"""As far as a file's name can be HTML: it has no slash."""

LESSON = f"""\
order = 1
title = {{ en = "{PLANTED}", zh = "{PLANTED}" }}
goal = {{ en = "{PLANTED}", zh = "{PLANTED}" }}
question = {{ en = "{PLANTED}", zh = "{PLANTED}" }}
answer = {{ en = "{PLANTED}", zh = "{PLANTED}" }}

[settings]
learning_rate = 0.05

[[steps]]
text = {{ en = "{PLANTED}", zh = "{PLANTED}" }}
look_for = {{ en = "{PLANTED}", zh = "{PLANTED}" }}
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no file can have such a name")


def texts() -> Iterator[tuple[str, bool]]:
    """Yield each text of a label and each help that has what was planted, and if it is HTML."""
    for widget in QApplication.allWidgets():
        # As Qt has it: a label may set a plain text as HTML itself.
        if isinstance(widget, QLabel) and "nowhere.png" in (text := QLabel.text(widget)):
            form = QLabel.textFormat(widget)
            guessed = form == Qt.TextFormat.AutoText and Qt.mightBeRichText(text)
            yield text, (guessed or form == Qt.TextFormat.RichText) and PLANTED in text
        helps = [widget.toolTip(), widget.whatsThis(), widget.statusTip()]
        helps += [action.toolTip() for action in widget.findChildren(QAction)]
        for text in helps:
            if "nowhere.png" in text:
                yield text, PLANTED in text


def assert_plain(least: int = 1) -> None:
    """Assert that it stands somewhere, and as it was written wherever it does."""
    found = list(texts())
    assert len(found) >= least
    assert not [text for text, html in found if html]


def test_the_planted_text_would_be_taken_for_html(qtbot: QtBot) -> None:
    label = QLabel(PLANTED)
    label.setToolTip(PLANTED)
    qtbot.addWidget(label)
    assert [html for _text, html in texts()] == [True, True]


def test_a_lesson(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "planted.toml").write_text(LESSON, "utf-8")
    (tmp_path / f"{PLANTED}.toml").write_text(LESSON.replace("0.05", "50"), "utf-8")
    monkeypatch.setattr(feature, "load_lessons", lambda **given: load_lessons(tmp_path, **given))
    window = MainWindow(theme=LIGHT)
    qtbot.addWidget(window)
    entry, broken = (a for a in entries(window, "lessons") if "nowhere.png" in a.text())
    entry.trigger()
    assert window.menuBar().cornerWidget().text() == f"Lesson 1 of 1 · {PLANTED}"
    broken.trigger()
    assert "nowhere.png" in broken.toolTip()
    assert_plain(least=8)  # corner, title, five texts, the box, and both entries' tips
    find(window, QMessageBox, "").close()


def test_a_kept_run(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "keep_run")
    name = find(window, QLineEdit, "kept_name_0")
    name.edit()  # type: ignore[attr-defined]
    name.clear()
    qtbot.keyClicks(name, PLANTED)
    qtbot.keyClick(name, Qt.Key.Key_Return)
    choose(window, "problem", "plateau")  # on which the run is not drawn, and its tip says why
    assert_plain()


def test_the_settings_file(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / PLANTED / "settings.json"
    path.parent.mkdir()
    path.write_text("{", "utf-8")
    window = make_window(Memory(path))
    qtbot.addWidget(window)
    assert_plain()
    find(window, QMessageBox, "").close()


def test_an_error(window: MainWindow) -> None:
    dialog = FaultDialog(PLANTED, PLANTED, PLANTED, Path(PLANTED), window)
    dialog.open()
    assert_plain(least=3)
    dialog.close()


@pytest.mark.parametrize("second", ["2", PLANTED])
def test_a_file_of_data(window: MainWindow, qtbot: QtBot, tmp_path: Path, second: str) -> None:
    path = tmp_path / f"{PLANTED}.csv"
    path.write_text(f"{PLANTED},{PLANTED}y\n1,1\n{second},3\n3,2\n", "utf-8")
    own_data = window.features[OwnData.id]
    assert isinstance(own_data, OwnData)
    own_data.open_data(DataChoice(Source(path)))
    dialog = window.findChild(DataDialog)
    assert dialog is not None
    status = dialog.findChild(QLabel, "data_status")
    assert status is not None
    said = "rows" if second == "2" else "line 3"
    qtbot.waitUntil(lambda: said in status.text(), timeout=20_000)
    assert_plain()
    if second == "2":
        dialog.accept()
        assert window.views["data"].plot.x_axis.label.toPlainText().strip() == PLANTED
        assert not [html for _text, html in texts() if html]
    dialog.close()


def test_a_typed_function(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "problem", Expression.id)
    field = find(window, QLineEdit, "function")
    field.clear()
    qtbot.keyClicks(field, PLANTED)
    assert not [html for _text, html in texts() if html]


ONLY_IN = {
    "QLabel(": set(),
    "(QLabel)": {"label.py", "folding.py"},  # both take a text for plain
    "QMessageBox(": {"message.py"},
    "QMessageBox.warning": set(),
    # These have no text but the program's own.
    ".setToolTip(": {"tips.py"},
}


@pytest.mark.parametrize("made", ONLY_IN)
def test_what_could_be_taken_for_html_is_made_in_one_place(made: str) -> None:
    files = [file for file in (ROOT / "ui").rglob("*.py") if made in file.read_text("utf-8")]
    assert {file.name for file in files} <= ONLY_IN[made]
