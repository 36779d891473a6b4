"""How much memory this process uses."""

import ctypes
import gc
from pathlib import Path
from typing import NamedTuple


class Memory(NamedTuple):
    """How many bytes are used.

    Attributes:
        in_use: what malloc has given out and not got back. Python's small objects are among
            it only where `PYTHONMALLOC` is `malloc`: it has a heap of its own for them.
        resident: what of the process is in the machine's memory. Of fonts and libraries that
            grows with every page that was ever looked at, and what is freed between things
            that are not stays in it.
    """

    in_use: int
    resident: int


class _Mallinfo2(ctypes.Structure):
    """As in the GNU C library's malloc.h: `hblkhd` is what has a mapping of its own."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )
    ]  # fmt: skip


def memory() -> Memory:
    """Return how much is used, without what is garbage."""
    gc.collect()
    library = ctypes.CDLL(None)
    library.malloc_trim(0)
    library.mallinfo2.restype = _Mallinfo2
    heap = library.mallinfo2()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return Memory(heap.uordblks + heap.hblkhd, 4096 * pages)
