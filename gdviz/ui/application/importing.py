"""What Qt's bindings and pyqtgraph do at import for features that nobody here uses, left out."""

import builtins
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets


@contextmanager
def plain_imports() -> Iterator[None]:
    """Have imports be Python's own in the meantime, and no garbage looked for: they leave none.

    PySide6 reads the source of each module that is imported after it, to know where names in
    snake case may be switched on. It reads them still if somebody ever asks for that. What has
    been imported is there until the end, and is not looked through later either.
    """
    theirs, collected = builtins.__import__, gc.isenabled()
    builtins.__import__ = getattr(builtins, "__orig_import__", theirs)
    gc.disable()
    try:
        with _mirrors():
            yield
    finally:
        builtins.__import__ = theirs
        if collected:
            gc.freeze()
            gc.enable()


@contextmanager
def _mirrors() -> Iterator[None]:
    """Have pyqtgraph look Qt's names up when it needs them.

    It copies them all into modules of its own, for which each class of Qt's and each of its
    enumerations has to be made.
    """
    originals = [] if "pyqtgraph" in sys.modules else [QtCore, QtGui, QtWidgets]
    for original in originals:
        name = f"pyqtgraph.Qt.{original.__name__.rpartition('.')[2]}"
        sys.modules[name] = _Mirror(name, original)
        vars(original)["__dir__"] = list  # there is nothing to be copied
    try:
        yield
    finally:
        for original in originals:
            del vars(original)["__dir__"]


class _Mirror(ModuleType):
    """A module that has what another one has, and what is put into it."""

    def __init__(self, name: str, original: ModuleType) -> None:
        super().__init__(name)
        self._original = original

    def __getattr__(self, name: str) -> Any:
        value = vars(self)[name] = getattr(self._original, name)  # found at once from now on
        return value
