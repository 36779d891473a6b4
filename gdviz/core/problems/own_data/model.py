"""The models of one's own data: the two lines, and whatever is typed."""

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from gdviz.core.formula import Formula, FormulaError, Names, html, read, text
from gdviz.core.formula.names import ON_THE_LINE
from gdviz.core.formula.tokens import MAX_LENGTH, Text
from gdviz.core.formula.tree import Node, Tree
from gdviz.i18n import N_, _

MOST_WEIGHTS = 30

_TOGETHER = 2
"""So many weights may be typed together, as in abx."""

_NAME = re.compile("[a-zα-ω][0-9₀-₉]{0,2}")
_TAKEN = "xyeπς"
"""Letters that are no weights: what is given, what is predicted, two constants, and an ending."""


class Model(NamedTuple):
    """A model of y: its name in words, and the formula that predicts it from x."""

    title: str
    formula: str

    @property
    def html(self) -> str:
        """The formula, as HTML."""
        return html(read(self.formula, ModelNames(self.formula)), product="·")


MODELS = {
    "linear": Model(N_("y = w·x, your own data"), "w·x"),
    "affine": Model(N_("y = w·x + b, your own data"), "w·x + b"),
}


class ModelNames(Names):
    """x, and each letter of a text that can be a weight; said in the words of whoever types it."""

    def __init__(self, typed: str) -> None:
        """Allow the weights that occur in `typed`.

        Raises:
            FormulaError: it is too long.
        """
        found = [name.translate(ON_THE_LINE) for name in _NAME.findall(Text(typed).plain)]
        super().__init__("x", *dict.fromkeys(name for name in found if name[0] not in _TAKEN))

    def multiplied(self, together: Sequence[str]) -> bool:
        """Tell whether they are two weights at most, and x: a word of more is meant as one."""
        return len({*together} - {"x"}) <= _TOGETHER

    def unknown(self, word: str) -> str:
        """Return what a weight may be called."""
        if word.startswith("y"):
            return _("y is what the model predicts; call the weight something else")
        message = _("{name} is no function and no weight. A weight is one letter: a, w1, β")
        return message.format(name=word)

    def refused(self, name: str, others: Set[str]) -> str:
        """Return that there are too many weights, where there are."""
        if name == "x" or len(others - {"x"}) < MOST_WEIGHTS:
            return ""
        return _("A model has {most} weights at most").format(most=MOST_WEIGHTS)

    def missing(self, found: Set[str]) -> str:
        """Return that x is missing, or a weight."""
        if "x" not in found:
            return _("There is no x in it, from which the model predicts y")
        return "" if len(found) > 1 else _("There is no weight in it, such as a in a x")

    def nothing(self) -> str:
        """Return what to type."""
        return _("Type a model of x and of weights, such as a x^2 + b x + c")


def find_model(model: str, *, listed: bool = True) -> Model:
    """Return the model with that key of `MODELS`, or of that formula.

    Args:
        model: the one or the other.
        listed: whether it may be the one.

    Raises:
        FormulaError: it is neither.
    """
    if listed and model in MODELS:
        return MODELS[model]
    written = text(_without_e(read(model, ModelNames(model))))
    if len(written) > MAX_LENGTH:
        message = _("The model is too long: written out in full, it passes {most} characters")
        raise FormulaError(message.format(most=MAX_LENGTH), 0, len(model))
    return Model(N_("Your own model, your own data"), written)


def _without_e(formula: Formula) -> Formula:
    """Return the formula with exp(u) for e^u: beside a sample's error e, e would be two things."""
    tree, places = Tree(), list[int]()
    for node in formula.nodes:
        operands = tuple([places[operand] for operand in node.operands])
        if node.operation == "^" and formula.nodes[node.operands[0]].operation == "e":
            places.append(tree.add(Node("exp", operands[1:])))
        else:
            places.append(tree.add(node._replace(operands=operands)))
    return tree.formula(places[-1])
