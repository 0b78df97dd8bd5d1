"""The drive along one plan: following, arriving, recovering, giving up."""

from __future__ import annotations

import math
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from patrol.control.arrival import BEGIN, LEAVE, Arrival
from patrol.control.car_state import Answer, CarState
from patrol.control.course import Course
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.obstacle_field import ObstacleField
from patrol.control.path_tracking import PathTracking
from patrol.control.progress import Progress
from patrol.control.recovery import Recovery
from patrol.control.trail import Trail
from patrol.control.velocity_ramp import VelocityRamp
from patrol.vocabulary import Follow, Reason

Array = NDArray[np.float64]

#: A blocked car tries again when the way is free, but lets the planner act first (s).
TRY_AGAIN = 3.0
#: Room (m) that is wanted in addition after each recovery, up to the second.
MORE_ROOM, MOST_ROOM = 0.02, 0.06


class Mode(Enum):
    """What the follower is at."""

    FOLLOW = auto()
    ARRIVE = auto()
    RECOVER = auto()
    BLOCKED = auto()


class Leg:
    """The drive along one plan."""

    def __init__(
        self, poses: Array, parameters: FollowerParameters, ramp: VelocityRamp, trail: Trail
    ) -> None:
        self._p, self._ramp, self._trail = parameters, ramp, trail
        x, y, yaw = poses[-1].tolist()
        self.course = Course(poses, parameters)
        self.progress = Progress()
        self._tracking = PathTracking(parameters, ramp)
        self._arrival = Arrival((x, y, yaw), parameters)
        self._recovery: Recovery | None = None
        self._mode = Mode.FOLLOW
        self._blocked_since = -math.inf

    def look(self, car: CarState, field: ObstacleField) -> None:
        """Take a new costmap."""
        if self._mode is Mode.RECOVER or self._arrival.done:
            return
        self.course.locate(car, field, self._extra)
        self.course.look(car, field, self._extra)
        if self._mode is not Mode.BLOCKED:
            if not self.course.mind(car, field, self._extra):
                # one step back may show a way; more of them only cost time
                self._begin_recovery(car, field, 1)
        elif self.course.free and car.now - self._blocked_since > TRY_AGAIN:
            self._mode, self.progress = Mode.FOLLOW, Progress()

    def drive(self, car: CarState, field: ObstacleField | None, period: float) -> Answer:
        """Return the command for the next period (s)."""
        if self._mode in (Mode.FOLLOW, Mode.ARRIVE):
            self.course.locate(car, field, self._extra)
            self.progress.note(self.course.remaining, car.now)
        if self.progress.over(car.now) and not self._arrival.done:
            self._give_up(car)
        car = car.ahead(self._p.latency)
        if self._mode is Mode.RECOVER and self._recovery is not None:
            return self._recover(self._recovery, car, field, period)
        if self._mode is Mode.BLOCKED:
            v, w = self._ramp.turn(0.0, car.twist, period)
            return Answer(v, w, Follow.BLOCKED, Reason.PATH_BLOCKED)
        self._mode = self._near_goal(car)
        if self._mode is Mode.ARRIVE:
            return self._arrive(car, period)
        return self._tracking.drive(self.course, car, field, period)

    def on_stuck(self, car: CarState, field: ObstacleField | None) -> None:
        """The wheels do not follow the commands."""
        if self._recovery is not None:
            self._recovery.give_up()
        elif self._mode in (Mode.FOLLOW, Mode.ARRIVE):
            self._begin_recovery(car, field, self._p.recoveries)

    @property
    def _extra(self) -> float:
        return min(MORE_ROOM * self.progress.recoveries, MOST_ROOM)

    def _near_goal(self, car: CarState) -> Mode:
        """Return whether the car arrives or still follows the path."""
        distance = math.dist(car.in_map[:2], self._arrival.goal[:2])
        if self._mode is Mode.ARRIVE:
            return Mode.ARRIVE if distance < LEAVE or self._arrival.done else Mode.FOLLOW
        near = not self.course.on_detour and self.course.remaining < 1.2 * BEGIN
        return Mode.ARRIVE if near and distance < BEGIN else Mode.FOLLOW

    def _arrive(self, car: CarState, period: float) -> Answer:
        if self._arrival.done:
            v, w = self._ramp.turn(0.0, car.twist, period)
            return Answer(v, w, Follow.ARRIVED)
        v, w = self._arrival.drive(car, self._ramp, self.course.clearance_limit, period)
        return Answer(v, w, Follow.FOLLOWING if abs(v) > 0.02 else Follow.TURNING)

    def _begin_recovery(self, car: CarState, field: ObstacleField | None, allowed: int) -> None:
        if self.progress.recoveries >= allowed:
            self._give_up(car)
            return
        self.progress.recoveries += 1
        self._recovery = Recovery(car, self._trail, field, self._p)
        self._mode = Mode.RECOVER

    def _give_up(self, car: CarState) -> None:
        if self._mode is not Mode.BLOCKED:
            self._blocked_since = car.now
        self.course.back_to_plan()
        self._recovery, self._mode = None, Mode.BLOCKED

    def _recover(
        self, recovery: Recovery, car: CarState, field: ObstacleField | None, period: float
    ) -> Answer:
        v, w = recovery.drive(car, self._ramp, period)
        if recovery.done:
            self._recovery, self._mode = None, Mode.FOLLOW
            self.course.back_to_plan()
            self.course.forget_obstruction()
            if field is not None:
                self.course.locate(car, field, self._extra)
                self.course.search(car, field, self._extra)
                self.course.look(car, field, self._extra)
        return Answer(v, w, Follow.RECOVERING)
