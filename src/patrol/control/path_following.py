"""Follows a plan: regulated pursuit, detours round what is not on the map, recoveries that end."""

from __future__ import annotations

import math
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from patrol.control import pursuit
from patrol.control.arrival import BEGIN, LEAVE, Arrival
from patrol.control.car_state import Answer, CarState
from patrol.control.detour import find_detour
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.lookout import View, look_ahead
from patrol.control.obstacle_field import ObstacleField
from patrol.control.obstruction import Obstruction
from patrol.control.planar import Pose, seen
from patrol.control.progress import Progress
from patrol.control.recovery import Recovery
from patrol.control.reference_path import ReferencePath
from patrol.control.stuck_watch import StuckWatch
from patrol.control.trail import Trail
from patrol.control.velocity_ramp import VelocityRamp
from patrol.geometry import transform
from patrol.vocabulary import Follow, Reason

Array = NDArray[np.float64]

NOTHING = View(0.0, 0.0, ())
#: A way under way may be narrower by this (m) than a new one before it is given up.
HYSTERESIS = 0.02
#: A detour keeps this room (m) more than the least; where there is none, the next.
DETOUR_ROOM = (0.06, 0.025, 0.0)
#: A blocked car tries again when the way is free, but lets the planner act first (s).
TRY_AGAIN = 3.0
#: Room (m) that is wanted in addition after each recovery, up to the second.
MORE_ROOM, MOST_ROOM = 0.02, 0.06
#: A detour that found no way is searched again after this (s).
SEARCH_AGAIN = 0.6
#: How far (m) of the plan ahead is handed to the search of a detour.
SEARCH_AHEAD = 6.0


class Mode(Enum):
    """What the follower is at."""

    IDLE = auto()
    FOLLOW = auto()
    ARRIVE = auto()
    RECOVER = auto()
    BLOCKED = auto()


