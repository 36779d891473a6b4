"""A landscape as a relief: what is drawn on its map lifted onto the surface, and what is hidden."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdviz.core.drawing.aspect import unequal
from gdviz.core.drawing.contours import Landscape
from gdviz.core.drawing.polyline import within
from gdviz.core.drawing.projection import Projection
from gdviz.core.types import Array

_RISE = 0.3
"""The box's height, its longer side being 1: from the usual elevation one sees into a bowl."""

_ABYSS = -1e3
"""The height of what is no ground: it hides nothing."""

_SLACK = 0.012
"""What is so little under the horizon is seen: a mesh is not quite the surface."""

_MOST_PIECES = 6000
_ALONG_A_RAY = 800


@dataclass(frozen=True)
class Relief:
    """A mesh over a domain of two weights, in a box about the origin.

    Attributes:
        low: the domain's lowest weights, (2,).
        high: its highest weights, (2,).
        sides: the lengths of the box's sides, (3,).
        heights: from 0 to 1, (n, m); NaN where there is no cost.
    """

    low: Array
    high: Array
    sides: Array
    heights: Array

    @classmethod
    def of(cls, landscape: Landscape, stride: int) -> "Relief":
        """Return the relief of every so-manieth point of a landscape."""
        x, y = landscape.x, landscape.y
        low, high = np.array([x[0], y[0]]), np.array([x[-1], y[-1]])
        widths = high - low
        sides = np.append(np.ones(2) if unequal(*widths) else widths / widths.max(), _RISE)
        return cls(low, high, sides, landscape.heights[::stride, ::stride])

    @cached_property
    def nodes(self) -> Array:
        """The mesh's nodes in the box, (n, m, 3)."""
        across, along = (np.linspace(0, 1, count) for count in self.heights.shape)
        x, y = np.meshgrid(across, along, indexing="ij")
        return (np.stack([x, y, self.heights], axis=-1) - 0.5) * self.sides

    def shares(self, w: Array) -> Array:
        """Return where in the domain weights (..., 2) are, from 0 to 1 if they are inside."""
        return np.asarray((w - self.low) / (self.high - self.low))

    def lift(self, w: Array) -> Array:
        """Return where on the surface weights (n, 2) are, (n, 3); NaN if they are not."""
        shares = self.shares(w)
        outside = ~((shares >= 0) & (shares <= 1)).all(axis=1)
        height = between(self.heights, np.clip(np.nan_to_num(shares), 0, 1))
        lifted = (np.column_stack([shares, height]) - 0.5) * self.sides
        lifted[outside | np.isnan(height)] = np.nan
        return lifted

    def pieces(self, path: Array) -> Array:
        """Return a path of weights, (n, 2), as short pieces on the surface, (m, 2 ends, 3).

        What is not over the domain is cut off.
        """
        shares = self.shares(path)
        starts, along = shares[:-1], np.diff(shares, axis=0)
        first, last = within(starts, along, np.zeros(2), np.ones(2))
        seen = first < last
        starts, along, first, last = starts[seen], along[seen], first[seen], last[seen]
        if not len(starts):
            return np.zeros((0, 2, 3))
        length = np.abs(along).max(axis=1) * (last - first)
        most = max(1, _MOST_PIECES // len(starts))
        counts = np.clip(np.ceil(length * max(self.heights.shape)), 1, most).astype(int)
        of = np.repeat(np.arange(len(counts)), counts)
        number = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
        part = (number[:, np.newaxis] + (0, 1)) / counts[of][:, np.newaxis]
        part = first[of][:, np.newaxis] + part * (last - first)[of][:, np.newaxis]
        ends = np.clip(
            starts[of][:, np.newaxis] + part[..., np.newaxis] * along[of][:, np.newaxis], 0, 1
        )
        heights = between(self.heights, ends.reshape(-1, 2)).reshape(-1, 2, 1)
        return (np.concatenate([ends, heights], axis=2) - 0.5) * self.sides


def between(grid: Array, shares: Array) -> Array:
    """Return the values, (n,), of a grid at places (n, 2) from 0 to 1, by the four about each."""
    at = shares * (np.array(grid.shape) - 1)
    i, j = np.minimum(at.astype(int), np.array(grid.shape) - 2).T
    right, up = (at - np.stack([i, j], axis=1)).T
    low = (1 - right) * grid[i, j] + right * grid[i + 1, j]
    high = (1 - right) * grid[i, j + 1] + right * grid[i + 1, j + 1]
    return np.asarray((1 - up) * low + up * high)


def horizon(heights: Array, step: Array, climb: float) -> Array:
    """Return how high something over each node must be to be seen over what is before it, (n, m).

    From each node one goes towards the viewer, step by step, and the line of sight climbs.

    Args:
        heights: the mesh's heights, (n, m).
        step: how many cells a step leads along either axis, (2,), the larger one being 1 or −1.
        climb: how much the line of sight climbs in a step.
    """
    ground = np.nan_to_num(heights, nan=_ABYSS)
    found = np.full(ground.shape, _ABYSS)
    highest, there = found, ground  # the first is a view from here on: what is written is found
    if abs(step[1]) > abs(step[0]):
        highest, there, step = highest.T, there.T, step[::-1]
    for axis in (0, 1):
        if step[axis] < 0:
            highest, there = np.flip(highest, axis), np.flip(there, axis)
    rows, columns = there.shape
    there = np.pad(there, ((0, 0), (0, 1)), mode="edge")
    span = float(ground.max() - max(0.0, ground.min()))
    for count in range(1, int(min(rows, 1 + span / climb))):
        across = count * abs(float(step[1]))
        whole = int(across)
        if whole >= columns:
            break
        near, far = there[count:, whole:-1], there[count:, whole + 1 :]
        ahead = near + (across - whole) * (far - near) - count * climb
        seen = highest[: rows - count, : columns - whole]
        np.maximum(seen, ahead, out=seen)
    return found


@dataclass(frozen=True)
class Seen:
    """A relief as it is seen in a picture.

    Attributes:
        relief: the relief.
        projection: from its box to the picture.
    """

    relief: Relief
    projection: Projection

    @cached_property
    def horizon(self) -> Array:
        """How high something over each node of the mesh must be to be seen, (n, m), from 0 to 1."""
        heights, sides = self.relief.heights, self.relief.sides
        ahead = self.projection.camera.axes[2]
        cells = ahead[:2] / sides[:2] * (np.array(heights.shape) - 1)
        steepest = float(np.abs(cells).max())
        if steepest < 1e-9:  # from straight above nothing is hidden
            return np.full(heights.shape, _ABYSS)
        return horizon(heights, cells / steepest, float(ahead[2] / sides[2]) / steepest)

    def visible(self, points: Array) -> Array:
        """Tell whether points on the surface, (n, 3), are seen: nothing is before them, (n,)."""
        shares = points / self.relief.sides + 0.5
        known = np.isfinite(shares).all(axis=1)
        over = between(self.horizon, np.clip(np.nan_to_num(shares[:, :2]), 0, 1))
        return np.asarray(known & (shares[:, 2] + _SLACK >= over))

    def places(self, w: Array) -> tuple[Array, Array]:
        """Return the pixels, (n, 2), of weights (n, 2) on the surface, and which are seen, (n,)."""
        lifted = self.relief.lift(w)
        return self.projection.pixels(lifted), self.visible(lifted)

    def line(self, path: Array) -> Array:
        """Return what is seen of a path of weights, (n, 2), as pieces in pixels, (m, 2 ends, 2)."""
        return self.lines(self.relief.pieces(path))

    def lines(self, pieces: Array) -> Array:
        """Return what is seen of pieces on the surface, (n, 2 ends, 3), in pixels, (m, 2, 2)."""
        seen = self.visible(pieces.reshape(-1, 3)).reshape(-1, 2).all(axis=1)
        return self.projection.pixels(pieces[seen])

    def under(self, pixel: tuple[float, float]) -> Array | None:
        """Return the weights, (2,), where the surface is seen at a pixel; None where it is not."""
        relief = self.relief
        origin, ahead = self.projection.ray(pixel)
        reach = float(np.linalg.norm(relief.sides))
        along = np.linspace(reach, -reach, _ALONG_A_RAY)
        shares = (origin + along[:, np.newaxis] * ahead) / relief.sides + 0.5
        over = ((shares[:, :2] >= 0) & (shares[:, :2] <= 1)).all(axis=1)
        shares = shares[over]
        gaps = shares[:, 2] - between(relief.heights, shares[:, :2])
        below = np.flatnonzero(gaps <= 0)
        if not len(below):
            return None
        at = int(below[0])
        if at == 0:  # it comes in through a side, or passes under the floor
            if shares[0, 2] < 0:
                return None
            return np.asarray(relief.low + shares[0, :2] * (relief.high - relief.low))
        gap, below_it = gaps[at - 1], gaps[at]
        part = gap / (gap - below_it) if np.isfinite(gap) else 1.0  # or at the rim of a hole
        found = shares[at - 1, :2] + part * (shares[at, :2] - shares[at - 1, :2])
        return np.asarray(relief.low + found * (relief.high - relief.low))
