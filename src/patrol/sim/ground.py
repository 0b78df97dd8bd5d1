"""How far below a point of the car the next solid is, without a ray where only a plane can be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from patrol.sim.groups import LIGHT
from patrol.sim.physics import Physics
from patrol.sim.plan_shapes import plan_shapes
from patrol.sim.raster import Mask, Raster
from patrol.sim.world import World

Array = NDArray[np.float64]

TILE = 0.1
#: A solid this near (m) in the plan may be under a ray of a car that is a little tilted.
NEAR = 0.05
#: So near (m) to the middle of the car are all points that it looks down from.
BESIDE = 0.25
#: Cosine of the tilt up to which that holds.
LEVEL = 0.97


class Ground:
    """Looks down from points near the floor; people do not count, the car stands on its own."""

    def __init__(self, physics: Physics, world: World) -> None:
        self._physics = physics
        planes = [s for s in world.solids if s.kind == 'plane']
        self._level: float = max((float(s.pose[2]) for s in planes), default=-np.inf)
        flat = all(abs(s.pose[3]) + abs(s.pose[4]) < 1e-9 and not s.glass for s in planes)
        outlines = [shape.corners for shape in plan_shapes(world, -np.inf, np.inf)]
        self._raster, self._mask, self._wide = _tiles(outlines)
        self._plane = bool(planes) and flat

    def below(
        self, point: Sequence[float], direction: Array, groups: NDArray[np.uint8] = LIGHT
    ) -> float:
        """Return the distance (m) from a point (3,) along a unit vector that points down, or -1.

        A point under the highest plane, and one with a solid near it, is left to the engine.
        """
        down = -float(direction[2])
        height = point[2] - self._level
        if not self._plane or down < LEVEL or height < 0.0 or self._on(self._mask, point):
            return self._physics.ray(np.asarray(point), direction, groups)
        return height / down

    def level_below_car(self) -> float | None:
        """Return the height (m) of the plane that is all there can be below the car.

        It holds for points less than BESIDE from the car's middle. None where something else may
        be below them: ask for each.
        """
        level = self._physics.rotation[2, 2] >= LEVEL
        if not (self._plane and level) or self._on(self._wide, self._physics.position):
            return None
        return self._level

    def _on(self, mask: Mask, point: Sequence[float] | Array) -> bool:
        row, column = self._raster.index(float(point[0]), float(point[1]))
        return self._raster.holds(row, column) and bool(mask[row, column])


def _tiles(outlines: list[Array]) -> tuple[Raster, Mask, Mask]:
    """Return where a solid is near a point, and near a car, whatever its height."""
    raster = Raster.around([*outlines, np.zeros((1, 2))], 1.0, TILE)
    near, beside = raster.empty(), raster.empty()
    for corners in outlines:
        raster.fill(near, corners, grow=NEAR + TILE)
        raster.fill(beside, corners, grow=BESIDE + NEAR + TILE)
    return raster, near, beside
