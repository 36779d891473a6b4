"""What is drawn on what, and how plainly each has to be seen: the palettes are made for it.

The least ratios are WCAG 2.2's: text 4.5 (1.4.3), and 3 for what must be seen of graphics and
of what can be used (1.4.11). Here is every pair that is drawn, and a test measures them all in
every palette. What is free of it says why; what cannot be used now, drawn in `theme.faded`, is
free by the same rules. Kept runs have colours of their own (`plots.kept`), which are measured on
what is under `PICTURES`.
"""

from math import ceil
from typing import NamedTuple

TEXT, SEEN, FREE = 4.5, 3.0, 1.0
"""The least ratio of text, of what must be seen, and of what nobody needs to see."""

OPAQUE = 255

VEIL = 210
"""How opaque, of 255, a card is behind words that stand over a picture."""

GRIP_RING, HALO = 220, 190
"""How opaque the ring is about what can be dragged, and what parts it from what is behind."""

TO_COME = 190
"""How opaque the part of a small curve is that is to come."""

DIVERGENT_TINT, DIVERGENT_INK = 26, 70
"""How opaque, of 255, the region of a sweep is in which runs diverge, and the pattern over it."""

GOOD_TINT, DEEPEST = 34, 0.9
"""How opaque, of 255, the region of good runs is; how much of the colour a map has at most."""

CONTOUR = 0.36
"""How much of the colour of what is past a line of equal cost has, over its ground."""

BASIN_TINT = 26
"""How opaque, of 255, the ground is from which a run comes to no minimum."""

SHADES = (0.0, 0.3, 0.6)
"""How far from the green of a minimum to the colour of words the greens are that tell minima
apart: between the two, they are as plain as the less plain of these at least."""

SEEN_THROUGH = 150
"""How opaque, of 255, the lines of many members are."""


class Layer(NamedTuple):
    """A colour of the palette, laid over what is behind it.

    Attributes:
        colour: the name of the palette's colour.
        opacity: how much, of 255, of what is behind it it covers.
    """

    colour: str
    opacity: float = OPAQUE


class Drawn(NamedTuple):
    """Something that is drawn.

    Attributes:
        what: what it is.
        ink: its colour.
        behind: what it may be drawn on, each from the lowest layer up.
        least: the least ratio between the two.
    """

    what: str
    ink: Layer
    behind: tuple[tuple[Layer, ...], ...]
    least: float


def _on(*colours: str) -> tuple[tuple[Layer, ...], ...]:
    return tuple((Layer(colour),) for colour in colours)


def _over(behind: tuple[tuple[Layer, ...], ...], *layers: Layer) -> tuple[tuple[Layer, ...], ...]:
    return tuple((*below, *layers) for below in behind)


PICTURES = _on("card", "valley", "peak", "ground") + tuple(
    (Layer("card"), Layer(colour, BASIN_TINT)) for colour in ("divergence", "past", "text")
)
"""What is behind what a plot shows: its card, or a map, which where there is no cost is ground;
or starts, coloured as a map is, or by why a run from there comes to no minimum."""

_TINTED = _over(_on("card"), Layer("divergence", DIVERGENT_TINT + DIVERGENT_INK)) + _over(
    _on("card"), Layer("minimum", ceil(OPAQUE * DEEPEST))
)
"""The strongest that regions of a sweep are."""

_NAMED = _over(_on("card") + _TINTED[:1], Layer("card", VEIL))
_VEILED = _over(PICTURES + _TINTED + _on("past", "weight", "gradient"), Layer("card", VEIL))
"""What is behind the names of regions, and behind words that stand over anything."""

DRAWN = (
    Drawn(
        "words and numbers",
        Layer("text"),
        _on("card", "ground", "field", "note", "note_divergence") + PICTURES + _VEILED,
        TEXT,
    ),
    Drawn("labels, axes, what stands in an empty field", Layer("muted"),
          _on("card", "ground", "field", "note") + _NAMED, TEXT),
    Drawn("words about what is past or raw", Layer("past"), _on("card", "note"), TEXT),
    Drawn("the weight in words and formulas, what can be pressed", Layer("weight"),
          _on("card", "ground", "note") + _NAMED, TEXT),
    Drawn("the gradient in words and formulas", Layer("gradient"), _on("card", "note"), TEXT),
    Drawn("a minimum in words", Layer("minimum"), _on("card") + _NAMED, TEXT),
    Drawn("what diverges, and what was refused", Layer("divergence"),
          _on("card", "field", "note_divergence") + _NAMED, TEXT),
    Drawn("words on the button that runs, and marked text", Layer("on_weight"),
          _on("weight"), TEXT),
    Drawn("what is said in passing", Layer("card"), _on("text"), TEXT),
    Drawn("the outlines of fields and buttons, tracks, scroll bars", Layer("border"),
          _on("card", "ground", "field"), SEEN),
    Drawn("the knob of a switch that is off", Layer("card"), _on("border"), SEEN),
    Drawn("the knob of one that is on", Layer("on_weight"), _on("weight"), SEEN),
    Drawn("what has the keyboard", Layer("weight"),
          _on("card", "ground", "field", "note") + PICTURES, SEEN),
    Drawn("the weight's path, ball and steps", Layer("weight"), PICTURES, SEEN),
    Drawn("how far a bar has come", Layer("weight"), _on("line"), SEEN),
    Drawn("the gradient's line and arrow, samples of a step", Layer("gradient"), PICTURES, SEEN),
    Drawn("minima, and what a search has in hand", Layer("minimum"), PICTURES, SEEN),
    Drawn("what has left the view, the limit of a rate", Layer("divergence"),
          PICTURES + _over(_TINTED[:1], Layer("card", HALO)), SEEN),
    Drawn("the curve, the raw loss, samples, the path played last", Layer("past"), PICTURES, SEEN),
    Drawn("what is to come", Layer("ahead"), PICTURES, SEEN),
    Drawn("the line that reads off a plot", Layer("muted"), PICTURES, SEEN),
    Drawn("the ring about what can be dragged, or of what is behind a ridge",
          Layer("weight", GRIP_RING), PICTURES + _over(PICTURES, Layer("card", HALO)), SEEN),
    *(
        Drawn("what is to come of a number", Layer(colour, TO_COME), _on("card"), SEEN)
        for colour in ("weight", "gradient", "past")
    ),
    Drawn("outlines of cards and menus, what parts groups: what is in them stands by itself",
          Layer("line"), _on("card", "ground"), FREE),
    Drawn("grid lines: the axis has the same in numbers", Layer("line"), _on("card"), FREE),
    Drawn("lines of equal cost: the costs beside them are text, and the reader draws the one that"
          " is pointed at in full", Layer("past", OPAQUE * CONTOUR), _on("valley", "peak"), FREE),
    Drawn("the lines of many members, which one sees through: where they end the table says",
          Layer("minimum", SEEN_THROUGH), _on("card"), FREE),
    Drawn("the tints of regions and intervals: they have outlines and names",
          Layer("minimum", GOOD_TINT), _on("card"), FREE),
)  # fmt: skip
