"""What comes in from files, and what is taken away."""

from gdviz.ui.features.files.opening import Opening
from gdviz.ui.features.files.pictures import Pictures
from gdviz.ui.features.files.sessions import Recovery, Sessions, Sharing
from gdviz.ui.features.files.tables import Tables

ORDER = 80

FEATURES = (Opening, Sessions, Sharing, Recovery, Pictures, Tables)
