"""An update rule in a program: its constants, what it keeps, and a line for each equation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.formula import Equation, Formula
from gdviz.core.formula.ranges import COUNT, NOT_NEGATIVE, Range
from gdviz.core.formula.tree import Tree
from gdviz.core.formula.writers.code import MATH, CodeWriter, Dialect
from gdviz.core.parameters import parameters
from gdviz.core.types import RunConfig
from gdviz.export.code.lines import Line, Role, all_for, block, lines
from gdviz.export.code.names import Identifiers


class Shape(NamedTuple):
    """How a style goes through the weights.

    Attributes:
        weight: what a weight is called, or all of them where they are an array.
        gradient: what its gradient is called.
        slot: what a rule keeps for it, with {} for its name.
        first: what that begins with, with {} for the number, a float.
        zeros: what it begins with where that is 0.
        loop: the loop over the weights; empty where there is none.
        dialect: which functions are called.
        put: how a weight is given a value, with {} for that.
        copy: what makes a value of its own of a name's; empty where values do not change.
        filled: what makes one of a number, with {} for it; empty where a number will do.
    """

    weight: str
    gradient: str
    slot: str
    first: str
    zeros: str
    loop: str
    dialect: Dialect
    put: str
    copy: str = ""
    filled: str = ""


_SHORT = {"-": "-=", "+": "+=", "*": "*="}


@dataclass(frozen=True)
class RuleCode:
    """What there is of a run's rule in a program.

    Attributes:
        config: the run, which follows a rule.
        shape: how the style goes through the weights.
        names: the names of the program.
    """

    config: RunConfig
    shape: Shape
    names: Identifiers

    @property
    def algorithm(self) -> GradientDescent:
        """The run's algorithm."""
        assert isinstance(self.config.algorithm, GradientDescent)
        return self.config.algorithm

    @property
    def rule(self) -> WrittenRule:
        """The run's rule."""
        assert isinstance(self.algorithm.rule, WrittenRule)
        return self.algorithm.rule

    @cached_property
    def _used(self) -> frozenset[str]:
        """The names that the equations read or assign."""
        every = [{line.name, *line.formula.names} for line in self.rule.equations.lines]
        return frozenset().union(*every)

    @cached_property
    def _symbols(self) -> dict[str, str]:
        """The hyper-parameters that are used, by their symbols: the names of their fields."""
        return {
            described.symbol: name
            for name, described in parameters(self.rule).items()
            if described.symbol in self._used
        }

    @cached_property
    def _plain(self) -> bool:
        """Whether the learning rate stands in the line itself, as in the course's listings."""
        reads = sum(line.formula.names.count("α") for line in self.rule.equations.lines)
        begins = any(first.names for first in self._first.values())
        varies = self.algorithm.schedule_followed.varies
        return not (self._symbols or varies or begins) and reads <= 1

    @cached_property
    def _first(self) -> dict[str, Formula]:
        """What each slot that is used begins with."""
        first = self.rule.program.first
        return {slot: formula for slot, formula in first.items() if slot in self._used}

    @cached_property
    def _counts(self) -> bool:
        """Whether the steps are counted."""
        return "t" in self._used or self.algorithm.schedule_followed.varies

    @cached_property
    def _words(self) -> dict[str, str]:
        """What each name is called, without the weight it is of."""
        own = [*self._symbols, *self._first, *(line.name for line in self.rule.equations.lines)]
        words = {
            name: self.names.take(name) for name in dict.fromkeys(own) if name not in ("w", "t")
        }
        if self._counts:
            words["t"] = self.names.take("t")
        varies = self.algorithm.schedule_followed.varies
        rate = repr(self.algorithm.learning_rate) if self._plain else "lr"
        return {**words, "α": "lr_t" if varies else rate}

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The names that are computed once for all weights, before what is of each of them."""
        every = self.rule.equations.lines
        if not self.shape.loop:
            return self.rule.shared
        found = {*self.rule.shared}
        while True:
            late = {name for name in found if not _comes_first(every, name, found)}
            if not late:
                return frozenset(found)
            found -= late

    @cached_property
    def _numbers(self) -> frozenset[str]:
        """The names that are one number for all weights."""
        return self._shared | {*self._symbols, "α", "t"}

    @cached_property
    def _identifiers(self) -> dict[str, str]:
        """What stands for each name in an equation."""
        weight = {"w": self.shape.weight, "g": self.shape.gradient}
        whole = self._numbers
        slots = {
            name: word if name in whole or name not in self._first else self.shape.slot.format(word)
            for name, word in self._words.items()
        }
        return {**slots, **weight}

    @cached_property
    def _known(self) -> Mapping[str, Range]:
        described = parameters(self.rule)
        symbols = [symbol for symbol, name in self._symbols.items() if described[name].minimum >= 0]
        return {**dict.fromkeys(("α", *symbols), NOT_NEGATIVE), "t": COUNT}

    @cached_property
    def _writer(self) -> CodeWriter:
        return CodeWriter(self.shape.dialect, self._identifiers, self._known, self._numbers)

    def constants(self) -> list[Line]:
        """Return the hyper-parameters, a line each."""
        if self._plain:
            return []
        reads = "α" in self._used or any(first.names for first in self._first.values())
        rate = lines(f"lr = {self.algorithm.learning_rate!r}", role=Role.RATE)
        made = rate if reads or self.algorithm.schedule_followed.varies else []
        for symbol, name in self._symbols.items():
            made += lines(f"{self._words[symbol]} = {getattr(self.rule, name)!r}", role=Role.UPDATE)
        return made

    def state(self) -> list[Line]:
        """Return what the rule keeps, a line each."""
        made: list[Line] = []
        for slot, formula in self._first.items():
            if slot == "t":
                continue
            value = CodeWriter(MATH, {**self._words, "α": "lr"}).write(formula)
            value = f"{value}.0" if value.isdecimal() and value != "0" else value
            if slot not in self._shared:
                first = self.shape.zeros if value == "0" else self.shape.first.format(value)
            else:
                first = value
            made += lines(f"{self._words[slot]} = {first}", role=Role.UPDATE)
        return made + (lines(f"{self._words['t']} = 0", role=Role.UPDATE) if self._counts else [])

    def schedule(self) -> list[Line]:
        """Return the function of the learning rate, where it is not the same in all steps."""
        schedule = self.algorithm.schedule_followed
        if not schedule.varies:
            return []
        names = {"α": "lr", "t": "t", "T": str(self.config.total_steps)}
        known = {"t": COUNT, "T": COUNT, "α": NOT_NEGATIVE}
        text = CodeWriter(MATH, names, known).write(schedule.formula)
        return all_for(Role.RATE, block("def rate(t):", lines(f"return {text}")))

    def counted(self) -> list[Line]:
        """Return the lines that count the step and find its learning rate."""
        made: list[Line] = []
        if self._counts:
            made += lines(f"{self._words['t']} += 1", role=Role.UPDATE, part=self._place("t"))
        if self.algorithm.schedule_followed.varies:
            made += lines(f"lr_t = rate({self._words['t']})", role=Role.RATE)
        return made

    def _place(self, name: str) -> int | None:
        names = [line.name for line in self.rule.equations.lines]
        return names.index(name) if name in names else None

    def update(self) -> list[Line]:
        """Return the equations, a line each."""
        once, each = self.counted(), list[Line]()
        for part, equation in enumerate(self.rule.equations.lines):
            if equation.name == "t":
                continue
            line = Line(self._assigned(equation), Role.UPDATE, part)
            (once if self.shape.loop and equation.name in self._shared else each).append(line)
        return [*once, *(block(self.shape.loop, each) if self.shape.loop else each)]

    def _assigned(self, equation: Equation) -> str:
        name, formula = equation
        target, root = self._identifiers[name], formula.nodes[-1]
        left = formula.nodes[root.operands[0]] if root.operands else root
        if root.operation in _SHORT and left.value == name:
            rest = Tree(formula.nodes).formula(root.operands[1])
            return f"{target} {_SHORT[root.operation]} {self._writer.write(rest)}"
        text = self._writer.write(formula)
        own = {*formula.names} - self._numbers
        if own and root.operation == "name":
            text += self.shape.copy
        elif not own and self.shape.filled and name not in self._shared:
            text = self.shape.filled.format(text)
        return self.shape.put.format(text) if name == "w" else f"{target} = {text}"


def _comes_first(every: tuple[Equation, ...], name: str, shared: set[str]) -> bool:
    """Tell whether a name can be computed before all that is of each weight."""
    places = [place for place, line in enumerate(every) if line.name == name]
    if not places:  # it is kept, and stays as it is
        return True
    before = [line for line in every[: places[-1]] if line.name not in shared]
    if any(name in line.formula.names for line in before):
        return False
    return all(_in(shared, line, every) for line in every if line.name == name)


def _in(shared: set[str], line: Equation, every: tuple[Equation, ...]) -> bool:
    """Tell whether a line reads nothing that is of each weight."""
    return not any(read in {other.name for other in every} - shared for read in line.formula.names)
