"""What a class answered, from files that the window itself has saved."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gdviz.core.telling.lessons import load_lesson
from gdviz.core.telling.lessons.answers import Answer
from gdviz.core.telling.lessons.facts import facts_of
from gdviz.export.session import write_session
from gdviz.ui import MainWindow
from gdviz.ui.features.lessons.guesses.dialog import GuessesDialog
from gdviz.ui.features.lessons.parts import Answers
from gdviz.ui.theme import THEMES
from gdviz.ui.widgets.label import Label
from tests.ui.driving import trigger

HEAD = """\
order = 1
title = { en = "A & B", zh = "甲与乙" }
goal = { en = "Goal.", zh = "目标。" }
[settings]
problem = "double-well"
epochs = 5
"""
STEP = """
[[steps]]
text = { en = "Look.", zh = "看。" }
%s
[steps.ask]
text = { en = "What?", zh = "什么？" }
why = { en = "So.", zh = "因此。" }
"""
KINDS = {
    "place": 'kind = "place"\nanswer = "w[-1]"',
    "map": 'kind = "place"\nanswer = ["w1[-1]", "w2[-1]"]',
    "number": 'kind = "number"\nanswer = "cost[0]"',
    "share": 'kind = "share"\nanswer = "50"',
    "choice": """kind = "choice"
