"""Whether what is drawn has moved as far as one can see."""

import numpy as np

from gdviz.core.types import Array

_SEEN = 0.5
"""Pixels: nobody sees a shorter way."""


class Moving:
    """Knows where something was when it was last drawn, or would have had to be."""

    def __init__(self) -> None:
        """Nothing was drawn yet."""
        self._of: object = None
        self._pixels: Array = np.zeros((0, 2))

    def moves(self, pixels: Array, of: object) -> bool:
        """Tell whether it is to be drawn anew, and take it that it is.

        Args:
            pixels: where it is now, (n, 2).
            of: what it belongs to; of something else it is something else.
        """
        alike = of is self._of and pixels.shape == self._pixels.shape
        if alike and bool((np.abs(pixels - self._pixels) <= _SEEN).all()):
            return False
        self._of, self._pixels = of, pixels
        return True
