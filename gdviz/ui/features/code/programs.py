"""The program of a run, as one reads it: the course's own text, or one written for it."""

from gdviz.core import InputError, RunConfig
from gdviz.export.listing.following import Listing, follow
from gdviz.export.listing.listings import printed
from gdviz.i18n import N_
from gdviz.ui.views.code.options import FOLLOWED
from gdviz.ui.views.code.reading import Reading

_BEFORE, _AT_ONCE = 20, 6000
"""So many steps are followed before the one that is shown, and so many lines at once."""

FARTHEST = 100_000
"""Steps after that are not followed: it would take some seconds to come there."""

_PROGRAM = N_("Program")


def program_of(config: RunConfig, style: str) -> Reading:
    """Return the program of a run in that style, not followed yet.

    There is none where the note says why.
    """
    title, note, listing = printed(config)
    if style == FOLLOWED and listing is not None:
        return Reading(listing, title, note)  # each has samples
    from gdviz.export.code.lines import Role  # noqa: PLC0415 - who reads none needs no writers
    from gdviz.export.code.styles import program  # noqa: PLC0415

    try:
        written = program(config, style)
    except InputError as refusal:
        return Reading(Listing("", ""), _PROGRAM, str(refusal))
    starts = [line.text for line in written.lines if line.role is Role.START]
    followed = style == FOLLOWED and written.of(Role.UPDATE) and not config.algorithm.searches
    weight = starts[0].partition(" =")[0] if followed else ""
    sampled = config.problem.n_samples > 1
    return Reading(Listing(written.text, weight), title or _PROGRAM, note, sampled)


def followed_at(reading: Reading, step: int) -> Reading:
    """Return the same with the steps about that one followed; fewer where they are long."""
    known = reading.followed.steps if reading.followed is not None else ((),)
    before = min(_BEFORE, _AT_ONCE // (4 * len(known[0]) + 1))
    first = max(0, step - before)
    followed = follow(reading.listing, first, step - first + 1, _AT_ONCE)
    return reading.at(followed, step)
