"""The computational graph of a sample's loss, a node at a time."""

from dataclasses import replace
from typing import Final, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea

from gdviz.core import Problem
from gdviz.core.numbers import format_number, typed_number
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.store import Store
from gdviz.core.telling.calculus.graph import Flow, Graph, of_sample
from gdviz.core.telling.calculus.layout import Layout, layout
from gdviz.core.telling.calculus.moments import Moment, moments, said, seen
from gdviz.i18n import N_, _, listed, sentences
from gdviz.playback import Frame
from gdviz.ui.access.spoken import tell_of_change
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.calculus.canvas import Canvas, Picture
from gdviz.ui.views.calculus.parts import ChosenSample, Graphed
from gdviz.ui.views.calculus.sample import SampleChoice
from gdviz.ui.views.calculus.setting import formula, plain
from gdviz.ui.views.calculus.sheet import Sheet
from gdviz.ui.views.calculus.steps import Steps
from gdviz.ui.views.view import View

_MOST_WEIGHTS = 6
"""The graph of more has no room on a screen."""

_MARGIN = 60
"""Pixels at scale 1 that are in sight about the node whose turn it is."""

_TYPE = 14
"""Pixels at scale 1 of the type of what is said of a moment."""

_LEAST_HEIGHT = 130
"""Pixels at scale 1 in which one sees where in the graph one is."""


