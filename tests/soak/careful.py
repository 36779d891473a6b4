"""What is tried, tried so that nothing that goes wrong is missed."""

import signal
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LONGEST = 20
"""How many seconds one thing may take."""


class Broken(Exception):  # noqa: N818 - nobody erred: it is what was looked for
    """Something did not end as it should."""


@contextmanager
def careful(*expected: type[Exception]) -> Iterator[None]:
    """Raise `Broken` for any exception but those expected, for a warning, and for what hangs."""

    def alarm(_number: int, _frame: FrameType | None) -> None:
        raise Broken(f"no end in {LONGEST} s")

    before = signal.signal(signal.SIGALRM, alarm)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except (Broken, *expected):
        raise
    except BaseException:
        raise Broken(traceback.format_exc(limit=-6)) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
