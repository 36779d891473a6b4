"""Taking turns, where there is not the time for all."""

from collections.abc import Hashable, Iterable, Iterator
from time import perf_counter
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class InTurn(Generic[Key]):
    """Has some of many have their turns while there is time: those that have waited longest."""

    def __init__(self, time_s: float) -> None:
        """Have so many seconds each time; with none, one has its turn."""
        self._time_s = time_s
        self._last: dict[Key, int] = {}
        self._number = 0

    def some(self, of: Iterable[Key]) -> Iterator[Key]:
        """Yield one of them, and others until the time is over."""
        ends = perf_counter() + self._time_s
        for key in sorted(of, key=lambda key: self._last.get(key, 0)):
            self._number += 1
            self._last[key] = self._number
            yield key
            if perf_counter() >= ends:
                return

    def put_first(self, key: Key) -> None:
        """Have it be the next whose turn it is."""
        self._last[key] = -1
