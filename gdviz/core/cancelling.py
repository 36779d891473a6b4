"""What takes long is given up once nobody wants what would come of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class CancelledError(BaseException):
    """Nobody wants the result any more; nothing has been kept.

    It is no `Exception`, as asyncio's is none: who reports mistakes, or makes up for them,
    is not to take it for one.
    """


_wanted: ContextVar[Callable[[], bool] | None] = ContextVar("wanted", default=None)


@contextmanager
def given_up_unless(wanted: Callable[[], bool]) -> Iterator[None]:
    """Have what this thread computes within be given up where it heeds, once it is not wanted."""
    token = _wanted.set(wanted)
    try:
        yield
    finally:
        _wanted.reset(token)


def heed() -> None:
    """Go on, if what is being computed is still wanted.

    What takes long calls it between pieces that take some hundredths of a second.

    Raises:
        CancelledError: it is not.
    """
    wanted = _wanted.get()
    if wanted is not None and not wanted():
        raise CancelledError
