"""Playing a run by the wall clock: Qt without widgets."""

from gdviz.playback.player import Frame, Player

__all__ = ["Frame", "Player"]
