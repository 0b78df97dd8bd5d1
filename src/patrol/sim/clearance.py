"""How much room the car really has: exact distances between its rectangle and convex outlines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from patrol.geometry import transform
from patrol.sim.plan_shapes import PlanShape

Array = NDArray[np.float64]

#: Outlines within this distance (m) are looked at; the choice holds while the car moves STRIDE.
NEAR = 3.0
STRIDE = 1.0


class Clearance:
    """Distance (m) from a rectangle, `length` x `width` about its pose, to the nearest outline."""

    def __init__(self, shapes: Sequence[PlanShape], length: float, width: float) -> None:
        self._half = np.array([length, width]) / 2
        signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
        self._corners = signs * self._half
        self._all = [shape.corners for shape in shapes]
        self._middles = np.array([c.mean(axis=0) for c in self._all]).reshape(-1, 2)
        self._radii = np.array(
            [np.linalg.norm(c - c.mean(axis=0), axis=1).max() for c in self._all]
        )
        self._everything = _Edges(self._all)
        self._near = self._everything
        self._chosen_at = np.array([np.inf, np.inf])

    @property
    def reach(self) -> float:
        """Distance (m) of the rectangle's corners from its middle."""
        return float(np.hypot(*self._half))

    def corners(self, pose: Array) -> Array:
        """Return the corners (4, 2) of the rectangle at a pose (3,)."""
        return transform(pose, self._corners)

    def distance(self, pose: Array) -> float:
        """Return the distance for a pose (3,), 0 when they overlap, Inf in an empty world."""
        if not np.hypot(*(pose[:2] - self._chosen_at)) < STRIDE:
            self._choose(pose[:2])
        found = self._near.distance(pose, self._corners, self._half)
        if found > NEAR - STRIDE - float(np.hypot(*self._half)):
            found = self._everything.distance(pose, self._corners, self._half)
        return found

    def _choose(self, point: Array) -> None:
        away = np.hypot(*(self._middles - point).T) - self._radii
        self._near = _Edges([self._all[i] for i in np.flatnonzero(away < NEAR)])
        self._chosen_at = np.array(point)


class _Edges:
    """All edges of some convex polygons, so that one call measures them all."""

    def __init__(self, polygons: Sequence[Array]) -> None:
        self._empty = not polygons
        if self._empty:
            return
        self._start = np.concatenate(polygons)
        self._along = np.concatenate([np.roll(p, -1, axis=0) - p for p in polygons])
        self._length2 = np.maximum((self._along**2).sum(axis=1), 1e-18)
        self._first = np.cumsum([0] + [len(p) for p in polygons[:-1]])

    def distance(self, pose: Array, corners: Array, half: Array) -> float:
        if self._empty:
            return math.inf
        # their corners to our rectangle, in our frame
        c, s = math.cos(pose[2]), math.sin(pose[2])
        theirs = (self._start - pose[:2]) @ np.array([[c, -s], [s, c]])
        outside = np.maximum(np.abs(theirs) - half, 0.0)
        nearest = float((outside**2).sum(axis=1).min())
        # our corners to their edges
        offset = transform(pose, corners)[:, None] - self._start
        share = np.clip((offset * self._along).sum(axis=-1) / self._length2, 0.0, 1.0)
        gap = offset - share[..., None] * self._along
        nearest = min(nearest, float((gap**2).sum(axis=-1).min()))
        left = self._along[:, 0] * offset[..., 1] - self._along[:, 1] * offset[..., 0] >= 0
        if np.logical_and.reduceat(left, self._first, axis=1).any():
            return 0.0
        return math.sqrt(nearest)


def rectangle_gap(pose: Array, half: Array, point: Array) -> tuple[float, Array]:
    """Return how far (m) a point (2,) is from a rectangle, and the rectangle's nearest point."""
    c, s = math.cos(pose[2]), math.sin(pose[2])
    dx, dy = point[0] - pose[0], point[1] - pose[1]
    x, y = c * dx + s * dy, -s * dx + c * dy
    nx, ny = max(-half[0], min(half[0], x)), max(-half[1], min(half[1], y))
    nearest = np.array([pose[0] + c * nx - s * ny, pose[1] + s * nx + c * ny])
    return math.hypot(x - nx, y - ny), nearest
