"""A graph a node at a time: forward, each value; then back, what each passes to its operands."""

from collections.abc import Iterator
from typing import NamedTuple

from gdviz.core.formula import html
from gdviz.core.telling.calculus.graph import Flow, Graph
from gdviz.core.telling.calculus.vertices import LOSS, Vertex, slot
from gdviz.core.telling.calculus.written import fraction, number
from gdviz.i18n import _


class Moment(NamedTuple):
    """A node's turn.

    Attributes:
        vertex: its index.
        back: whether it passes its gradient to its operands, rather than being computed.
    """

    vertex: int
    back: bool


class Seen(NamedTuple):
    """What is known after some moments, by index.

    Attributes:
        values: the vertices that have a value.
        passed: the edges that have passed a gradient back.
        gradients: the vertices whose gradient is complete.
    """

    values: frozenset[int]
    passed: frozenset[int]
    gradients: frozenset[int]


def moments(graph: Graph) -> tuple[Moment, ...]:
    """Return all moments in their order; what is given is known before the first."""
    computed = [at for at, vertex in enumerate(graph.vertices) if vertex.operands]
    back = [at for at in reversed(computed) if graph.vertices[at].varies]
    return (*[Moment(at, False) for at in computed], *[Moment(at, True) for at in back])


def seen(graph: Graph, count: int) -> Seen:
    """Return what is known after the first `count` moments."""
    done = moments(graph)[:count]
    given = {at for at, vertex in enumerate(graph.vertices) if not vertex.operands}
    values = given | {moment.vertex for moment in done if not moment.back}
    back = [moment.vertex for moment in done if moment.back]
    passed = {edge for at in back for edge in _varying(graph, at)}
    complete = {
        at
        for at, vertex in enumerate(graph.vertices)
        if vertex.varies and back and _out_of(graph, at) <= passed
    }
    return Seen(frozenset(values), frozenset(passed), frozenset(complete))


def said(graph: Graph, flow: Flow, moment: Moment, digits: int = 4) -> tuple[str, ...]:
    """Return what happens at a moment, line by line, as HTML with fractions in it."""
    if moment.back:
        return tuple(_passed_back(graph, flow, moment, digits))
    vertex = graph.vertices[moment.vertex]
    numbers = {slot(n): number(flow.values[at], digits) for n, at in enumerate(vertex.operands)}
    symbols = html(vertex.formula, _titles(graph, vertex), "·")
    result = number(flow.values[moment.vertex], digits, closed=False)
    written = dict.fromkeys((symbols, html(vertex.formula, numbers, " × "), result))
    return (" = ".join((vertex.title, *written)),)


def _passed_back(graph: Graph, flow: Flow, moment: Moment, digits: int) -> Iterator[str]:
    """Yield for each operand that varies the chain rule, with its numbers."""
    before = seen(graph, moments(graph).index(moment)).passed
    here = _varying(graph, moment.vertex)
    for place, edge in enumerate(here):
        source = graph.edges[edge].source
        title = _by(graph.vertices[source].title)
        part = " = ".join(_chain(graph, flow, edge, digits))
        others = _out_of(graph, source) - {edge}
        if not others:
            yield f"{title} = {part}"
            continue
        yield _("to {total}: {part}").format(total=title, part=part)
        if others <= before | {*here[:place]}:
            parts = [flow.passed[one] for one in sorted({edge, *others})]
            added = " + ".join(number(one, digits) for one in parts)
            yield f"{title} = {added} = {number(flow.gradients[source], digits, closed=False)}"


def _chain(graph: Graph, flow: Flow, edge: int, digits: int) -> Iterator[str]:
    """Yield what an edge passes back, in symbols and in numbers, all of them equal."""
    source, target, local = graph.edges[edge]
    vertex = graph.vertices[target]
    factor = html(local, _titles(graph, vertex), "·")
    result = number(flow.passed[edge], digits, closed=False)
    if target == len(graph.vertices) - 1:
        yield from dict.fromkeys((factor, result))
        return
    of, source_title = _by(vertex.title), graph.vertices[source].title
    if local.nodes[-1].operation in ("+", "-", "negative") or factor.startswith("−"):
        factor = f"({factor})"
    yield f"{of} · {fraction(f'∂{vertex.title}', f'∂{source_title}')}"
    yield f"{of} · {factor}"
    numbers = flow.gradients[target], flow.local[edge]
    yield " × ".join(number(one, digits) for one in numbers)
    yield result


def _titles(graph: Graph, vertex: Vertex) -> dict[str, str]:
    return {slot(n): graph.vertices[at].title for n, at in enumerate(vertex.operands)}


def _by(title: str) -> str:
    return fraction(f"∂{LOSS}", f"∂{title}")


def _varying(graph: Graph, vertex: int) -> list[int]:
    """Return the edges by which a vertex passes a gradient back."""
    into = graph.into[vertex]
    return [edge for edge in into if graph.vertices[graph.edges[edge].source].varies]


def _out_of(graph: Graph, vertex: int) -> frozenset[int]:
    """Return the edges by which a vertex is passed a gradient."""
    return frozenset(n for n, edge in enumerate(graph.edges) if edge.source == vertex)
