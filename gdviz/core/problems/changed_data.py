"""The same model on other data: what a problem becomes when its samples are moved."""

from dataclasses import replace
from typing import Any, TypeGuard

import numpy as np

from gdviz.core.parameters import InputError, values_of
from gdviz.core.problems.analysis import find_minima
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.problems.regression import Points, Regression
from gdviz.core.types import Array, Problem
from gdviz.i18n import N_, _

ID = "changed-data"
MOST = 100
"""With more samples than that, one alone changes nothing that is seen."""


def changeable(problem: Problem) -> TypeGuard[Regression]:
    """Tell whether the problem is a regression on so few samples that each counts."""
    return isinstance(problem, Regression) and problem.n_samples <= MOST


def with_data(problem: Regression, x: Array, y: Array) -> Regression:
    """Return the same model on the samples x, y, (n_samples,), over the same domain.

    Raises:
        InputError: the samples do not determine the weights.
    """
    changed = _replaced(problem, x, y)
    if changed.minima is changed.known_minima:
        return replace(changed, known_minima=_minima(changed))
    return changed


def have_one_model(one: Problem, other: Problem) -> bool:
    """Tell whether both are the same problem with samples that were moved."""
    return (
        isinstance(one, Regression)
        and isinstance(other, Regression)
        and one.original is not None
        and one.original is other.original
        and values_of(one) == values_of(other)
    )


def _minima(changed: Regression) -> Points:
    """Return the minima of a model that does not tell, from where they were."""
    if len(changed.weights) == 1:
        return find_minima(changed)
    if not isinstance(changed, OwnRegression):
        return ()
    fit = changed.least_squares
    ends = [fit.descend(np.array(w)) for w in changed.known_minima]
    at_rest = [end for end in ends if end is not None and fit.at_rest(end)]
    return tuple(tuple(end.w.tolist()) for end in sorted(at_rest, key=lambda end: end.cost))


def _replaced(problem: Regression, x: Array, y: Array) -> Regression:
    try:
        with np.errstate(divide="raise", invalid="raise"):
            return replace(
                problem,
                id=ID,
                title=N_("Changed data"),
                data={"x": x, "y": y},
                original=problem.original or problem,
                **_nowhere(problem),
            )
    except (np.linalg.LinAlgError, FloatingPointError, ValueError) as error:
        raise InputError(_("These samples do not determine the weights")) from error


def _nowhere(problem: Regression) -> dict[str, Any]:
    """Return that samples were read nowhere: where they were there are others."""
    return {"source": None} if isinstance(problem, OwnRegression) else {}
