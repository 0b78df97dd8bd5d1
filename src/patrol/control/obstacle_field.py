"""What the local costmap says about room for the car: distances and the exact rectangle."""

from __future__ import annotations

import functools
import math

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from patrol.control.planar import Pose, seen
from patrol.messages import Grid

Array = NDArray[np.float64]

#: Cells of a costmap from this value on hold an obstacle.
LETHAL = 100


class ObstacleField:
    """Distances to the obstacles of one costmap, for a car of a given rectangle.

    All poses and points are in the frame of the costmap (odom). What lies outside the costmap
    counts as free: nothing is known against it.
    """

    def __init__(self, grid: Grid, length: float, width: float) -> None:
        self.resolution = grid.resolution
        self.shape = grid.cells.shape
        self._front, self._side = length / 2, width / 2
        self.inscribed, self.circumscribed = width / 2, math.hypot(length, width) / 2
        x, y, yaw = grid.origin.tolist()
        self._origin: Pose = (x, y, yaw)
        self._cos, self._sin = math.cos(yaw), math.sin(yaw)
        self._blocked = grid.cells >= LETHAL
        self.distance = self._distances(self._blocked)

    @functools.cached_property
    def obstacles(self) -> Array:
        """Middles (n, 2) of the cells that hold an obstacle; only narrow places ask for them."""
        rows, columns = np.nonzero(self._blocked)
        return self.to_frame(np.stack([columns, rows], axis=-1))

    def _distances(self, blocked: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the distance (m) of each cell to the nearest edge of a lethal cell, at least."""
        if not blocked.any():
            return np.full(blocked.shape, np.float32(9.0))
        free = (~blocked).astype(np.uint8)
        cells = cv2.distanceTransform(free, cv2.DIST_L2, cv2.DIST_MASK_5)
        return np.asarray((cells - 0.5) * np.float32(self.resolution))

    def to_frame(self, cells: ArrayLike) -> Array:
        """Return the middles (n, 2) of cells (n, 2) given as column, row."""
        q = (np.asarray(cells, dtype=np.float64) + 0.5) * self.resolution
        x, y, _ = self._origin
        c, s = self._cos, self._sin
        return np.stack([x + c * q[:, 0] - s * q[:, 1], y + s * q[:, 0] + c * q[:, 1]], axis=-1)

    def to_cells(self, points: ArrayLike) -> NDArray[np.int64]:
        """Return column and row (n, 2) of points (n, 2); they may lie outside."""
        p = np.asarray(points, dtype=np.float64)
        dx, dy = p[:, 0] - self._origin[0], p[:, 1] - self._origin[1]
        c, s = self._cos / self.resolution, self._sin / self.resolution
        cells = np.stack([c * dx + s * dy, c * dy - s * dx], axis=-1)
        return np.floor(cells).astype(np.int64)

    def inside(self, cells: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which cells (n, 2) the costmap has."""
        height, width = self.shape
        column, row = cells[:, 0], cells[:, 1]
        return np.asarray((column >= 0) & (column < width) & (row >= 0) & (row < height))

    def room(self, points: Array) -> Array:
        """Return the distance (m) from each point (n, 2) to the nearest obstacle; +Inf outside."""
        cells = self.to_cells(points)
        inside = self.inside(cells)
        found = np.full(len(points), np.inf)
        found[inside] = self.distance[cells[inside, 1], cells[inside, 0]]
        return found

    def room_at(self, x: float, y: float) -> float:
        """Return the distance (m) from one point to the nearest obstacle; +Inf outside."""
        u, v = seen(self._origin, x, y)
        column, row = math.floor(u / self.resolution), math.floor(v / self.resolution)
        if 0 <= row < self.shape[0] and 0 <= column < self.shape[1]:
            return float(self.distance[row, column])
        return math.inf

    def clearance(self, poses: Array) -> Array:
        """Return the distance (n,) from the car's rectangle to the nearest obstacle.

        poses (n, 3). Exact for the rectangle up to the size of a cell; negative where it
        overlaps an obstacle. Only where the distance at the middle leaves a doubt is the
        rectangle looked at; elsewhere the answer is the lower bound from the circle around it.
        """
        room = self.room(poses[:, :2])
        found = room - self.circumscribed
        doubtful = np.flatnonzero(found < self.inscribed)
        if len(doubtful):
            found[doubtful] = self._exact(poses[doubtful])
        return found

    def _exact(self, poses: Array) -> Array:
        """Distance of rectangles (n, 3) to the obstacle cells about them."""
        reach = self.circumscribed + self.inscribed + self.resolution
        low, high = poses[:, :2].min(0) - reach, poses[:, :2].max(0) + reach
        near = ((self.obstacles > low) & (self.obstacles < high)).all(1)
        if not near.any():
            return np.full(len(poses), self.inscribed)
        dx = self.obstacles[near, 0] - poses[:, 0, None]
        dy = self.obstacles[near, 1] - poses[:, 1, None]
        c, s = np.cos(poses[:, 2, None]), np.sin(poses[:, 2, None])
        ahead = np.abs(c * dx + s * dy) - self._front
        aside = np.abs(c * dy - s * dx) - self._side
        outside = np.hypot(np.maximum(ahead, 0.0), np.maximum(aside, 0.0))
        signed = outside + np.minimum(np.maximum(ahead, aside), 0.0)
        return np.asarray(signed.min(1) - self.resolution / 2)

    def nearest_obstacle(self, x: float, y: float) -> tuple[float, float]:
        """Return the obstacle cell (m) nearest to a point; there must be one."""
        offsets = np.square(self.obstacles - (x, y)).sum(1)
        point = self.obstacles[int(offsets.argmin())]
        return float(point[0]), float(point[1])

    def can_turn(self, pose: Pose, turn: float, margin: float) -> bool:
        """Tell whether the rectangle can turn on the spot by an angle (rad) with a margin (m)."""
        if self.room_at(pose[0], pose[1]) >= self.circumscribed + margin:
            return True
        count = max(2, int(abs(turn) / 0.12) + 1)
        poses = np.empty((count, 3))
        poses[:, 0], poses[:, 1] = pose[0], pose[1]
        poses[:, 2] = pose[2] + turn * np.arange(1, count + 1) / count
        return bool(self.clearance(poses).min() >= margin)
