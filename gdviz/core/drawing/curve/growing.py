"""Numbers that are appended, some at a time."""

from typing import Any

import numpy as np
import numpy.typing as npt

_FIRST_CAPACITY = 1024


class Growing:
    """Numbers in one buffer that doubles, so that appending some costs what they cost alone."""

    def __init__(self, kind: npt.DTypeLike = np.float64) -> None:
        """Begin with none, of that kind."""
        self._buffer: npt.NDArray[Any] = np.empty(_FIRST_CAPACITY, kind)
        self._length = 0

    def __len__(self) -> int:
        """Return how many there are."""
        return self._length

    @property
    def all(self) -> npt.NDArray[Any]:
        """All of them, (n,), not copied."""
        return self._buffer[: self._length]

    def append(self, values: npt.NDArray[Any]) -> None:
        """Append some, (n,)."""
        end = self._length + len(values)
        if end > len(self._buffer):
            larger = np.empty(max(end, 2 * len(self._buffer)), self._buffer.dtype)
            larger[: self._length] = self.all
            self._buffer = larger
        self._buffer[self._length : end] = values
        self._length = end
