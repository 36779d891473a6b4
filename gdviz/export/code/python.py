"""A run as plain Python, as the course's listings have it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from gdviz.core.formula import Formula, derivative
from gdviz.core.formula.algebra import Algebra
from gdviz.core.formula.tree import Node, Tree
from gdviz.core.formula.writers.code import MATH, NUMPY, Dialect
from gdviz.core.problems.analytic import Analytic
from gdviz.core.problems.mean_loss import LeastSquares, MeanLoss
from gdviz.export.code import net
from gdviz.export.code.lines import Line, Role, all_for, block, lines, others_for
from gdviz.export.code.names import identifier
from gdviz.export.code.rule import Shape
from gdviz.export.code.sampling import Stored
from gdviz.export.code.searching import search
from gdviz.export.code.style import Style

_LOSS = "(y_pred - y) ** 2"


class Python(Style):
    """Loops over samples and weights, and floats."""

    id = "python"
    title = "Python"
    stored: ClassVar[Stored] = Stored(data="{}_data", some="{}s", arrays=False, listed=".tolist()")
    words = (
        "batch", "batches", "best", "cost", "cost_val", "drawn", "epoch", "error", "first",
        "forward", "grad", "grad_val", "gradient", "hidden", "high", "i", "least", "level", "loss",
        "loss_val", "low", "lr", "lr_t", "np", "number", "rate", "samples", "sign", "step",
        "weights", "width", "x_data", "xs", "y_data", "y_pred", "ys",
    )  # fmt: skip

    @property
    def dialect(self) -> Dialect:
        """Which functions the formulas call: numpy's where the weights are from its grid."""
        return NUMPY if self.searches else MATH

    @property
    def shape(self) -> Shape:
        """One weight, or a loop over all of them."""
        if self.alone:
            return Shape(
                weight=self.weight,
                gradient="grad_val",
                slot="{}",
                first="{}",
                zeros="0",
                loop="",
                dialect=self.dialect,
                put=f"{self.weight} = {{}}",
            )
        return Shape(
            weight="weights[k]",
            gradient="grad_val[k]",
            slot="{}[k]",
            first="[{}] * len(weights)",
            zeros="[0] * len(weights)",
            loop="for k in range(len(weights)):",
            dialect=self.dialect,
            put="weights[k] = {}",
        )

    def array(self, listed: str) -> str:
        """Return the list as it is."""
        return listed

    def converted(self) -> list[Line]:
        """Return nothing: these are lists."""
        return []

    def begun(self, start: Sequence[float]) -> list[Line]:
        """Return the weights that the run starts with."""
        if self.alone:
            return lines(f"{self.weight} = {start[0]!r}", role=Role.START)
        named = "" if self.net else f"  # {', '.join(self.weights)}"
        units = lines(f"hidden = {self.net.hidden}", role=Role.PREDICTION) if self.net else []
        return units + lines(f"weights = {[*start]}{named}", role=Role.START)

    @property
    def _one(self) -> bool:
        """Whether a step sees one sample alone."""
        return self.passes.one

    @property
    def _several(self) -> tuple[str, ...]:
        """What the samples are called that cost and gradient are given."""
        return tuple(identifier(f"{name}s") for name in self.columns)

    def _unpacked(self, *formulas: Formula) -> list[Line]:
        """Return what gives the weights their names, where the formulas have any."""
        read = {name for formula in formulas for name in formula.names}
        if self.alone or read.isdisjoint(self.typed):
            return []
        return lines(f"{', '.join(self.weights)} = weights")

    def functions(self) -> Iterator[list[Line]]:
        """Yield the definitions of prediction, cost and gradient."""
        if isinstance(self.problem, Analytic):
            yield from self._of_weights(self.problem)
        elif isinstance(self.problem, MeanLoss):
            yield from self._of_samples(self.problem)

    def _of_weights(self, problem: Analytic) -> Iterator[list[Line]]:
        cost, given = problem.cost_function, ", ".join(self.weights)
        yield all_for(Role.LOSS, block(f"def cost({given}):", self._returned(cost.formula)))
        if self.searches:
            return
        before, slopes = self.several(*cost.slopes)
        body = [*before, *lines(f"return {self._gathered(slopes)}")]
        yield all_for(Role.GRADIENT, block(f"def gradient({given}):", body))

    def _of_samples(self, problem: MeanLoss) -> Iterator[list[Line]]:
        fitted = self.fitted
        if self.net:
            yield all_for(Role.PREDICTION, net.forward_plain())
        elif fitted:
            body = [*self._unpacked(fitted.model_formula), *self._returned(fitted.model_formula)]
            yield all_for(Role.PREDICTION, block("def forward(x):", body))
        if self._one or not fitted:
            yield others_for(Role.LOSS, self._loss_of_one(problem))
        if not self._one:
            yield others_for(Role.LOSS, self._cost())
        if not self.searches:
            yield all_for(Role.GRADIENT, self._gradient(problem))

    @property
    def _compared(self) -> list[Line]:
        """What a model's loss on a sample begins with."""
        return lines("y_pred = forward(x)", role=Role.PREDICTION)

    def _loss_of_one(self, problem: MeanLoss) -> list[Line]:
        if self.fitted:
            body = [*self._compared, *lines(f"return {_LOSS}")]
        else:
            formula = problem.loss_formula
            body = [*self._unpacked(formula), *self._returned(formula)]
        return block(f"def loss({', '.join(self.columns)}):", body)

    def _cost(self) -> list[Line]:
        if self.fitted:
            added = [*self._compared, *lines(f"cost += {_LOSS}")]
        else:
            added = lines(f"cost += loss({', '.join(self.columns)})")
        result = f"return cost / len({self._several[0]})" if self.mean else "return cost"
        head = f"def cost({', '.join(self._several)}):"
        return block(head, lines("cost = 0"), self._over(added), lines(result))

    def _returned(self, formula: Formula) -> list[Line]:
        before, (value,) = self.several(formula)
        return [*before, *lines(f"return {value}")]

    def _gathered(self, parts: Sequence[str]) -> str:
        """Return the derivatives by all weights as one expression."""
        return parts[0] if self.alone else self.array(f"[{', '.join(parts)}]")

    def _over(self, body: list[Line]) -> list[Line]:
        """Return the loop over samples."""
        pairs = f"for {', '.join(self.columns)} in zip({', '.join(self._several)}):"
        return block(pairs, body)

    def _gradient(self, problem: MeanLoss) -> list[Line]:
        given = ", ".join(self.columns if self._one else self._several)
        head = f"def gradient({given}):"
        if self.net:
            return block(head, net.gradient_plain(one=self._one, mean=self.mean))
        before, parts, read = self._parts(problem)
        unpacked = self._unpacked(*read)
        if self._one:
            return block(head, unpacked, before, lines(f"return {self._gathered(parts)}"))
        count = f" / len({self._several[0]})" if self.mean else ""
        if self.alone:
            added, begun, result = lines(f"grad += {parts[0]}", part=0), "0", f"grad{count}"
        else:
            added = [Line(f"grad[{at}] += {part}", part=at) for at, part in enumerate(parts)]
            begun = f"[{', '.join('0' for _part in parts)}]"
            result = f"[total{count} for total in grad]" if count else "grad"
        over = self._over([*before, *added])
        return block(head, unpacked, lines(f"grad = {begun}"), over, lines(f"return {result}"))

    def _parts(self, problem: MeanLoss) -> tuple[list[Line], list[str], list[Formula]]:
        """Return what a sample adds to the gradient, what comes before that, and what is read."""
        if self.alone or not isinstance(problem, LeastSquares):
            before, parts = self.several(*problem.slopes)
            return before, parts, [*problem.slopes]
        slopes = [derivative(problem.model_formula, name) for name in problem.names]
        before, parts = self.several(*map(with_error, slopes))
        return [*lines("error = forward(x) - y"), *before], parts, slopes

    def predicted(self, when: str) -> list[Line]:
        """Return the line that prints a prediction, where the model predicts."""
        if self.probe is None:
            return []
        number = repr(self.probe).removesuffix(".0")
        return lines(f'print("Predict ({when} training)", {number}, forward({number}))')

    @property
    def _arguments(self) -> str:
        if isinstance(self.problem, Analytic):
            return self.weight if self.alone else "*weights"
        return ", ".join(self.passes.given)

    @property
    def loss(self) -> str:
        """The loss that a step has found."""
        return "loss_val" if self._one else "cost_val"

    def measured(self) -> list[Line]:
        """Return the lines of a step that find the loss and its gradient."""
        called = "loss" if self._one else "cost"
        return [
            *lines(f"{self.loss} = {called}({self._arguments})", role=Role.LOSS),
            *lines(f"grad_val = gradient({self._arguments})", role=Role.GRADIENT),
        ]

    @property
    def shown(self) -> str:
        """The weights, as they are printed."""
        if self.searches and not self.alone:
            return "[float(value) for value in weights]"
        return self.weight

    def search(self) -> list[Line]:
        """Return the loop over probes."""
        cost = lines(f"cost_val = cost({self._arguments})", role=Role.LOSS)
        probes = search(self.config, self.weight, cost, self.printed("Probe:", "number"))
        start = self.begun(self.config.start) if self.fitted else []
        shown = "best" if self.alone else "best.tolist()"
        told = lines(f'print("Best: w=", {shown}, "loss=", least)', role=Role.PRINT)
        found = lines(f"{self.weight} = best")
        before, after = self.predicted("before"), self.predicted("after")
        return [*start, *before, *probes, *told, *(found if after else []), *after]


def with_error(slope: Formula) -> Formula:
    """Return 2·slope·error: what a sample adds to the gradient of a squared error."""
    algebra = Algebra(Tree(slope.nodes))
    doubled = algebra.product(algebra.number(2), len(slope.nodes) - 1)
    error = algebra.tree.add(Node("name", (), "error"))
    return algebra.tree.formula(algebra.apply("*", doubled, error))
