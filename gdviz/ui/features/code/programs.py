"""The program of a run, as one reads it: the course's own text, or one written for it."""

from gdviz.core import InputError, RunConfig
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.export.listing.following import Listing, follow
from gdviz.export.listing.listings import printed
from gdviz.i18n import N_
from gdviz.ui.views.code.options import FOLLOWED
from gdviz.ui.views.code.reading import Reading

_BEFORE, _AT_ONCE = 20, 120
"""So many steps are followed at once, so many of them before the one that is shown."""

_MOST_A_STEP, _MOST = 1_000, 100_000
"""A step that takes more samples is not followed, which nobody would go through line by line; nor
is a program that has more to read first."""

_FARTHEST = 1_000_000
"""After so many samples a program is not followed: it would take some seconds to come there."""

_FEW = 10
"""A step takes as long as one with so many samples."""

_PROGRAM = N_("Program")


def program_of(config: RunConfig, style: str) -> Reading:
    """Return the program of a run in that style, not followed yet.

    There is none where the note says why.
    """
    title, note, listing = printed(config)
    if style == FOLLOWED and listing is not None:
        return Reading(listing, title, note)  # each has samples
    from gdviz.export.code.styles import program  # noqa: PLC0415 - who reads none needs no writers

    try:
        written = program(config, style)
    except InputError as refusal:
        return Reading(Listing("", ""), _PROGRAM, str(refusal))
    count = config.problem.n_samples
    few = _samples(config) <= _MOST_A_STEP and count <= _MOST
    followed = style == FOLLOWED and not config.algorithm.searches and few
    weight = written.weight if followed else ""
    return Reading(Listing(written.text, weight), title or _PROGRAM, note, count > 1)


def _samples(config: RunConfig) -> int:
    """Return how many samples a step takes."""
    algorithm, count = config.algorithm, config.problem.n_samples
    size = algorithm.batch(count) if isinstance(algorithm, GradientDescent) else None
    return size or count


def too_far(config: RunConfig, step: int) -> bool:
    """Tell whether a step comes so late in a run that it is not followed."""
    return step * max(_FEW, _samples(config)) > _FARTHEST


def followed_at(reading: Reading, step: int) -> Reading:
    """Return the same with the steps about that one followed."""
    followed = follow(reading.listing, max(0, step - _BEFORE), _AT_ONCE, step)
    return reading.at(followed, step)
