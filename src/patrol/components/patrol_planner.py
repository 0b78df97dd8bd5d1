"""patrol_planner: drives a route: order, plan, drive, dwell, next; says what it does and why."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from patrol.component import Component, Reply
from patrol.dimensions import Dimensions, load_dimensions
from patrol.messages import Flag, Grid, Odometry, PoseEstimate, Status
from patrol.planning.obstacle_memory import ObstacleMemory
from patrol.planning.occupancy_map import same_grid
from patrol.planning.path_planner import PathPlanner
from patrol.planning.patrol_inputs import PatrolInputs
from patrol.planning.patrol_machine import ACTIVE, DRIVING, STARTABLE, UNDER_WAY
from patrol.planning.patrol_voice import PatrolVoice
from patrol.planning.planner_parameters import PlannerParameters
from patrol.planning.preparation import Preparation
from patrol.planning.route_document import Route
from patrol.vocabulary import CURES, Patrol, Reason

#: Period (s) of looking at the local costmap.
LOOK = 1.0

__all__ = ['PatrolPlanner', 'PlannerParameters']


class PatrolPlanner(Component):
    """Brings the car round a route, on the services of an operator."""

    name: ClassVar[str] = 'patrol_planner'
    period: ClassVar[float] = 0.1

    def __init__(
        self,
        route: Route,
        parameters: PlannerParameters | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        super().__init__()
        self._p = parameters or PlannerParameters()
        self._dimensions = dimensions or load_dimensions()
        self._heard = PatrolInputs()
        self._voice = PatrolVoice(self.emit, self._heard, route, self._p)
        self._machine = self._voice.machine
        self._map: Grid | None = None
        self._planner: PathPlanner | None = None
        self._memory: ObstacleMemory | None = None
        self._preparation: Preparation | None = None
        self._last = self._next_look = -math.inf
        self._introduced = False

    def on_map(self, grid: Grid, now: float) -> None:
        """Take the map; a round on another map is over, the same map again changes nothing."""
        if self._map is not None and same_grid(self._map, grid):
            return
        self._map = grid
        if self._machine.state in UNDER_WAY:
            self._machine.break_off('the map changed')
        self._planner = PathPlanner(grid, self._p, self._dimensions)
        self._memory = ObstacleMemory(self._planner.bare, self._p.obstacle_memory)
        self._preparation = Preparation(self._machine.route, self._planner)
        self._machine.enter(Patrol.WAITING)

    def on_pose(self, estimate: PoseEstimate, now: float) -> None:
        """Learn where the car is."""
        self._heard.take_pose(estimate, now)

    def on_odom(self, odometry: Odometry, now: float) -> None:
        """Learn how the local costmap lies."""
        self._heard.take_odometry(odometry)

    def on_local_costmap(self, grid: Grid, now: float) -> None:
        """Remember what is in the way, once a second."""
        if self._memory is None or now < self._next_look or not self._heard.localized(now):
            return
        shift = self._heard.odom_in_map()
        if shift is not None:
            self._next_look = now + LOOK - 1e-6
            self._memory.add(grid, shift, now)

    def on_stop_reason(self, status: Status, now: float) -> None:
        """Learn whether the board stands."""
        self._heard.take_stop_reason(status, now)

    def on_e_stop(self, flag: Flag, now: float) -> None:
        """Pause at once when the car is stopped."""
        self._heard.e_stop = flag.value
        self._watch_board(now)

    def on_diagnostics(self, status: Status, now: float) -> None:
        """Learn how localization and path follower are."""
        self._heard.take_diagnostics(status)

    def on_goal_pose(self, goal: PoseEstimate, now: float) -> None:
        """Drive to a goal, unless a round is under way."""
        free = self._machine.state in STARTABLE and self._may_drive(now).success
        if free and np.isfinite(goal.pose).all():
            self._machine.send_to(goal.pose)

    def do_start(self, now: float) -> Reply:
        """Start the round from its beginning."""
        reply = self._may_drive(now, STARTABLE)
        if reply.success:
            assert self._preparation is not None
            self._machine.start(self._preparation.strategy)
        return reply

    def do_pause(self, now: float) -> Reply:
        """Stand until `resume`."""
        reply = self._in_state(ACTIVE)
        if reply.success:
            self._machine.pause(Reason.PAUSED)
        return reply

    def do_resume(self, now: float) -> Reply:
        """Go on where the patrol was paused."""
        reply = self._may_drive(now, (Patrol.PAUSED,))
        if reply.success:
            self._machine.resume()
        return reply

    def do_skip(self, now: float) -> Reply:
        """Leave out the checkpoint that is being driven to, or stop dwelling."""
        reply = self._in_state(UNDER_WAY)
        if reply.success:
            self._machine.skip()
        return reply

    def do_abort(self, now: float) -> Reply:
        """End the round; what is left of the lap is missed."""
        reply = self._in_state(UNDER_WAY)
        if reply.success:
            self._machine.abort('aborted')
        return reply

    def do_home(self, now: float) -> Reply:
        """End the round, if there is one, and drive back to the start."""
        reply = self._may_drive(now, (*STARTABLE, *UNDER_WAY))
        if reply.success:
            self._machine.send_home()
        return reply

    def on_tick(self, now: float) -> None:
        """Prepare, drive, dwell; renew the lease and tell the state."""
        machine, passed, self._last = self._machine, now - self._last, now
        if machine.state is Patrol.WAITING:
            self._prepare()
        self._watch_board(now)
        if machine.state in DRIVING:
            self._drive(now)
        elif machine.state is Patrol.DWELLING:
            machine.dwell -= passed
            if machine.dwell <= 0:
                machine.next_checkpoint()
        self._voice.report(now)

    def _prepare(self) -> None:
        machine, preparation = self._machine, self._preparation
        if not self._introduced:
            self._introduced = True
            self._voice.introduce()
        if preparation is None:
            machine.message = 'waiting for the map'
        elif not preparation.ready:
            machine.message = 'measuring the ways between the checkpoints'
            preparation.work()
        elif self._heard.pose is None:
            machine.message = 'waiting for localization'
        else:
            machine.enter(Patrol.READY)

    def _drive(self, now: float) -> None:
        drive, pose = self._machine.drive, self._heard.pose
        assert drive is not None
        assert self._planner is not None
        assert self._memory is not None
        if pose is None or not self._heard.localized(now):
            self._machine.hold(*self._heard.unlocalized(now))
            return
        if self._heard.hindered:
            drive.stall(now)
        progress = drive.step(pose, self._heard.follower, self._planner, self._memory, now)
        self._machine.follow_up(drive, progress)

    def _watch_board(self, now: float) -> None:
        """Pause when the board stopped the car: releasing it must not start motion."""
        reason = self._heard.board_stop(now)
        if reason is not Reason.NONE and self._machine.state in ACTIVE:
            self._machine.pause(reason)

    def _in_state(self, states: tuple[Patrol, ...]) -> Reply:
        state = self._machine.state
        if state in states:
            return Reply(True, '')
        return Reply(False, f'the patrol is {state}: this needs {" or ".join(states)}')

    def _may_drive(self, now: float, states: tuple[Patrol, ...] = STARTABLE) -> Reply:
        reply, stop = self._in_state(states), self._heard.board_stop(now)
        if reply.success and stop is not Reason.NONE:
            return Reply(False, f'{stop}: {CURES[stop]}')
        lost, _ = self._heard.unlocalized(now)
        if reply.success and lost is not Reason.NONE:
            return Reply(False, f'{lost}: {CURES[lost]}')
        return reply
