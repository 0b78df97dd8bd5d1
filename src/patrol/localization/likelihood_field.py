"""The map as a field: how far from the nearest mapped surface, and how likely a return there."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array, compose, inverse
from patrol.messages import Grid

#: Cells from this occupancy on are walls (map_server's threshold).
OCCUPIED = 65
#: Distances (m) are capped here: a return farther from any wall tells nothing of the pose.
REACH = 0.6
#: Smoothing of the distance (cells), so that slanted walls are no stairs.
SMOOTHING = 0.7
#: Cells of margin about the map.
MARGIN = 4


class LikelihoodField:
    """Signed distance (m) to the surface of the mapped walls, positive in the open.

    All poses and points are in the frame of the grid: origin in the corner of its first cell,
    axes along rows and columns; `to_grid` and `to_map` convert poses. The surface is taken
    between free and occupied cells (`scan_matching` estimates how far it is off).
    Idea: likelihood fields, Thrun, Burgard & Fox, Probabilistic Robotics, 6.4.
    """

    def __init__(self, grid: Grid, *, sigma: float = 0.12, floor: float = 0.05) -> None:
        self.origin: Array = np.asarray(grid.origin, dtype=np.float64)
        self.resolution = float(grid.resolution)
        self._cells = grid.cells
        cells = np.pad(grid.cells, MARGIN, constant_values=-1)
        self.occupied: NDArray[np.bool_] = cells >= OCCUPIED
        self.free: NDArray[np.bool_] = (cells >= 0) & (cells < OCCUPIED)
        self.height, self.width = cells.shape
        self._from_origin = inverse(self.origin)
        self._turned = float(self.origin[2]) != 0.0
        distance = signed_distance(self.occupied, self.resolution)
        self._channels = _with_gradient(distance, self.resolution)
        self.distance: NDArray[np.float32] = np.ascontiguousarray(self._channels[..., 0])
        self._flat_distance = self.distance.ravel()
        gauss = np.exp(-0.5 * np.square(self._flat_distance / sigma))
        self._log_likelihood = np.log((1 - floor) * gauss + floor).astype(np.float32)
        self._flat_occupied = self.occupied.ravel()

    @property
    def empty(self) -> bool:
        """Whether the map has no wall at all."""
        return not bool(self.occupied.any())

    def to_grid(self, pose: Array) -> Array:
        """Return a pose (..., 3) of the map frame in the frame of the grid."""
        return compose(self._from_origin, pose)

    def to_map(self, pose: Array) -> Array:
        """Return a pose (..., 3) of the grid's frame in the map frame."""
        return compose(self.origin, pose)

    def covariance_to_map(self, covariance: Array, *, back: bool = False) -> Array:
        """Turn a covariance (3, 3) from the grid's frame into the map frame, or back."""
        if not self._turned:
            return covariance
        yaw = -self.origin[2] if back else self.origin[2]
        turn = np.eye(3)
        turn[:2, :2] = [[math.cos(yaw), -math.sin(yaw)], [math.sin(yaw), math.cos(yaw)]]
        return np.asarray(turn @ covariance @ turn.T)

    def index(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.int32]:
        """Return flat cell indices of points; those off the map get the nearest margin cell."""
        scale = 1.0 / self.resolution
        column = (x * scale + MARGIN).astype(np.int32)
        row = (y * scale + MARGIN).astype(np.int32)
        for index, size in ((column, self.width), (row, self.height)):
            np.maximum(index, 0, out=index)
            np.minimum(index, size - 1, out=index)
        row *= self.width
        row += column
        return row

    def distance_at(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return the signed distance (m) of the cells that hold the points."""
        return np.asarray(self._flat_distance.take(self.index(x, y)))

    def log_likelihood_at(
        self, x: NDArray[np.floating], y: NDArray[np.floating]
    ) -> NDArray[np.float32]:
        """Return the log likelihood (<= 0, bounded) of returns at the points."""
        return np.asarray(self._log_likelihood.take(self.index(x, y)))

    def occupied_at(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Return whether the points lie in wall cells."""
        return np.asarray(self._flat_occupied.take(self.index(x, y)))

    def shows(self, grid: Grid) -> bool:
        """Whether the field was made from the same map."""
        same = grid.resolution == self.resolution and np.array_equal(grid.origin, self.origin)
        return same and np.array_equal(grid.cells, self._cells)

    def holds(self, pose: Array) -> bool:
        """Whether a pose (3,) of the grid's frame lies on the map."""
        wide = (self.width - 2 * MARGIN) * self.resolution
        high = (self.height - 2 * MARGIN) * self.resolution
        return bool(0 <= pose[0] < wide and 0 <= pose[1] < high)

    def surface(self, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return distance and gradient (d/dx, d/dy) at points, (n, 3), interpolated in cells."""
        scale = 1.0 / self.resolution
        u, v = x * scale, y * scale
        u += MARGIN - 0.5
        v += MARGIN - 0.5
        found = cv2.remap(self._channels, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found.reshape(-1, 3))


def signed_distance(occupied: NDArray[np.bool_], resolution: float) -> NDArray[np.float32]:
    """Return the distance (m) of cell centres to the boundary of the occupied cells, capped at
    REACH; negative inside of walls.
    """
    if not occupied.any():
        return np.full(occupied.shape, REACH, dtype=np.float32)
    blocked = occupied.astype(np.uint8)
    outside = cv2.distanceTransform(1 - blocked, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    inside = cv2.distanceTransform(blocked, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    cells = np.where(occupied, 0.5 - inside, outside - 0.5)
    return np.asarray(np.clip(cells * resolution, -REACH, REACH), dtype=np.float32)


def _with_gradient(distance: NDArray[np.float32], resolution: float) -> NDArray[np.float32]:
    smooth = cv2.GaussianBlur(distance, (0, 0), SMOOTHING) if SMOOTHING > 0 else distance
    dy, dx = np.gradient(smooth, resolution)
    return np.ascontiguousarray(np.dstack([smooth, dx, dy]), dtype=np.float32)
