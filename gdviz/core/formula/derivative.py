"""The derivative of a formula, exact, as a formula.

It is undefined, NaN or infinite, where the formula has none, with these values at
the edges: that of |u| at 0 is 0, that of u⁰ too, and that of uᵛ by v is 0 where u = 0
and v > 0. The derivative of min and max is that of the operand that it selects.
"""
# ruff: noqa: ARG001, ARG005 - every partial is given the same, whatever it needs

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from gdviz.core.formula.algebra import Algebra
from gdviz.core.formula.tokens import FormulaError
from gdviz.core.formula.tree import Formula, Tree
from gdviz.i18n import _

MOST_NODES = 6_000
"""How many nodes a derivative may have; a typed formula's has some hundred."""

_REMEMBERED = 256
"""Of so many formulas: the same model on other data has the same cost but for its numbers."""


@lru_cache(_REMEMBERED)
def derivative(formula: Formula, name: str) -> Formula:
    """Return the derivative of the formula by what is called `name`.

    Raises:
        FormulaError: it would take too long to calculate.
    """
    algebra = Algebra(Tree(formula.nodes))
    slopes: list[int | None] = []
    for place, node in enumerate(formula.nodes):
        inner = [slopes[operand] for operand in node.operands]
        if node.operation == "name" and node.value == name:
            slopes.append(algebra.number(1))
        elif all(one is None for one in inner):
            slopes.append(None)
        else:
            slopes.append(slope(algebra, node.operation, node.operands, inner, place))
        if len(algebra.tree.nodes) > MOST_NODES:
            raise FormulaError(_("The formula is too long to be differentiated"))
    root = slopes[-1]
    return algebra.tree.formula(algebra.number(0) if root is None else root)


def slope(
    algebra: Algebra,
    operation: str,
    operands: tuple[int, ...],
    slopes: list[int | None],
    result: int,
) -> int | None:
    """Return the derivative of an operation, given its operands' (None for 0).

    Args:
        algebra: what it is added to.
        operation: a key of `OPERATIONS`.
        operands: their places.
        slopes: the places of their derivatives.
        result: the place of what the operation makes of them.
    """
    if operation in _CHOICES:
        return _CHOICES[operation](
            algebra, *operands, *[algebra.number(0) if s is None else s for s in slopes]
        )
    total: int | None = None
    for partial, inner in zip(_PARTIALS[operation], slopes, strict=True):
        if inner is not None and partial is not None:
            term = partial(algebra, inner, *operands, result)
            total = term if total is None else algebra.sum(total, term)
    return total


def _power_by_base(a: Algebra, du: int, u: int, v: int, r: int) -> int:
    exponent = a.exact(v)
    if exponent is None:
        return a.product(a.apply("power_slope", u, v), du)
    return a.product(a.product(a.number(exponent), a.power(u, exponent - 1)), du)


def _power_by_exponent(a: Algebra, dv: int, u: int, v: int, r: int) -> int:
    if a.tree.nodes[u].operation == "e":
        return a.product(r, dv)
    positive = (a.exact(u) or 0) > 0
    logarithm = a.apply("ln", u) if positive else a.apply("log_base", u, v)
    return a.product(a.product(logarithm, r), dv)


def _one_minus_square(a: Algebra, u: int) -> int:
    return a.difference(a.number(1), a.power(u, Fraction(2)))


def _one_plus_square(a: Algebra, u: int) -> int:
    return a.sum(a.number(1), a.power(u, Fraction(2)))


def _root(a: Algebra, u: int) -> int:
    return a.apply("sqrt", u)


def _ln(a: Algebra, base: int) -> int:
    return a.apply("ln", a.number(base))


Partial = Callable[..., int]
"""(the algebra, the operand's derivative, operands..., result) -> the part due to that operand."""

_PARTIALS: dict[str, tuple[Partial | None, ...]] = {
    "+": (lambda a, du, u, v, r: du, lambda a, dv, u, v, r: dv),
    "-": (lambda a, du, u, v, r: du, lambda a, dv, u, v, r: a.negative(dv)),
    "*": (lambda a, du, u, v, r: a.product(du, v), lambda a, dv, u, v, r: a.product(u, dv)),
    "/": (
        lambda a, du, u, v, r: a.quotient(du, v),
        lambda a, dv, u, v, r: a.negative(a.quotient(a.product(u, dv), a.power(v, Fraction(2)))),
    ),
    "^": (_power_by_base, _power_by_exponent),
    "negative": (lambda a, du, u, r: a.negative(du),),
    "sin": (lambda a, du, u, r: a.product(a.apply("cos", u), du),),
    "cos": (lambda a, du, u, r: a.negative(a.product(a.apply("sin", u), du)),),
    "tan": (lambda a, du, u, r: a.product(_one_plus_square(a, r), du),),
    "asin": (lambda a, du, u, r: a.quotient(du, _root(a, _one_minus_square(a, u))),),
    "acos": (lambda a, du, u, r: a.negative(a.quotient(du, _root(a, _one_minus_square(a, u)))),),
    "atan": (lambda a, du, u, r: a.quotient(du, _one_plus_square(a, u)),),
    "sinh": (lambda a, du, u, r: a.product(a.apply("cosh", u), du),),
    "cosh": (lambda a, du, u, r: a.product(a.apply("sinh", u), du),),
    "tanh": (lambda a, du, u, r: a.product(_one_minus_square(a, r), du),),
    "exp": (lambda a, du, u, r: a.product(r, du),),
    "ln": (lambda a, du, u, r: a.quotient(du, u),),
    "log1p": (lambda a, du, u, r: a.quotient(du, a.sum(a.number(1), u)),),
    "log10": (lambda a, du, u, r: a.quotient(du, a.product(u, _ln(a, 10))),),
    "log2": (lambda a, du, u, r: a.quotient(du, a.product(u, _ln(a, 2))),),
    "sqrt": (lambda a, du, u, r: a.quotient(du, a.product(a.number(2), r)),),
    "abs": (lambda a, du, u, r: a.product(a.apply("sign", u), du),),
    "sign": (None,),
    "floor": (None,),
    # What derivatives contain, for the second derivative.
    "log_base": (lambda a, du, u, v, r: a.quotient(du, u), None),
    "power_slope": (
        lambda a, du, u, v, r: a.product(
            a.product(v, a.apply("power_slope", u, a.difference(v, a.number(1)))), du
        ),
        lambda a, dv, u, v, r: a.product(
            a.sum(
                a.apply("^", u, a.difference(v, a.number(1))),
                a.product(a.apply("log_base", u, v), r),
            ),
            dv,
        ),
    ),
}

_CHOICES: dict[str, Partial] = {
    "max": lambda a, u, v, du, dv: a.apply("choose", u, v, du, dv),
    "min": lambda a, u, v, du, dv: a.apply("choose", v, u, du, dv),
    "choose": lambda a, u, v, p, q, du, dv, dp, dq: a.apply("choose", u, v, dp, dq),
}
