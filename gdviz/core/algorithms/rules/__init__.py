"""Update rules: how a gradient becomes a step, with PyTorch's formulas and names.

A new one is an entry in a module's `RULES` here, and nothing else is edited.
"""

from gdviz.core.registry import collect
from gdviz.core.types import Rule

ORDER = 10

RULES: tuple[type[Rule], ...] = tuple(collect(__name__, "RULES").values())
