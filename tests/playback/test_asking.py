"""Asking a thread: what is answered, what is dropped, what is told."""

import logging
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.core.cancelling import heed
from gdviz.playback.asking import Asker, GoOn


@pytest.fixture
def asker(qapp: QApplication) -> Iterator[Asker]:
    made = Asker("It broke off.")
    yield made
    made.close()


@pytest.fixture
def heard(asker: Asker) -> list[object]:
    """All answers and failures, as they come."""
    found: list[object] = []
    asker.answered.connect(found.append)
    asker.failed.connect(found.append)
    return found


class Endless:
    """A question that is answered until nobody wants the answer any more."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()

    def __call__(self, go_on: GoOn) -> str:
        self.begun.set()
        while go_on():
            pass
        self.ended.set()
        return "stale"


def answers(answer: object) -> Callable[[GoOn], object]:
    return lambda _go_on: answer


def fails(_go_on: GoOn) -> object:
    raise MemoryError("too large")


def test_an_answer_comes_from_another_thread_to_this_one(asker: Asker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(asker.answered) as answered:
        asker.ask(lambda _go_on: threading.get_ident())
        assert asker.waiting
    assert answered.args is not None
    assert answered.args[0] != threading.get_ident()
    assert not asker.waiting


def test_of_many_questions_only_the_last_is_answered(
    asker: Asker, heard: list[object], qtbot: QtBot
) -> None:
    begun, held, computed = threading.Event(), threading.Event(), []

    def holding(_go_on: GoOn) -> str:
        begun.set()
        assert held.wait(20)
        return "stale"

    asker.ask(holding)
    assert begun.wait(20)
    for number in range(100):
        asker.ask(partial(lambda n, _go_on: computed.append(n), number))
    with qtbot.waitSignal(asker.answered):
        asker.ask(answers("new"))
        held.set()
    assert heard == ["new"]
    assert computed == []


def test_what_is_dropped_is_told_to_go_on_no_further(asker: Asker, qtbot: QtBot) -> None:
    endless = Endless()
    asker.ask(endless)
    assert endless.begun.wait(20)
    with qtbot.waitSignal(asker.answered) as answered:
        asker.ask(answers("new"))
    assert answered.args == ["new"]
    assert endless.ended.is_set()


def test_what_knows_of_no_asker_is_given_up_where_it_heeds(
    asker: Asker, heard: list[object], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    begun = threading.Event()

    def compute(_go_on: GoOn) -> None:
        while True:
            begun.set()
            heed()

    asker.ask(compute)
    assert begun.wait(20)
    with qtbot.waitSignal(asker.answered):
        asker.ask(answers("new"))
    begun.clear()
    asker.ask(compute)
    assert begun.wait(20)
    asker.close()
    assert heard == ["new"]
    assert caplog.records == []


def test_an_answer_that_is_there_already_is_dropped_too(
    asker: Asker, heard: list[object], qtbot: QtBot
) -> None:
    done = threading.Event()
    asker.ask(lambda _go_on: done.set())
    assert done.wait(20)
    asker.drop()
    assert not asker.waiting
    with qtbot.waitSignal(asker.answered):
        asker.ask(answers("new"))
    assert heard == ["new"]


def test_a_failure_is_told_and_logged_and_the_next_is_answered(
    asker: Asker, heard: list[object], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(asker.failed):
        asker.ask(fails)
    assert not asker.waiting
    with qtbot.waitSignal(asker.answered):
        asker.ask(answers("next"))
    assert heard == ["MemoryError: too large", "next"]
    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (logging.ERROR, "It broke off.")
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], MemoryError)


def test_how_far_an_answer_is_comes_before_it(asker: Asker, qtbot: QtBot) -> None:
    fractions: list[float] = []
    asker.progressed.connect(fractions.append)
    with qtbot.waitSignal(asker.answered) as answered:
        asker.ask(lambda go_on: [go_on(0.25), go_on(), go_on(0.75)])
    assert answered.args == [[True, True, True]]
    assert fractions == [0.25, 0.75]


def test_there_is_so_much_time_for_an_answer(qtbot: QtBot) -> None:
    asker, hurried = Asker("", budget_s=0.001), Endless()
    with qtbot.waitSignal(asker.answered):
        asker.ask(hurried)
    assert hurried.ended.is_set()
    asker.close()


def test_two_can_ask_one_thread_and_each_hears_its_own(
    asker: Asker, heard: list[object], qtbot: QtBot
) -> None:
    other = Asker("", beside=asker)
    with qtbot.waitSignals([asker.answered, other.answered]):
        asker.ask(lambda _go_on: threading.get_ident())
        other.ask(lambda _go_on: threading.get_ident())
    first = heard[0]
    with qtbot.waitSignal(other.answered) as answered:
        other.ask(lambda _go_on: threading.get_ident())
    assert answered.args == [first]
    assert len(heard) == 1


def test_it_can_be_closed_in_the_middle_of_an_answer(asker: Asker, heard: list[object]) -> None:
    endless = Endless()
    asker.ask(endless)
    assert endless.begun.wait(20)
    asker.close()
    assert endless.ended.is_set()
    asker.ask(answers("late"))
    assert heard == []


def test_what_is_closed_before_it_was_asked_begins_no_thread(asker: Asker) -> None:
    asker.close()
    asker.ask(answers("late"))
    thread = asker.findChild(QThread)
    assert thread is not None
    assert not thread.isRunning()
