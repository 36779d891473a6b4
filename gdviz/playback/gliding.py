"""Gliding: whether what is shown moves between steps too, and how a single step is taken then."""

from gdviz.core import RunConfig
from gdviz.core.runs.glide import Motion, motion_at, pace_of_one
from gdviz.core.runs.playhead import Playhead
from gdviz.core.telling.rule_parts import has_parts


class Gliding:
    """What of playing is otherwise where steps are seen on their way.

    Attributes:
        wanted: whether they are to be.
        landing: while a single step is being taken, after how many that will be.
    """

    def __init__(self) -> None:
        """Jump from step to step."""
        self.wanted = False
        self.landing: int | None = None

    def suits(self, config: RunConfig) -> bool:
        """Tell whether steps can glide: a search probes one place after the other."""
        return self.wanted and not config.algorithm.searches

    def pace(self, config: RunConfig, speed: float) -> float:
        """Return how many steps are taken in a second, at that speed of playing."""
        alone = self.landing is not None
        return pace_of_one(has_parts=has_parts(config.algorithm)) if alone else speed

    def motion(self, config: RunConfig, speed: float) -> Motion:
        """Return how a step is shown on its way, at that speed of playing."""
        if not self.suits(config):
            return Motion.JUMPS
        return motion_at(self.pace(config, speed), has_parts=has_parts(config.algorithm))

    def limit(self, playhead: Playhead) -> Playhead:
        """Return a playhead that goes no further than to the end of a single step."""
        if self.landing is None or playhead.wanted < self.landing:
            return playhead
        return playhead.sought(self.landing)

    def lands(self, playhead: Playhead) -> bool:
        """Tell whether the end of a single step is where the playhead is."""
        return playhead.step == self.landing
