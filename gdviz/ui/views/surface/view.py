"""The surface: the cost over two weights in three dimensions, and what the map has on it."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QPainter, QResizeEvent

from gdviz.core import Problem, RunConfig
from gdviz.core.drawing.contours import Landscape, survey
from gdviz.core.drawing.projection import Camera
from gdviz.core.drawing.relief import Seen
from gdviz.core.store import Store
from gdviz.core.telling.summary import summarise_weights
from gdviz.core.types import Array
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.access.by_keys import Handle
from gdviz.ui.plots.kept import KeptRun
from gdviz.ui.plots.legend import Legend
from gdviz.ui.plots.map_keys import LEGEND_ROOM, beside_keys, known_points, legend_of
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.map_or_surface import Drawn, MapOrSurface, is_solid
from gdviz.ui.views.surface.canvas import Canvas
from gdviz.ui.views.surface.marks import Marker
from gdviz.ui.views.surface.overlay import Overlay
from gdviz.ui.views.view import View
from gdviz.ui.views.weight_view import GRIP, NUDGE, digits, rounded
from gdviz.ui.widgets.tips import set_tip


class Surface(View):
    """The cost as a surface that can be turned, with all that the map shows lifted onto it.

    It is shown instead of the map where that was chosen, but for the time that one is to
    point at weights: by mouse and keys one can do that on the map.

    Attributes:
        legend: what its marks mean.
        drawn: the choice between map and surface.
        canvas: what it is drawn on.
    """

    id = "surface"
    heading = N_("Cost surface")
    place = "centre"
    stretch = 3
    about = "weights"
    parts = (Drawn(),)
    reads = (*View.reads, Drawn)

    def __init__(self, store: Store) -> None:
        """Make the canvas and the words over it."""
        super().__init__(store)
        self.legend: Final = Legend()
        self.header.addWidget(self.legend)
        self.drawn: Final = MapOrSurface(store)
        self.header.addWidget(self.drawn)
        self.canvas: Final = Canvas(self._paint, self._grips)
        self.canvas.setObjectName("surface_canvas")
        self.canvas.dragged.connect(self._on_dragged)
        self.canvas.let_go.connect(self.let_go)
        self.canvas.summary, self.canvas.marks = self.summary, self._handles
        self.body.addWidget(self.canvas, 1)
        self._overlay = Overlay()
        self._problem: Problem | None = None
        self._landscape: Landscape | None = None
        self._drawn: Frame | None = None

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Tell whether the problem has two weights."""
        return len(problem.weights) == 2

    @staticmethod
    def wanted(store: Store) -> bool:
        """Tell whether it is to be a surface."""
        return is_solid(store)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have a legend where there is room for it."""
        super().resizeEvent(event)
        self.legend.setVisible(self.width() >= scaled(LEGEND_ROOM))

    def follow_state(self) -> None:
        """Mark what is drawn."""
        super().follow_state()
        self.drawn.follow()

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.drawn.retranslate()
        self.canvas.setAccessibleName(_("Cost surface"))
        set_tip(
            self.canvas,
            _(
                "Drag to turn, or use the arrow keys; the wheel, + and − zoom."
                " A double click, or Home, shows all of it again.\n"
                "Drag the ball to set the start weights."
            ),
        )
        self.canvas.say(_("height: log scale of the cost above the least"))

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours from now on."""
        super().restyle(theme)
        self._overlay.restyle(theme)
        self.canvas.restyle(theme)

    @Slot(str, int)
    def point_out(self, meaning: str, row: int) -> None:
        """Mark the step, or draw thicker what the number means, that a pointer is on."""
        self._overlay.pointed = meaning if row < 0 or meaning != "gradient" else ""
        self._overlay.step = row if meaning == "step" else -1
        self.canvas.update()

    @property
    def looked_into(self) -> bool:
        """It has, though no plot."""
        return True

    def zoom(self, times: float) -> None:
        """Look at it from nearer or farther, where it is seen."""
        if self.canvas.isVisible():
            camera = self.canvas.camera
            self.canvas.look_from(camera.zoomed(times, np.array(camera.shift)))

    def show_all(self) -> None:
        """Look at all of it from where one looks at first."""
        self.canvas.look_from(Camera())

    def show_kept(self, runs: Sequence[KeptRun]) -> None:
        """Draw the paths of kept runs on the surface."""
        super().show_kept(runs)
        self._overlay.kept, self._overlay.on_the_way = runs, {}
        self.canvas.update()

    def glide_kept(self, weights: Mapping[int, Array]) -> None:
        """Draw the balls of kept runs on their way."""
        self._overlay.on_the_way = weights
        self.canvas.update()

    def show_run(self, config: RunConfig) -> None:
        """Draw the surface, and say what is on it."""
        problem = config.problem
        if problem is not self._problem:
            self._problem, self._landscape = problem, survey(problem)
            self.canvas.show_landscape(self._landscape, problem.weights)
        points = known_points(config)
        low, high = np.array(problem.domain).T
        inside = {name: w[((w >= low) & (w <= high)).all(axis=1)] for name, w in points.items()}
        self.legend.say(legend_of(config, inside, self.theme), self.theme)

    def draw(self, frame: Frame) -> None:
        """Have the frame drawn over the surface."""
        self._drawn = frame
        seen = [
            stretch is not None and stretch.last > stretch.first
            for stretch in (self.to_come(frame), self.played_before(frame))
        ]
        self.legend.say_beside(beside_keys(self.theme, ahead=seen[0], before=seen[1]))
        self.canvas.update()

    def glide(self, frame: Frame) -> None:
        """Have the ball drawn on its way; it stays while it is not known where to."""
        if not (frame.awaited and frame.fraction):
            self.draw(frame)

    def _paint(self, painter: QPainter, seen: Seen) -> None:
        frame = self._drawn
        if frame is None or self._landscape is None or frame.config.problem is not self._problem:
            return
        marker = Marker(painter, seen, self.theme, self.canvas.rect())
        beside = self.to_come(frame), self.played_before(frame)
        self._overlay.paint(marker, frame, self._landscape, *beside, veiled=self.veiled)

    def _grips(self, at: QPointF, seen: Seen) -> bool:
        """Tell whether the ball is there, and can be dragged."""
        frame = self.frame_shown
        if frame is None or frame.config.algorithm.searches:
            return False
        ((ball,), (visible,)) = seen.places(frame.w_drawn[np.newaxis])
        return bool(visible) and float(np.hypot(*(ball - (at.x(), at.y())))) <= scaled(GRIP)

    def summary(self) -> str:
        """Return where the weights are, their cost and to which side it falls, or the best."""
        frame = self.frame_shown
        return "" if frame is None else summarise_weights(frame.trace, frame.position)

    def _handles(self) -> list[Handle]:
        """Return the ball, if it can be moved."""
        frame = self.frame_shown
        if frame is None or frame.config.algorithm.searches:
            return []
        low, high = np.array(frame.config.problem.domain).T
        stride, fine = NUDGE * (high - low), 10.0 ** -np.array(digits(frame.config.problem.domain))
        move = lambda x, y: self._on_dragged((x, y))  # noqa: E731
        return [Handle(frame.w_drawn, stride, fine, move, self.let_go.emit, self.summary)]

    @Slot(object)
    def _on_dragged(self, w: tuple[float, ...]) -> None:
        if self._problem is not None:
            self.start_picked.emit(rounded(w, self._problem.domain))
