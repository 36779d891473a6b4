"""For everyone: the sheet of shortcuts, what a control is for, and what is said aloud."""

from gdviz.ui.features.help.aloud import Aloud
from gdviz.ui.features.help.shortcuts import Help

ORDER = 1000
"""After all that have a help text to give."""

FEATURES = (Aloud, Help)
