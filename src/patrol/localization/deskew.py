"""A turn of the LiDAR as points that were all seen from one place."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.localization.odometry_history import OdometryHistory, Pose, step_between
from patrol.messages import Scan

Array = NDArray[np.float64]

#: Places along the turn at which the motion is evaluated; between them it is linear.
KNOTS = 7
#: Returns used of one turn; more tell nothing new.
MOST = 180


@dataclass(frozen=True, slots=True)
class ScanPoints:
    """The returns of one turn in base_footprint at `stamp`, the time of the last beam.

    points, origins (2, n): ends and starts of the beams, m; `odometry`: pose of the car in odom
    at `stamp`.
    """

    stamp: float
    odometry: Pose
    points: Array
    origins: Array


class Deskewer:
    """Moves each beam to where the car was at the end of the turn.

    `mount` (x, y, yaw) is the pose of laser_link in base_footprint.
    """

    def __init__(self, mount: tuple[float, float, float], *, enabled: bool = True) -> None:
        self._mount = mount
        self._enabled = enabled
        self._fan_key: tuple[float, float, int] | None = None
        self._fan = np.zeros((2, 0))

    def points(self, scan: Scan, history: OdometryHistory) -> ScanPoints:
        """Return the valid returns of a scan; beams without one are left out (REP-117)."""
        ranges = scan.ranges
        with np.errstate(invalid='ignore'):
            kept = np.flatnonzero((ranges >= scan.range_min) & (ranges < scan.range_max))
        if len(kept) > MOST:
            kept = kept[np.arange(MOST) * len(kept) // MOST]
        last = scan.stamp + max(len(ranges) - 1, 0) * scan.time_increment
        end = history.at(last)
        points = self._directions(scan)[:, kept] * ranges[kept].astype(np.float64)
        origins = np.empty_like(points)
        origins[0], origins[1] = self._mount[0], self._mount[1]
        points += origins
        if self._enabled and last > scan.stamp:
            move = self._motion(scan.stamp, last, end, history)
            share = kept / (len(ranges) - 1)
            x, y, yaw = (np.interp(share, move[0], move[i]) for i in (1, 2, 3))
            points, origins = _moved(points, x, y, yaw), _moved(origins, x, y, yaw)
        return ScanPoints(last, end, points, origins)

    def _directions(self, scan: Scan) -> Array:
        key = (scan.angle_min, scan.angle_increment, len(scan.ranges))
        if key != self._fan_key:
            angle = scan.angle_min + self._mount[2] + scan.angle_increment * np.arange(key[2])
            self._fan_key, self._fan = key, np.stack([np.cos(angle), np.sin(angle)])
        return self._fan

    def _motion(self, first: float, last: float, end: Pose, history: OdometryHistory) -> Array:
        """Return share of the turn and pose seen from its end, (4, KNOTS)."""
        table = np.empty((4, KNOTS))
        for k in range(KNOTS):
            share = k / (KNOTS - 1)
            table[0, k] = share
            table[1:, k] = step_between(end, history.at(first + share * (last - first)))
        return table


def _moved(points: Array, x: Array, y: Array, yaw: Array) -> Array:
    c, s = np.cos(yaw), np.sin(yaw)
    return np.stack([x + c * points[0] - s * points[1], y + s * points[0] + c * points[1]])


def lidar_mount(pose: tuple[float, ...]) -> tuple[float, float, float]:
    """Return x, y, yaw of a mount given as x, y, z [, yaw]."""
    yaw = pose[3] if len(pose) > 3 else 0.0
    return float(pose[0]), float(pose[1]), math.remainder(float(yaw), 2 * math.pi)
