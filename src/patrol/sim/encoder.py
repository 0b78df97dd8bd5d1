"""Wheel encoders: counts for the angle, the time between edges for the speed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.sim.noise import Normals
from patrol.sim.physics import Physics

Array = NDArray[np.float64]

#: Error of a speed from edge times: a share (uneven magnet) and a part that stays (rad/s).
SPEED_ERROR = (0.003, 0.005)
#: Without an edge for this long (s) the wheel is said to stand.
NO_EDGE = 0.1


class Encoders:
    """Both wheels. `stuck` sides repeat their last count and say they stand."""

    def __init__(
        self, physics: Physics, counts_per_turn: int, random: np.random.Generator
    ) -> None:
        self._physics = physics
        self._angle = 2 * math.pi / counts_per_turn
        self._noise = Normals(random, 2)
        self._last = [0.0, 0.0]
        self._origin = [0.0, 0.0]

    def restart(self) -> None:
        """Count from zero again, as after a reboot of the board."""
        self._origin = self._physics.wheel_position.tolist()

    def measure(self, stuck: frozenset[int] = frozenset()) -> tuple[Array, Array]:
        """Return angles (rad, whole counts) and speeds (rad/s), each (2,): left, right."""
        angle = self._angle
        noise = self._noise.row().tolist()
        position, velocity = [0.0, 0.0], [0.0, 0.0]
        truth = self._physics.wheel_position.tolist()
        for side, speed in enumerate(self._physics.wheel_velocity.tolist()):
            if side in stuck:
                position[side] = self._last[side]
                continue
            position[side] = math.floor((truth[side] - self._origin[side]) / angle) * angle
            if abs(speed) > angle / NO_EDGE:
                share, rest = SPEED_ERROR
                velocity[side] = speed + noise[side] * (share * abs(speed) + rest)
        self._last = position
        return np.array(position), np.array(velocity)
