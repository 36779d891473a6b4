"""Formulas as source for numpy: on arrays of any shape, broadcast, undefined is NaN or infinite."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from gdviz.core.formula.operations import OPERATIONS
from gdviz.core.formula.tree import Formula
from gdviz.core.formula.writers.source import UNDEFINED, Language

_SIGNS = {
    "+": "({0} + {1})",
    "-": "({0} - {1})",
    "*": "({0} * {1})",
    "/": "({0} / {1})",
    "negative": "(-{0})",
}
_CALLED = {name: operation for name, operation in OPERATIONS.items() if name not in _SIGNS}
_IDENTIFIERS = {name: "power" if name == "^" else name for name in _CALLED}


def _call(name: str, arity: int) -> str:
    return f"{name}({', '.join(f'{{{index}}}' for index in range(arity))})"


_REMEMBERED = 256
"""So many functions that were made are at hand."""

NUMPY = Language(
    templates=_SIGNS
    | {name: _call(_IDENTIFIERS[name], operation.arity) for name, operation in _CALLED.items()},
    namespace={_IDENTIFIERS[name]: operation.value for name, operation in _CALLED.items()}
    | UNDEFINED,
)


def numpy_function(formulas: Iterable[Formula], arguments: Sequence[str]) -> Callable[..., Any]:
    """Return a function of numpy's arrays or numbers to a tuple: the formulas' values.

    They are of the shape that the arguments make together by broadcasting, or plain
    numbers where a formula has no name in it. It is called under
    `np.errstate(all="ignore")` where a warning is not wanted.

    Args:
        formulas: what is computed; what they share is computed once.
        arguments: the names in them, in the order of the function's arguments.
    """
    return _compiled(tuple(formulas), tuple(arguments))


@lru_cache(_REMEMBERED)
def _compiled(formulas: tuple[Formula, ...], arguments: tuple[str, ...]) -> Callable[..., Any]:
    return NUMPY.function(formulas, arguments)
