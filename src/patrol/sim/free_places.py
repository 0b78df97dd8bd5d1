"""Where else the car could stand: places that it could have driven to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from patrol.sim.clearance import Clearance
from patrol.sim.free_floor import FreeFloor
from patrol.sim.ground import Ground
from patrol.sim.plan_shapes import PlanShape

Array = NDArray[np.float64]

#: Room (m) about the car's rectangle at such a place.
ROOM = 0.05
#: A floor this much (m) higher or lower is another floor.
LEVEL = 0.02
UP = 0.5


class FreePlaces:
    """Places on the floor that is connected with `start` (3,) without steps or narrow gaps."""

    def __init__(
        self, shapes: Sequence[PlanShape], clearance: Clearance, ground: Ground, start: Array
    ) -> None:
        self._clearance, self._ground = clearance, ground
        self._height = float(start[2])
        outlines = [shape.corners for shape in shapes]
        self._floor = FreeFloor(outlines, (float(start[0]), float(start[1])))

    def holds(self, pose: Array) -> bool:
        """Whether the car could stand at a pose (3,)."""
        x, y = float(pose[0]), float(pose[1])
        if not self._floor.reachable(x, y) or self._clearance.distance(pose) < ROOM:
            return False
        return all(self._level(corner) for corner in self._clearance.corners(pose).tolist())

    def _level(self, point: Sequence[float]) -> bool:
        down = np.array([0.0, 0.0, -1.0])
        depth = self._ground.below([point[0], point[1], self._height + UP], down)
        return abs(depth - UP) < LEVEL
