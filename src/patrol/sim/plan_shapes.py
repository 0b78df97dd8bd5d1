"""The solids of a world seen from above: convex outlines with the heights they span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.sim.convex_parts import convex_parts
from patrol.sim.solids import quaternion, thickened
from patrol.sim.world import Solid, World

Array = NDArray[np.float64]

#: Corners of the polygon that stands for a circle, drawn around it.
ROUND = 48


@dataclass(frozen=True, slots=True)
class PlanShape:
    """corners (n, 2) counter-clockwise, m; from `bottom` to `top` (m)."""

    corners: Array
    bottom: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside of the outline."""
        from_corner = np.array([x, y]) - self.corners
        along = np.roll(self.corners, -1, axis=0) - self.corners
        left = along[:, 0] * from_corner[:, 1] - along[:, 1] * from_corner[:, 0]
        return bool((left >= 0).all())


def plan_shapes(world: World, bottom: float, top: float) -> list[PlanShape]:
    """Return the outlines of what reaches above `bottom` and begins below `top` (m).

    Planes are floors and have no outline.
    """
    shapes = (shape for solid in world.solids for shape in outlines(solid))
    return [shape for shape in shapes if shape.top > bottom and shape.bottom < top]


def outlines(solid: Solid) -> Iterator[PlanShape]:
    """Yield the outline of each convex part of a solid; a plane has none."""
    if solid.kind == 'plane':
        return
    if solid.kind == 'mesh':
        assert solid.vertices is not None
        assert solid.faces is not None
        parts = [thickened(part) for part, _ in convex_parts(solid.vertices, solid.faces)]
    else:
        parts = [_corners(solid)]
    rotation = _rotation(*solid.pose[3:])
    for part in parts:
        placed = part @ rotation.T + solid.pose[:3]
        outline = cv2.convexHull(placed[:, :2].astype(np.float32), clockwise=False)[:, 0]
        if len(outline) >= 3:
            low, high = float(placed[:, 2].min()), float(placed[:, 2].max())
            yield PlanShape(_counter_clockwise(outline.astype(np.float64)), low, high)


def _corners(solid: Solid) -> Array:
    if solid.kind == 'box':
        signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
        return np.asarray(signs * np.array(solid.size) / 2)
    angle = 2 * np.pi * np.arange(ROUND) / ROUND
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=-1) / np.cos(np.pi / ROUND)
    radius = solid.size[0]
    half = solid.size[1] / 2 if solid.kind == 'cylinder' else radius
    heights = np.repeat([-half, half], ROUND)[:, None]
    return np.concatenate([np.tile(ring, (2, 1)) * radius, heights], axis=1)


def _rotation(roll: float, pitch: float, yaw: float) -> Array:
    w, x, y, z = quaternion(roll, pitch, yaw)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def _counter_clockwise(corners: Array) -> Array:
    x, y = corners[:, 0], corners[:, 1]
    area = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
    return corners if area > 0 else corners[::-1]
