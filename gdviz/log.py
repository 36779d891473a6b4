"""The log: what went wrong, in a file that can be found again, with the standard library only.

It is kept only while a window is open: the command line says what is wrong where it is read.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
import threading
from collections import Counter
from contextlib import suppress
from importlib import metadata
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from gdviz import __version__
from gdviz.i18n import N_

UNCAUGHT = N_("Something went wrong.")
"""What is logged, and so what is said, of an exception that nobody has caught."""

_MOST_BYTES = 500_000
_OLD_FILES = 1
_MOST_KINDS = 1000

_log = logging.getLogger(__name__)


def path() -> Path:
    """Return the file that the log is written to; it need not exist.

    It is relative where no home is known, and is not written then.
    """
    if sys.platform == "win32":
        folder = _folder("LOCALAPPDATA", "AppData/Local")
    elif sys.platform == "darwin":
        folder = _folder("", "Library/Logs")
    else:
        folder = _folder("XDG_STATE_HOME", ".local/state")
    return folder / "gdviz" / "gdviz.log"


def _folder(variable: str, usual: str) -> Path:
    """Return the folder that a variable of the environment names, or the usual one at home."""
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else Path(os.path.expanduser("~"), usual)  # noqa: PTH111 - never raises


def start() -> Path | None:
    """Log from now on, to the file and to standard error, what nobody has caught too.

    What a crash of the interpreter leaves goes into the same file. Whatever is
    wrong with the disk, nothing is raised, now or later.

    Returns:
        the file; None if it cannot be written.
    """
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    sys.excepthook = log_uncaught
    threading.excepthook = _log_of_thread
    sys.unraisablehook = _log_unraisable
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    if sys.stderr is not None:
        _add(root, logging.StreamHandler(), logging.WARNING)
    file = path()
    if not file.is_absolute():
        return None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _add(root, _LogFile(file), logging.INFO)
    except OSError:
        return None
    _log.info("; ".join(versions()))
    return file


def versions() -> list[str]:
    """Return what a report of an error must say of the machine."""
    found = [f"gdviz {__version__}", f"Python {platform.python_version()}"]
    for package in ("PySide6-Essentials", "pyqtgraph", "numpy"):
        with suppress(metadata.PackageNotFoundError):
            found.append(f"{package} {metadata.version(package)}")
    return [*found, platform.platform()]


def log_uncaught(
    kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None
) -> None:
    """Log an exception that nobody has caught; it has the arguments of `sys.excepthook`."""
    _log.error(UNCAUGHT, exc_info=(kind, kind() if error is None else error, traceback))


def _log_of_thread(caught: threading.ExceptHookArgs) -> None:
    log_uncaught(caught.exc_type, caught.exc_value, caught.exc_traceback)


def _log_unraisable(caught: sys.UnraisableHookArgs) -> None:
    """Log what went wrong while something was cleared away; nothing else came of it."""
    error = caught.exc_type() if caught.exc_value is None else caught.exc_value
    what = caught.err_msg or "Exception ignored in"
    trace = (caught.exc_type, error, caught.exc_traceback)
    _log.warning("%s: %r", what, caught.object, exc_info=trace)


def origin(error: BaseException) -> tuple[str, str, int]:
    """Return what kind of exception it is and the file and line that raised it."""
    trace, file, line = error.__traceback__, "", 0
    while trace is not None:
        file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return type(error).__name__, file, line


def _add(root: logging.Logger, handler: logging.Handler, level: int) -> None:
    text = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s%(repeated)s"
    handler.setFormatter(logging.Formatter(text))
    handler.setLevel(level)
    handler.addFilter(_Thinned())
    root.addHandler(handler)


class _Thinned(logging.Filter):
    """Lets the same thing through once, and then the tenth time, the hundredth and so on.

    An exception while painting comes sixty times a second, and what led to it must stay.
    """

    def __init__(self) -> None:
        super().__init__()
        self._times: Counter[object] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record is to be written, and note in it how often it has come."""
        if len(self._times) > _MOST_KINDS:
            self._times.clear()
        error = record.exc_info[1] if record.exc_info else None
        kind = (record.msg, str(record.args)) if error is None else origin(error)
        self._times[kind] += 1
        times = self._times[kind]
        record.repeated = f" ({times:,} times by now)" if times > 1 else ""
        return str(times).rstrip("0") == "1"


class _LogFile(RotatingFileHandler):
    """The file, which a crash is written into as well, and which is set aside when it is large."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=_MOST_BYTES, backupCount=_OLD_FILES, encoding="utf-8")
        self._listen()

    def _listen(self) -> None:
        """Open the file a second time for crashes: logging closes its own too early at exit."""
        self._crashes = Path(self.baseFilename).open("ab")  # noqa: SIM115
        faulthandler.enable(self._crashes)

    def doRollover(self) -> None:  # noqa: N802 - logging's name for it
        """Set the file aside; where another window's log forbids that, go on with it."""
        faulthandler.disable()
        self._crashes.close()
        with suppress(OSError):
            super().doRollover()
        self._listen()
