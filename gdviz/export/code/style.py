"""What programs of every style share: their parts, the loop over epochs, the search."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import ClassVar

from gdviz.core.formula import Formula
from gdviz.core.formula.parts import Shared, share
from gdviz.core.formula.writers.code import CodeWriter, Dialect
from gdviz.core.problems.abilities import HasData
from gdviz.core.problems.analytic import Analytic
from gdviz.core.problems.built_in.net import Net
from gdviz.core.problems.mean_loss import LeastSquares, MeanLoss
from gdviz.core.types import MEAN, Problem, RunConfig
from gdviz.export.code.data import read_again, recipe, written_out
from gdviz.export.code.lines import Line, Program, Role, block, lines, paragraphs, wrapped
from gdviz.export.code.names import Identifiers
from gdviz.export.code.rule import RuleCode, Shape
from gdviz.export.code.sampling import Passes, Stored, passes

_MODULES = ("csv", "itertools", "math", "random")

_LONGEST = 70
"""One of several expressions that is longer has a line of its own."""

_SIGN = block("def sign(u):", lines("return (u > 0) - (u < 0)"))


class Style(ABC):
    """A way to write the program of a run.

    Attributes:
        id: its name on the command line.
        title: its name in words; what it is written with, in no language.
        stored: how it keeps samples.
        words: what its programs call something themselves.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    stored: ClassVar[Stored]
    words: ClassVar[tuple[str, ...]]

    def __init__(self, config: RunConfig) -> None:
        """Make ready to write the program of that run."""
        self.config = config
        self.names = Identifiers((*self.words, *self.columns))

    @property
    def problem(self) -> Problem:
        """What is minimised."""
        return self.config.problem

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What is given of a sample, by name; nothing of a function's."""
        return tuple(self.problem.data) if isinstance(self.problem, MeanLoss) else ()

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """The weights' names in formulas."""
        if isinstance(self.problem, MeanLoss):
            return self.problem.names
        assert isinstance(self.problem, Analytic)
        return self.problem.cost_function.names

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """The weights' names in the program."""
        return tuple(map(self.names.take, self.typed))

    @property
    def alone(self) -> bool:
        """Whether there is one weight."""
        return self.config.dim == 1

    @property
    def weight(self) -> str:
        """The weight, or what all of them are called together."""
        return self.weights[0] if self.alone else "weights"

    @property
    def mean(self) -> bool:
        """Whether the cost is the mean of the losses, not their sum."""
        return self.problem.reduction == MEAN

    @cached_property
    def passes(self) -> Passes:
        """How an epoch goes through the samples."""
        return passes(self.config, self.columns, self.stored)

    @cached_property
    def rule(self) -> RuleCode:
        """The rule's lines, of a run that follows one."""
        among = self.names if self.named else Identifiers((*self.words, *self.columns, "k"))
        return RuleCode(self.config, self.shape, among)

    @property
    def named(self) -> bool:
        """Whether weights are called by name beside what the rule keeps, not in functions alone."""
        return self.alone

    @property
    @abstractmethod
    def dialect(self) -> Dialect:
        """Which functions its formulas call."""

    @property
    @abstractmethod
    def shape(self) -> Shape:
        """How the rule goes through the weights."""

    @cached_property
    def identifiers(self) -> dict[str, str]:
        """What the formulas' names are called."""
        names = dict(zip(self.typed, self.weights, strict=True))
        return {**names, **{name: name for name in self.columns}, "error": "error"}

    def program(self) -> Program:
        """Return the program.

        Raises:
            InputError: a short program cannot have the run's samples.
            FormulaError: a formula is too long to be written.
        """
        _ = self.weights  # of all names theirs come first
        body = [*self.parts()]
        text = "\n".join(line.text for part in body for line in part)
        helpers = [_SIGN] if re.search(r"(?<![\w.])sign\(", text) else []
        whole = paragraphs(self.imports(text), body[0], *helpers, *body[1:])
        return Program(
            self.id, self.weight, tuple(piece for line in whole for piece in wrapped(line))
        )

    def parts(self) -> Iterator[list[Line]]:
        """Yield the paragraphs after the imports; the first is data."""
        yield self.data()
        if not self.searches:
            yield self.kept()
        yield from self.functions()
        if self.searches:
            yield self.search()
        else:
            yield from self.descent()

    def imports(self, text: str) -> list[Line]:
        """Return what is imported, by what the program uses."""
        used = [f"import {name}" for name in _MODULES if re.search(rf"(?<![.\w]){name}\.", text)]
        return lines(*used, *(["import numpy as np"] if re.search(r"\bnp\.", text) else []))

    def data(self) -> list[Line]:
        """Return the samples, and where the weights start."""
        made = self._samples(self.problem) if isinstance(self.problem, MeanLoss) else []
        return made if self.searches else [*made, *self.begun(self.config.start)]

    def _samples(self, problem: MeanLoss) -> list[Line]:
        made = recipe(problem, self.id)
        if made:
            return made
        listed = written_out(problem)
        if listed is None:
            return [*read_again(problem), *self.converted()]
        names = map(self.stored.data.format, problem.data)
        pairs = zip(names, map(self.array, listed.values()), strict=True)
        return lines(*[f"{name} = {text}" for name, text in pairs], role=Role.DATA)

    @property
    def searches(self) -> bool:
        """Whether the run probes, and follows no gradient."""
        return self.config.algorithm.searches

    @abstractmethod
    def array(self, listed: str) -> str:
        """Return a list of numbers as the style keeps it."""

    @abstractmethod
    def converted(self) -> list[Line]:
        """Return the lists `x_data` and `y_data` as the style keeps them."""

    @abstractmethod
    def begun(self, start: Sequence[float]) -> list[Line]:
        """Return the weights that the run starts with."""

    @abstractmethod
    def functions(self) -> Iterable[list[Line]]:
        """Return the definitions of prediction, cost and gradient."""

    @abstractmethod
    def predicted(self, when: str) -> list[Line]:
        """Return the line that prints a prediction, where the model predicts."""

    @abstractmethod
    def measured(self) -> list[Line]:
        """Return the lines of a step that find the loss and its gradient."""

    @property
    @abstractmethod
    def loss(self) -> str:
        """The loss that a step has found, as it is printed."""

    @property
    @abstractmethod
    def shown(self) -> str:
        """The weights, as they are printed."""

    def stepped(self) -> list[Line]:
        """Return the lines of a step that move the weights."""
        return self.rule.update()

    def kept(self) -> list[Line]:
        """Return the rule's hyper-parameters and what it keeps."""
        return [*self.rule.constants(), *self.rule.state()]

    def printed(self, label: str = "Epoch:", number: str = "epoch") -> list[Line]:
        """Return the line that prints a step."""
        text = f'print("{label}", {number}, "w=", {self.shown}, "loss=", {self.loss})'
        return lines(text, role=Role.PRINT)

    def descent(self) -> Iterator[list[Line]]:
        """Yield what defines the rate and the order of the samples, then the loop."""
        yield self.rule.schedule()
        yield [*self.passes.defined]
        step = [*self.passes.take, *self.measured(), *self.stepped()]
        inner = block(self.passes.head, step, role=Role.SAMPLES) if self.passes.head else step
        loop = block(f"for epoch in range({self.config.epochs}):", inner, self.printed())
        yield [*self.predicted("before"), *self.passes.begun, *loop, *self.predicted("after")]

    @abstractmethod
    def search(self) -> list[Line]:
        """Return the loop over probes."""

    def several(self, *formulas: Formula) -> tuple[list[Line], list[str]]:
        """Return expressions, and before them what long ones have in common."""
        shared: Shared = share(formulas)
        names = {**self.identifiers, **{name: name for name in shared.parts}}
        writer = CodeWriter(self.dialect, names, shared.ranges)
        before = [f"{name} = {writer.write(part)}" for name, part in shared.parts.items()]
        written = [writer.write(formula) for formula in shared.formulas]
        for at, text in enumerate(written):
            if len(written) > 1 and len(text) > _LONGEST:
                written[at] = f"part{len(before) + 1}"
                before.append(f"{written[at]} = {text}")
        return lines(*before), written

    @property
    def probe(self) -> float | None:
        """The x whose prediction is printed; None where nothing predicts."""
        return float(self.problem.probe) if isinstance(self.problem, HasData) else None

    @property
    def net(self) -> Net | None:
        """The problem, if it is a net."""
        return self.problem if isinstance(self.problem, Net) else None

    @property
    def fitted(self) -> LeastSquares | None:
        """The problem, if it is a model that predicts."""
        return self.problem if isinstance(self.problem, LeastSquares) else None
