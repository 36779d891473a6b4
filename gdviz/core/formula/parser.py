"""Turns tokens into a tree, by the rules of precedence (Dijkstra's shunting yard)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from gdviz.core.formula.names import Names
from gdviz.core.formula.operations import CONSTANTS, FUNCTIONS, OPERATIONS
from gdviz.core.formula.tokens import FormulaError, Text, Token, bare_function, comma, quoted
from gdviz.core.formula.tree import Formula, Node, Tree
from gdviz.i18n import _

MAX_PENDING = 30
"""How many operands may wait for what is applied to them: what nesting costs."""

_PRECEDENCES = {"(": 0, "+": 1, "-": 1, "*": 3, "/": 3, "^": 5}
_LOOSE_SIGN, _TIGHT_SIGN = 2, 4
"""−a·b is −(a·b), but a/−b·c is (a/(−b))·c."""


def read(text: str, names: Names) -> Formula:
    """Return the formula that is typed; a left side such as `J(w) =` is passed over.

    Raises:
        FormulaError: the text is not a formula of these names.
    """
    typed = Text(text, names.capitals)
    return read_tokens(typed, typed.tokens(names), names)


def read_tokens(text: Text, tokens: Iterable[Token], names: Names) -> Formula:
    """Return the formula that these tokens of a text make.

    Raises:
        FormulaError: they make none.
    """
    parser = _Parser(text.typed, names)
    for token in tokens:
        parser.take(token)
    return parser.finish()


class _Operand(NamedTuple):
    """What is known of an operand: its node, where it was typed, its value if it has no name."""

    place: int
    start: int
    end: int
    constant: np.float64 | None


class _Pending(NamedTuple):
    """An operation that waits for its last operand, or an open parenthesis.

    Attributes:
        begun: how many operands are begun in the parenthesis.
    """

    name: str
    precedence: int
    token: Token
    begun: int = 1


class _Parser:
    """Reads one formula, token by token."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._found: set[str] = set()
        self._tree = Tree()
        self._operands: list[_Operand] = []
        self._pending: list[_Pending] = []
        self._before: Token | None = None
        self._root: Token | None = None
        self._complete = False

    def take(self, token: Token) -> None:
        """Take the next token.

        Raises:
            FormulaError: it cannot follow what is before it.
        """
        before = self._before
        if before and before.kind == "function" and token.text != "(":
            raise bare_function(before)
        if self._complete:
            self._after_operand(token)
        else:
            self._operand(token)
        self._before = token

    def finish(self) -> Formula:
        """Return the formula.

        Raises:
            FormulaError: it is not complete.
        """
        if self._before is None:
            raise FormulaError(self._names.nothing(), 0, len(self._text))
        if self._before.kind in ("function", "root"):
            raise bare_function(self._before)
        if self._complete:
            self._reduce(1)
        elif self._before.text != "(":
            raise self._missing_after(self._before)
        if self._pending:
            raise self._pending[-1].token.error(_("This parenthesis is never closed"))
        missing = self._names.missing(self._found)
        if missing:
            raise FormulaError(missing, 0, len(self._text))
        return self._tree.formula(self._operands[-1].place)

    def _operand(self, token: Token) -> None:
        """Take a token where a number, a name or the like is due."""
        root = self._before if self._before and self._before.kind == "root" else None
        if root and token.text != "(" and token.kind not in ("number", "name", "constant"):
            raise bare_function(root)
        if token.kind == "number":
            self._number(token)
        elif token.kind == "constant":
            self._push(Node(token.text), CONSTANTS[token.text], token)
        elif token.kind == "name":
            self._name(token)
        elif token.kind in ("function", "root") or token.text == "(":
            self._pending.append(_Pending(token.text, 0, token))
            return
        elif token.text == "-":
            inner = self._pending and self._pending[-1].precedence >= _PRECEDENCES["*"]
            sign = _TIGHT_SIGN if inner else _LOOSE_SIGN
            self._pending.append(_Pending("negative", sign, token))
        elif token.text == ",":
            raise comma(token)
        elif token.text != "+":
            raise self._missing_operand(token)
        if root:
            self._pending.pop()
            self._apply("sqrt", 1, root)
            self._root = root

    def _after_operand(self, token: Token) -> None:
        """Take a token where an operator or the end is due."""
        if self._root and token.text not in ("+", "-", "*", "/", ")", ","):
            # √2w may mean √(2w), and √w² √(w²).
            raise bare_function(self._root._replace(end=token.end))
        self._root = None
        if token.kind == "superscript":
            self._superscript(token)
        elif token.kind == "number":
            message = _("An operator is missing before {number}, such as * or ^")
            raise token.error(message.format(number=quoted(token.text)))
        elif token.text == ")":
            self._close(token)
        elif token.text == ",":
            self._separate(token)
        elif token.kind == "operator" and token.text != "(":
            self._operator(token.text, token)
        else:
            self._operator("*", token)
            self._operand(token)

    def _number(self, token: Token) -> None:
        # The shortest decimal of that float: exact, and no longer than a float is.
        value = np.float64(token.text)
        if not np.isfinite(value):
            raise token.error(_("This number is too large"))
        self._push(Node("number", (), Fraction(repr(float(value)))), value, token)

    def _name(self, token: Token) -> None:
        self._found.add(token.text)
        refused = self._names.refused(token.text, self._found - {token.text})
        if refused:
            raise token.error(refused)
        self._push(Node("name", (), token.text), None, token)

    def _superscript(self, token: Token) -> None:
        """Take what is typed raised; it is an exponent whatever precedes it."""
        if token.text == "t":
            self._name(token)
        else:
            self._number(token._replace(text=token.text.strip("+-")))
            if token.text.startswith("-"):
                self._apply("negative", 1, token)
        self._apply("^", 2, token)

    def _operator(self, name: str, token: Token) -> None:
        precedence = _PRECEDENCES[name]
        self._reduce(precedence + 1 if name == "^" else precedence)
        self._pending.append(_Pending(name, precedence, token))
        self._complete = False

    def _separate(self, token: Token) -> None:
        """Take a comma, which stands between the operands of a function."""
        self._reduce(1)
        opening = self._pending.pop() if self._pending else None
        function = self._pending[-1].name if self._pending else ""
        if opening is None or function not in FUNCTIONS:
            raise comma(token)
        if opening.begun == FUNCTIONS[function].arity:
            raise comma(token)
        self._pending.append(opening._replace(begun=opening.begun + 1))
        self._complete = False

    def _close(self, token: Token) -> None:
        self._reduce(1)
        if not self._pending:
            raise token.error(_("This closing parenthesis has no opening one"))
        opening = self._pending.pop()
        self._operands[-1] = self._operands[-1]._replace(start=opening.token.start, end=token.end)
        if self._pending and self._pending[-1].name in FUNCTIONS:
            function = self._pending.pop()
            if opening.begun < FUNCTIONS[function.name].arity:
                message = _("{name} needs two numbers, as in {name}(w, 1)")
                raise function.token.error(message.format(name=function.name))
            self._apply(function.name, opening.begun, function.token)

    def _reduce(self, precedence: int) -> None:
        """Apply the pending operations that bind at least that tightly."""
        while self._pending and self._pending[-1].precedence >= precedence:
            operation = self._pending.pop()
            self._apply(operation.name, OPERATIONS[operation.name].arity, operation.token)

    def _push(self, node: Node, value: np.float64 | None, token: Token) -> None:
        if len(self._operands) == MAX_PENDING:
            raise token.error(_("The function is nested too deeply here"))
        self._operands.append(_Operand(self._tree.add(node), token.start, token.end, value))
        self._complete = True

    def _apply(self, name: str, count: int, token: Token) -> None:
        """Apply an operation to the last operands; `token` is where it was typed."""
        operands = self._operands[-count:]
        start, end = min(token.start, operands[0].start), max(token.end, operands[-1].end)
        constant = None
        values = [operand.constant for operand in operands]
        if not any(value is None for value in values):
            with np.errstate(all="ignore"):
                constant = OPERATIONS[name].value(*values)
            if not np.isfinite(constant):
                message = _("{part} is too large or has no value")
                part = quoted(self._text[start:end])
                raise FormulaError(message.format(part=part), start, end - start)
        place = self._tree.add(Node(name, tuple([operand.place for operand in operands])))
        self._operands[-count:] = [_Operand(place, start, end, constant)]

    def _missing_operand(self, token: Token) -> FormulaError:
        """Return the error of `token` where a number, a name or the like is due."""
        before = self._before
        if before is not None and before.text != "(":
            return self._missing_after(before)
        if before is not None and token.text == ")":
            message = _("There is nothing in these parentheses")
            return FormulaError(message, before.start, token.end - before.start)
        message = _("A number or a name is missing before {operator}")
        return token.error(message.format(operator=self._typed(token)))

    def _missing_after(self, operator: Token) -> FormulaError:
        message = _("A number or a name is missing after {operator}")
        return operator.error(message.format(operator=self._typed(operator)))

    def _typed(self, token: Token) -> str:
        return quoted(self._text[token.start : token.end])
