"""How long an epoch takes, measured in the window on so few samples that nobody waits."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gdviz.core.numbers import format_seconds
from gdviz.core.runs.timing import SIZES, time_epochs
from gdviz.ui import MainWindow
from gdviz.ui.features.compare import timing_dialog
from gdviz.ui.features.compare.timing_dialog import TimingDialog
from gdviz.ui.widgets.label import Label
from tests.ui.driving import click, find, trigger


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure on few samples, under the names of many."""

    def measure() -> object:
        for now in time_epochs((64, 128), 3):
            renamed = dict(zip((64, 128), SIZES, strict=True))
            yield timing_dialog.Timings(
                now.share,
                {way._replace(samples=renamed[way.samples]): t for way, t in now.took.items()},
                {(renamed[samples], size): t for (samples, size), t in now.trainings.items()},
            )

    monkeypatch.setattr(timing_dialog, "time_epochs", measure)


def opened(window: MainWindow, qtbot: QtBot) -> TimingDialog:
    dialog = window.findChild(TimingDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.timings is not None and dialog.timings.share == 1)
    return dialog


@pytest.mark.usefixtures("few")
def test_it_shows_median_and_spread_and_says_whose_they_are(
    window: MainWindow, qtbot: QtBot
) -> None:
    click(window, "in_compare")
    click(window, "time_epoch_button")
    dialog = opened(window, qtbot)
    assert dialog.timings is not None
    texts = [part.text() for part in dialog.findChildren(Label)]
    for way, took in dialog.timings.took.items():
        if way.samples == SIZES[-1]:
            assert format_seconds(took.median) in texts
            assert " to ".join(map(format_seconds, took.spread)) in texts
    assert any("Times of this computer" in text for text in texts)
    before = list(texts)
    find(window, QPushButton, f"timing_{SIZES[0]}").click()
    assert [part.text() for part in dialog.findChildren(Label)] != before
    dialog.accept()


@pytest.mark.usefixtures("few")
def test_a_page_of_a_lesson_offers_it(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window, "mini-batch")
    for _page in range(5):
        click(window, "lesson_next")
    find(window, QPushButton, "lesson_offer").click()
    opened(window, qtbot).accept()


def test_it_is_stopped_and_closed_in_the_middle(window: MainWindow) -> None:
    trigger(window, "time_epoch")
    again = find(window, QPushButton, "timing_again")
    assert again.text() == "Stop"
    again.click()
    assert again.text() == "Measure again"
    again.click()
    window.close()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1.5e-5, "15 µs"), (1.234e-3, "1.2 ms"), (0.4567, "457 ms"), (13.9, "14 s"), (0.0, "0 µs")],
)
def test_a_duration_has_the_unit_that_makes_it_readable(seconds: float, said: str) -> None:
    assert format_seconds(seconds).replace("\u00a0", " ") == said
