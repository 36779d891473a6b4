"""A picture of a run without a display: a window that nobody sees, and what is seen in it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gdviz import i18n
from gdviz.core import RunConfig
from gdviz.core.parameters import InputError
from gdviz.i18n import _
from gdviz.playback.asking import Asker
from gdviz.ui.application.faults import qt_messages_logged
from gdviz.ui.render.listed import WINDOW
from gdviz.ui.render.taking import Wanted, take
from gdviz.ui.theme import LIGHT, THEMES
from gdviz.ui.views.map_or_surface import Drawn
from gdviz.ui.window.language import speak
from gdviz.ui.window.main_window import VIEWS, MainWindow
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import WORKSPACES

_SIZE = 1440, 900
"""Of the window in which a view is."""

_LEAST = 900
"""Pixels that a window is wide at least."""

_USUAL = 2
"""So many times as fine as on a plain screen a picture of the window is without a word."""

_LOOK_MS = 50
"""So often it is asked how far the run has come."""


@dataclass(frozen=True)
class Asked:
    """What is to be seen.

    Attributes:
        config: the run; None for that of the state.
        state: the state of a session; None for that of a new window.
        view: a view's id, or a workspace's, for all of it; empty for the window as it is.
        step: after how many steps; None for the last, or where the session is.
        wanted: what the picture is to be.
    """

    config: RunConfig | None = None
    state: Mapping[str, Any] | None = None
    view: str = WINDOW
    step: int | None = None
    wanted: Wanted = field(default_factory=Wanted)


def render(asked: Asked, show: Callable[[float], None] = lambda _share: None) -> bytes:
    """Return a picture as what is written to a file.

    Args:
        asked: what of.
        show: is told how much of the run is computed, from 0 to 1.

    Raises:
        InputError: there is no such view, theme or step.
    """
    theme = asked.wanted.theme or LIGHT.id
    if theme not in THEMES:
        text = _("unknown theme '{name}'; choose from: {choices}")
        raise InputError(text.format(name=theme, choices=", ".join(THEMES)))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication.instance() or QApplication(["gdviz"])
    assert isinstance(application, QApplication)
    application.setApplicationName("gdviz")
    speak(i18n.current_language())
    with qt_messages_logged():
        window = MainWindow(THEMES[theme])
        try:
            size = _window_size(asked)
            window.resize(*size)
            window.show()
            if asked.state is not None:
                window.restore(asked.state)
            if asked.config is not None:
                window.show_run(asked.config)
            _come_to(window, asked, show)
            subject = _bring(window, asked.view)
            _wait(window)
            window.all_views.refresh()  # what came while it was laid out is laid out like the rest
            _wait(window)
            focused = QApplication.focusWidget()
            if focused is not None:
                focused.clearFocus()  # nobody is at the keyboard
            wanted = asked.wanted
            if subject is window and wanted.size is None:
                wanted = replace(wanted, size=(_USUAL * size[0], _USUAL * size[1]))
            return take(window, subject, wanted)
        finally:
            window.close_at_once()


def _window_size(asked: Asked) -> tuple[int, int]:
    """Return how large the window is, in its own pixels: a large picture has everything larger."""
    if asked.wanted.size is None or asked.view in VIEWS:
        return _SIZE
    width, height = asked.wanted.size
    times = width / min(max(width, _LEAST), _SIZE[0])
    return round(width / times), round(height / times)


def _come_to(window: MainWindow, asked: Asked, show: Callable[[float], None]) -> None:
    """Show the run after the step that is asked for."""
    player = window.player
    total = player.config.total_steps
    if asked.step is not None and not 0 <= asked.step <= total:
        text = _("--step must be a whole number from 0 to {last}, not {value}")
        raise InputError(text.format(last=total, value=asked.step))
    if asked.step is not None or asked.state is None:
        player.seek(total if asked.step is None else asked.step)
    wanted = max(1, total if asked.step is None else asked.step)
    _wait(window, lambda: show(min(1.0, len(player.trace) / wanted)))


def _wait(window: MainWindow, look: Callable[[], None] = lambda: None) -> None:
    """Wait until all that is computed, and drawn later, is there."""
    pace = QTimer(interval=_LOOK_MS)
    pace.start()
    events = QEventLoop.ProcessEventsFlag
    loop = QEventLoop()
    loop.processEvents()
    while _at_work(window):
        look()
        loop.processEvents(events.WaitForMoreEvents)
        loop.processEvents()
    pace.stop()


def _at_work(window: MainWindow) -> bool:
    waiting = any(asker.waiting for asker in window.findChildren(Asker))
    timers = window.findChildren(QTimer)
    return waiting or any(timer.isActive() and timer.isSingleShot() for timer in timers)


def _bring(window: MainWindow, name: str) -> QWidget:
    """Have something be seen in the window, and return it.

    Raises:
        InputError: there is no such view, or not of that problem.
    """
    store = window.store
    if name == WINDOW:
        return window
    if name in WORKSPACES:
        window.set_workspace(name)
        return window
    panels = store[Panels]
    hidden = tuple(one for one in panels.hidden if one != name)
    solid = Drawn(solid=name == "surface")
    places = [panels.workspace, *WORKSPACES]
    for workspace in places if name in VIEWS else ():
        one_of = WORKSPACES[workspace].one_of
        beside = name if name in one_of else panels.beside
        drawn = solid if name in ("surface", "contours") else store[Drawn]
        shown = replace(panels, workspace=workspace, beside=beside, hidden=hidden)
        store.replace(shown, drawn)
        if name in window.all_views.shown:
            return window.all_views.shown[name]
    text = _("there is no view '{name}' of that problem; there are: {choices}")
    raise InputError(text.format(name=name, choices=", ".join(_offered(window))))


def _offered(window: MainWindow) -> list[str]:
    """Return what there is to be seen of the problem shown."""
    problem = window.player.config.problem
    return [WINDOW, *WORKSPACES, *(name for name, kind in VIEWS.items() if kind.suits(problem))]
