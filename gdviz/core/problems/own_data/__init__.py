"""Regressions on the user's own data."""

from gdviz.core.problems.own_data.fits import (
    Fits,
    explain_standardising,
    fit,
    stability_limits,
)
from gdviz.core.problems.own_data.model import MODELS, find_model
from gdviz.core.problems.own_data.regression import DataChoice, OwnRegression, regression

__all__ = [
    "MODELS",
    "DataChoice",
    "Fits",
    "OwnRegression",
    "explain_standardising",
    "find_model",
    "fit",
    "regression",
    "stability_limits",
]
