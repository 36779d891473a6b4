"""What Qt's bindings do at every start for features that nobody here uses, left out."""

import builtins
import gc
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets


@contextmanager
def plain_imports() -> Iterator[None]:
    """Have imports be Python's own in the meantime, and no garbage looked for: they leave none.

    PySide6 reads the source of each module that is imported after it, to know where names in
    snake case may be switched on. It reads them still if somebody ever asks for that.
    """
    theirs, collected = builtins.__import__, gc.isenabled()
    builtins.__import__ = getattr(builtins, "__orig_import__", theirs)
    gc.disable()
    try:
        yield
    finally:
        builtins.__import__ = theirs
        if collected:
            gc.enable()


class Mirror(ModuleType):
    """A module of Qt's as pyqtgraph's own: what it has not yet is what the original has."""

    def __init__(self, original: ModuleType) -> None:
        """Copy nothing yet."""
        super().__init__(f"pyqtgraph.Qt.{original.__name__.rpartition('.')[2]}")
        self._original = original

    def __getattr__(self, name: str) -> Any:
        """Copy what is asked for."""
        found = getattr(self._original, name)
        setattr(self, name, found)
        return found


@contextmanager
def _nothing_listed(original: ModuleType) -> Iterator[None]:
    """Have `dir` of a module return nothing in the meantime."""
    names = vars(original)
    theirs = names.get("__dir__")
    names["__dir__"] = list
    try:
        yield
    finally:
        del names["__dir__"]
        if theirs is not None:
            names["__dir__"] = theirs


def import_pyqtgraph() -> None:
    """Import it, if it is not imported yet, without having all of Qt's classes made.

    PySide6 makes a class when somebody first asks for it. pyqtgraph copies all of them into modules
    of its own, where it may change one; it is given mirrors instead, and nothing to copy.
    """
    if "pyqtgraph" in sys.modules:
        return
    with ExitStack() as stack:
        for original in (QtCore, QtGui, QtWidgets):
            mirror = Mirror(original)
            sys.modules[mirror.__name__] = mirror
            stack.enter_context(_nothing_listed(original))
        import pyqtgraph  # noqa: F401, PLC0415 - only now
