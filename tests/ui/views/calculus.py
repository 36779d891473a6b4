"""A view of where the gradient comes from, by itself."""

from typing import Any, TypeVar

import pytest
from pytestqt.qtbot import QtBot

from gdviz.core import Trace, configure, run
from gdviz.core.store import Store
from gdviz.playback import Frame
from gdviz.ui.access.spoken import have_them_speak
from gdviz.ui.theme import LIGHT, Theme, apply, style_sheet
from gdviz.ui.views.calculus.derivation import DerivationView
from gdviz.ui.views.calculus.graph import GraphView
from gdviz.ui.views.view import Crowded, Foretold, Held, Veil

V = TypeVar("V", DerivationView, GraphView)

# The offscreen platform says so of every window.
quiet = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def frame(problem: str = "linear", position: int = 0, **settings: Any) -> Frame:
    """The run of a problem, after so many steps."""
    trace = Trace(configure(problem, epochs=12, **settings))
    for block in run(trace.config):
        trace.extend(block.cut(12 - len(trace)))
        if len(trace) == 12:
            break
    return Frame(trace, position)


def put_up(
    qtbot: QtBot,
    kind: type[V],
    shown: Frame,
    size: tuple[int, int] = (440, 520),
    theme: Theme = LIGHT,
) -> V:
    """A view of that class, with a store of its own, in which it shows a frame."""
    have_them_speak()
    apply(theme)
    store = Store([Veil(), Held(), Foretold(), Crowded(), *kind.parts])
    made = kind(store)
    qtbot.addWidget(made)
    store.listen(lambda _changed: made.follow_state())
    made.setStyleSheet(style_sheet(theme))
    made.restyle(theme)
    made.retranslate()
    made.resize(*size)
    made.show()
    made.show_run(shown.config)
    made.show_frame(shown)
    return made
