"""All update rules, each at its own best rate, in two clicks."""

import numpy as np
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.core import configure
from gdviz.core.runs.best_rates import best_rates
from gdviz.core.runs.comparison import MOST_KEPT
from gdviz.core.runs.settings import Settings
from gdviz.ui import MainWindow
from tests.ui.driving import action, click, find, trigger
from tests.ui.keeping import compare


def words(window: MainWindow) -> str:
    return find(window, QLabel, "all_rules_words").text()


def test_the_lowest_of_all_rules_are_kept_and_race(window: MainWindow, qtbot: QtBot) -> None:
    window.show_run(configure(epochs=30))
    click(window, "in_compare")
    click(window, "all_rules")
    qtbot.waitUntil(lambda: len(compare(window).kept.runs) == MOST_KEPT)
    *_before, end = best_rates(Settings.of(configure(epochs=30)))
    lowest, others = end.lowest(MOST_KEPT)
    assert [kept.run.settings for kept in compare(window).kept.runs] == lowest
    assert words(window).startswith("Each at its best learning rate. Not kept, as they end higher:")
    assert len(others) == 2
    window.set_language("zh")
    assert "未保留" in words(window)
    window.set_language("en")
    click(window, "race")
    qtbot.waitUntil(
        lambda: window.player.at_end and all(trace.ending for trace in compare(window).traces)
    )
    for trace, settings in zip(compare(window).traces, lowest, strict=True):
        best = next(best for best in end.found if best.settings == settings)
        assert trace.ending is not None
        np.testing.assert_allclose(trace.ending.cost, best.cost, rtol=1e-9, atol=1e-15)
    trigger(window, "undo")
    assert compare(window).kept.runs == ()


def test_what_is_compared_is_given_up_for_another_run_or_by_a_click(window: MainWindow) -> None:
    window.show_run(configure("himmelblau", epochs=100_000))
    trigger(window, "compare_rules")
    row = compare(window).panel.all_rules
    assert row.running
    assert find(window, QPushButton, "all_rules").text() == "Stop"
    click(window, "all_rules")
    assert not row.running
    click(window, "keep_run")
    assert not row.running
    click(window, "all_rules")
    click(window, "keep_run")  # of what is kept already nothing changes
    compare(window).panel.unit_chosen.emit("epochs")
    assert row.running
    window.show_run(configure("sine"))
    assert not row.running
    assert words(window) == "Each at its best learning rate."
    assert len(compare(window).kept.runs) == 1


def test_a_search_has_no_rules_to_compare(window: MainWindow) -> None:
    window.show_run(configure(algorithm="exhaustive"))
    click(window, "in_compare")
    assert not find(window, QPushButton, "all_rules").isEnabled()
    assert not action(window, "compare_rules").isEnabled()
    window.show_run(configure(algorithm="sgd"))
    assert find(window, QPushButton, "all_rules").isEnabled()


def test_closing_does_not_wait_for_it(window: MainWindow) -> None:
    window.show_run(configure("himmelblau", epochs=100_000))
    trigger(window, "compare_rules")
    row = compare(window).panel.all_rules
    assert row.running
    window.close()
    assert not row.running
