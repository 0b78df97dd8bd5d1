"""The last half metre: onto the goal point, then to the goal heading, without dithering."""

from __future__ import annotations

import math
from enum import Enum, auto

from patrol.control.car_state import CarState
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.planar import Pose, seen, wrapped
from patrol.control.pursuit import approach_speed, turn_towards
from patrol.control.velocity_ramp import VelocityRamp

#: Within this distance (m) the approach begins; beyond the second it is given up again.
BEGIN, LEAVE = 0.5, 0.9
#: Nearer than this (m) the bearing of the goal point says nothing any more.
NO_BEARING = 0.06
#: Beside or behind the goal and nearer than this (m): it was passed, turning decides the rest.
PASSED = 0.12
#: The car drives up to the goal backwards only when it is this near (m).
REVERSE = 0.3
#: Off by more than this bearing (rad) the car turns first.
TURN_FIRST = 0.35
#: Slower than this (m/s, rad/s) the car stands.
STILL, STILL_TURN = 0.01, 0.03
RETRIES = 2


class Step(Enum):
    """What the car does."""

    DRIVE = auto()
    TURN = auto()
    DONE = auto()


class Arrival:
    """Drives to a goal pose in map that is near; one object per goal."""

    def __init__(self, goal: Pose, parameters: FollowerParameters) -> None:
        self.goal = goal
        self._p = parameters
        self.step = Step.DRIVE
        self._retries = 0
        self._turning = False
        self._backwards: bool | None = None

    @property
    def done(self) -> bool:
        """The car stands at the goal."""
        return self.step is Step.DONE

    def drive(
        self, car: CarState, ramp: VelocityRamp, limit: float, period: float
    ) -> tuple[float, float]:
        """Return the next command (m/s, rad/s), no faster than `limit` m/s."""
        if self.step is Step.DRIVE:
            return self._drive(car, ramp, limit, period)
        return self._turn(car, ramp, period)

    def _drive(
        self, car: CarState, ramp: VelocityRamp, limit: float, period: float
    ) -> tuple[float, float]:
        x, y = seen(car.in_map, self.goal[0], self.goal[1])
        distance = math.hypot(x, y)
        if self._backwards is None:
            self._backwards = x < 0 and distance < REVERSE
        sign = -1.0 if self._backwards else 1.0
        way = sign * x
        bearing = math.atan2(sign * y, way)
        if way < self._p.goal_distance / 2 and distance < PASSED:
            self.step = Step.TURN
            return self._turn(car, ramp, period)
        if distance > NO_BEARING and (self._turning or abs(bearing) > TURN_FIRST):
            self._turning = abs(bearing) > 0.05
            return ramp.turn(turn_towards(bearing, self._p), car.twist, period)
        self._turning = False
        speed = sign * min(approach_speed(way, self._p) + 0.01, limit)
        bend = 2 * y / (distance * distance) if distance > NO_BEARING else 0.0
        bend = max(-6.0, min(6.0, bend))
        return ramp.drive(speed, bend, car.twist, period)

    def _turn(self, car: CarState, ramp: VelocityRamp, period: float) -> tuple[float, float]:
        off = wrapped(self.goal[2] - car.in_map[2])
        still = abs(car.twist[0]) < STILL and abs(car.twist[1]) < STILL_TURN
        if abs(off) > self._p.goal_angle:
            return ramp.turn(turn_towards(off, self._p), car.twist, period)
        command = ramp.turn(0.0, car.twist, period)
        if still:
            self._finish(car)
        return command

    def _finish(self, car: CarState) -> None:
        missed = math.dist(car.in_map[:2], self.goal[:2])
        if missed > self._p.goal_retry and self._retries < RETRIES:
            self._retries += 1
            self._backwards = None
            self.step = Step.DRIVE
        else:
            self.step = Step.DONE
