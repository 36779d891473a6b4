"""The same model on other data: what a problem becomes when its samples are moved."""

from dataclasses import replace
from typing import TypeGuard

import numpy as np

from gdviz.core.parameters import InputError
from gdviz.core.problems.analysis import find_minima
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.problems.regression import Regression
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
    if isinstance(problem, OwnRegression):  # its own domain would follow every change
        object.__setattr__(changed, "domain", problem.domain)
        object.__setattr__(changed, "start", problem.start)
        object.__setattr__(changed, "source", None)  # the file has other samples
    if changed.minima is changed.known_minima:
        found = find_minima(changed) if len(changed.weights) == 1 else ()
        return replace(changed, known_minima=found)
    return changed


def _replaced(problem: Regression, x: Array, y: Array) -> Regression:
    try:
        with np.errstate(divide="raise", invalid="raise"):
            return replace(
                problem,
                id=ID,
                title=N_("Changed data"),
                data={"x": x, "y": y},
                original=problem.original or problem,
            )
    except (np.linalg.LinAlgError, FloatingPointError, ValueError) as error:
        raise InputError(_("These samples do not determine the weights")) from error