options = [
    { text = { en = "<left>", zh = "左" }, right = true },
    { text = { en = "right", zh = "右" } },
]""",
}
SETTINGS = {"map": '[steps.settings]\nproblem = "saddle"'}
PAGES = {kind: page for page, kind in enumerate(KINDS, 1)}

Show = Callable[[Sequence[Path]], GuessesDialog]


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "class.toml"
    steps = [STEP % SETTINGS.get(kind, "") + ask for kind, ask in KINDS.items()]
    path.write_text(HEAD + "\n".join(steps), "utf-8")
    return path


@pytest.fixture
def handed_in(window: MainWindow, lesson: Path) -> list[Path]:
    """Return what three students have saved: the first said what is right."""
    loaded, saved = load_lesson(lesson), []
    truths = {page: facts_of(loaded, page).truth for page in PAGES.values()}
    for number, name in enumerate(["Ada", "", "Cem"]):
        answers = tuple(
            Answer(
                loaded.id, page, tuple(one if not number else 0.75 for one in truth), truth,
                right=not number, reason=f"reason {number}",
            )
            if page != PAGES["choice"]
            else Answer(loaded.id, page, (float(number > 0),), truth, right=not number)
            for page, truth in truths.items()
        )  # fmt: skip
        window.store.replace(Answers(answers, name))
        path = lesson.with_name(f"student {number}.gdviz")
        path.write_text(write_session(window.state(), path.parent), "utf-8")
        saved.append(path)
    window.store.replace(Answers())
    return saved


@pytest.fixture
def show(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Show:
    """Return what chooses files in the window, and returns the dialog with what is in them."""

    def shown(paths: Sequence[Path]) -> GuessesDialog:
        names = [str(path) for path in paths]
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: (names, ""))
        before = window.features["guesses"].dialog
        trigger(window, "guesses")
        qtbot.waitUntil(lambda: window.features["guesses"].dialog not in (None, before))
        found = window.features["guesses"].dialog
        assert isinstance(found, GuessesDialog)
        return found

    return shown


def words(dialog: GuessesDialog) -> str:
    return "\n".join(found.text() for found in dialog.findChildren(Label) if found.isVisible())


def choose(dialog: GuessesDialog, kind: str) -> None:
    """Choose a question in the list."""
    place = next(n for n, asked in enumerate(dialog.every) if asked.page == PAGES[kind])
    found = next(
        item
        for item in map(dialog.questions.item, range(dialog.questions.count()))
        if item.data(Qt.ItemDataRole.UserRole) == place
    )
    dialog.questions.setCurrentItem(found)


def test_who_guessed_what_and_why_is_shown_and_nothing_else_changes(
    window: MainWindow, lesson: Path, handed_in: list[Path], show: Show
) -> None:
    window.features["lessons"].open_file(lesson)
    before = window.state()
    dialog = show(handed_in)
    assert window.state() == before
    assert not dialog.isModal()
    assert [asked.page for asked in dialog.every] == list(PAGES.values())
    table = dialog.table
    rows = [[table.item(row, column).text() for column in range(4)] for row in range(3)]
    assert sorted(row[0] for row in rows) == ["Ada", "Cem", "–"]
    assert [row[2] for row in rows if row[0] == "Ada"] == ["right"]
    assert [row[3] for row in rows if row[0] == "Cem"] == ["reason 2"]
    tips = {table.item(row, 0).text(): table.item(row, 0).toolTip() for row in range(3)}
    assert "student 1.gdviz" in tips["–"]


@pytest.mark.parametrize("kind", ["place", "map", "number", "share"])
def test_a_dot_lies_where_the_guess_is_and_its_row_lights_it(
    window: MainWindow, lesson: Path, handed_in: list[Path], show: Show, kind: str
) -> None:
    window.features["lessons"].open_file(lesson)
    dialog = show(handed_in)
    choose(dialog, kind)
    asked, plot = dialog.asked, dialog.plot
    assert asked is not None
    assert plot.isVisible()
    (low, high), _heights = plot.viewRange()
    dot = plot.pixel()[0] * 12
    for point, guess in zip(plot.points, asked.placed, strict=True):
        said = guess.answer.said[0]
        assert low <= said <= high
        assert abs(point[0] - said) <= dot
    if kind != "map":  # two said the same: the dots lie on one another
        assert len({tuple(point) for point in plot.points.tolist()}) == 3
    for row in range(3):
        dialog.table.selectRow(row)
        assert plot.lit.tolist() == plot.points[row].tolist()
    dialog.table.clearSelection()
    assert plot.lit.size == 0
    assert "right" in plot.legend.texts()
    assert "It was:" in words(dialog)


def test_a_choice_is_counted_and_the_right_one_has_a_sign(
    window: MainWindow, lesson: Path, handed_in: list[Path], show: Show
) -> None:
    window.features["lessons"].open_file(lesson)
    dialog = show(handed_in)
    choose(dialog, "choice")
    assert dialog.bars.isVisible()
    shares = {said: bar.share for said, bar in dialog.bars.bars.items()}
    assert shares == {(0.0,): 0.5, (1.0,): 1.0}
    signs = [one for one in dialog.bars.findChildren(Label) if not one.pixmap().isNull()]
    assert [sign.accessibleName() for sign in signs] == ["right"]
    assert "<left>" in words(dialog)
    for theme in THEMES.values():
        dialog.restyle(theme)
        assert set(dialog.bars.bars) == set(shares)


def test_it_follows_the_language_and_stays_on_its_question(
    window: MainWindow, lesson: Path, handed_in: list[Path], show: Show
) -> None:
    window.features["lessons"].open_file(lesson)
    dialog = show(handed_in)
    choose(dialog, "choice")
    window.set_language("zh")
    assert "甲与乙 · 第 5 步" in words(dialog)
    assert "共 3 个文件" in words(dialog)
    assert dialog.table.item(0, 1).text() == "左"
    assert dialog.table.horizontalHeaderItem(0).text() == "学生"


def test_a_lesson_that_is_not_known_here_is_told_in_numbers(
    handed_in: list[Path], show: Show
) -> None:
    dialog = show(handed_in)
    assert "class · Step 1" in words(dialog)
    assert "Open its file" in words(dialog)
    assert dialog.table.rowCount() == 3
    assert not dialog.plot.isVisible()


def test_files_that_cannot_be_used_are_named_and_the_others_shown(
    handed_in: list[Path], show: Show, tmp_path: Path
) -> None:
    broken, strange = tmp_path / "broken.gdviz", tmp_path / "strange.gdviz"
    broken.write_text("hello")
    state = {"answers": {"answers": [{"lesson": "class", "page": "one"}], "by": ""}}
    strange.write_text(write_session(state, tmp_path))
    dialog = show([broken, *handed_in, strange, tmp_path / "gone.gdviz"])
    for name in ("broken.gdviz", "strange.gdviz", "gone.gdviz"):
        assert f"{name} cannot be opened: " in words(dialog)
    assert len(dialog.every[0].guesses) == 3


def test_all_is_copied_for_a_spreadsheet(handed_in: list[Path], show: Show) -> None:
    dialog = show(handed_in)
    QTest.mouseClick(dialog.copy_every, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 1 + 3 * len(KINDS)
    QTest.mouseClick(dialog.copy_one, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 1 + 3
    assert {line.split("\t")[3] for line in lines[1:]} == {"Ada", "", "Cem"}


def test_without_an_answer_it_says_what_to_do(
    window: MainWindow, show: Show, tmp_path: Path
) -> None:
    path = tmp_path / "empty.gdviz"
    path.write_text(write_session(window.state(), tmp_path), "utf-8")
    dialog = show([path])
    assert "There are no answers in these files" in words(dialog)
    assert not dialog.copy_every.isEnabled()


def test_choosing_again_and_closing_the_window_leave_no_dialog(
    window: MainWindow, handed_in: list[Path], show: Show
) -> None:
    first = show(handed_in[:1])
    second = show(handed_in)
    assert first is not second
    assert [one for one in window.findChildren(GuessesDialog) if one.isVisible()] == [second]
    window.close()
    assert window.features["guesses"].dialog is None