class PathFollowing:
    """The state machine. Hand it plans and costmaps as they come and call `drive` at 25 Hz."""

    def __init__(self, parameters: FollowerParameters) -> None:
        self._p = parameters
        self._ramp = VelocityRamp(parameters)
        self._mode = Mode.IDLE
        self._plan: ReferencePath | None = None
        self._arrival: Arrival | None = None
        self._detour: ReferencePath | None = None
        self._rejoin = 0.0
        self._field: ObstacleField | None = None
        self._view = NOTHING
        self._obstruction = Obstruction(parameters)
        self._stuck = StuckWatch(parameters)
        self._trail = Trail()
        self._recovery: Recovery | None = None
        self._progress = Progress()
        self._blocked_since = -math.inf
        self._turning = False
        self._searched = -math.inf
        self._fresh = self._located = False

    @property
    def remaining(self) -> float:
        """Way (m) to the goal along the plan; 0 without a plan."""
        return 0.0 if self._plan is None else self._plan.remaining

    def set_plan(self, poses: Array) -> None:
        """Take a plan (n, 3) in map; an empty one means to stand still."""
        self._detour, self._view, self._recovery = None, NOTHING, None
        self._obstruction.clear()
        self._stuck.clear()
        self._progress = Progress()
        self._turning = False
        if not len(poses):
            self._plan, self._mode = None, Mode.IDLE
            return
        x, y, yaw = poses[-1].tolist()
        self._plan = self._path(poses[:, :2], yaw)
        self._arrival = Arrival((x, y, yaw), self._p)
        self._mode, self._fresh, self._located = Mode.FOLLOW, True, False

    def halt(self) -> tuple[float, float]:
        """Stop at once and return the zero command; the plan is kept."""
        self._ramp.stop()
        self._stuck.clear()
        self._progress.pause()
        return 0.0, 0.0

    def set_field(self, field: ObstacleField, car: CarState) -> None:
        """Take a new costmap and look along the path."""
        self._field = field
        if self._plan is None or self._mode in (Mode.IDLE, Mode.RECOVER):
            return
        self._locate(car)
        self._look(car)
        if self._mode is Mode.BLOCKED:
            rested = car.now - self._blocked_since > TRY_AGAIN
            if rested and self._view.blocked_at == math.inf:
                self._mode, self._progress = Mode.FOLLOW, Progress()
            return
        self._obstruction.note(self._view.obstacle, car.now)
        if self._obstruction.stands(car.now):
            self._go_round(car)

    def drive(self, car: CarState, period: float) -> Answer:
        """Return the command for the next period (s)."""
        self._trail.note(car.in_odom)
        if self._plan is None:
            v, w = self._ramp.drive(0.0, 0.0, car.twist, period)
            return Answer(v, w, Follow.IDLE)
        if self._mode in (Mode.FOLLOW, Mode.ARRIVE):
            self._locate(car)
            self._progress.note(self._plan.remaining, car.now)
        if self._progress.over(car.now) and self._under_way:
            self._give_up(car)
        answer = self._answer(car.ahead(self._p.latency), period)
        command = (answer.linear, answer.angular)
        if self._stuck.note(command, car.twist, car.now):
            self._stuck.clear()
            self._on_stuck(car)
        return answer

    def _answer(self, car: CarState, period: float) -> Answer:
        if self._mode is Mode.RECOVER and self._recovery is not None:
            return self._recover(car, period)
        if self._mode is Mode.BLOCKED:
            v, w = self._ramp.turn(0.0, car.twist, period)
            return Answer(v, w, Follow.BLOCKED, Reason.PATH_BLOCKED)
        if self._mode is Mode.FOLLOW and self._near_goal(car):
            self._mode = Mode.ARRIVE
        if self._mode is Mode.ARRIVE:
            return self._arrive(car, period)
        return self._follow(car, period)

    @property
    def _under_way(self) -> bool:
        arrived = self._arrival is not None and self._arrival.done
        return self._mode is not Mode.BLOCKED and not arrived

    # following

    def _follow(self, car: CarState, period: float) -> Answer:
        path, pose = self._current(car)
        speed = math.hypot(*self._ramp_speed())
        target = pursuit.carrot(path, pursuit.lookahead_distance(speed, self._p))
        x, y = seen(pose, *target)
        bearing = math.atan2(y, x)
        if self._must_turn(bearing):
            rate = pursuit.turn_towards(self._free_turn(car, bearing), self._p)
            v, w = self._ramp.turn(rate, car.twist, period)
            return Answer(v, w, Follow.TURNING)
        limit = min(path.speed_at(path.along), self._view.speed_at(path.along), self._p.speed)
        v, bend = pursuit.steer(pose, target, limit, self._p)
        v, w = self._ramp.drive(v, bend, car.twist, period)
        return Answer(v, w, Follow.FOLLOWING if self._detour is None else Follow.AVOIDING)

    def _must_turn(self, bearing: float) -> bool:
        begin = self._p.turn_in_place * (0.4 if self._fresh else 1.0)
        self._turning = abs(bearing) > (0.12 if self._turning else begin)
        if not self._turning:
            self._fresh = False
        return self._turning

    def _free_turn(self, car: CarState, angle: float) -> float:
        """Return the angle, or the long way round where only that way there is room."""
        field = self._field
        if field is None or field.can_turn(car.in_odom, angle, 0.01):
            return angle
        other = angle - math.copysign(2 * math.pi, angle)
        return other if field.can_turn(car.in_odom, other, 0.01) else angle

    def _ramp_speed(self) -> tuple[float, float]:
        return self._ramp.linear, 0.0

    def _arrive(self, car: CarState, period: float) -> Answer:
        assert self._arrival is not None
        arrival = self._arrival
        if arrival.done:
            v, w = self._ramp.turn(0.0, car.twist, period)
            return Answer(v, w, Follow.ARRIVED)
        if math.dist(car.in_map[:2], arrival.goal[:2]) > LEAVE:
            self._mode = Mode.FOLLOW
            return self._follow(car, period)
        assert self._plan is not None
        limit = self._view.speed_at(self._plan.along)
        v, w = arrival.drive(car, self._ramp, limit, period)
        state = Follow.FOLLOWING if abs(v) > 0.02 else Follow.TURNING
        return Answer(v, w, state)

    def _near_goal(self, car: CarState) -> bool:
        assert self._plan is not None
        assert self._arrival is not None
        if self._detour is not None or self._plan.remaining > 1.2 * BEGIN:
            return False
        return math.dist(car.in_map[:2], self._arrival.goal[:2]) < BEGIN

    # the path

    def _path(self, points: Array, goal_yaw: float | None) -> ReferencePath:
        p = self._p
        return ReferencePath(
            points,
            goal_yaw,
            speed=p.speed,
            deceleration=p.deceleration,
            lateral=p.lateral_acceleration,
        )

    def _current(self, car: CarState) -> tuple[ReferencePath, Pose]:
        if self._detour is not None:
            return self._detour, car.in_odom
        assert self._plan is not None
        return self._plan, car.in_map

    def _locate(self, car: CarState) -> None:
        assert self._plan is not None
        if not self._located:
            self._located = True
            self._plan.restart(car.in_map)
        self._plan.locate(car.in_map)
        if self._detour is None:
            return
        self._detour.locate(car.in_odom)
        if self._detour.along >= self._rejoin - 0.05:
            self._leave_detour(car)

    def _leave_detour(self, car: CarState) -> None:
        assert self._plan is not None
        self._detour = None
        self._view = NOTHING
        self._plan.restart(car.in_map)
        if self._field is not None:
            self._look(car)

    @property
    def _extra(self) -> float:
        return min(MORE_ROOM * self._progress.recoveries, MOST_ROOM)

    # what is in the way

    def _look(self, car: CarState) -> None:
        assert self._field is not None
        path, _ = self._current(car)
        frame = car.map_in_odom if self._detour is None else (0.0, 0.0, 0.0)
        margin = self._p.least_clearance + self._extra
        margin -= HYSTERESIS if self._detour is not None else 0.0
        self._view = look_ahead(path, frame, self._field, self._p, margin, self._p.horizon)

    def _go_round(self, car: CarState) -> None:
        if car.now - self._searched < SEARCH_AGAIN:
            return
        self._searched = car.now
        found = self._search(car)
        if found:
            self._look(car)
            found = self._view.blocked_at > self._p.standoff
        if found:
            self._obstruction.clear()
        elif self._obstruction.age(car.now) > self._p.wait_time and abs(car.twist[0]) < 0.02:
            # one step back may show a way; more of them only cost time
            self._begin_recovery(car, 1)

    def _search(self, car: CarState) -> bool:
        """Look for a detour; on success drive it."""
        assert self._plan is not None
        assert self._field is not None
        plan = self._plan
        first, last = plan.index(plan.along), plan.index(plan.along + SEARCH_AHEAD)
        ahead = transform(car.map_in_odom, plan.points[first : last + 1])
        blocked = self._blocked_index(ahead)
        for extra in DETOUR_ROOM:
            room = self._field.inscribed + self._p.least_clearance + self._extra + extra
            detour = find_detour(car.in_odom, ahead, plan.step, blocked, self._field, room)
            if detour is not None:
                goal_yaw = None if last < len(plan.points) - 1 else plan.goal_yaw
                self._detour = self._path(detour.points, goal_yaw)
                self._rejoin = detour.rejoin
                return True
        return False

    def _blocked_index(self, ahead: Array) -> int:
        """Return the first point of the plan ahead where there is not room enough."""
        assert self._field is not None
        room = self._field.inscribed + self._p.least_clearance + self._extra
        blocked = np.flatnonzero(self._field.room(ahead) < room)
        return int(blocked[0]) if len(blocked) else 0

    # getting out

    def _on_stuck(self, car: CarState) -> None:
        if self._mode is Mode.RECOVER and self._recovery is not None:
            self._recovery.give_up()
        elif self._mode in (Mode.FOLLOW, Mode.ARRIVE):
            self._begin_recovery(car, self._p.recoveries)

    def _begin_recovery(self, car: CarState, allowed: int) -> None:
        if self._progress.recoveries >= allowed or self._progress.over(car.now):
            self._give_up(car)
            return
        self._progress.recoveries += 1
        self._recovery = Recovery(car, self._trail, self._field, self._p)
        self._mode = Mode.RECOVER

    def _give_up(self, car: CarState) -> None:
        self._detour, self._recovery, self._mode = None, None, Mode.BLOCKED
        self._blocked_since = car.now

    def _recover(self, car: CarState, period: float) -> Answer:
        assert self._recovery is not None
        v, w = self._recovery.drive(car, self._ramp, period)
        if self._recovery.done:
            self._recovery, self._detour, self._mode = None, None, Mode.FOLLOW
            self._obstruction.clear()
            self._turning = False
            if self._field is not None:
                self._locate(car)
                self._search(car)
                self._look(car)
        return Answer(v, w, Follow.RECOVERING)
