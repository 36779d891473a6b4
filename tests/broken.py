"""A run that breaks off."""

from gdviz.core import PROBLEMS
from gdviz.core.types import Array, Rows


class Broken:
    """A problem whose gradient fails from the weight 1.5 on."""

    cost_function = separated = None  # its gradient is no formula's

    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        if w[0] > 1.5:
            raise ArithmeticError("no gradient here")
        return PROBLEMS["linear"].gradient(w, rows)

    def __getattr__(self, name: str) -> object:
        return getattr(PROBLEMS["linear"], name)
