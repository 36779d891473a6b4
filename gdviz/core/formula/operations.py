"""What a formula can do: the operations, and what numpy makes of them."""

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Operation(NamedTuple):
    """What is done with one or more operands.

    Attributes:
        arity: how many.
        value: the operands, arrays or numpy's numbers -> the result; NaN or infinite
            where it is undefined.
    """

    arity: int
    value: Callable[..., Any]


def log_base(base: Any, exponent: Any) -> Any:
    """Return ln(u), by which uᵛ grows with v, and 0 where uᵛ stays 0: at u = 0 for v > 0."""
    return np.log(np.where((base == 0) & (exponent > 0), 1.0, base))


def power_slope(base: Any, exponent: Any) -> Any:
    """Return v·uᵛ⁻¹, and 0 where v is 0, at u = 0 too."""
    return np.where(exponent == 0, 0.0, exponent * base ** (exponent - 1))


def choose(left: Any, right: Any, first: Any, second: Any) -> Any:
    """Return the first where left ≥ right, the second elsewhere."""
    return np.where(left >= right, first, second)


ARITHMETIC = {
    "+": Operation(2, operator.add),
    "-": Operation(2, operator.sub),
    "*": Operation(2, operator.mul),
    "/": Operation(2, operator.truediv),
    "^": Operation(2, operator.pow),
    "negative": Operation(1, operator.neg),
}

FUNCTIONS = {
    "sin": Operation(1, np.sin),
    "cos": Operation(1, np.cos),
    "tan": Operation(1, np.tan),
    "asin": Operation(1, np.arcsin),
    "acos": Operation(1, np.arccos),
    "atan": Operation(1, np.arctan),
    "sinh": Operation(1, np.sinh),
    "cosh": Operation(1, np.cosh),
    "tanh": Operation(1, np.tanh),
    "exp": Operation(1, np.exp),
    "ln": Operation(1, np.log),
    "log1p": Operation(1, np.log1p),
    "log10": Operation(1, np.log10),
    "log2": Operation(1, np.log2),
    "sqrt": Operation(1, np.sqrt),
    "abs": Operation(1, np.abs),
    "sign": Operation(1, np.sign),
    "floor": Operation(1, np.floor),
    "min": Operation(2, np.minimum),
    "max": Operation(2, np.maximum),
}
"""The functions that can be typed."""

DERIVED = {
    "choose": Operation(4, choose),
    "log_base": Operation(2, log_base),
    "power_slope": Operation(2, power_slope),
}
"""What only derivatives contain."""

OPERATIONS = ARITHMETIC | FUNCTIONS | DERIVED

CONSTANTS = {"pi": np.float64(np.pi), "e": np.float64(np.e)}
