"""What the tests say of steps."""

import numpy as np

from gdviz.core import Step


def same(one: Step, other: Step) -> bool:
    """Tell whether two steps agree in every bit."""
    return all(
        np.array_equal(a, b, equal_nan=True) if isinstance(a, np.ndarray | float) else a == b
        for a, b in zip(one, other, strict=True)
    )
