"""Problems whose gradients are derived: those that are given, and models that are typed."""

import numpy as np

from gdviz.core import PROBLEMS
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.types import SUM

X = np.array([0.5, 1.25, 2.0, 3.5])

MODELS = (
    "w x",
    "a x^3 + b x^2 + c x + d",
    "a·exp(−b·x) + c",
    "a·x/(b^2 + x)",
    "w·x·sin(w·x + φ)",
    "a·x^b + abs(c)·x",
    "max(a·x, b) − min(x, a)",
    "ln(1 + a^2·x)/sqrt(b^2 + 1) + w^2",
    "tanh(w1·x + b)·tanh(w2·x)^2",
)


def own(model: str, reduction: str = "mean") -> OwnRegression:
    """A model on four samples, as one types it."""
    data = {"x": X, "y": np.cos(X)}
    ranges = {"domain": ((-2.0, 2.0),) * 9, "start": (0.3,) * 9}
    return OwnRegression(
        id="own", title="own", model=model, data=data, reduction=reduction, model_id=model, **ranges
    )


GIVEN = [problem for problem in PROBLEMS.values() if isinstance(problem, MeanLoss)]
EVERY = {
    **{problem.id: problem for problem in GIVEN},
    **{model: own(model) for model in MODELS},
    "a sum": own("w·x + b", SUM),
}
