"""What is made only when it is asked for."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Lazy(Mapping[K, V]):
    """A mapping that is made when it is first looked into."""

    def __init__(self, make: Callable[[], Mapping[K, V]]) -> None:
        """Remember how it is made."""
        self._make = make

    @property
    def made(self) -> bool:
        """Whether it has been."""
        return "_made" in vars(self)

    @cached_property
    def _made(self) -> Mapping[K, V]:
        return self._make()

    def __getitem__(self, key: K) -> V:
        """Return what belongs to a key."""
        return self._made[key]

    def __iter__(self) -> Iterator[K]:
        """Go through the keys, in order."""
        return iter(self._made)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._made)
