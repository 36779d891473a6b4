"""What a formula can do: the operations, with their derivatives, and the evaluation of programs."""
# ruff: noqa: ARG005 - every partial is given the same, whatever it needs

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gdviz.core.types import Array

Value = Array | np.float64
Tangents = dict[int, Any]
"""The derivative by each weight that occurs, by the weight's index."""


class Instruction(NamedTuple):
    """A step of a program: push a number or a weight, or apply an operation.

    Attributes:
        name: `number`, `weight`, or a key of `CONSTANTS` or `OPERATIONS`.
        value: the number or constant, or the weight's index.
    """

    name: str
    value: np.float64 = np.float64(0)


Program = tuple[Instruction, ...]
"""A formula in postfix order: the operands, then what is applied to them."""


@dataclass(frozen=True)
class Operation:
    """What is done with one or two operands.

    Attributes:
        value: the operands -> the result.
        partials: for each operand, (operands..., result) -> the derivative by it.
    """

    value: Callable[..., Any]
    partials: tuple[Callable[..., Any], ...]


def _power_by_exponent(base: Value, exponent: Value, result: Value) -> Any:
    """Return ln(u)·uᵛ, and its limit 0 at u = 0 for v > 0."""
    return np.where((base == 0) & (exponent > 0), 0.0, np.log(base) * result)


ARITHMETIC = {
    "+": Operation(operator.add, (lambda u, v, r: 1.0, lambda u, v, r: 1.0)),
    "-": Operation(operator.sub, (lambda u, v, r: 1.0, lambda u, v, r: -1.0)),
    "*": Operation(operator.mul, (lambda u, v, r: v, lambda u, v, r: u)),
    "/": Operation(operator.truediv, (lambda u, v, r: 1 / v, lambda u, v, r: -r / v)),
    # The power stays 0 where v is 0, so that the derivative of u⁰ is 0 at u = 0 too.
    "^": Operation(operator.pow, (lambda u, v, r: v * u ** (v - (v != 0)), _power_by_exponent)),
    "negative": Operation(operator.neg, (lambda u, r: -1.0,)),
}

FUNCTIONS = {
    "sin": Operation(np.sin, (lambda u, r: np.cos(u),)),
    "cos": Operation(np.cos, (lambda u, r: -np.sin(u),)),
    "tan": Operation(np.tan, (lambda u, r: 1 + r * r,)),
    "asin": Operation(np.arcsin, (lambda u, r: 1 / np.sqrt(1 - u * u),)),
    "acos": Operation(np.arccos, (lambda u, r: -1 / np.sqrt(1 - u * u),)),
    "atan": Operation(np.arctan, (lambda u, r: 1 / (1 + u * u),)),
    "sinh": Operation(np.sinh, (lambda u, r: np.cosh(u),)),
    "cosh": Operation(np.cosh, (lambda u, r: np.sinh(u),)),
    "tanh": Operation(np.tanh, (lambda u, r: 1 - r * r,)),
    "exp": Operation(np.exp, (lambda u, r: r,)),
    "ln": Operation(np.log, (lambda u, r: 1 / u,)),
    "log10": Operation(np.log10, (lambda u, r: 1 / (u * np.log(10.0)),)),
    "log2": Operation(np.log2, (lambda u, r: 1 / (u * np.log(2.0)),)),
    "sqrt": Operation(np.sqrt, (lambda u, r: 0.5 / r,)),
    "abs": Operation(np.abs, (lambda u, r: np.sign(u),)),
}
"""The functions, each with its derivative; that of |u| is taken as 0 at 0."""

OPERATIONS = ARITHMETIC | FUNCTIONS

CONSTANTS = {"pi": np.float64(np.pi), "e": np.float64(np.e)}


def evaluate(program: Program, weights: Array) -> Value:
    """Return the program's value, (...), at the weights (dim, ...)."""
    stack: list[Any] = []
    for name, number in program:
        operation = OPERATIONS.get(name)
        if operation is not None:
            count = len(operation.partials)
            operands = stack[-count:]
            stack[-count:] = [operation.value(*operands)]
        else:
            stack.append(weights[int(number)] if name == "weight" else number)
    result: Value = stack.pop()
    return result


def differentiate(program: Program, weights: Array) -> tuple[Value, Tangents]:
    """Return the program's value, (...), and its derivatives at the weights (dim, ...).

    Forward mode: each operand is a dual number, its value with its derivatives,
    and each operation follows the chain rule. A weight that an operand does not
    depend on is absent from its derivatives, not 0 in them: 0 times an infinite
    derivative of another operand would be NaN.
    """
    stack: list[tuple[Any, Tangents]] = []
    for name, number in program:
        operation = OPERATIONS.get(name)
        if operation is not None:
            count = len(operation.partials)
            operands = stack[-count:]
            stack[-count:] = [_apply(operation, operands)]
        elif name == "weight":
            stack.append((weights[int(number)], {int(number): np.float64(1)}))
        else:
            stack.append((number, {}))
    return stack.pop()


def _apply(operation: Operation, operands: list[tuple[Any, Tangents]]) -> tuple[Any, Tangents]:
    """Return the operation's value and derivatives: the sum of each partial times the inner."""
    values = [value for value, _tangents in operands]
    result = operation.value(*values)
    total: Tangents = {}
    for partial, (_value, tangents) in zip(operation.partials, operands, strict=True):
        if tangents:
            slope = partial(*values, result)
            for index, tangent in tangents.items():
                term = slope * tangent
                total[index] = total[index] + term if index in total else term
    return result, total
