"""A run as numpy: what is of all samples, or of all weights, in one expression."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from gdviz.core.formula import Formula, derivative
from gdviz.core.formula.writers.code import NUMPY, Dialect
from gdviz.core.problems.mean_loss import LeastSquares, MeanLoss
from gdviz.export.code import net
from gdviz.export.code.lines import Line, Role, all_for, block, lines
from gdviz.export.code.python import Python, with_error
from gdviz.export.code.rule import Shape
from gdviz.export.code.sampling import Stored


class Numpy(Python):
    """The same functions on arrays."""

    id = "numpy"
    title = "numpy"
    stored: ClassVar[Stored] = Stored(data="{}", some="{}_batch", arrays=True, listed="")

    @property
    def dialect(self) -> Dialect:
        """Which functions the formulas call."""
        return NUMPY

    @property
    def shape(self) -> Shape:
        """One weight, or all of them as an array."""
        if self.alone:
            return super().shape
        return Shape(
            weight="weights",
            gradient="grad_val",
            slot="{}",
            first="np.full(len(weights), {})",
            zeros="np.zeros(len(weights))",
            loop="",
            dialect=NUMPY,
            put="weights = {}",
            copy=".copy()",
        )

    def array(self, listed: str) -> str:
        """Return a list as an array."""
        return f"np.array({listed})"

    def converted(self) -> list[Line]:
        """Return the lists as arrays."""
        return lines("x, y = np.array(x_data), np.array(y_data)", role=Role.DATA)

    def begun(self, start: Sequence[float]) -> list[Line]:
        """Return the weights that the run starts with."""
        if self.alone:
            return lines(f"{self.weight} = np.float64({start[0]!r})", role=Role.START)
        *units, line = super().begun(start)
        listed, comment, names = line.text.removeprefix("weights = ").partition("  # ")
        return [*units, line._replace(text=f"weights = np.array({listed}){comment}{names}")]

    @property
    def shown(self) -> str:
        """The weights, as they are printed."""
        return super().shown if self.alone or self.searches else "weights.tolist()"

    def predicted(self, when: str) -> list[Line]:
        """Return the line that prints a prediction, where the model predicts."""
        made = super().predicted(when)
        if not self.net:
            return made
        return [line._replace(text=line.text.removesuffix(")") + ".item())") for line in made]

    @property
    def _reduced(self) -> str:
        return "np.mean" if self.mean else "np.sum"

    def _of_samples(self, problem: MeanLoss) -> Iterator[list[Line]]:
        given, fitted = ", ".join(self.columns), self.fitted
        if self.net:
            yield all_for(Role.PREDICTION, net.forward_arrays())
        elif fitted:
            body = [*self._unpacked(fitted.model_formula), *self._returned(fitted.model_formula)]
            yield all_for(Role.PREDICTION, block("def forward(x):", body))
        if fitted:
            body = lines(f"return {self._reduced}((forward(x) - y) ** 2)")
        else:
            before, (loss,) = self.several(problem.loss_formula)
            unpacked = self._unpacked(problem.loss_formula)
            body = [*unpacked, *before, *lines(f"return {self._reduced}({loss})")]
        yield all_for(Role.LOSS, block(f"def cost({given}):", body))
        if not self.searches:
            yield all_for(Role.GRADIENT, block(f"def gradient({given}):", self._body(problem)))

    def _body(self, problem: MeanLoss) -> list[Line]:
        if self.net:
            return net.gradient_arrays(mean=self.mean)
        slopes: list[Formula] = [*problem.slopes]
        begun: list[Line] = []
        if isinstance(problem, LeastSquares):
            plain = [derivative(problem.model_formula, name) for name in problem.names]
            slopes = list(map(with_error, plain))
            begun = [*self._unpacked(*plain), *lines("error = forward(x) - y")]
        else:
            begun = self._unpacked(*slopes)
        before, parts = self.several(*slopes)
        result = self._gathered([f"{self._reduced}({part})" for part in parts])
        return [*begun, *before, *lines(f"return {result}")]
