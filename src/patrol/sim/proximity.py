"""Tells when the car cannot touch anything within a tick, so that nobody need look each step."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.sim.clearance import Clearance
from patrol.sim.physics import TICK, Physics

Array = NDArray[np.float64]

#: The car's corners cannot move further than this (m) in a tick: 3 m/s.
STRIDE = 3.0 * TICK
#: Wheels and LiDAR stick out of the car's rectangle by less than this (m); tilt adds to it.
OVERHANG = 0.02
#: A car higher above its floor (m) or more tilted (sine) than this may touch what lies low.
LIFTED = 0.004
TILTED = 0.03
#: A person whose middle is nearer (m) than this may touch the car.
PERSON = 0.7
#: Near something the distance is measured again after this many ticks.
PATIENCE = 10


class Proximity:
    """`clearance` must know every solid that reaches higher than the floor beside the car.

    Between two measurements the distance to the nearest solid cannot shrink by more than the
    corners of the car have moved.
    """

    def __init__(self, physics: Physics, clearance: Clearance, floor: float) -> None:
        self._physics, self._clearance = physics, clearance
        self._floor = floor
        self._reach = clearance.reach
        self._room = 0.0
        self._at = (math.inf, math.inf, 0.0)
        self._wait = 0

    def apart(self, people: Array) -> bool:
        """Whether the next tick cannot bring a touch; people (n, 2) in m."""
        x, y, z = self._physics.position.tolist()
        rotation = self._physics.rotation
        sine = abs(rotation[2, 0]) + abs(rotation[2, 1])
        if abs(z - self._floor) > LIFTED or sine > TILTED:
            return False
        for px, py in people.tolist():
            if abs(px - x) < PERSON and abs(py - y) < PERSON:
                return False
        return self._far(x, y, math.atan2(rotation[1, 0], rotation[0, 0]))

    def _far(self, x: float, y: float, yaw: float) -> bool:
        turned = abs(math.remainder(yaw - self._at[2], math.tau))
        moved = math.hypot(x - self._at[0], y - self._at[1]) + self._reach * turned
        needed = STRIDE + OVERHANG
        if self._room - moved > needed:
            return True
        self._wait -= 1
        if self._wait > 0:
            return False
        self._room = self._clearance.distance(np.array([x, y, yaw]))
        self._at = (x, y, yaw)
        if self._room > needed:
            return True
        self._wait = PATIENCE
        return False
