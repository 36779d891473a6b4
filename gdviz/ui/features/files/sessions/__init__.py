"""Sessions: all of the state in a file or a code, asked about before it goes, safe in a crash."""

from gdviz.ui.features.files.sessions.recovery import Recovery
from gdviz.ui.features.files.sessions.sessions import Sessions
from gdviz.ui.features.files.sessions.sharing import Sharing

__all__ = ["Recovery", "Sessions", "Sharing"]
