"""What is shown while the worker is slow: nothing that is no longer so."""

import threading
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome
from gdviz.core.runs.block import Block
from gdviz.core.runs.run import run_through
from gdviz.ui import MainWindow
from gdviz.ui.views.arithmetic.view import ArithmeticView
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import choose, click, find


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The worker takes a step only while this is set."""
    opened = threading.Event()
    opened.set()

    def gated(*asked: Any) -> Generator[Block, None, Outcome]:
        blocks = run_through(*asked)
        while True:
            assert opened.wait(20)
            try:
                yield next(blocks)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]

    monkeypatch.setattr("gdviz.playback.writer.run_through", gated)
    yield opened
    opened.set()


def arithmetic(window: MainWindow) -> str:
    view = window.views["arithmetic"]
    assert isinstance(view, ArithmeticView)
    return view.sheet.toPlainText().replace("\xa0", " ").replace("\u2007", "")


def in_the_middle(window: MainWindow, qtbot: QtBot, algorithm: str) -> None:
    choose(window, "algorithm", algorithm)
    for number in range(1, 6):
        click(window, "step_forward")
        qtbot.waitUntil(lambda reached=number: window.player.position == reached)
    qtbot.waitUntil(lambda: window.player.shown.known)


@pytest.mark.parametrize("algorithm", ["gradient-descent", "mini-batch", "sgd"])
def test_another_rate_in_mid_run_is_the_one_that_is_written_out(
    gate: threading.Event, window: MainWindow, qtbot: QtBot, algorithm: str
) -> None:
    in_the_middle(window, qtbot, algorithm)
    assert "0.01" in arithmetic(window)
    epoch, banner = (find(window, QLabel, "epoch").text(), window.views["numbers"].banner)
    gate.clear()
    find(window, NumberField, "learning_rate").setValue(0.0625)
    assert window.player.position == 5
    qtbot.waitUntil(lambda: not arithmetic(window))
    assert banner.text() == "This step is not known yet."
    assert find(window, QLabel, "epoch").text() == epoch
    gate.set()
    qtbot.waitUntil(lambda: "0.0625" in arithmetic(window))
    step = window.player.shown.step
    assert step is not None
    written = float(arithmetic(window).rpartition("=")[2].replace("−", "-"))
    assert written == pytest.approx((step.w - 0.0625 * step.gradient)[0], abs=1e-3)
    assert banner.text() not in ("", "This step is not known yet.")


def test_what_is_written_stays_while_the_next_is_near(window: MainWindow, qtbot: QtBot) -> None:
    in_the_middle(window, qtbot, "gradient-descent")
    written: list[str] = []
    window.player.frame.connect(lambda _frame: written.append(arithmetic(window)))
    find(window, NumberField, "learning_rate").setValue(0.0625)
    qtbot.waitUntil(lambda: "0.0625" in arithmetic(window))
    assert all(written)
