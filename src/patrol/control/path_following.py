"""Follows plans: regulated pursuit, detours round what is not on the map, recoveries that end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from patrol.control.car_state import Answer, CarState
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.leg import Leg
from patrol.control.obstacle_field import ObstacleField
from patrol.control.stuck_watch import StuckWatch
from patrol.control.trail import Trail
from patrol.control.velocity_ramp import VelocityRamp
from patrol.vocabulary import Follow

Array = NDArray[np.float64]


class PathFollowing:
    """The state machine. Hand it plans and costmaps as they come and call `drive` at 25 Hz."""

    def __init__(self, parameters: FollowerParameters) -> None:
        self._p = parameters
        self._ramp = VelocityRamp(parameters)
        self._stuck = StuckWatch(parameters)
        self._trail = Trail()
        self._field: ObstacleField | None = None
        self._leg: Leg | None = None

    @property
    def remaining(self) -> float:
        """Way (m) to the goal along the plan; 0 without a plan."""
        return 0.0 if self._leg is None else self._leg.course.remaining

    def set_plan(self, poses: Array) -> None:
        """Take a plan (n, 3) in map; an empty one means to stand still."""
        self._stuck.clear()
        self._leg = Leg(poses, self._p, self._ramp, self._trail) if len(poses) else None

    def halt(self) -> None:
        """The car is stopped for reasons of its own; the plan is kept."""
        self._ramp.stop()
        self._stuck.clear()
        if self._leg is not None:
            self._leg.progress.pause()

    def set_field(self, field: ObstacleField, car: CarState) -> None:
        """Take a new costmap and look along the path."""
        self._field = field
        if self._leg is not None:
            self._leg.look(car, field)

    def drive(self, car: CarState, period: float) -> Answer:
        """Return the command for the next period (s)."""
        self._trail.note(car.in_odom)
        if self._leg is None:
            v, w = self._ramp.drive(0.0, 0.0, car.twist, period)
            return Answer(v, w, Follow.IDLE)
        answer = self._leg.drive(car, self._field, period)
        if self._stuck.note((answer.linear, answer.angular), car.twist, car.now):
            self._stuck.clear()
            self._leg.on_stuck(car, self._field)
        return answer
