"""Getting out of a place where nothing goes forward, in bounded time."""

from __future__ import annotations

import math

import numpy as np

from patrol.control.car_state import CarState
from patrol.control.escape import Move, best_escape
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.obstacle_field import ObstacleField
from patrol.control.planar import seen, wrapped
from patrol.control.trail import Trail
from patrol.control.velocity_ramp import VelocityRamp

SPEED, TURN = 0.18, 0.8  # m/s, rad/s
#: Longest time (s) of one recovery.
PATIENCE = 5.0
#: Less room behind (m) is not worth driving back.
WORTH = 0.12


class Recovery:
    """One attempt: back over driven floor, or where there is no room, a short move that gains
    some.
    """

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
        self._move: Move | None = None
        self._over = False
        if self._way < WORTH and field is not None:
            self._move = best_escape(car.in_odom, field)
            self._over = self._move is None

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
        turned = abs(wrapped(car.in_odom[2] - self._from[2]))
        way = self._way if self._move is None else abs(self._move.length)
        if self._move is not None and self._move.length == 0:
            left = abs(self._move.turn) - turned
        else:
            left = way - driven
        if left <= 0.01 or car.now - self._began > PATIENCE or self._over:
            self._over = True
            return ramp.turn(0.0, car.twist, period)
        if self._move is None:
            return self._back(car, ramp, left, period)
        return _make(self._move, car, ramp, left, period)

    def _back(
        self, car: CarState, ramp: VelocityRamp, left: float, period: float
    ) -> tuple[float, float]:
        x, y = seen(car.in_odom, *self._trail.behind(car.in_odom))
        bend = max(-4.0, min(4.0, 2 * y / max(x * x + y * y, 1e-4)))
        return ramp.drive(-min(SPEED, 2.0 * left + 0.03), bend, car.twist, period)


def _make(
    move: Move, car: CarState, ramp: VelocityRamp, left: float, period: float
) -> tuple[float, float]:
    if move.length == 0:
        rate = math.copysign(min(TURN, 2.0 * left + 0.1), move.turn)
        return ramp.turn(rate, car.twist, period)
    # a tight arc is driven no faster than it can be turned
    fastest = min(SPEED, TURN / max(abs(move.bend), 1e-3))
    speed = math.copysign(min(fastest, 2.0 * left + 0.03), move.length)
    return ramp.drive(speed, move.bend, car.twist, period)


def _room_behind(
    car: CarState, field: ObstacleField | None, parameters: FollowerParameters
) -> float:
    """Return how far (m) the rectangle can go straight back before it touches something."""
    if field is None:
        return parameters.back_up
    x, y, yaw = car.in_odom
    steps = np.arange(0, int(parameters.back_up / 0.05) + 2) * 0.05
    poses = np.column_stack(
        [x - steps * math.cos(yaw), y - steps * math.sin(yaw), np.full(len(steps), yaw)]
    )
    clearance = field.clearance(poses)
    # a car that stands too near to something must be allowed to leave it
    tight = np.flatnonzero((clearance[1:] < 0.03) & (np.diff(clearance) < 1e-3))
    return float(steps[tight[0]]) if len(tight) else parameters.back_up
