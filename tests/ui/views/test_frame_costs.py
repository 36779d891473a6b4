"""What a frame costs depends on pixels, not on how many steps there are."""

from collections import Counter
from math import inf
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import Trace, configure, record
from gdviz.playback import Frame
from gdviz.ui import MainWindow
from gdviz.ui.views.loss.options import LossOptions
from gdviz.ui.views.loss.view import LossPlot
from gdviz.ui.views.view import View

LONG = 1_000_000
MOST_READ = 60_000
"""So many numbers at most a frame may read: a plot of two thousand pixels has them at hand."""

A_WHILE_MS = 1_000_000
"""Longer than any test: what is played fast is fleeting then, however slow the machine."""


class Counted(np.ndarray):
    """A column that counts the numbers that are read out of it."""

    read = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if isinstance(key, np.ndarray):
            Counted.read += np.size(found)
            return np.asarray(found)
        return found

    def __array_ufunc__(self, ufunc: Any, method: str, *given: Any, **options: Any) -> Any:
        Counted.read += sum(one.size for one in given if isinstance(one, Counted))
        plain = [np.asarray(one) if isinstance(one, Counted) else one for one in given]
        return getattr(ufunc, method)(*plain, **options)


def counted(steps: int, **settings: Any) -> Trace:
    """A whole run whose columns count."""
    trace = record(configure(epochs=steps, learning_rate=1e-5, **settings))
    trace._columns = {name: column.view(Counted) for name, column in trace._columns.items()}
    return trace


def points(window: MainWindow) -> int:
    """How many points the curves of the loss plot are handed."""
    view = window.views["loss"]
    assert isinstance(view, LossPlot)
    items = [item for item in view.plot.plotItem.curves if item.isVisible()]
    return sum(len(item.getData()[0]) for item in items if item.getData()[0] is not None)


@pytest.mark.parametrize("options", [LossOptions(), LossOptions(logarithmic=True, smooth="on")])
def test_scrubbing_a_long_run_reads_no_more_than_pixels_ask_for(
    window: MainWindow, qtbot: QtBot, options: LossOptions
) -> None:
    window.store.replace(options)
    window.player.show(counted(1000), 500)
    short = points(window)
    window.player.show(counted(LONG), LONG)  # each step is looked at once
    for position in (LONG // 2, LONG // 2 + 1, LONG // 10, LONG - 1, 0, LONG):
        Counted.read = 0
        window.player.seek(position)
        assert window.player.position == position
        assert Counted.read < MOST_READ, position
        assert points(window) <= 2 * short


def test_at_full_speed_each_view_is_drawn_once_a_frame_and_texts_where_they_can_be_read(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdviz.playback.player._GLANCE_MS", A_WHILE_MS)
    drawn: Counter[str] = Counter()
    frames: list[Frame] = []
    window.show_run(configure(rule="adam", epochs=LONG))
    hidden = {name for name, view in window.views.items() if not view.isVisible()}
    qtbot.waitUntil(lambda: window.player.shown.known)

    def counting(view: View) -> None:
        draw = view.draw

        def count(frame: Frame) -> None:
            drawn[view.id] += 1
            draw(frame)

        monkeypatch.setattr(view, "draw", count)

    for view in window.views.values():
        counting(view)
    window.player.frame.connect(frames.append)
    window.player.speed = inf
    window.player.run()
    qtbot.waitUntil(lambda: sum(frame.fleeting for frame in frames) > 10)
    window.player.pause()
    readable = sum(not frame.fleeting for frame in frames)
    assert drawn["loss"] == len(frames)
    assert readable <= drawn["cost-curve"] <= len(frames)
    assert readable <= drawn["data"] <= len(frames)
    assert drawn["arithmetic"] == drawn["numbers"] == readable < len(frames)
    assert not any(drawn[name] for name in hidden)
    assert window.views["numbers"].frame_shown is frames[-1]
