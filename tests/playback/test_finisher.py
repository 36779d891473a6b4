"""The finisher, without a window."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.core import Outcome, Trace, configure, record
from gdviz.playback import Player
from gdviz.playback.beside import MOST_AHEAD
from gdviz.playback.finisher import Finisher
from tests.broken import Broken

LONG = configure(epochs=1_000_000)


@pytest.fixture
def player(qapp: QApplication) -> Iterator[Player]:
    made = Player(configure(epochs=50))
    yield made
    made.close()


@pytest.fixture
def finisher(player: Player) -> Finisher:
    return Finisher(player)


def begun(rate: float, epochs: int = 3000) -> Trace:
    return Trace(configure(learning_rate=rate, epochs=epochs))


def test_all_are_computed_to_their_ends_one_after_the_other(
    finisher: Finisher, qtbot: QtBot
) -> None:
    traces = [begun(rate) for rate in (0.01, 0.05, 0.3)]
    ended: dict[Trace, Outcome] = {}  # the thread may end one that is only said to have grown
    finisher.grown.connect(
        lambda trace: ended.update({trace: trace.outcome} if trace.outcome else {})
    )
    finisher.finish(traces)
    qtbot.waitUntil(lambda: len(ended) == 3)
    assert list(ended) == traces
    assert traces[2].outcome is Outcome.DIVERGED
    for trace in traces:
        np.testing.assert_array_equal(trace.w, record(trace.config).w)


def test_it_takes_up_where_the_player_has_left_a_run(
    player: Player, finisher: Finisher, qtbot: QtBot
) -> None:
    player.show(Trace(LONG), 0)
    trace = player.trace
    finisher.finish([trace])
    player.seek(5000)
    player.show(Trace(configure()), 0)  # the thread may still be writing
    finisher.finish([trace])
    with qtbot.waitSignal(finisher.grown):
        pass
    finisher.finish([])
    computed = trace.w.copy()
    np.testing.assert_array_equal(computed, record(replace(LONG, epochs=len(computed) - 1)).w)


def test_the_run_that_is_shown_is_the_players(
    player: Player, finisher: Finisher, qtbot: QtBot
) -> None:
    other = begun(0.05)
    player.show(Trace(LONG), 0)
    qtbot.waitUntil(lambda: len(player.trace) >= MOST_AHEAD)  # so far the player looks ahead
    known = len(player.trace)
    finisher.finish([player.trace, other])
    qtbot.waitUntil(lambda: other.outcome is not None)
    assert len(player.trace) == known


def test_what_is_no_longer_given_is_computed_no_further(finisher: Finisher, qtbot: QtBot) -> None:
    dropped, other = Trace(LONG), begun(0.05)
    finisher.finish([dropped, other])
    qtbot.waitUntil(lambda: len(dropped) > 1000)
    finisher.finish([other])
    grown: list[Trace] = []
    finisher.grown.connect(grown.append)
    qtbot.waitUntil(lambda: other.outcome is not None)  # in the same thread, after the other
    length = len(dropped)
    last = begun(0.02)
    finisher.finish([last])
    qtbot.waitUntil(lambda: last.outcome is not None)
    assert len(dropped) == length < 1_000_000
    assert dropped not in grown


def test_one_that_breaks_off_tells_why_is_not_tried_again_and_the_next_is_finished(
    finisher: Finisher, qtbot: QtBot
) -> None:
    broken, other, later = Trace(replace(configure(), problem=Broken())), begun(0.05), begun(0.02)
    failures: list[tuple[Trace, str]] = []
    finisher.failed.connect(lambda trace, reason: failures.append((trace, reason)))
    finisher.finish([broken, other])
    qtbot.waitUntil(lambda: other.outcome is not None)
    finisher.finish([broken, other, later])
    qtbot.waitUntil(lambda: later.outcome is not None)
    assert failures == [(broken, "ArithmeticError: no gradient here")]
    assert finisher.broken == {broken: "ArithmeticError: no gradient here"}
    assert broken.outcome is None
    finisher.finish([other, later])
    assert not finisher.broken


def test_the_player_can_be_closed_in_mid_work(
    player: Player, finisher: Finisher, qtbot: QtBot
) -> None:
    trace = Trace(LONG)
    finisher.finish([trace])
    qtbot.waitUntil(lambda: len(trace) > 1000)
    player.close()
    length = len(trace)
    finisher.finish([begun(0.05), trace])
    assert len(trace) == length < 1_000_000
