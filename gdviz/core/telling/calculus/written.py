"""A derivation written out: its lines as formulas, and with the numbers of a sample."""

from collections.abc import Mapping

from gdviz.core.formula import Formula, derivative, evaluate, html
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.formula.writers.html import typeset_name
from gdviz.core.numbers import format_number, pieces
from gdviz.core.problems.mean_loss import LeastSquares, MeanLoss
from gdviz.core.telling.calculus.derivation import Line
from gdviz.core.telling.calculus.vertices import PREDICTED
from gdviz.core.types import MEAN, Array

OVER, UNDER, END, MARK, UNMARK = map(chr, range(0xE000, 0xE005))
"""Characters that mean nothing by themselves: above and below the bar of a fraction, which Qt's
HTML has not, and where that ends; before and after the number of a weight."""

_LONG = 20
"""So many signs of a model are written out; a longer one is called ŷ where it is whole."""

_MOST_ADDED = 4
"""So many samples' parts of the gradient are written out; of more, the first ones."""

_MOST_PASSED = 100_000
"""Over more samples than that the gradient is not calculated only to be read."""


def fraction(over: str, under: str) -> str:
    """Return a fraction of two pieces of HTML."""
    return f"{OVER}{over}{UNDER}{under}{END}"


class Written:
    """Writes the derivation of a problem's cost by one weight, as HTML with fractions in it.

    Attributes:
        weight: the weight's name.
        left: what is derived.
        model: what ŷ stands for; empty where it is not used.
    """

    def __init__(self, problem: MeanLoss, weight: str) -> None:
        """Write for a problem, and one of its `names`."""
        self._problem, self._name = problem, weight
        self.weight = typeset_name(weight)
        self._by = fraction("∂", f"∂{self.weight}")
        self.left = fraction("∂J", f"∂{self.weight}")
        self._indexed = {name: f"{name}<sub>i</sub>" for name in problem.data}
        self._indexed[PREDICTED] = f"{PREDICTED}<sub>i</sub>"
        model = problem.model_formula if isinstance(problem, LeastSquares) else None
        self._short = model if model is not None and model.length > _LONG else None
        self.model = ""
        if self._short is not None:
            written = html(self._short, self._indexed, "·")
            self.model = f"{self._indexed[PREDICTED]} = {written}"

    def line(self, line: Line) -> str:
        """Return the right side of a line."""
        names = self._indexed | {
            name: f"{self._by} {self._closed(inner, self._indexed)}"
            for name, inner in line.pending.items()
        }
        formula = self._shortened(line.formula)
        inner = html(formula, names, "·")
        added = f"[{inner}]" if formula.nodes[-1].operation in ("+", "-") else inner
        share = f"{fraction('1', 'N')} " if self._problem.reduction == MEAN else ""
        return f"{'' if line.inside else f'{self._by} '}{share}Σ {added}"

    def in_numbers(self, line: Line, w: Array, row: int, digits: int = 4) -> str:
        """Return what a line has within its sum, with the numbers of a sample and of the weights.

        What is still to be differentiated keeps the weight as it is.

        Args:
            line: a line in which the derivative stands within the sum.
            w: the weights, (dim,).
            row: the sample.
            digits: how many digits are written from the first one that is not 0.
        """
        values = self._values(w, row)
        numbers = {name: number(value, digits) for name, value in values.items()}
        numbers |= {name: f"{MARK}{numbers[name]}{UNMARK}" for name in self._problem.names}
        kept = numbers | {name: typeset_name(name) for name in (self._name, PREDICTED)}
        names = numbers | {
            name: f"{self._by} {self._closed(inner, kept)}" for name, inner in line.pending.items()
        }
        return html(self._shortened(line.formula), names, " × ")

    def part(self, w: Array, row: int) -> float:
        """Return what a sample adds to the derivative: what each of its lines comes to."""
        slope = derivative(self._problem.loss_formula, self._name)
        return float(evaluate([slope], self._values(w, row))[0])

    def total(self, w: Array, digits: int = 4) -> tuple[str, float | None]:
        """Return how the parts of the samples are put together, in numbers, and what they make.

        That is None where it would take too long.
        """
        problem = self._problem
        count = problem.n_samples
        few = count if count <= _MOST_ADDED else _MOST_ADDED - 1
        parts = [number(self.part(w, row), digits) for row in range(few)]
        added = " + ".join([*parts, *["…"] * (few < count)])
        if problem.reduction == MEAN:
            added = f"{fraction('1', f'{count:,}')} [{added}]"
        if problem.cost_function is None and count > _MOST_PASSED:
            return added, None
        return added, float(problem.gradient(w)[problem.names.index(self._name)])

    def _values(self, w: Array, row: int) -> dict[str, float]:
        """Return the numbers of the weights and of a sample, by their names."""
        problem = self._problem
        values = {name: float(value) for name, value in zip(problem.names, w, strict=True)}
        values |= {name: float(given[row]) for name, given in problem.data.items()}
        if self._short is not None:
            values[PREDICTED] = float(evaluate([self._short], values)[0])
        return values

    def _closed(self, inner: Formula, names: Mapping[str, str]) -> str:
        """Return what is to be differentiated so that one sees where it ends."""
        formula = self._shortened(inner)
        written = html(formula, names, "·")
        whole = formula.nodes[-1].operation not in ("+", "-", "*", "/", "negative")
        return written if whole else f"({written})"

    def _shortened(self, formula: Formula) -> Formula:
        """Return the formula with ŷ in the place of a model that is long."""
        if self._short is None:
            return formula
        tree = Tree(formula.nodes)
        model = tree.graft(self._short)
        if model >= len(formula.nodes):
            return formula
        shorter, places = Tree(), list[int]()
        for place, node in enumerate(formula.nodes):
            operands = tuple([places[operand] for operand in node.operands])
            kept = node._replace(operands=operands)
            places.append(shorter.add(Node("name", (), PREDICTED) if place == model else kept))
        return shorter.formula(places[-1])


def number(value: float, digits: int, *, closed: bool = True) -> str:
    """Return a number as HTML; `closed`, in parentheses where it could not stand in a formula."""
    text = format_number(value, digits)
    raised = "".join(f"<sup>{one.text}</sup>" if one.raised else one.text for one in pieces(text))
    return f"({raised})" if closed and (text.startswith("−") or "×" in text) else raised
