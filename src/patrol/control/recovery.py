"""Getting out of a place where nothing goes forward: back over driven floor, in bounded time."""

from __future__ import annotations

import math

import numpy as np

from patrol.control.car_state import CarState
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.obstacle_field import ObstacleField
from patrol.control.planar import seen
from patrol.control.trail import Trail
from patrol.control.velocity_ramp import VelocityRamp

SPEED = 0.18  # m/s
#: Longest time (s) of one recovery.
PATIENCE = 5.0


class Recovery:
    """One attempt: drives back along the trail as far as there is room."""

    def __init__(
        self,
        car: CarState,
        trail: Trail,
        field: ObstacleField | None,
        parameters: FollowerParameters,
    ) -> None:
        self._trail = trail
        self._began, self._from = car.now, car.in_odom
        self._way = min(parameters.back_up, _room_behind(car, field, parameters))
        self._over = False

    @property
    def done(self) -> bool:
        """The attempt has ended; the car may still roll."""
        return self._over

    def give_up(self) -> None:
        """End it: the car does not move."""
        self._over = True

    def drive(self, car: CarState, ramp: VelocityRamp, period: float) -> tuple[float, float]:
        """Return the next command (m/s, rad/s)."""
        driven = math.dist(car.in_odom[:2], self._from[:2])
        left = self._way - driven
        if left <= 0.01 or car.now - self._began > PATIENCE:
            self._over = True
            return ramp.turn(0.0, car.twist, period)
        x, y = seen(car.in_odom, *self._trail.behind(car.in_odom))
        bend = max(-4.0, min(4.0, 2 * y / max(x * x + y * y, 1e-4)))
        speed = -min(SPEED, 2.0 * left + 0.03)
        return ramp.drive(speed, bend, car.twist, period)


def _room_behind(
    car: CarState, field: ObstacleField | None, parameters: FollowerParameters
) -> float:
    """Return how far (m) the rectangle can go straight back before it touches something."""
    if field is None:
        return parameters.back_up
    x, y, yaw = car.in_odom
    steps = np.arange(1, int(parameters.back_up / 0.05) + 2) * 0.05
    poses = np.column_stack(
        [x - steps * math.cos(yaw), y - steps * math.sin(yaw), np.full(len(steps), yaw)]
    )
    clearance = field.clearance(poses)
    # a car that stands too near to something must be allowed to leave it
    tight = np.flatnonzero((clearance < 0.03) & (np.diff(clearance, prepend=clearance[0]) <= 0))
    return float(steps[tight[0]] - 0.05) if len(tight) else parameters.back_up
