"""The last seconds of odometry, looked up at any time along the arcs that were driven."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pose = tuple[float, float, float]

#: Odometry older than this (s) is forgotten; it must outlast one turn of the LiDAR.
SPAN = 3.0
#: A step that no car makes (m/s, rad/s, plus a fixed allowance): the odometry was re-based.
FASTEST, FASTEST_TURN, ALLOWANCE = 5.0, 10.0, 0.3
#: A car at the very origin of odom that was away by this (m, rad) before was not driven there:
#: whoever makes the odometry was restarted.
AWAY = 0.05
#: A pause between two messages (s) after which nothing links them.
LONGEST_PAUSE = 5.0


class OdometryHistory:
    """Poses of base_footprint in odom over ROS time.

    `generation` counts how often continuity broke: the clock jumped or the odometry was re-based.
    Poses of different generations must not be compared.
    """

    def __init__(self) -> None:
        self._stamps: list[float] = []
        self._poses: list[Pose] = []
        self._twist = (0.0, 0.0)
        self.generation = 0

    def __len__(self) -> int:
        return len(self._stamps)

    @property
    def oldest(self) -> float:
        """Stamp (s) of the first pose kept; +Inf when there is none."""
        return self._stamps[0] if self._stamps else math.inf

    @property
    def newest(self) -> float:
        """Stamp (s) of the last pose; -Inf when there is none."""
        return self._stamps[-1] if self._stamps else -math.inf

    def add(self, stamp: float, pose: Pose, twist: tuple[float, float]) -> bool:
        """Append a finite pose and twist (v, w); False when continuity broke before it."""
        x, y, yaw = pose
        unbroken = not self._stamps or self._follows(stamp, x, y, yaw)
        if unbroken and self._stamps and stamp <= self._stamps[-1]:
            return True  # a repeated message tells nothing new
        if not unbroken:
            self._stamps.clear()
            self._poses.clear()
            self.generation += 1
        self._stamps.append(stamp)
        self._poses.append(pose)
        self._twist = twist
        if len(self._stamps) > 512 or stamp - self._stamps[0] > 2 * SPAN:
            first = max(bisect_right(self._stamps, stamp - SPAN) - 1, 0)
            del self._stamps[:first], self._poses[:first]
        return unbroken

    def _follows(self, stamp: float, x: float, y: float, yaw: float) -> bool:
        dt = stamp - self._stamps[-1]
        if not -0.5 < dt < LONGEST_PAUSE:
            return False
        last = self._poses[-1]
        dt = abs(dt)
        turned = abs(math.remainder(yaw - last[2], 2 * math.pi))
        moved = math.hypot(x - last[0], y - last[1])
        if x == y == yaw == 0.0 and max(moved, turned) > AWAY:
            return False
        return moved <= FASTEST * dt + ALLOWANCE and turned <= FASTEST_TURN * dt + ALLOWANCE

    def at(self, stamp: float) -> Pose:
        """Return the pose at a stamp: along the arc between two messages, before the first the
        first, after the last the last moved on with its twist.
        """
        stamps = self._stamps
        index = bisect_right(stamps, stamp)
        if index == 0:
            return self._poses[0]
        if index == len(stamps):
            return self._extrapolate(stamp - stamps[-1])
        a, b = self._poses[index - 1], self._poses[index]
        return _along_arc(a, b, (stamp - stamps[index - 1]) / (stamps[index] - stamps[index - 1]))

    def between(self, first: float, last: float) -> list[tuple[float, Pose]]:
        """Return stamps and poses from `first` to `last`: both ends and every message between."""
        low, high = bisect_right(self._stamps, first), bisect_left(self._stamps, last)
        inner = zip(self._stamps[low:high], self._poses[low:high], strict=True)
        return [(first, self.at(first)), *inner, (last, self.at(last))]

    def _extrapolate(self, dt: float) -> Pose:
        x, y, yaw = self._poses[-1]
        turn = self._twist[1] * dt
        chord = self._twist[0] * dt * _sinc(turn / 2)
        heading = yaw + turn / 2
        return x + chord * math.cos(heading), y + chord * math.sin(heading), yaw + turn


def _sinc(angle: float) -> float:
    return math.sin(angle) / angle if abs(angle) > 1e-9 else 1.0


def _along_arc(a: Pose, b: Pose, share: float) -> Pose:
    """Return the pose a share of the way from a to b along their common arc."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    turn = math.remainder(b[2] - a[2], 2 * math.pi)
    part = turn * share
    chord = math.hypot(dx, dy) * share * _sinc(part / 2) / _sinc(turn / 2)
    heading = math.atan2(dy, dx) + (part - turn) / 2
    return a[0] + chord * math.cos(heading), a[1] + chord * math.sin(heading), a[2] + part


def step_between(a: Pose | Array, b: Pose | Array) -> Array:
    """Return pose b seen from pose a; scalars are cheaper than `geometry.between`."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    c, s = math.cos(a[2]), math.sin(a[2])
    turn = math.remainder(b[2] - a[2], 2 * math.pi)
    return np.array([c * dx + s * dy, c * dy - s * dx, turn])


def move(pose: Array, step: Array) -> Array:
    """Return the pose (3,) after a step seen from it."""
    c, s = math.cos(pose[2]), math.sin(pose[2])
    x = pose[0] + c * step[0] - s * step[1]
    y = pose[1] + s * step[0] + c * step[1]
    return np.array([x, y, math.remainder(pose[2] + step[2], 2 * math.pi)])
