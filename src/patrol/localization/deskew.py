"""A turn of the LiDAR as points that were all seen from one place."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.localization.odometry_history import OdometryHistory, Pose
from patrol.messages import Scan

Array = NDArray[np.float64]

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

    def points(self, scan: Scan, history: OdometryHistory) -> ScanPoints:
        """Return the valid returns of a scan; beams without one are left out (REP-117)."""
        ranges = scan.ranges
        with np.errstate(invalid='ignore'):
            kept = np.flatnonzero((ranges >= scan.range_min) & (ranges < scan.range_max))
        if len(kept) > MOST:
            kept = kept[np.arange(MOST) * len(kept) // MOST]
        last = end_of(scan)
        end = history.at(last)
        x, y, yaw = self._motion(scan, kept, last, end, history)
        angle = scan.angle_min + self._mount[2] + scan.angle_increment * kept + yaw
        origins = np.empty((2, len(kept)))
        c, s = np.cos(yaw), np.sin(yaw)
        origins[0] = x + c * self._mount[0] - s * self._mount[1]
        origins[1] = y + s * self._mount[0] + c * self._mount[1]
        points = np.empty_like(origins)
        np.cos(angle, out=points[0])
        np.sin(angle, out=points[1])
        points *= ranges[kept]
        points += origins
        return ScanPoints(last, end, points, origins)

    def _motion(
        self, scan: Scan, kept: NDArray[np.intp], last: float, end: Pose, history: OdometryHistory
    ) -> tuple[Array, Array, Array]:
        """Return the pose (x, y, yaw), seen from the end of the turn, of each beam kept."""
        if not (self._enabled and last > scan.stamp):
            return np.zeros(len(kept)), np.zeros(len(kept)), np.zeros(len(kept))
        c, s = math.cos(end[2]), math.sin(end[2])
        stamps, xs, ys, yaws = [], [], [], []
        for stamp, pose in history.between(scan.stamp, last):
            dx, dy = pose[0] - end[0], pose[1] - end[1]
            stamps.append(stamp - scan.stamp)
            xs.append(c * dx + s * dy)
            ys.append(c * dy - s * dx)
            yaws.append(math.remainder(pose[2] - end[2], 2 * math.pi))
        times = kept * scan.time_increment
        return (
            np.interp(times, stamps, xs),
            np.interp(times, stamps, ys),
            np.interp(times, stamps, yaws),
        )


def end_of(scan: Scan) -> float:
    """Return the stamp (s) of the scan's last beam."""
    return scan.stamp + max(len(scan.ranges) - 1, 0) * scan.time_increment


def lidar_mount(pose: tuple[float, ...]) -> tuple[float, float, float]:
    """Return x, y, yaw of a mount given as x, y, z [, yaw]."""
    yaw = pose[3] if len(pose) > 3 else 0.0
    return float(pose[0]), float(pose[1]), math.remainder(float(yaw), 2 * math.pi)
