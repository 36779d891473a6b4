"""The computational graph of a sample's loss: values go forward, gradients come back."""

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from gdviz.core.formula import Formula, derivative, evaluate
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.telling.calculus.vertices import Vertex, slot, vertices
from gdviz.core.types import Array


class Edge(NamedTuple):
    """What goes into an operation.

    Attributes:
        source: the vertex that it comes from.
        target: the operation.
        local: how the operation's result changes with it, of the names in `slots`.
    """

    source: int
    target: int
    local: Formula


class Flow(NamedTuple):
    """What flows through a graph.

    Attributes:
        values: what each vertex comes to.
        local: how the result of an edge's target changes with its source, by edge.
        passed: what an edge passes back to its source, by edge.
        gradients: how the loss changes with each vertex; NaN where no weight is in it.
    """

    values: tuple[float, ...]
    local: tuple[float, ...]
    passed: tuple[float, ...]
    gradients: tuple[float, ...]


class Graph:
    """The loss on a sample as a graph.

    Attributes:
        vertices: each after its operands, the loss last.
        edges: by target, in the order of its operands.
    """

    def __init__(self, vertices: Sequence[Vertex]) -> None:
        """Join vertices, each after its operands."""
        self.vertices = tuple(vertices)
        self.edges = tuple(
            Edge(source, target, derivative(vertex.formula, slot(number)))
            for target, vertex in enumerate(self.vertices)
            for number, source in enumerate(vertex.operands)
        )

    @classmethod
    def of(cls, problem: MeanLoss) -> "Graph":
        """Return the graph of a problem's loss."""
        return cls(vertices(problem))

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """The indices of the weights' vertices."""
        return tuple(at for at, vertex in enumerate(self.vertices) if vertex.kind == "weight")

    @cached_property
    def into(self) -> tuple[tuple[int, ...], ...]:
        """The indices of the edges that lead into each vertex."""
        found: list[list[int]] = [[] for _vertex in self.vertices]
        for number, edge in enumerate(self.edges):
            found[edge.target].append(number)
        return tuple(map(tuple, found))

    def flow(self, names: Mapping[str, float]) -> Flow:
        """Return what flows through it.

        Args:
            names: the numbers of the weights and of a sample, by their names.
        """
        values: list[float] = []
        for vertex in self.vertices:
            known = {**names, **{slot(n): values[at] for n, at in enumerate(vertex.operands)}}
            values.append(float(evaluate([vertex.formula], known)[0]))
        local = tuple(
            float(evaluate([edge.local], self._slots(edge.target, values))[0])
            for edge in self.edges
        )
        gradients = [0.0 if vertex.varies else math.nan for vertex in self.vertices]
        passed = [math.nan] * len(self.edges)
        gradients[-1] = 1.0
        for target in reversed(range(len(self.vertices))):
            for number in self.into[target]:
                source = self.edges[number].source
                if self.vertices[source].varies:
                    passed[number] = gradients[target] * local[number]
                    gradients[source] += passed[number]
        return Flow(tuple(values), local, tuple(passed), tuple(gradients))

    def _slots(self, target: int, values: Sequence[float]) -> dict[str, float]:
        operands = self.vertices[target].operands
        return {slot(number): values[source] for number, source in enumerate(operands)}


def of_sample(problem: MeanLoss, w: Array, row: int) -> dict[str, float]:
    """Return the numbers of the weights (dim,) and of a sample, by their names."""
    weights = {name: float(value) for name, value in zip(problem.names, w, strict=True)}
    return weights | {name: float(given[row]) for name, given in problem.data.items()}
