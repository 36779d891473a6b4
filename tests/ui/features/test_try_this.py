"""Try this: one click sets everything up and plays it, one undo leads back, a note says what."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gdviz import i18n
from gdviz.core.telling.experiments import load_experiments
from gdviz.core.telling.lessons import load_lessons
from gdviz.ui import MainWindow
from tests.ui.driving import at_full_speed, choose, click, find, number, trigger
from tests.ui.keeping import compare, set_rate

EXPERIMENTS = load_experiments()


def state(window: MainWindow) -> dict[str, object]:
    return {name: part for name, part in window.state().items() if name != "place"}


def watched(window: MainWindow) -> str:
    found = find(window, QLabel, "experiment_watch")
    return found.text() if found.isVisible() else ""


def try_out(window: MainWindow, name: str) -> None:
    trigger(window, f"try_{name.replace('-', '_')}")


def test_each_is_set_up_played_and_taken_back_whole(window: MainWindow, qtbot: QtBot) -> None:
    set_rate(window, 0.05)
    click(window, "keep_run")
    set_rate(window, 0.07)
    before = state(window)
    for experiment in EXPERIMENTS.values():
        try_out(window, experiment.id)
        config, *beside = experiment.configs()
        assert window.player.config == config
        assert [trace.config for trace in compare(window).traces] == beside
        assert window.player.playing, experiment.id
        assert compare(window).racing == bool(beside)
        assert watched(window) == str(experiment.watch)
        at_full_speed(window)
        if not window.player.at_end:
            qtbot.waitSignal(window.player.finished, timeout=20_000).wait()
        qtbot.waitUntil(lambda: all(trace.outcome for trace in compare(window).traces))
        shown = [window.player.trace, *compare(window).traces]
        for trace, end in zip(shown, experiment.claims.ends, strict=False):
            assert trace.ending is not None
            assert end in ("", trace.ending.verdict.value), experiment.id
        window.store.undo()  # the speed
        window.store.undo()
        assert state(window) == before
        assert not window.player.playing
        assert watched(window) == ""


def test_the_note_says_what_was_changed_and_is_put_away(window: MainWindow) -> None:
    changed = find(window, QLabel, "experiment_changed")
    try_out(window, "too-large-a-rate")
    assert changed.text() == "Changed: Learning rate, Kept runs, Axes of the loss"
    i18n.set_language("zh")
    window.retranslate()
    assert watched(window) == EXPERIMENTS["too-large-a-rate"].watch.zh
    assert changed.text().startswith("改动了：学习率、")
    i18n.set_language("en")
    window.retranslate()
    click(window, "experiment_close")
    assert watched(window) == ""
    assert window.player.config.algorithm.learning_rate == 0.22  # type: ignore[attr-defined]
    window.store.undo()
    assert watched(window) == EXPERIMENTS["too-large-a-rate"].watch.en


def test_the_note_stays_while_one_tries_further_on_its_problem(window: MainWindow) -> None:
    try_out(window, "over-the-hill")
    number(window, "momentum").setValue(0.85)
    assert watched(window)
    choose(window, "problem", "wavy")
    assert not watched(window)
    window.store.undo()
    assert watched(window)
    window.show_lesson(load_lessons()[0]["saddle"])
    assert not watched(window)


@pytest.mark.parametrize("mode", ["predict_mode", "by_hand_mode", "check_number_mode"])
def test_it_leads_out_of_whatever_one_is_in(window: MainWindow, mode: str) -> None:
    window.show_lesson(load_lessons()[0]["plateau"])
    trigger(window, "open_sweep")
    trigger(window, mode)
    try_out(window, "three-rates")
    assert window.player.playing
    assert not find(window, QPushButton, "lesson_close").isVisible()
    assert compare(window).panel.isVisible()
    window.store.undo()
    assert find(window, QPushButton, "lesson_close").isVisible()
    trigger(window, mode)


def test_a_remembered_note_without_its_experiment_is_none(window: MainWindow) -> None:
    for wrong in ({"experiment": "gone"}, {"changed": [1]}, {"experiment": 3}, []):
        window.restore({"try": wrong})
        assert not watched(window)
