"""Which lines of a step light up as a whole."""

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from gdviz.core.store import Part
from gdviz.core.telling.arithmetic import Arithmetic


@dataclass(frozen=True)
class Lit(Part):
    """What of the arithmetic is lit as a whole: "parts", "gradient", "update"."""

    lines: tuple[str, ...] = ()
    key: ClassVar[str] = "lit"
    lasts: ClassVar[bool] = False


def lit_lines(written: Arithmetic, lit: Set[str]) -> set[int]:
    """Return which of the lines below the samples' table light up."""
    wanted = {"w"} if "update" in lit else set[str]()
    wanted |= {"g"} if not lit.isdisjoint(("gradient", "parts")) else set()
    found, equation = set[int](), ""
    for number, line in enumerate(written.lines):
        begins = line.relation == "←" or line.left.startswith("g")
        equation = line.left[:1] if begins else equation
        if equation in wanted:
            found.add(number)
    return found
