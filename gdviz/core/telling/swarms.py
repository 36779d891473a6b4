"""Where the members of an ensemble end, and where starts lead, in words."""

import numpy as np

from gdviz.core.numbers import format_number
from gdviz.core.runs.ensembles.basins import Basins
from gdviz.core.runs.ensembles.seldom import BadEnds
from gdviz.core.runs.ensembles.shares import Share
from gdviz.core.runs.ensembles.swarm import (
    DIVERGED,
    KINDS,
    MOVING,
    NAMED,
    OTHERS,
    SADDLE,
    UNDER_WAY,
    Swarm,
)
from gdviz.core.telling.summary import summarise_place
from gdviz.core.types import Array
from gdviz.i18n import N_, _, listed

_NAMES = {
    OTHERS: N_("other minima"),
    SADDLE: N_("saddle points"),
    DIVERGED: N_("diverged"),
    MOVING: N_("still moving"),
    UNDER_WAY: N_("under way"),
}
"""What the kinds are called that have no place of their own."""

_DIGITS = 3
"""Of a minimum's weights, so that a row has room for two."""

_MOST_WEIGHTS = 2
"""More than so many weights are not written out."""

_MANY = 0.1
"""A share that is worth a word."""


def name_of(swarm: Swarm, kind: int) -> str:
    """Return what a kind of end is called: a minimum by its weights."""
    if kind >= NAMED:
        return name_of_end(kind, None)
    group, own = swarm.minimum(kind), swarm.problem.minima
    return name_of_end(kind, group.w if group.known < 0 else np.array(own[group.known]))


def name_of_basin(basins: Basins, kind: int) -> str:
    """Return what the kind of end is called that starts lead to."""
    return name_of_end(kind, basins.points[basins.place(kind)] if kind < NAMED else None)


def name_of_end(kind: int, w: Array | None) -> str:
    """Return what a kind of end is called: a minimum by where it is, (dim,)."""
    if w is None:
        return _(_NAMES[kind])
    if len(w) > _MOST_WEIGHTS:
        return _("minimum {number}").format(number=kind + 1)
    return place_in_words(w)


def place_in_words(w: Array) -> str:
    """Return where a point of weights is, (dim,), such as "(3, 2)" or "w = 2"."""
    numbers = ", ".join(format_number(float(value), _DIGITS) for value in w)
    return f"({numbers})" if len(w) > 1 else f"w = {numbers}"


def part_in_words(swarm: Swarm, kind: int) -> str:
    """Return how large a part has come to that kind of end; how many are under way still."""
    part = swarm.part(kind)
    return f"{part.count:,}" if kind == UNDER_WAY else share_in_words(part)


def share_in_words(share: Share) -> str:
    """Return a share with its 95 % interval, in per cent, such as "38 % (35–41)"."""
    low, high = (100 * end for end in share.interval)
    digits = 1 if 0 < 100 * share.value < 1 else 0
    return f"{100 * share.value:.{digits}f} % ({low:.{digits}f}–{high:.{digits}f})"


def say_confidence() -> str:
    """Return what the interval of a share in words is."""
    text = _("Of all runs; in parentheses, between what it is with a confidence of {level}.")
    return text.format(level="95 %")


def say_unsettled(diverged: float, moving: float, *, sampled: bool) -> str:
    """Return why little is to be seen of where runs end; an empty text if they have ended.

    Args:
        diverged: the share of those that have diverged.
        moving: the share of those that still move.
        sampled: whether their steps see some of the samples.
    """
    if diverged == 1:
        return _("All have diverged: try a smaller learning rate.")
    if moving <= _MANY:
        return ""
    if sampled:
        return _("Many are still moving: while steps see some of the samples, none is at rest.")
    return _("Many are still moving: with more epochs they come to rest.")


def bad_in_words(ends: BadEnds) -> str:
    """Return how many runs are at rest at bad ends, and what kind of ends these are."""
    share = ends.share
    said = _("{count} of {total} end badly, {share}").format(
        count=share.count, total=share.total, share=share_in_words(share)
    )
    if not share.count:
        return said
    minima = _("{count} at minima").format(count=ends.minima)
    rest = _("{count} where the cost still falls away in some direction")
    kinds = listed([minima, rest.format(count=share.count - ends.minima)])
    return _("{what}: {found}").format(what=said, found=kinds)


def kinds_of(swarm: Swarm) -> list[int]:
    """Return which kinds of ends there are, the minima first."""
    return [kind for kind in KINDS if swarm.part(kind).count]


def summarise_ends(swarm: Swarm) -> str:
    """Return how many of how many have come to their end, and where."""
    ended = _("{count} of {total} have come to their end").format(
        count=f"{swarm.ended:,}", total=f"{len(swarm):,}"
    )
    found = [f"{name_of(swarm, kind)} {part_in_words(swarm, kind)}" for kind in kinds_of(swarm)]
    return _("{what}: {found}").format(what=ended, found=listed(found))


def summarise_member(swarm: Swarm, member: int, position: float) -> str:
    """Return where a member is after so many steps, and where it ends."""
    (w,) = swarm.at(position, slice(member, member + 1))
    kind = int(swarm.kinds[member])
    named = _("member {number}").format(number=f"{member + 1:,}")
    place = summarise_place(swarm.problem, w) if len(w) <= _MOST_WEIGHTS else ""
    end = _("end: {place}").format(place=name_of(swarm, kind))
    return "\n".join(filter(None, (named, place, end)))


def summarise_basins(basins: Basins) -> str:
    """Return which share of the starts leads to what."""
    found = [
        f"{name_of_basin(basins, kind)} {area_in_words(basins, kind)}"
        for kind in basin_kinds(basins)
    ]
    return _("{what}: {found}").format(what=_("starts, by where they lead"), found=listed(found))


def basin_kinds(basins: Basins) -> list[int]:
    """Return to which kinds of ends starts lead, the minima first."""
    return [kind for kind in KINDS if basins.areas[kind] > 0]


def area_in_words(basins: Basins, kind: int) -> str:
    """Return which share of the starts leads to a kind of end, in per cent."""
    return _in_per_cent(float(basins.areas[kind]))


def say_lowest(basins: Basins) -> str:
    """Return which share of the starts leads to the lowest minimum; empty if all are as low."""
    if basins.lowest.sum() == basins.minimum.sum():
        return ""
    text = (
        _("From {share} of the starts a run comes to the lowest minimum.")
        if basins.lowest.sum() == 1
        else _("From {share} of the starts a run comes to one of the lowest minima.")
    )
    return text.format(share=_in_per_cent(basins.to_lowest))


def _in_per_cent(share: float) -> str:
    return f"{100 * share:.{1 if 0 < 100 * share < 1 else 0}f} %"
