"""One drive to a goal: plan, watch, plan again when the way is blocked, give up in time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from patrol.geometry import Array
from patrol.planning.obstacle_memory import ObstacleMemory
from patrol.planning.path_planner import PathPlanner, PlannedPath
from patrol.planning.planner_parameters import PlannerParameters
from patrol.vocabulary import Follow, Miss

#: Where the way is blocked (m ahead of the middle of the car, along the path).
AHEAD = 0.7
#: Stamps of plans this near (s) are the same.
SAME = 1e-4


@dataclass(frozen=True, slots=True)
class FollowerReport:
    """What the path follower last said: state, stamp of the plan it speaks of, m to go."""

    state: str = Follow.IDLE
    plan_stamp: float = math.nan
    remaining: float = math.nan


@dataclass(frozen=True, slots=True)
class Progress:
    """What a step brought: a path to publish, an arrival, a blocked way, a failure, or nothing."""

    path: PlannedPath | None = None
    arrived: bool = False
    blocked: bool = False
    miss: Miss | None = None


class Drive:
    """Brings the car to a goal (3,) in map. Call `step` often, `hold` while it may not drive."""

    def __init__(
        self, goal: Array, parameters: PlannerParameters, *, any_heading: bool = False
    ) -> None:
        self.goal = goal
        self.any_heading = any_heading
        self.path: PlannedPath | None = None
        #: Stamp under which the path was published; set by the publisher.
        self.plan_stamp = math.nan
        self._p = parameters
        self._blocked = 0
        #: Whether the next plan leaves known obstacles out of account.
        self._hopeful = False
        self._wait_until = math.inf
        self._budget = math.inf
        self._used = 0.0
        self._last = math.nan

    @property
    def waiting(self) -> bool:
        """Whether the way is blocked and there is no other."""
        return math.isfinite(self._wait_until)

    def hold(self) -> None:
        """The car may not drive: the clock stops, and the next step plans anew."""
        self.path = None
        self._wait_until = math.inf
        self._last = math.nan

    def stall(self, now: float) -> None:
        """Something stops the car that is not in its way: the time since the last step is free."""
        self._last = now

    def step(
        self,
        here: Array,
        report: FollowerReport,
        planner: PathPlanner,
        memory: ObstacleMemory,
        now: float,
    ) -> Progress:
        """Look at pose (3,) and follower, at a time (s); return what is to be done."""
        self._count(now)
        if self.path is None:
            return self._plan(here, planner, memory, now)
        if self._used > self._budget and not self.waiting:
            return Progress(miss=Miss.TIMEOUT)
        if now >= self._wait_until:
            memory.forget_blocked()
            self._budget = math.inf
            return self._plan(here, planner, memory, now)
        if self.waiting or not abs(report.plan_stamp - self.plan_stamp) < SAME:
            return Progress()
        if report.state == Follow.BLOCKED:
            return self._go_round(here, planner, memory, now)
        if report.state == Follow.ARRIVED:
            off = math.hypot(self.goal[0] - here[0], self.goal[1] - here[1])
            if off <= self._p.arrival:
                return Progress(arrived=True)
            return self._plan(here, planner, memory, now)
        return Progress()

    def _count(self, now: float) -> None:
        if not math.isnan(self._last):
            self._used += now - self._last
        self._last = now

    def _plan(
        self, here: Array, planner: PathPlanner, memory: ObstacleMemory, now: float
    ) -> Progress:
        """Plan round what is known; where that leaves no way, hope that it is gone by then.

        One search a step: the second one follows with the next step.
        """
        self.path = None
        planner.set_obstacles(np.empty((0, 2)) if self._hopeful else memory.points(now))
        path = planner.plan(here, self.goal, any_heading=self.any_heading)
        if path is None and self._hopeful:
            return Progress(miss=Miss.UNREACHABLE)
        self._hopeful = path is None
        return Progress() if path is None else self._start(path)

    def _start(self, path: PlannedPath, *, blocked: bool = False) -> Progress:
        if blocked or math.isinf(self._budget):
            self._budget = self._used + self._p.leg_time + self._p.leg_pace * path.length
        self.path = path
        self._wait_until = math.inf
        return Progress(path=path, blocked=blocked)

    def _go_round(
        self, here: Array, planner: PathPlanner, memory: ObstacleMemory, now: float
    ) -> Progress:
        """Take another way if there is one, else wait; too often blocked is a failure."""
        self._blocked += 1
        if self._blocked > self._p.blocked_attempts:
            return Progress(blocked=True, miss=Miss.BLOCKED)
        memory.add_blocked(self._blocked_place(here), now + self._p.detour_time)
        planner.set_obstacles(memory.points(now))
        path = planner.plan(here, self.goal, any_heading=self.any_heading)
        if path is not None:
            return self._start(path, blocked=True)
        self._wait_until = now + self._p.blocked_wait
        return Progress(blocked=True)

    def _blocked_place(self, here: Array) -> Array:
        assert self.path is not None
        points = self.path.poses[:, :2]
        nearest = int(np.hypot(*(points - here[:2]).T).argmin())
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points[nearest:], axis=0).T))])
        place = points[nearest + min(int(np.searchsorted(along, AHEAD)), len(along) - 1)]
        return np.asarray(place, dtype=np.float64)
