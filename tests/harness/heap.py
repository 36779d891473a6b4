"""How much memory this process uses."""

import ctypes
import gc
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QPixmapCache

WHOLE = {"PYTHONMALLOC": "malloc"}
"""The environment in which Python's own objects are counted too: it has a heap of its own."""


class Memory(NamedTuple):
    """How many bytes are used.

    Attributes:
        in_use: what malloc has given out and not got back.
        resident: what of the process is in the machine's memory. That is what the system's
            monitor shows, but it grows with the pages of fonts and libraries that were once
            looked at, and does not shrink with what is freed between what is not.
    """

    in_use: int
    resident: int


class _Mallinfo2(ctypes.Structure):
    """Of the GNU C library's malloc.h, over all threads; `hblkhd` is what is mapped on its own."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )
    ]  # fmt: skip


def memory() -> Memory:
    """Return how much is used, once all that is garbage, or a cache with a bound, is away."""
    QPixmapCache.clear()  # every icon and background that was drawn, until it has 10 MB of them
    gc.collect()
    library = ctypes.CDLL(None)
    library.malloc_trim(0)
    library.mallinfo2.restype = _Mallinfo2
    heap = library.mallinfo2()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return Memory(heap.uordblks + heap.hblkhd, pages * 4096)
