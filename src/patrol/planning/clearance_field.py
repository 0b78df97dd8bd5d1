"""How far the nearest obstacle is, on a regular lattice over the map."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array, inverse, transform
from patrol.messages import Grid

#: Cells from this occupancy on are obstacles (default of map_server); so is what is unknown.
OCCUPIED = 65
#: Distance (m) between the nodes of the lattice.
SPACING = 0.1


@dataclass(frozen=True)
class ClearanceField:
    """Clearance (m) at the nodes of a lattice, `values` (rows, columns).

    Node [i, j] is at ((j + 0.5) * SPACING, (i + 0.5) * SPACING) in the local frame, which is the
    corner of the map with its yaw; `origin` (3,) is that frame in map.
    """

    values: NDArray[np.float32]
    origin: Array

    @staticmethod
    def of(grid: Grid) -> ClearanceField:
        """Return the clearance of every point of a map; the outside of the map is an obstacle."""
        free = (grid.cells >= 0) & (grid.cells < OCCUPIED)
        padded = np.pad(free.astype(np.uint8), 1)
        precise = cv2.distanceTransform(padded, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        # from cell centre to cell centre: the edge of an occupied cell is half a cell nearer
        distance = (np.asarray(precise)[1:-1, 1:-1] - 0.5) * grid.resolution
        rows, columns = np.ceil(np.array(free.shape) * grid.resolution / SPACING).astype(int)
        scale = SPACING / grid.resolution
        y = (np.arange(rows) + 0.5) * scale - 0.5
        x = (np.arange(columns) + 0.5) * scale - 0.5
        return ClearanceField(_sampled(distance, y[:, None], x[None, :]), grid.origin)

    def to_local(self, points: Array) -> Array:
        """Return points (n, 2) of map in the local frame."""
        return transform(inverse(self.origin), points)

    def to_map(self, points: Array) -> Array:
        """Return points (n, 2) of the local frame in map."""
        return transform(self.origin, points)

    def at(self, points: Array) -> Array:
        """Return the clearance (n,) at local points (n, 2), between nodes bilinear."""
        nodes = points / SPACING - 0.5
        return _sampled(self.values, nodes[:, 1], nodes[:, 0]).astype(np.float64)

    def slope(self, points: Array) -> Array:
        """Return the gradient (n, 2) of the clearance at local points (n, 2)."""
        half = np.array([SPACING / 2, 0.0])
        dx = self.at(points + half) - self.at(points - half)
        dy = self.at(points + half[::-1]) - self.at(points - half[::-1])
        return np.stack([dx, dy], axis=-1) / SPACING

    def with_obstacles(self, points: Array) -> ClearanceField:
        """Return the clearance when there are obstacles at local points (n, 2), too."""
        rows, columns = self.values.shape
        cells = np.floor(points / SPACING).astype(int)
        inside = ((cells >= 0) & (cells < (columns, rows))).all(axis=1)
        if not inside.any():
            return self
        free: NDArray[np.uint8] = np.ones((rows, columns), np.uint8)
        free[cells[inside, 1], cells[inside, 0]] = 0
        away = np.asarray(cv2.distanceTransform(free, cv2.DIST_L2, 5)) * SPACING
        return ClearanceField(np.minimum(self.values, away.astype(np.float32)), self.origin)


def _sampled(field: NDArray[np.floating], y: Array, x: Array) -> NDArray[np.float32]:
    """Return a field at rows `y` and columns `x` (broadcast), bilinear, clipped to its border."""
    rows, columns = field.shape
    y, x = np.clip(y, 0.0, rows - 1.0), np.clip(x, 0.0, columns - 1.0)
    i, j = y.astype(int), x.astype(int)
    i1, j1 = np.minimum(i + 1, rows - 1), np.minimum(j + 1, columns - 1)
    v, u = y - i, x - j
    low = (1 - u) * field[i, j] + u * field[i, j1]
    high = (1 - u) * field[i1, j] + u * field[i1, j1]
    return np.asarray((1 - v) * low + v * high, dtype=np.float32)
