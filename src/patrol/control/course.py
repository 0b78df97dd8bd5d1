"""The way the car drives now: the plan, or a detour that leads back to it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.control.car_state import CarState
from patrol.control.detour import find_detour
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.lookout import View, look_ahead
from patrol.control.obstacle_field import ObstacleField
from patrol.control.obstruction import Obstruction
from patrol.control.planar import Pose
from patrol.control.reference_path import ReferencePath
from patrol.geometry import transform

Array = NDArray[np.float64]

NOTHING = View(0.0, 0.0, ())
HERE: Pose = (0.0, 0.0, 0.0)
#: A detour under way may be narrower by this (m) than a new one before it is given up.
HYSTERESIS = 0.02
#: A detour keeps this room (m) more than the least; where there is none, the next.
DETOUR_ROOM = (0.06, 0.025, 0.0)
#: A detour that found no way is searched again after this (s).
SEARCH_AGAIN = 0.6
#: How far (m) of the plan ahead is handed to the search of a detour.
SEARCH_AHEAD = 6.0


class Course:
    """Plan and detour of one goal, and what is in the way. The plan is in map, detours in odom."""

    def __init__(self, poses: Array, parameters: FollowerParameters) -> None:
        self._p = parameters
        self._plan = self._path(poses[:, :2], float(poses[-1, 2]))
        self._detour: ReferencePath | None = None
        self._rejoin = 0.0
        self._view = NOTHING
        self._obstruction = Obstruction(parameters)
        self._located = False
        self._searched = -math.inf

    @property
    def remaining(self) -> float:
        """Way (m) to the goal along the plan."""
        return self._plan.remaining

    @property
    def on_detour(self) -> bool:
        """The car drives round something."""
        return self._detour is not None

    @property
    def free(self) -> bool:
        """Nothing blocks the way as far as the car looks."""
        return self._view.blocked_at == math.inf

    @property
    def speed_limit(self) -> float:
        """What path and surroundings allow here (m/s); before the goal only the surroundings."""
        path = self._plan if self._detour is None else self._detour
        return min(path.speed_at(path.along), self.clearance_limit)

    @property
    def clearance_limit(self) -> float:
        """What the surroundings allow here (m/s)."""
        path = self._plan if self._detour is None else self._detour
        return self._view.speed_at(path.along)

    def current(self, car: CarState) -> tuple[ReferencePath, Pose]:
        """Return the path to follow and the pose of the car in its frame."""
        if self._detour is not None:
            return self._detour, car.in_odom
        return self._plan, car.in_map

    def locate(self, car: CarState, field: ObstacleField | None, extra: float) -> None:
        """Find the car on plan and detour; leave a detour that is over."""
        if not self._located:
            self._located = True
            self._plan.restart(car.in_map)
        self._plan.locate(car.in_map)
        if self._detour is None:
            return
        self._detour.locate(car.in_odom)
        if self._detour.along >= self._rejoin - 0.05:
            self.back_to_plan()
            self._plan.restart(car.in_map)
            if field is not None:
                self.look(car, field, extra)

    def back_to_plan(self) -> None:
        """Give the detour up."""
        self._detour, self._view = None, NOTHING

    def forget_obstruction(self) -> None:
        """Begin anew to wait for what is in the way."""
        self._obstruction.clear()

    def look(self, car: CarState, field: ObstacleField, extra: float) -> None:
        """Look along the way; `extra` is room (m) wanted besides the least."""
        path, _ = self.current(car)
        frame = car.map_in_odom if self._detour is None else HERE
        margin = self._p.least_clearance + extra
        margin -= HYSTERESIS if self._detour is not None else 0.0
        self._view = look_ahead(path, frame, field, self._p, margin, self._p.horizon)

    def mind(self, car: CarState, field: ObstacleField, extra: float) -> bool:
        """Go round what stands in the way; False when there is no way and no more waiting."""
        obstruction = self._obstruction
        obstruction.note(self._view.obstacle, car.now)
        if not obstruction.stands(car.now) or car.now - self._searched < SEARCH_AGAIN:
            return True
        self._searched = car.now
        if self.search(car, field, extra):
            self.look(car, field, extra)
            if self._view.blocked_at > self._p.standoff:
                obstruction.clear()
                return True
        waited = obstruction.age(car.now) > self._p.wait_time
        return not (waited and abs(car.twist[0]) < 0.02)

    def search(self, car: CarState, field: ObstacleField, extra: float) -> bool:
        """Look for a detour and take it; False when there is none."""
        plan, least = self._plan, field.inscribed + self._p.least_clearance + extra
        first, last = plan.index(plan.along), plan.index(plan.along + SEARCH_AHEAD)
        ahead = transform(car.map_in_odom, plan.points[first : last + 1])
        narrow = np.flatnonzero(field.room(ahead) < least)
        blocked = int(narrow[0]) if len(narrow) else 0
        for more in DETOUR_ROOM:
            detour = find_detour(car.in_odom, ahead, plan.step, blocked, field, least + more)
            if detour is not None:
                goal_yaw = None if last < len(plan.points) - 1 else plan.goal_yaw
                self._detour = self._path(detour.points, goal_yaw)
                self._rejoin = detour.rejoin
                return True
        return False

    def _path(self, points: Array, goal_yaw: float | None) -> ReferencePath:
        p = self._p
        return ReferencePath(
            points,
            goal_yaw,
            speed=p.speed,
            deceleration=p.deceleration,
            lateral=p.lateral_acceleration,
        )
