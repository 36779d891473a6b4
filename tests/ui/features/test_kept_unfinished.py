"""Runs kept half way: they are finished in the background."""

import threading
from collections.abc import Generator
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome, configure, record, run
from gdviz.core.runs.block import Block
from gdviz.playback.beside import MOST_AHEAD
from gdviz.ui import MainWindow
from gdviz.ui.widgets.card import Note
from gdviz.ui.widgets.fields import NumberField
from tests.ui.driving import click, find, run_to_the_end
from tests.ui.keeping import ball, compare, descent, row, set_rate


def test_a_run_kept_half_way_is_finished_in_the_background(
    window: MainWindow, qtbot: QtBot
) -> None:
    epochs = 2 * MOST_AHEAD  # more than the player looks ahead to
    find(window, NumberField, "epochs").setValue(epochs)
    window.player.seek(5)
    qtbot.waitUntil(lambda: window.player.position == 5)
    click(window, "keep_run")
    kept = compare(window).traces[0]
    assert kept.outcome is None
    writers: set[int] = set()
    extend = kept.extend

    def watched(block: Block) -> None:
        writers.add(threading.get_ident())
        extend(block)

    kept.extend = watched  # type: ignore[method-assign]
    set_rate(window, 0.1)
    qtbot.waitUntil(lambda: kept.outcome is not None)
    np.testing.assert_array_equal(kept.w, record(configure(epochs=epochs)).w)
    assert writers
    assert threading.get_ident() not in writers
    qtbot.waitUntil(lambda: row(window, 0).outcome.text() == "converged")
    assert ball(window, 0) == pytest.approx(descent(0.01, epochs), rel=1e-12)


def test_several_are_finished_while_another_plays(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(3000)
    for rate in (0.001, 0.002, 0.003):
        click(window, "reset")
        set_rate(window, rate)
        window.player.seek(20)
        qtbot.waitUntil(lambda: window.player.position == 20)
        click(window, "keep_run")
    click(window, "reset")
    set_rate(window, 0.004)
    run_to_the_end(window, qtbot)
    runs = compare(window).traces
    qtbot.waitUntil(lambda: all(kept.outcome is not None for kept in runs))
    for kept in runs:
        np.testing.assert_array_equal(kept.w, record(kept.config).w)


def test_the_window_can_be_closed_while_runs_are_being_finished(
    window: MainWindow, qtbot: QtBot
) -> None:
    find(window, NumberField, "epochs").setValue(1_000_000)
    click(window, "keep_run")
    trace = compare(window).traces[0]
    set_rate(window, 0.1)
    qtbot.waitUntil(lambda: len(trace) > 1000)
    assert window.close()


def test_one_that_is_removed_is_computed_no_further(window: MainWindow, qtbot: QtBot) -> None:
    find(window, NumberField, "epochs").setValue(1_000_000)
    click(window, "keep_run")
    trace = compare(window).traces[0]
    set_rate(window, 0.1)
    qtbot.waitUntil(lambda: len(trace) > 100)
    click(window, "kept_remove_0")
    find(window, NumberField, "epochs").setValue(100)
    run_to_the_end(window, qtbot)  # by then the worker has done what it was asked before
    length = len(trace)
    click(window, "reset")
    run_to_the_end(window, qtbot)
    assert len(trace) == length < 1_000_000


def test_one_that_breaks_off_is_named_with_the_reason_and_the_next_is_finished(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = 0

    def breaking(changes: Any, after: Any, most: int) -> Generator[Block, None, Outcome]:
        nonlocal attempts
        config = changes[-1][1]
        if config.algorithm.learning_rate == 0.05:
            if after is None:
                yield next(run(config, after, most)).cut(5)
            attempts += 1
            raise ArithmeticError("no gradient here")
        return (yield from run(config, after, most))

    monkeypatch.setattr("gdviz.playback.writer.run_through", breaking)
    for rate in (0.05, 0.02):
        set_rate(window, rate)
        window.player.seek(2)
        qtbot.waitUntil(lambda: window.player.position == 2)
        click(window, "keep_run")
    broken, whole = compare(window).traces
    set_rate(window, 0.1)
    qtbot.waitUntil(lambda: whole.outcome is Outcome.CONVERGED)
    click(window, "in_compare")
    note = find(window, Note, "compare_note")
    qtbot.waitUntil(lambda: note.text() != "")
    assert "“α = 0.05” broke off: ArithmeticError: no gradient here." in note.text()
    assert note.isVisible()
    assert (len(broken), broken.outcome) == (5, None)
    window.set_language("zh")
    assert "“α = 0.05”中断了：ArithmeticError: no gradient here。" in note.text()
    tried = attempts
    set_rate(window, 0.2)  # what is said stays true, and is not tried again
    run_to_the_end(window, qtbot)
    assert "α = 0.05" in note.text()
    assert attempts == tried > 0
    click(window, "kept_remove_0")
    assert not note.text()
