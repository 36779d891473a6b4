"""Derivatives by dual numbers, in forward mode: the oracle of the symbolic ones.

Each operand is its value with its derivative, and each operation follows the chain
rule, with partial derivatives of its own.
"""
# ruff: noqa: ARG005 - every partial is given the same, whatever it needs

from fractions import Fraction

import numpy as np

from gdviz.core.formula.operations import CONSTANTS, OPERATIONS


def _log_base(u, v):
    return np.where((u == 0) & (v > 0), 0.0, np.log(u))


PARTIALS = {
    "+": (lambda u, v, r: 1.0, lambda u, v, r: 1.0),
    "-": (lambda u, v, r: 1.0, lambda u, v, r: -1.0),
    "*": (lambda u, v, r: v, lambda u, v, r: u),
    "/": (lambda u, v, r: 1 / v, lambda u, v, r: -r / v),
    "^": (lambda u, v, r: v * u ** (v - (v != 0)), lambda u, v, r: _log_base(u, v) * r),
    "negative": (lambda u, r: -1.0,),
    "sin": (lambda u, r: np.cos(u),),
    "cos": (lambda u, r: -np.sin(u),),
    "tan": (lambda u, r: 1 + r * r,),
    "asin": (lambda u, r: 1 / np.sqrt(1 - u * u),),
    "acos": (lambda u, r: -1 / np.sqrt(1 - u * u),),
    "atan": (lambda u, r: 1 / (1 + u * u),),
    "sinh": (lambda u, r: np.cosh(u),),
    "cosh": (lambda u, r: np.sinh(u),),
    "tanh": (lambda u, r: 1 - r * r,),
    "exp": (lambda u, r: r,),
    "ln": (lambda u, r: 1 / u,),
    "log1p": (lambda u, r: 1 / (1 + u),),
    "log10": (lambda u, r: 1 / (u * np.log(10.0)),),
    "log2": (lambda u, r: 1 / (u * np.log(2.0)),),
    "sqrt": (lambda u, r: 0.5 / r,),
    "abs": (lambda u, r: np.sign(u),),
    "sign": (lambda u, r: 0.0,),
    "floor": (lambda u, r: 0.0,),
    "min": (lambda u, v, r: np.where(u <= v, 1.0, 0.0), lambda u, v, r: np.where(u <= v, 0.0, 1.0)),
    "max": (lambda u, v, r: np.where(u >= v, 1.0, 0.0), lambda u, v, r: np.where(u >= v, 0.0, 1.0)),
}


def slope(formula, name, values):
    """The derivative by what is called `name`, at the values of all names, numbers or arrays."""
    with np.errstate(all="ignore"):
        stack = []
        for node in formula.nodes:
            if isinstance(node.value, Fraction):
                stack.append((np.float64(node.value), None))
            elif node.operation == "name":
                dual = np.float64(1) if node.value == name else None
                stack.append((np.asarray(values[node.value], float)[()], dual))
            elif node.operation in CONSTANTS:
                stack.append((CONSTANTS[node.operation], None))
            else:
                stack.append(_apply(node.operation, [stack[place] for place in node.operands]))
        return 0.0 if stack[-1][1] is None else stack[-1][1]


def _apply(operation, operands):
    values = [value for value, _dual in operands]
    result = OPERATIONS[operation].value(*values)
    total = None
    for partial, (_value, dual) in zip(PARTIALS[operation], operands, strict=True):
        if dual is not None:
            term = partial(*values, result) * dual
            total = term if total is None else total + term
    return result, total
