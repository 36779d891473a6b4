"""Formulas as source on Python's floats: fast for one weight, and it raises what numpy does not.

Where a float has no value (a logarithm of 0, a division by 0, an overflow of exp)
Python raises ArithmeticError or ValueError; whoever runs such source must then
evaluate the formula plainly. Anything else agrees with numpy but for last bits.
"""

import math
from collections.abc import Callable, Iterable, Sequence

from gdviz.core.formula.tree import Formula
from gdviz.core.formula.writers.source import UNDEFINED, Language

_FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh")},
    **{name: name for name in ("tanh", "exp", "log1p", "log10", "log2", "sqrt")},
    "ln": "log",
    "abs": "fabs",
}

PYTHON = Language(
    templates={
        "+": "({0} + {1})",
        "-": "({0} - {1})",
        "*": "({0} * {1})",
        "/": "({0} / {1})",
        "negative": "(-{0})",
        # `**` would make a complex number of a negative one.
        "^": "pow({0}, {1})",
        **{name: f"{called}({{0}})" for name, called in _FUNCTIONS.items()},
        # NaN is passed on, and nothing that is not selected is multiplied by 0.
        "sign": "(1.0 if {0} > 0.0 else -1.0 if {0} < 0.0 else {0} - {0})",
        "floor": "({0} // 1.0 if {0} - {0} == 0.0 else {0})",
        "min": "({0} if {0} <= {1} or {0} != {0} else {1})",
        "max": "({0} if {0} >= {1} or {0} != {0} else {1})",
        "choose": "({2} if {0} >= {1} else {3})",
        "log_base": "(0.0 if {0} == 0.0 and {1} > 0.0 else log({0}))",
        "power_slope": "({1} * pow({0}, {1} - 1.0) if {1} else 0.0)",
    },
    namespace={name: getattr(math, name) for name in (*_FUNCTIONS.values(), "pow")} | UNDEFINED,
)


def python_function(
    formulas: Iterable[Formula], arguments: Sequence[str]
) -> Callable[..., tuple[float, ...]]:
    """Return a function of floats to a tuple: the formulas' values.

    It raises ArithmeticError or ValueError where Python's floats do.

    Args:
        formulas: what is computed; what they share is computed once.
        arguments: the names in them, in the order of the function's arguments.
    """
    return PYTHON.function(formulas, arguments)
