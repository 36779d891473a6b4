"""Regressions on the user's own data."""

from gdviz.core.problems.own_data.regression import (
    MODELS,
    DataChoice,
    Fits,
    OwnRegression,
    explain_standardising,
    fit,
    regression,
    stability_limits,
)

__all__ = [
    "MODELS",
    "DataChoice",
    "Fits",
    "OwnRegression",
    "explain_standardising",
    "fit",
    "regression",
    "stability_limits",
]
