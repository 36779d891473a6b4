"""What is remembered between two starts, in a file of the user's."""

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QStandardPaths, Qt

from gdviz.core import RunConfig, configure
from gdviz.core.parameters import InputError
from gdviz.core.problems.plainly import needs_file
from gdviz.core.runs.settings import Settings
from gdviz.core.telling.source import check_setting
from gdviz.export.session.data import on_data
from gdviz.files import read_bytes, replacing
from gdviz.i18n import LANGUAGES, N_, _, current_language
from gdviz.ui.features.files.sessions import Sessions
from gdviz.ui.features.looks.motion import ReducedMotion
from gdviz.ui.features.looks.size import Size
from gdviz.ui.features.looks.theme import ThemeChoice
from gdviz.ui.features.trying.first_run import FirstRun
from gdviz.ui.theme import THEMES, Theme
from gdviz.ui.window.main_window import MainWindow
from gdviz.ui.window.room.placing import put_on_screen

_RUN = ("run", "place", "lesson", "mode", "try")
"""What a lesson that is asked for decides."""


_LARGEST = 1_000_000
"""Bytes in a file of settings, which has about a thousand."""


def usual_path() -> Path:
    """Return where the application remembers."""
    location = QStandardPaths.StandardLocation.AppConfigLocation
    return Path(QStandardPaths.writableLocation(location)) / "settings.json"


class Memory:
    """The window's place, language, theme, size, panels and last settings.

    What is missing, unknown or out of its range is as at the first start.
    """

    def __init__(self, path: Path) -> None:
        """Read what is remembered in `path`; a damaged file is set aside."""
        self._path = path
        self._trouble = ""
        self._reason = ""
        self._values = self._read()

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(read_bytes(self._path, _LARGEST).decode())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._trouble = N_(
                "The settings in {file} cannot be read: {reason}. gdviz starts without them."
            )
            self._reason = error.strerror or str(error)
            return {}
        except (ValueError, RecursionError):  # too large, not UTF-8, not JSON, or without end
            values = None
        if isinstance(values, dict):
            return values
        self._trouble = N_(
            "The settings in {file} are damaged, so gdviz starts without them."
            " The damaged file is kept as {aside}."
        )
        with suppress(OSError):
            self._path.replace(self._aside)
        return {}

    @property
    def _aside(self) -> Path:
        return self._path.with_name(f"{self._path.name}.bak")

    @property
    def notice(self) -> str:
        """What the user must know of a file that could not be used; usually nothing."""
        values = {"file": self._path, "aside": self._aside.name, "reason": self._reason}
        return _(self._trouble).format(**values)

    @property
    def language(self) -> str | None:
        """The language's code, if one is remembered."""
        code = self._values.get("language")
        return code if isinstance(code, str) and code in LANGUAGES else None

    @property
    def theme(self) -> Theme | None:
        """The theme, if one was chosen; None follows the system."""
        name = self._values.get("theme")
        return THEMES.get(name) if isinstance(name, str) else None

    @property
    def state(self) -> dict[str, Any]:
        """What was chosen, made and kept, by an earlier version too."""
        state = self._values.get("state")
        if not isinstance(state, dict):
            return _former_state(self._values)
        # Nobody is to wait at a start for data to be read.
        return {k: part for k, part in state.items() if not any(map(needs_file, on_data(part)))}

    def restore(self, window: MainWindow, *, with_run: bool) -> None:
        """Put a new window into the remembered state, and remember it when it closes.

        Args:
            window: the window.
            with_run: whether to show the last run; not if a lesson was asked for.
        """
        percent = self._values.get("size")
        if isinstance(percent, int):
            window.feature(Size).magnify(percent)
        self._place(window)
        reduced = self._values.get("reduced_motion")
        if isinstance(reduced, bool):
            window.feature(ReducedMotion).reduce(wanted=reduced)
        recent = self._values.get("recent")
        if isinstance(recent, list):
            window.feature(Sessions).recent = tuple(Path(p) for p in recent if isinstance(p, str))
        first_run = window.feature(FirstRun)
        first_run.closed = bool(self._values.get("greeted", self._values))
        if with_run and not first_run.closed:
            first_run.greet()
        state = self.state
        if not with_run:
            state = {key: part for key, part in state.items() if key not in _RUN}
        window.restore(state)
        window.closing.connect(lambda: self._keep(window))

    def _place(self, window: MainWindow) -> None:
        place = self._values.get("window")
        if isinstance(place, str):
            with suppress(binascii.Error, ValueError):
                window.restoreGeometry(QByteArray(b64decode(place, validate=True)))
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        if not window.isMaximized():
            put_on_screen(window)

    def _keep(self, window: MainWindow) -> None:
        """Write down the state of a window; where that cannot be, nothing is remembered."""
        values = {
            "language": current_language(),
            "theme": window.feature(ThemeChoice).chosen,
            "size": window.feature(Size).percent,
            "window": b64encode(window.saveGeometry().data()).decode(),
            "reduced_motion": window.feature(ReducedMotion).reduced,
            "recent": [str(path) for path in window.feature(Sessions).recent],
            "greeted": window.feature(FirstRun).closed,
            "state": window.state(),
        }
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self._path) as file:
                file.write(json.dumps(values, indent=2))


def _former_state(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state of a file that an earlier version wrote, as far as it can be used."""
    state: dict[str, Any] = {
        "panels": {"hidden": values.get("hidden")},
        "speed": {"tick": values.get("speed")},
        "loss": {"smoothing": values.get("smoothing")},
    }
    if isinstance(values.get("run"), dict):
        state["run"] = Settings.of(_former_run(values["run"])).to_dict()
    return state


def _former_run(remembered: Mapping[str, Any]) -> RunConfig:
    settings: dict[str, Any] = {}
    for name, value in remembered.items():
        with suppress(InputError):
            settings |= check_setting(name, value)
    if "problem" not in settings:
        settings.pop("start", None)  # it belongs to the problem
    with suppress(InputError):
        return configure(**settings)
    settings.pop("start", None)
    return configure(**settings)
