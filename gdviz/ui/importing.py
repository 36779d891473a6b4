"""What Qt's bindings do at every import for a feature that nobody here uses, left out."""

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
