"""The verdict of the gate: from commands, leases and sensors to what the wheels may do."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.localization.odometry_history import OdometryHistory
from patrol.messages import Odometry, RangeReading, Scan
from patrol.sensing.braking import FREE, BrakingCheck, Room
from patrol.sensing.floor_watch import FloorWatch, heads
from patrol.sensing.gate_report import Verdict
from patrol.sensing.leases import Leases
from patrol.sensing.range_watch import RangeWatch
from patrol.sensing.scan_health import ScanHealth
from patrol.sensing.smoothing import Smoother, Twist
from patrol.sensing.surroundings import Surroundings
from patrol.sensing.velocity_gate_parameters import VelocityGateParameters
from patrol.sensing.velocity_sources import NAVIGATION, VelocitySources, Wanted
from patrol.vocabulary import Gate, Reason

ZERO: Twist = (0.0, 0.0)
#: What is stamped this much (s) away from the newest odometry is not of now.
STALE = 0.5
#: A share of the command below this is worth being called slower.
SLOWER = 0.98


class GateJudge:
    """Holds what the gate knows. Faults are asked in the order board, motor, gate, localization,
    planner, and the first one is the reason.
    """

    def __init__(
        self,
        parameters: VelocityGateParameters,
        dimensions: Dimensions,
        history: OdometryHistory,
    ) -> None:
        self._parameters, self._history = parameters, history
        self._half_track = dimensions.wheel_separation / 2
        self.sources = VelocitySources(parameters.source_timeout, parameters.command_age)
        self.leases = Leases(parameters.lease_timeout)
        self._braking = BrakingCheck(parameters, dimensions)
        self._around = Surroundings(parameters, dimensions, self._braking.reach())
        self._ends = RangeWatch(parameters, dimensions)
        self._floor = FloorWatch(dimensions)
        self._scan_health = ScanHealth(dimensions.width)
        self._smoother = Smoother(dimensions.limits)
        self._scan_at = self._scan_heard = self._odometry_at = -math.inf
        self._odometry_valid = True
        self._pose = (0.0, 0.0, 0.0)
        self._free_twist: Twist | None = None
        self._free_points: NDArray[np.float64] | None = None

    def take_odometry(self, odometry: Odometry, now: float) -> None:
        """Take odometry; one that is not finite stops the car."""
        x, y, yaw = odometry.pose.tolist()
        v, w = odometry.twist.tolist()
        # a sum is finite when all of its parts are
        self._odometry_valid = math.isfinite(odometry.stamp + x + y + yaw + v + w)
        self._odometry_at = now
        if self._odometry_valid:
            self._pose = (x, y, yaw)
        if self._odometry_valid and not self._history.add(odometry.stamp, (x, y, yaw), (v, w)):
            self._around.forget()

    def take_scan(self, scan: Scan, now: float) -> None:
        """Take a turn of the LiDAR; one that is not of now shows nothing."""
        history, self._scan_heard = self._history, now
        if not self._of_now(scan.stamp):
            return
        self._scan_at = now
        if self._scan_health.look(scan, self._pose) is Reason.NONE:
            self._around.add_scan(scan, history)

    def take_range(self, reading: RangeReading, now: float) -> None:
        """Take an ultrasonic reading; one that is not of now counts as silence."""
        if self._of_now(reading.stamp):
            self._ends.hear(f'range/{reading.name}', reading, now)
            self._around.add_range(reading, self._history)

    def take_cliff(self, reading: RangeReading, now: float) -> None:
        """Take a reading of the floor; one that is not of now counts as silence."""
        if self._of_now(reading.stamp):
            self._ends.hear(f'cliff/{reading.name}', reading, now)
            self._floor.add(reading)

    def verdict(self, now: float, duration: float) -> Verdict:
        """Judge now, `duration` (s) after the last verdict."""
        wanted = self.sources.wanted(now)
        reason, sensor = self._fault(wanted, now)
        if reason is not Reason.NONE:
            self._smoother.value = ZERO
            return Verdict(Gate.STOPPED, reason=reason, sensor=sensor, source=wanted.source)
        target = self._smoother.bounded(wanted.twist)
        if target == ZERO and self._smoother.value == ZERO:
            reason, sensor = self.leases.standing(now)
            return Verdict(Gate.IDLE, reason=reason, sensor=sensor, source=wanted.source)
        return self._drive(target, wanted.source, now, duration)

    def _of_now(self, stamp: float) -> bool:
        history = self._history
        return len(history) > 0 and abs(stamp - history.newest) <= STALE

    def _fault(self, wanted: Wanted, now: float) -> tuple[Reason, str]:
        """Return what forbids all motion of this source, in the order of the causes."""
        reason, sensor = self.leases.drive(now)
        if reason is not Reason.NONE:
            return reason, sensor
        if now - self._odometry_at > self._parameters.odometry_timeout:
            return Reason.ODOMETRY_SILENT, 'odom'
        if not self._odometry_valid:
            return Reason.ODOMETRY_INVALID, 'odom'
        if now - self._scan_at > self._parameters.scan_timeout:
            heard = now - self._scan_heard <= self._parameters.scan_timeout
            return Reason.SCAN_STALE if heard else Reason.SCAN_SILENT, 'scan'
        if self._scan_health.reason is not Reason.NONE:
            return self._scan_health.reason, 'scan'
        navigating = NAVIGATION in (wanted.source, wanted.sensor)
        lost, why = self.leases.navigation(now) if navigating else (Reason.NONE, '')
        if wanted.reason is not Reason.NONE:
            if wanted.reason is Reason.SOURCE_SILENT and lost is not Reason.NONE:
                return lost, why  # the source is silent because of it
            return wanted.reason, wanted.sensor
        return (lost, why) if wanted.twist != ZERO else (Reason.NONE, '')

    def _drive(self, target: Twist, source: str, now: float, duration: float) -> Verdict:
        closed, why, who = self._closed_ends(target, now)
        passable = self._floor.bounded(target, front=closed[0], rear=closed[1])
        ramped = self._smoother.towards(passable, duration)
        ramped = self._floor.bounded(ramped, front=closed[0], rear=closed[1])
        room, sensor, point = self._room(ramped)
        linear, angular = room.share * ramped[0], room.share * ramped[1]
        self._smoother.value = (linear, angular)
        if room.share < SLOWER:
            why, who = Reason.OBSTACLE, sensor
        stands = linear == angular == 0.0
        if why is Reason.NONE:
            return Verdict(Gate.DRIVING, linear, angular, source=source)
        return Verdict(
            Gate.STOPPED if stands else Gate.SLOWED,
            linear,
            angular,
            why,
            who,
            source,
            room.distance,
            abs(linear),
            point,
        )

    def _closed_ends(self, target: Twist, now: float) -> tuple[tuple[bool, bool], Reason, str]:
        """Return which ends of the car are closed to the wheels, and why the wanted one is."""
        forward, backward = heads(target, self._half_track)
        closed, why, who = [False, False], Reason.NONE, ''
        for end, ahead, headed in ((0, True, forward), (1, False, backward)):
            reason, sensor = self._end(ahead=ahead, now=now)
            closed[end] = reason is not Reason.NONE
            if closed[end] and headed and why is Reason.NONE:
                why, who = reason, sensor
        return (closed[0], closed[1]), why, who

    def _end(self, *, ahead: bool, now: float) -> tuple[Reason, str]:
        board = self.leases.board_cliff()
        if board and ('front' in board) == ahead:
            return Reason.BOARD_CLIFF, board
        missing = self._floor.missing(ahead=ahead)
        if missing:
            return Reason.NO_FLOOR, missing
        return self._ends.fault(ahead=ahead, now=now)

    def _room(self, twist: Twist) -> tuple[Room, str, tuple[float, float] | None]:
        """Check a velocity among the points; also the sensor and place of what limits it.

        What was free holds for the next verdict too, if neither velocity nor points have changed.
        """
        points, who = self._around.points()
        if twist == self._free_twist and points is self._free_points:
            self._free_twist = None
            return FREE, '', None
        x, y, yaw = self._pose
        c, s = math.cos(yaw), math.sin(yaw)
        turn = np.array([[c, s], [-s, c]])
        shift = np.array([[c * x + s * y], [c * y - s * x]])
        room = self._braking.room(turn @ points - shift, *twist)
        self._free_twist, self._free_points = (twist if room is FREE else None), points
        if room.point < 0:
            return room, '', None
        place = (float(points[0, room.point]), float(points[1, room.point]))
        return room, self._around.sensor(int(who[room.point])), place
