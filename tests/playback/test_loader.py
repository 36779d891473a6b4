"""The loader, without a window; reading a file can be held where it is."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.cancelling import CancelledError
from gdviz.core.problems.data import Samples, Source, read_samples
from gdviz.core.problems.data import reading as module
from gdviz.core.problems.own_data import OwnRegression
from gdviz.playback.loader import Loaded, Loader, Question


@pytest.fixture
def loader() -> Iterator[Loader]:
    made = Loader()
    yield made
    made.close()


@pytest.fixture
def question(tmp_path: Path) -> Question:
    path = tmp_path / "table.csv"
    path.write_text("x,y,z\n1,2,3\n3,4,5\n4,7,8\n", "utf-8")
    return Question(Source(path, 1, 2), "affine", configure().algorithm, {})


class Reading:
    """Reads files, counts how often, and holds those of the column `held` until it is cancelled."""

    def __init__(self) -> None:
        self.count = 0
        self.held = 0
        self.begun = threading.Event()
        self.cancelled = threading.Event()

    def __call__(self, path: Path, x: Any, y: Any, progress: Any, header: Any) -> Samples:
        self.count += 1
        if y == self.held:
            self.begun.set()
            while progress(0.5):
                pass
            self.cancelled.set()
            raise CancelledError
        return read_samples(path, x, y, progress, header)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    made = Reading()
    monkeypatch.setattr(module, "read_samples", made)
    return made


def load(loader: Loader, question: Question, qtbot: QtBot) -> Loaded:
    with qtbot.waitSignal(loader.loaded) as loaded:
        loader.load(question)
    assert loaded.args is not None
    found = loaded.args[0]
    assert isinstance(found, Loaded)
    return found


def ys(loaded: Loaded) -> list[float]:
    fitted = loaded.fits.as_it_is
    assert isinstance(fitted, OwnRegression)
    return list(fitted.y)


def column(question: Question, y: int) -> Question:
    return replace(question, source=replace(question.source, y=y))


def test_a_file_is_read_and_fitted(loader: Loader, question: Question, qtbot: QtBot) -> None:
    fractions: list[float] = []
    loader.progressed.connect(fractions.append)
    found = load(loader, question, qtbot)
    assert found.n_samples == 3
    assert ys(found) == [2, 4, 7]
    assert found.standardising
    assert (fractions[0], fractions[-1]) == (0, 1)
    assert fractions == sorted(fractions)


def test_another_model_of_the_same_columns_reads_nothing_anew(
    loader: Loader, question: Question, reading: Reading, qtbot: QtBot
) -> None:
    load(loader, question, qtbot)
    load(loader, replace(question, model="linear"), qtbot)
    assert reading.count == 1
    load(loader, column(question, 3), qtbot)
    assert reading.count == 2


def test_a_cancelled_question_has_no_answer_and_what_was_read_is_let_go_of(
    loader: Loader, question: Question, reading: Reading, qtbot: QtBot
) -> None:
    load(loader, question, qtbot)
    heard: list[object] = []
    for signal in (loader.loaded, loader.failed):
        signal.connect(heard.append)
    loader.load(replace(question, model="linear"))
    loader.cancel()
    load(loader, question, qtbot)
    assert len(heard) == 1
    assert reading.count == 2


def test_a_new_question_takes_the_place_of_one_that_is_being_answered(
    loader: Loader, question: Question, reading: Reading, qtbot: QtBot
) -> None:
    heard: list[object] = []
    for signal in (loader.loaded, loader.failed):
        signal.connect(heard.append)
    reading.held = 2
    loader.load(question)
    assert reading.begun.wait(20)
    found = load(loader, column(question, 3), qtbot)
    assert reading.cancelled.is_set()
    assert ys(found) == [3, 5, 8]
    assert heard == [found]


def test_what_is_wrong_with_a_file_is_told_and_is_no_fault(
    loader: Loader, question: Question, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    question.source.path.write_text("x,y,z\n1,2,3\n3,four,5\n", "utf-8")
    with qtbot.waitSignal(loader.failed) as failed:
        loader.load(question)
    assert failed.args is not None
    assert "four" in failed.args[0]
    assert not caplog.records
    assert load(loader, column(question, 3), qtbot).n_samples == 2


def test_what_nobody_foresaw_is_told_and_logged_and_the_next_is_read(
    loader: Loader,
    question: Question,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def read(*_arguments: object) -> object:
        raise MemoryError("too large")

    with monkeypatch.context() as patched, qtbot.waitSignal(loader.failed) as failed:
        patched.setattr(module, "read_samples", read)
        loader.load(question)
    assert failed.args == ["MemoryError: too large"]
    assert [record.getMessage() for record in caplog.records] == ["The file could not be read."]
    assert load(loader, question, qtbot).n_samples == 3


def test_it_can_be_closed_while_it_reads(
    loader: Loader, question: Question, reading: Reading
) -> None:
    reading.held = 2
    loader.load(question)
    assert reading.begun.wait(20)
    loader.close()
    assert reading.cancelled.is_set()
