"""path_follower: plan, pose, odometry and costmap in, velocity commands out."""

from __future__ import annotations

import math

import numpy as np

from patrol.component import Component
from patrol.control.car_state import Answer, CarState
from patrol.control.follower_parameters import FollowerParameters
from patrol.control.map_placement import MapPlacement
from patrol.control.obstacle_field import ObstacleField
from patrol.control.path_following import PathFollowing
from patrol.dimensions import Dimensions, load_dimensions
from patrol.messages import Grid, Level, Odometry, Path, PoseEstimate, Status, Velocity
from patrol.vocabulary import CURES, Follow, Gate, Key, Name, Reason, number

#: The lease is renewed this often (s).
LEASE = 0.1
#: One command per this many odometry messages, and the time (s) between two of those.
EVERY, ODOMETRY_PERIOD = 2, 0.02
#: The gate stops for these and only a person ends it: command nothing meanwhile.
HELD = (Reason.E_STOP, Reason.NOT_ARMED, Reason.BOARD_FAULT, Reason.BATTERY_EMPTY)

__all__ = ['FollowerParameters', 'PathFollower']


class PathFollower(Component):
    """Publishes `cmd_vel_nav` with every second odometry message; zero when an input is stale."""

    name = 'path_follower'

    def __init__(
        self,
        parameters: FollowerParameters | None = None,
        dimensions: Dimensions | None = None,
    ) -> None:
        super().__init__()
        self._p = parameters or FollowerParameters()
        self._dimensions = dimensions or load_dimensions()
        self._following = PathFollowing(self._p)
        self._placement = MapPlacement(self._p.pose_gain)
        self._answer = Answer(0.0, 0.0, Follow.IDLE)
        self._plan_stamp = math.nan
        self._stamp, self._count = 0.0, 0
        self._odometry_at = self._pose_at = self._costmap_at = -math.inf
        self._invalid: dict[str, Reason] = {}
        self._held = Reason.NONE
        self._next_lease = -math.inf

    def on_plan(self, plan: Path, now: float) -> None:
        """Take a plan; one that is not finite is no plan."""
        self._plan_stamp = plan.stamp
        poses = np.asarray(plan.poses, dtype=np.float64).reshape(-1, 3)
        finite = bool(np.isfinite(poses).all())
        self._note('plan', Reason.NONE if finite else Reason.PATH_BLOCKED)
        self._following.set_plan(poses if finite else poses[:0])
        self._answer = Answer(0.0, 0.0, Follow.FOLLOWING if len(poses) else Follow.IDLE)

    def on_pose(self, estimate: PoseEstimate, now: float) -> None:
        """Take a pose estimate."""
        x, y, yaw = estimate.pose.tolist()
        if not math.isfinite(x + y + yaw + estimate.stamp):
            self._note('pose', Reason.POSE_INVALID)
            return
        self._note('pose', Reason.NONE)
        self._pose_at = now
        self._placement.add_estimate(estimate)

    def on_local_costmap(self, grid: Grid, now: float) -> None:
        """Take a costmap and look along the path."""
        self._costmap_at = now
        car = self._car(now)
        if car is not None:
            field = ObstacleField(grid, self._dimensions.length, self._dimensions.width)
            self._following.set_field(field, car)

    def on_stop_reason(self, status: Status, now: float) -> None:
        """Learn why the gate holds the car."""
        stopped = status.values.get(Key.STATE) == Gate.STOPPED
        reason = status.values.get(Key.REASON, '')
        self._held = Reason(reason) if stopped and reason in HELD else Reason.NONE

    def on_odom(self, odometry: Odometry, now: float) -> None:
        """Take odometry; every second message gives a command."""
        x, y, yaw = odometry.pose.tolist()
        v, w = odometry.twist.tolist()
        self._odometry_at = now
        if not math.isfinite(x + y + yaw + v + w + odometry.stamp):
            self._note('odom', Reason.ODOMETRY_INVALID)
        else:
            self._note('odom', Reason.NONE)
            self._stamp = odometry.stamp
            self._placement.add_odometry(odometry.stamp, (x, y, yaw), (v, w))
        self._count += 1
        if self._count % EVERY == 0:
            self._command(now)

    def on_tick(self, now: float) -> None:
        """Say zero when odometry, which drives everything, fell silent; renew the lease."""
        if now - self._odometry_at > self._p.odometry_timeout:
            self._command(now)
        if now >= self._next_lease:
            self._next_lease = now + LEASE - 1e-6
            self.emit('diagnostics', self._status(now))

    def _command(self, now: float) -> None:
        car, (reason, _) = self._car(now), self._fault(now)
        if car is None or reason is not Reason.NONE or self._held is not Reason.NONE:
            self._following.halt()
            linear = angular = 0.0
        else:
            self._answer = self._following.drive(car, EVERY * ODOMETRY_PERIOD)
            linear, angular = self._answer.linear, self._answer.angular
        self.emit('cmd_vel_nav', Velocity(self._stamp, linear, angular))

    def _car(self, now: float) -> CarState | None:
        placement = self._placement
        in_map, map_in_odom = placement.in_map, placement.map_in_odom
        if in_map is None or map_in_odom is None:
            return None
        return CarState(now, in_map, placement.in_odom, placement.twist, map_in_odom)

    def _note(self, source: str, reason: Reason) -> None:
        if reason is Reason.NONE:
            self._invalid.pop(source, None)
        else:
            self._invalid[source] = reason

    def _fault(self, now: float) -> tuple[Reason, str]:
        """Return why the inputs are not fit to drive on, and which one."""
        for source, reason in self._invalid.items():
            return reason, source
        if now - self._odometry_at > self._p.odometry_timeout:
            return Reason.ODOMETRY_SILENT, 'odom'
        if now - self._pose_at > self._p.pose_timeout:
            return Reason.LOCALIZATION_SILENT, 'pose'
        if now - self._costmap_at > self._p.costmap_timeout:
            return Reason.COSTMAP_SILENT, 'local_costmap'
        return Reason.NONE, ''

    def _status(self, now: float) -> Status:
        answer, (reason, sensor) = self._answer, self._fault(now)
        if reason is Reason.NONE:
            reason = self._held if self._held is not Reason.NONE else answer.reason
        return Status(
            stamp=self._stamp,
            name=Name.PATH_FOLLOWER,
            level=Level.OK if reason is Reason.NONE else Level.WARN,
            message=CURES[reason] or f'{self._following.remaining:.1f} m to go',
            values={
                Key.STATE: answer.state,
                Key.REASON: reason,
                Key.SENSOR: sensor,
                Key.REMAINING: number(self._following.remaining),
                Key.PLAN: f'{self._plan_stamp:.9f}',
            },
        )
