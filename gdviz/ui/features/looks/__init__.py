"""How it looks: in which theme, how large, which part of the plots, and whether steps glide."""

from gdviz.ui.features.looks.motion import ReducedMotion
from gdviz.ui.features.looks.plots import LookingInto
from gdviz.ui.features.looks.size import Size
from gdviz.ui.features.looks.theme import ThemeChoice

ORDER = 4

FEATURES = (ThemeChoice, Size, LookingInto, ReducedMotion)
