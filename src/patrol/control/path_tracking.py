"""Drives along a path: turns on the spot where it leads elsewhere, else pursues it."""

from __future__ import annotations

import math

from patrol.control import pursuit
from patrol.control.car_state import Answer, CarState
from patrol.control.course import Course
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.obstacle_field import ObstacleField
from patrol.control.planar import seen
from patrol.control.velocity_ramp import VelocityRamp
from patrol.vocabulary import Follow

#: A turn on the spot ends within this bearing (rad) of the path.
TURNED = 0.12
#: At the start of a plan the car turns from this share of the usual bearing on.
FRESH = 0.4
#: Room (m) that a turn on the spot needs.
TURN_ROOM = 0.01


class PathTracking:
    """One object per plan."""

    def __init__(self, parameters: FollowerParameters, ramp: VelocityRamp) -> None:
        self._p, self._ramp = parameters, ramp
        self._turning = False
        self._fresh = True

    def drive(
        self, course: Course, car: CarState, field: ObstacleField | None, period: float
    ) -> Answer:
        """Return the next command along the course."""
        path, pose = course.current(car)
        ahead = pursuit.lookahead_distance(self._ramp.linear, self._p)
        target = pursuit.carrot(path, ahead)
        x, y = seen(pose, *target)
        bearing = math.atan2(y, x)
        if self._must_turn(bearing):
            angle = _free_turn(car, bearing, field)
            v, w = self._ramp.turn(pursuit.turn_towards(angle, self._p), car.twist, period)
            return Answer(v, w, Follow.TURNING)
        limit = min(course.speed_limit, self._p.speed)
        v, bend = pursuit.steer(pose, target, limit, self._p)
        v, w = self._ramp.drive(v, bend, car.twist, period)
        return Answer(v, w, Follow.AVOIDING if course.on_detour else Follow.FOLLOWING)

    def _must_turn(self, bearing: float) -> bool:
        begin = self._p.turn_in_place * (FRESH if self._fresh else 1.0)
        self._turning = abs(bearing) > (TURNED if self._turning else begin)
        if not self._turning:
            self._fresh = False
        return self._turning


def _free_turn(car: CarState, angle: float, field: ObstacleField | None) -> float:
    """Return the angle, or the long way round where only that way there is room."""
    if field is None or field.can_turn(car.in_odom, angle, TURN_ROOM):
        return angle
    other = angle - math.copysign(2 * math.pi, angle)
    return other if field.can_turn(car.in_odom, other, TURN_ROOM) else angle
