"""The built-in regressions."""

import math
from collections.abc import Mapping

import numpy as np

from gdviz.core.lazy import Lazy
from gdviz.core.problems.regression import Points, Regression
from gdviz.core.types import Array
from gdviz.i18n import N_

ORDER = 10


def _balanced(product: float) -> Points:
    """Return the two points of the valley w₁·w₂ = product with |w₁| = |w₂|."""
    first, second = math.sqrt(abs(product)), math.copysign(math.sqrt(abs(product)), product)
    return ((first, second), (-first, -second))


def _with_noise() -> Mapping[str, Array]:
    """Return many samples of y = 2x + ε, where ε has the deviation 1."""
    import random  # noqa: PLC0415 - no other problem needs it

    x = np.linspace(-3.0, 3.0, 10_000)
    draw = random.Random(1)
    return {"x": x, "y": 2 * x + [draw.gauss() for _ in x]}


_THREE = np.array([1.0, 2.0, 3.0])
_FORTY = np.linspace(-3.0, 3.0, 40)

PROBLEMS = (
    Regression(
        id="linear",
        title=N_("y = wx, 3 samples"),
        model="w·x",
        data={"x": _THREE, "y": 2 * _THREE},
        domain=((0.0, 4.0),),
        start=(1.0,),
    ),
    Regression(
        id="unscaled",
        title=N_("y = wx, x from 100 to 300"),
        model="w·x",
        data={"x": 100 * _THREE, "y": 2 * _THREE},
        domain=((0.0, 0.04),),
        start=(0.01,),
        probe=400.0,
        defaults={"learning_rate": 1e-6},
    ),
    Regression(
        id="line",
        title=N_("y = wx + b, 4 samples"),
        model="w·x + b",
        # 2x + 1, and errors that leave the optimum there but no sample content with it.
        data={"x": np.array([0.0, 1.0, 2.0, 3.0]), "y": np.array([1.2, 2.8, 4.8, 7.2])},
        domain=((-1.0, 5.0), (-3.0, 5.0)),
        start=(0.0, 0.0),
    ),
    Regression(
        id="quadratic-fit",
        title=N_("y = w₁x² + w₂x + b, 5 samples"),
        model="w₁·x² + w₂·x + b",
        # ½x² + x − 1, and errors that leave the optimum there.
        data={"x": np.arange(-2.0, 3.0), "y": np.array([-1.1, -1.3, -1.0, 0.3, 3.1])},
        domain=((-2.0, 3.0), (-2.0, 4.0), (-4.0, 2.0)),
        start=(-1.0, 0.0, 1.0),
        probe=3.0,
    ),
    Regression(
        id="sine",
        title=N_("y = sin(wx), 40 samples"),
        model="sin(w·x)",
        data={"x": _FORTY, "y": np.sin(3 * _FORTY)},
        domain=((0.0, 8.0),),
        start=(1.0,),
        known_minima=((3.0,), (0.10577856206461453,), (5.411443429231117,), (7.430395046898086,)),
        defaults={"learning_rate": 0.02},
    ),
    Regression(
        id="two-layer",
        title=N_("y = w₁w₂x, 3 samples"),
        model="w₁·w₂·x",
        data={"x": _THREE, "y": 2 * _THREE},
        domain=((-3.0, 3.0), (-3.0, 3.0)),
        start=(0.1, 0.2),
        from_optimum=_balanced,
        saddles=((0.0, 0.0),),
    ),
    Regression(
        id="many-samples",
        title=N_("y = wx, 10,000 samples with noise"),
        model="w·x",
        data=Lazy(_with_noise),
        domain=((0.0, 4.0),),
        start=(0.5,),
    ),
)
