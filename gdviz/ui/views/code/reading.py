"""What of a program is read: its text, the line that it has come to, and what it has printed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gdviz.export.listing.following import Followed, Line, Listing
from gdviz.ui.views.view import View

_MEANINGS = {"gradient": "gradient", "cost": "cost", "loss": "cost", "forward": "cost"}
"""What is computed in the functions of a program, in other views."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A program at a line.

    Attributes:
        listing: its text, and what its lines are for.
        heading: what it is called, in English.
        note: what is to be known of it, in English; empty for nothing.
        sampled: whether there are samples that one can step along.
        followed: some of its steps; None while there are none, or where it is not followed.
        step: the step that it is in.
        line: the line that is about to be executed; None where that is not known.
    """

    listing: Listing
    heading: str
    note: str = ""
    sampled: bool = True
    followed: Followed | None = None
    step: int = 0
    line: Line | None = None

    def at(self, followed: Followed | None, step: int) -> "Reading":
        """Return the same in that step, at none of its lines."""
        return replace(self, followed=followed, step=step, line=None)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of its step, as far as they are known."""
        return self.followed.lines(self.step) or () if self.followed is not None else ()

    @property
    def known(self) -> bool:
        """Whether its step has been followed."""
        return self.followed is not None and self.followed.lines(self.step) is not None

    @property
    def printed(self) -> Sequence[str]:
        """What it has printed so far, as far as that is kept."""
        if self.followed is None or self.line is None:
            return ()
        return self.followed.printed(self.line)

    def means(self, line: Line) -> tuple[str, int]:
        """Return the meaning that a line has in other views, and its sample; -1 for none."""
        loop = self.listing.loops.get(line.number)
        if loop is not None and line.number == loop.start:
            return "", -1  # it is about to take the next sample
        if line.function:
            return _MEANINGS.get(line.function, ""), line.sample
        if line.number in self.listing.update:
            return "next", -1
        given = self.listing.assigned.get(line.number, ())
        return ("gradient", -1) if any(name.startswith("grad") for name in given) else ("", -1)

    def line_that_means(self, meaning: str, sample: int) -> Line | None:
        """Return the last line of the step that means that; None for none."""
        lines = (line for line in reversed(self.lines) if self.means(line) == (meaning, sample))
        return next(lines, None) if meaning else None


class CodeView(View):
    """A view of a program."""

    place = "code"

    def show_reading(self, reading: Reading) -> None:
        """Show a program, and where it is."""
        raise NotImplementedError
