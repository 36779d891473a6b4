"""The names that a formula may use: the caller's, and the constants."""

from collections.abc import Sequence, Set
from functools import cached_property

from gdviz.core.formula.operations import CONSTANTS, FUNCTIONS
from gdviz.i18n import _

HAT = "\u0302"

BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
ON_THE_LINE = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def parted(name: str) -> tuple[str, str]:
    """Return a name's letter, with its hat if it has one, and its digits, on the line."""
    shown = name.translate(ON_THE_LINE)
    letter = shown.rstrip("0123456789")
    return letter, shown.removeprefix(letter)


class Names:
    """The names that a formula may use, and what is said where others are used.

    A name is a small letter, Latin or Greek, perhaps with a hat and with digits below it:
    `w`, `w1`, `β₁`, `m̂`. Its digits may be typed on the line or below it, its letter
    as a capital; the caller may also mean a capital, which is typed as one. A name that is a
    constant's too stands for what the caller means.

    Attributes:
        names: the names as they are written.
    """

    def __init__(self, *names: str) -> None:
        """Allow `names`."""
        self.names = names

    @cached_property
    def spellings(self) -> dict[str, str]:
        """What may be typed for a name or a constant -> that name or constant."""
        found = {"π": "pi", **{name: name for name in CONSTANTS}}
        for name in self.names:
            forms = (name, name.translate(BELOW), name.translate(ON_THE_LINE))
            found |= dict.fromkeys(forms, name)
        return found

    @property
    def capitals(self) -> str:
        """The names that are capitals."""
        return "".join(name for name in self.names if name.isupper())

    @cached_property
    def longest(self) -> int:
        """How many characters are typed for a name at most."""
        return max(map(len, self.spellings))

    def also(self, name: str) -> "Names":
        """Return these names and another one."""
        return self if name in self.names else Names(*self.names, name)

    def unknown(self, word: str) -> str:
        """Return what is said of a word that is none of them; it may be shown as `word`."""
        known = ", ".join(dict.fromkeys([*self.names, *CONSTANTS, *FUNCTIONS]))
        return _("Unknown name {name}. Known: {known}").format(name=word, known=known)

    def multiplied(self, together: Sequence[str]) -> bool:
        """Tell whether names that are typed together are their product, and no word."""
        return True

    def refused(self, name: str, others: Set[str]) -> str:
        """Return why the name cannot stand in a formula beside the others; empty if it can."""
        return ""

    def missing(self, found: Set[str]) -> str:
        """Return what is missing in a whole formula with those names; empty if nothing is."""
        return ""

    def nothing(self) -> str:
        """Return what is said where nothing is typed."""
        return _("Type a formula of {names}").format(names=", ".join(self.names))
