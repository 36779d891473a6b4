"""The standard streams as they may be: closed, full, or read by nobody any more."""

import io
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Literal, Self, TextIO

from gdviz.i18n import _


class OutputError(Exception):
    """Something that cannot be written; its text is for the user."""

    def __init__(self, error: Exception, name: str | None = None) -> None:
        """Name the file, unless it is the terminal or what stands for it, and the reason."""
        text = _("cannot write {file}: {reason}") if name else _("cannot write: {reason}")
        reason = getattr(error, "strerror", None) or str(error)
        super().__init__(text.format(file=name, reason=reason))


def prepare() -> None:
    """Let every standard stream be there, and write what it can.

    A descriptor that is closed would be given to the next file that is opened. In the
    place of the output comes one that cannot be written to, as a closed one cannot.
    """
    if sys.stdin is None:
        sys.stdin = _nothing("r")
    if sys.stdout is None:
        sys.stdout = _nothing("w", os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _nothing("w", os.O_WRONLY)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # not every encoding has every character


def _nothing(mode: Literal["r", "w"], flags: int = os.O_RDONLY) -> TextIO:
    return os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8", closefd=False)


def settle(stream: TextIO) -> None:
    """Write what is held back for a stream, or let it go: Python would try when it exits."""
    try:
        stream.flush()
    except OSError:
        with suppress(OSError), Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), stream.fileno())


class Interrupts:
    """Ctrl+C, noted: what Python itself calls, and Qt, and an import, would swallow it."""

    def __init__(self, *, at_once: bool) -> None:
        """Note none yet; with `at_once` each also breaks off what is done where it comes."""
        self._at_once = at_once
        self._noted = False

    def __enter__(self) -> Self:
        """Note them until the end of the block, unless whoever started this had them ignored."""
        self._before = signal.getsignal(signal.SIGINT)
        if self._before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_exception: object) -> None:
        """Leave them to whoever had them before."""
        signal.signal(signal.SIGINT, self._before or signal.SIG_DFL)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._noted = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the second ends it at once
        if self._at_once:
            self.heed()

    def heed(self) -> None:
        """Break off what is done, if that has been asked for.

        Raises:
            KeyboardInterrupt: it has.
        """
        if self._noted:
            raise KeyboardInterrupt


class Progress:
    """How much is done, in the last line of the terminal; of no other standard error.

    Ctrl+C breaks off what is done when it is next told how much that is, or `at_once`.
    """

    def __init__(self, *, at_once: bool = True, seen: bool = True) -> None:
        """Say nothing yet, and never if it is not to be `seen`."""
        self._interrupts = Interrupts(at_once=at_once)
        self._shown = ""
        self._terminal = seen and sys.stderr.isatty()

    def __enter__(self) -> Self:
        """Say it until the end of the block."""
        self._interrupts.__enter__()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Leave the line as it was."""
        self._interrupts.__exit__()
        if self._shown:
            self._write("\r" + " " * len(self._shown) + "\r")
            self._shown = ""

    def show(self, share: float) -> None:
        """Say how much is done, from 0 to 1.

        Raises:
            KeyboardInterrupt: it is not to be done any further.
        """
        self._interrupts.heed()
        text = f"{share:4.0%}"
        if self._terminal and text != self._shown:
            self._shown = text  # first: what is broken off in between is wiped away too
            self._write(f"\r{text}")

    def _write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()


def complain(text: str, code: int = 0) -> int:
    """Put one line on standard error, if that can be, and return the exit code."""
    with suppress(OSError):
        print("gdviz:", " ".join(text.split()), file=sys.stderr)
    return code
