"""The map that a surveyor would have drawn of a world: its mapped solids on a 5 cm raster."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import load_dimensions
from patrol.errors import UserError
from patrol.messages import Grid
from patrol.sim.plan_shapes import plan_shapes
from patrol.sim.raster import Mask, Raster
from patrol.sim.world import World

RESOLUTION = 0.05
MARGIN = 0.5
#: Half the height (m) of the slice that the LiDAR draws.
SLICE = 0.01
#: A world whose enclosed floor is less than this share of its extent has no outside.
ENCLOSED = 0.25

#: Ground this far (m) from z = 0 is no floor to drive on.
FLOOR = 0.03

UNKNOWN, FREE, OCCUPIED = -1, 0, 100


def building_map(
    world: World, *, wall_sigma: float = 0.0, seed: int = 0, resolution: float = RESOLUTION
) -> Grid:
    """Return the map of a world's mapped solids at the height of the LiDAR.

    A cell is occupied when its centre lies in a solid. Unknown is what lies outside, and where the
    floor is not level with z = 0 within FLOOR. `wall_sigma` (m) moves each solid by its own normal
    deviate in x and in y: an error of the survey. Raises UserError when nothing is to be drawn.
    """
    height = load_dimensions().lidar_pose[2]
    mapped = replace(world, models=tuple(m for m in world.models if m.mapped))
    shapes = [shape.corners for shape in plan_shapes(mapped, height - SLICE, height + SLICE)]
    if not shapes:
        raise UserError(f"world '{world.name}' has nothing that a LiDAR could see: no map of it")
    if wall_sigma > 0:
        random = np.random.default_rng((seed, 0x3A9))
        shapes = [s + wall_sigma * random.standard_normal(2) for s in shapes]
    raster = Raster.around(shapes, MARGIN, resolution)
    occupied = raster.empty()
    for corners in shapes:
        raster.fill(occupied, corners)
    cells = np.where(occupied, OCCUPIED, FREE).astype(np.int8)
    cells[_outside(occupied) | (_no_floor(mapped, raster) & ~occupied)] = UNKNOWN
    return Grid(0.0, 'map', resolution, np.array([*raster.corner, 0.0]), cells)


def _outside(occupied: Mask) -> Mask:
    """Return the free cells that are connected with the border, none where nothing encloses."""
    free: NDArray[np.uint8] = np.pad(1 - occupied.astype(np.uint8), 1, constant_values=1)
    _, label = cv2.connectedComponents(free, connectivity=4)
    outside = (label == label[0, 0])[1:-1, 1:-1] & ~occupied
    enclosed = ~outside & ~occupied
    if enclosed.sum() < ENCLOSED * occupied.size:
        return np.zeros_like(occupied)
    return np.asarray(outside)


def _no_floor(world: World, raster: Raster) -> Mask:
    """Return where neither a plane nor the top of a solid is the floor; nowhere without any."""
    planes = [solid.pose[2] for solid in world.solids if solid.kind == 'plane']
    shapes = [s for s in plan_shapes(world, -FLOOR, FLOOR) if s.top < FLOOR]
    if not shapes or any(abs(z) < FLOOR for z in planes):
        return raster.empty()
    floor = raster.empty()
    for shape in shapes:
        raster.fill(floor, shape.corners)
    return ~floor