class GraphView(View):
    """A sample's loss as a graph: values go forward through it, then gradients come back.

    Attributes:
        canvas: the picture.
        said: what happens at the moment shown.
        steps: the buttons that bring node after node.
        sample: which sample's loss it is.
    """

    id = "graph"
    heading = N_("Computational graph")
    place = "code"
    stretch = 3
    written = True
    parts = (Graphed(), ChosenSample())
    reads = (*View.reads, Graphed, ChosenSample)

    def __init__(self, store: Store) -> None:
        """Make an empty picture."""
        super().__init__(store)
        self.sample: Final = SampleChoice(store, "graph_sample")
        self.header.addWidget(self.sample)
        self.canvas: Final = Canvas("graph_canvas", self.summary, self._told)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self.canvas)
        for ground in (self._area.viewport(), self.canvas):  # it is the card's
            ground.setAutoFillBackground(False)
        self.said: Final = Sheet("graph_said")
        self.said.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the picture says it too
        self.steps: Final = Steps("graph", 0)
        self.steps.chosen.connect(self._on_moments)
        self.canvas.stepped.connect(self.steps.go)
        self.canvas.pointed.connect(self._on_pointed)
        self.canvas.picked.connect(self._on_picked)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.said)
        self.body.addWidget(self.steps)
        self._problem: MeanLoss | None = None
        self._graph = Graph(())
        self._layout: Layout | None = None
        self._moments: tuple[Moment, ...] = ()
        self._flow: Flow | None = None
        self._followed: Moment | None = None

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the cost is that of a loss over samples, and of few enough weights."""
        return isinstance(problem, MeanLoss) and len(problem.names) <= _MOST_WEIGHTS

    @Slot(int)
    def _on_moments(self, count: int) -> None:
        self.store.replace(replace(self.store[Graphed], moments=count), name="graph")

    @Slot(int)
    def _on_picked(self, vertex: int) -> None:
        """Go to where that node has its next turn; to its first one where it has none any more."""
        turns = [at for at, one in enumerate(self._moments, 1) if one.vertex == vertex]
        if turns:
            self._on_moments(next((at for at in turns if at > self._count), turns[0]))

    @Slot(int)
    def _on_pointed(self, vertex: int) -> None:
        """Have the other views light what the node is: the weight, or the sample."""
        frame = self.frame_shown
        if vertex < 0 or frame is None:
            self.pointed.emit("", -1)
        elif self._graph.vertices[vertex].kind == "weight":
            self.pointed.emit("weight", -1)
        else:
            self.pointed.emit("sample", self.sample.row(frame))

    def draw(self, frame: Frame) -> None:
        """Draw as much of the graph as is wanted."""
        problem = cast("MeanLoss", frame.config.problem)
        if problem is not self._problem:
            self._begin(problem)
        assert self._layout is not None
        self.sample.show_for(frame)
        row = self.sample.row(frame)
        # Its gradients give away where the step leads.
        self._flow = None if self.veiled else self._graph.flow(of_sample(problem, frame.w, row))
        now, known = self._now, seen(self._graph, self._count)
        self.canvas.show_picture(
            Picture(self._graph, self._layout, self._flow, known, now), self.theme
        )
        self.steps.show_count(self._count, len(self._moments))
        shown = "" if now is None or self._flow is None else self._said(self._flow, now)
        self.said.write(shown, follow=False)
        self._follow(now)
        tell_of_change(self.canvas)

    def _begin(self, problem: MeanLoss) -> None:
        """Take up another problem."""
        self._problem, self._graph, self._followed = problem, Graph.of(problem), None
        self._layout = layout([vertex.operands for vertex in self._graph.vertices])
        self._moments = moments(self._graph)
        long = _long_numbers(self._graph)
        self.said.hold([self._said(long, moment) for moment in self._moments])

    def _follow(self, now: Moment | None) -> None:
        """Have the node in sight whose turn has come."""
        if now is not None and now != self._followed:
            middle = self.canvas.place(now.vertex).center().toPoint()
            margin = round(scaled(_MARGIN))
            self._area.ensureVisible(middle.x(), middle.y(), margin, margin)
        self._followed = now

    def _told(self, vertex: int) -> str:
        """Return the whole numbers of a node, as far as they are known."""
        if self._flow is None:
            return ""
        known, title = seen(self._graph, self._count), plain(self._graph.vertices[vertex].title)
        parts = []
        if vertex in known.values and self._graph.vertices[vertex].kind != "number":
            parts.append(f"{title} = {_whole(self._flow.values[vertex])}")
        if vertex in known.gradients:
            parts.append(f"∂L/∂{title} = {_whole(self._flow.gradients[vertex])}")
        return "\n".join(parts)

    def _said(self, flow: Flow, moment: Moment) -> str:
        lines = said(self._graph, flow, moment)
        return "<br>".join(formula(line, self.theme, _TYPE) for line in lines)

    @property
    def _count(self) -> int:
        return min(self.store[Graphed].moments, len(self._moments))

    @property
    def _now(self) -> Moment | None:
        return self._moments[self._count - 1] if self._count else None

    def summary(self) -> str:
        """Return what has just happened, and the values and gradients that are known."""
        if self._flow is None:
            return ""
        flow, vertices = self._flow, self._graph.vertices
        known = seen(self._graph, self._count)
        values = [
            f"{plain(vertices[at].title)} = {format_number(flow.values[at])}"
            for at in sorted(known.values)
            if vertices[at].kind != "number"
        ]
        gradients = [
            f"∂L/∂{plain(vertices[at].title)} = {format_number(flow.gradients[at])}"
            for at in sorted(known.gradients, reverse=True)
        ]
        return sentences(
            _("Values: {values}.").format(values=listed(values)),
            _("Gradients: {values}.").format(values=listed(gradients)) if gradients else "",
        )

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self._area.setMinimumHeight(round(scaled(_LEAST_HEIGHT)))
        self._problem = None  # what is said takes another room
        self.steps.restyle(theme)
        self.sample.restyle()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.steps.retranslate(_("Next node"))
        self.sample.retranslate(_("sample"))
        self.canvas.setAccessibleName(_("Computational graph"))


def _long_numbers(graph: Graph) -> Flow:
    """Return numbers as long as they are usually written, to have room for."""
    of_vertices, of_edges = ((-4 / 3,) * len(many) for many in (graph.vertices, graph.edges))
    return Flow(of_vertices, of_edges, of_edges, of_vertices)


def _whole(value: float) -> str:
    """Return a number with all its digits."""
    return typed_number(value).replace("-", "−")
