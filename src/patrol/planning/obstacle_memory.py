"""What was seen that is not on the map, and for how long that is believed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array, between, compose
from patrol.messages import Grid
from patrol.planning.clearance_field import SPACING, ClearanceField

Index = NDArray[np.int64]

#: Cells of the local costmap from this value on hold an obstacle; lower ones are inflation.
LETHAL = 100
#: Obstacles this near (m) to a wall of the map are that wall.
WALL = 0.15
#: A place where the way was blocked counts as closed to this distance (m).
BLOCKED_RADIUS = 0.45


class ObstacleMemory:
    """Obstacles from the local costmap on the lattice of a map.

    A place that is seen free again is forgotten at once, one that is out of sight after `span` s.
    """

    def __init__(self, field: ClearanceField, span: float) -> None:
        self._field = field
        self._span = span
        self._seen: NDArray[np.float64] = np.full(field.values.shape, -np.inf)
        self._blocked: list[tuple[float, Array]] = []

    def add(self, costmap: Grid, odom_in_map: Array, now: float) -> None:
        """Take a local costmap in odom, given the pose (3,) of odom in map."""
        corner = between(self._field.origin, compose(odom_in_map, costmap.origin))
        rows, columns = costmap.cells.shape
        # every second cell is still twice as fine as the lattice
        thin = np.ogrid[0:rows:2, 0:columns:2]
        row, column, inside = self._places(costmap.resolution, corner, thin[0], thin[1])
        free = inside & (costmap.cells[::2, ::2] == 0)
        self._seen[row[free], column[free]] = -np.inf
        hit = np.argwhere(costmap.cells >= LETHAL).T
        row, column, inside = self._places(costmap.resolution, corner, hit[0], hit[1])
        row, column = row[inside], column[inside]
        unknown = self._field.values[row, column] > WALL
        self._seen[row[unknown], column[unknown]] = now

    def add_blocked(self, point: Array, until: float) -> None:
        """Keep away from a point (2,) in map up to a time."""
        self._blocked.append((until, point))

    def forget_blocked(self) -> None:
        """Let the car try again where the way was blocked."""
        self._blocked.clear()

    def points(self, now: float) -> Array:
        """Return the obstacles (n, 2) in map that are believed now."""
        rows, columns = np.argwhere(self._seen > now - self._span).T
        local = np.stack([columns + 0.5, rows + 0.5], axis=-1) * SPACING
        discs = [point + _DISC for until, point in self._blocked if until > now]
        return np.concatenate([self._field.to_map(local), *discs])

    def _places(
        self, resolution: float, corner: Array, rows: Index, columns: Index
    ) -> tuple[Index, Index, NDArray[np.bool_]]:
        """Return row and column on the lattice of costmap cells (broadcast), and which are there.

        `corner` (3,) is the corner of the costmap in the local frame of the lattice.
        """
        scale = resolution / SPACING
        c, s = scale * math.cos(corner[2]), scale * math.sin(corner[2])
        i, j = rows + 0.5, columns + 0.5
        column = np.floor(corner[0] / SPACING + c * j - s * i).astype(np.int64)
        row = np.floor(corner[1] / SPACING + s * j + c * i).astype(np.int64)
        height, width = self._seen.shape
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        return row, column, inside


def _disc() -> Array:
    """Return points (n, 2) that fill a disc so densely that no way leads between them."""
    side = np.arange(-BLOCKED_RADIUS, BLOCKED_RADIUS + 1e-9, SPACING / 2)
    x, y = np.meshgrid(side, side)
    inside = np.hypot(x, y) <= BLOCKED_RADIUS
    return np.stack([x[inside], y[inside]], axis=-1)


_DISC = _disc()
