"""Turns tokens into a program, by the rules of precedence (Dijkstra's shunting yard)."""

from typing import NamedTuple

import numpy as np

from gdviz.core.expression.operations import CONSTANTS, OPERATIONS, Instruction, Program
from gdviz.core.expression.tokens import ExpressionError, Token, bare_function, quoted, tokenise
from gdviz.i18n import _

MAX_PENDING = 30
"""How many operands may wait for what is applied to them: what nesting costs."""

FAMILIES = (("w",), ("x",), ("w1", "w2"), ("x", "y"))
"""The weights' names that go together."""

_INDICES = {name: index for family in FAMILIES for index, name in enumerate(family)}

_PRECEDENCES = {"(": 0, "+": 1, "-": 1, "*": 3, "/": 3, "^": 5}
_LOOSE_SIGN, _TIGHT_SIGN = 2, 4
"""−a·b is −(a·b), but a/−b·c is (a/(−b))·c."""


class _Operand(NamedTuple):
    """What is known of an operand: where it was typed, and its value if no weight is in it."""

    start: int
    end: int
    constant: np.float64 | None


class _Pending(NamedTuple):
    """An operation that waits for its last operand, or an open parenthesis."""

    name: str
    precedence: int
    token: Token


class Parser:
    """Reads one formula, token by token.

    Attributes:
        program: the program so far.
        weights: the names of the weights so far.
    """

    def __init__(self, text: str) -> None:
        """Start at the beginning of `text`."""
        self.program: list[Instruction] = []
        self.weights: set[str] = set()
        self._text = text
        self._operands: list[_Operand] = []
        self._pending: list[_Pending] = []
        self._before: Token | None = None
        self._complete = False

    def read(self) -> tuple[Program, tuple[str, ...]]:
        """Return the program, and the names of its weights.

        Raises:
            ExpressionError: the text is not a formula of one or two weights.
        """
        for token in tokenise(self._text):
            if self._before and self._before.kind == "function" and token.text != "(":
                raise bare_function(self._before)
            if self._complete:
                self._after_operand(token)
            else:
                self._operand(token)
            self._before = token
        self._finish()
        return tuple(self.program), next(f for f in FAMILIES if self.weights <= {*f})

    def _operand(self, token: Token) -> None:
        """Take a token where a number, a weight or the like is due."""
        if token.kind == "number":
            self._push("number", np.float64(token.text), token)
        elif token.kind == "constant":
            self._push(token.text, CONSTANTS[token.text], token)
        elif token.kind == "weight":
            self._weight(token)
        elif token.kind == "function" or token.text == "(":
            self._pending.append(_Pending(token.text, 0, token))
        elif token.text == "-":
            inner = self._pending and self._pending[-1].precedence >= _PRECEDENCES["*"]
            sign = _TIGHT_SIGN if inner else _LOOSE_SIGN
            self._pending.append(_Pending("negative", sign, token))
        elif token.text != "+":
            raise self._missing_operand(token)

    def _after_operand(self, token: Token) -> None:
        """Take a token where an operator or the end is due."""
        if token.kind == "superscript":
            self._push("number", np.float64(token.text.strip("+-")), token)
            if token.text.startswith("-"):
                self._apply("negative", token)
            self._apply("^", token)
        elif token.kind == "number":
            message = _("An operator is missing before {number}, such as * or ^")
            raise token.error(message.format(number=quoted(token.text)))
        elif token.text == ")":
            self._close(token)
        elif token.kind == "operator" and token.text != "(":
            self._operator(token.text, token)
        else:
            self._operator("*", token)
            self._operand(token)

    def _operator(self, name: str, token: Token) -> None:
        precedence = _PRECEDENCES[name]
        self._reduce(precedence + 1 if name == "^" else precedence)
        self._pending.append(_Pending(name, precedence, token))
        self._complete = False

    def _close(self, token: Token) -> None:
        self._reduce(1)
        if not self._pending:
            raise token.error(_("This closing parenthesis has no opening one"))
        opening = self._pending.pop().token
        self._operands[-1] = self._operands[-1]._replace(start=opening.start, end=token.end)
        if self._pending and self._pending[-1].token.kind == "function":
            function = self._pending.pop()
            self._apply(function.name, function.token)

    def _finish(self) -> None:
        if self._before is None:
            message = _("Type a function of w, or of w1 and w2, such as w^4 - 3w^2 + w")
            raise ExpressionError(message, 0, len(self._text))
        if self._before.kind == "function":
            raise bare_function(self._before)
        if self._complete:
            self._reduce(1)
        elif self._before.text != "(":
            raise self._missing_after(self._before)
        if self._pending:
            raise self._pending[-1].token.error(_("This parenthesis is never closed"))
        if not self.weights:
            message = _("There is no weight in it: use w, or w1 and w2")
            raise ExpressionError(message, 0, len(self._text))

    def _reduce(self, precedence: int) -> None:
        """Apply the pending operations that bind at least that tightly."""
        while self._pending and self._pending[-1].precedence >= precedence:
            operation = self._pending.pop()
            self._apply(operation.name, operation.token)

    def _weight(self, token: Token) -> None:
        self.weights.add(token.text)
        if not any(self.weights <= {*family} for family in FAMILIES):
            message = _("{name} does not go with {others}: use w alone, w1 and w2, or x and y")
            others = ", ".join(sorted(self.weights - {token.text}))
            raise token.error(message.format(name=token.text, others=others))
        self._push("weight", np.float64(_INDICES[token.text]), token)

    def _push(self, name: str, value: np.float64, token: Token) -> None:
        if not np.isfinite(value):
            raise token.error(_("This number is too large"))
        if len(self._operands) == MAX_PENDING:
            raise token.error(_("The function is nested too deeply here"))
        self.program.append(Instruction(name, value))
        constant = None if name == "weight" else value
        self._operands.append(_Operand(token.start, token.end, constant))
        self._complete = True

    def _apply(self, name: str, token: Token) -> None:
        """Apply an operation to the last operands; `token` is where it was typed."""
        operation = OPERATIONS[name]
        count = len(operation.partials)
        operands = self._operands[-count:]
        start, end = min(token.start, operands[0].start), max(token.end, operands[-1].end)
        constant = None
        values = [operand.constant for operand in operands]
        if not any(value is None for value in values):
            with np.errstate(all="ignore"):
                constant = operation.value(*values)
            if not np.isfinite(constant):
                message = _("{part} is too large or has no value")
                part = quoted(self._text[start:end])
                raise ExpressionError(message.format(part=part), start, end - start)
        self._operands[-count:] = [_Operand(start, end, constant)]
        self.program.append(Instruction(name))

    def _missing_operand(self, token: Token) -> ExpressionError:
        """Return the error of `token` where a number, a weight or the like is due."""
        before = self._before
        if before is not None and before.text != "(":
            return self._missing_after(before)
        if before is not None and token.text == ")":
            message = _("There is nothing in these parentheses")
            return ExpressionError(message, before.start, token.end - before.start)
        message = _("A number or a weight is missing before {operator}")
        return token.error(message.format(operator=self._typed(token)))

    def _missing_after(self, operator: Token) -> ExpressionError:
        message = _("A number or a weight is missing after {operator}")
        return operator.error(message.format(operator=self._typed(operator)))

    def _typed(self, token: Token) -> str:
        return quoted(self._text[token.start : token.end])
