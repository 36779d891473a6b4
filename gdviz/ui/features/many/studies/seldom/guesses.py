"""What somebody says beforehand of each share, as a part of the state."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from gdviz.core.parameters import InputError, Parameter
from gdviz.core.runs.ensembles.seldom import HIDDEN
from gdviz.core.store import UNUSABLE, Part
from gdviz.i18n import N_, _

GUESS = Parameter(
    N_("Your guess"),
    "",
    N_("Of a hundred such nets, how many come to rest at a bad end?"),
    50.0,
    maximum=100,
)


@dataclass(frozen=True)
class ShareGuesses(Part):
    """What is guessed of the shares of bad ends.

    Attributes:
        per_cent: a guess for each of `HIDDEN`, None where there is none.

    Raises:
        InputError: there are more or fewer of them, or one is no share.
    """

    per_cent: tuple[float | None, ...] = (None,) * len(HIDDEN)
    key: ClassVar[str] = "seldom"

    def __post_init__(self) -> None:
        """Check the guesses."""
        known = [one for one in self.per_cent if one is not None]
        if len(self.per_cent) != len(HIDDEN) or not all(map(_is_number, known)):
            raise InputError(_(UNUSABLE))
        for one in known:
            GUESS.check(one)

    def with_one(self, row: int, guess: float | None) -> "ShareGuesses":
        """Return the same with another guess for one of `HIDDEN`, by its place."""
        guesses = list(self.per_cent)
        guesses[row] = guess
        return replace(self, per_cent=tuple(guesses))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
