"""Playing a run by the wall clock: Qt without widgets."""

from gdviz.playback.frame import Frame
from gdviz.playback.player import Player

__all__ = ["Frame", "Player"]
