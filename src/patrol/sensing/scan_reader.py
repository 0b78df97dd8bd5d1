"""A turn of the LiDAR as points in odom."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.localization.odometry_history import OdometryHistory
from patrol.messages import Scan

Array = NDArray[np.float64]

#: Neighbours whose ranges differ by less than this (m) are of one surface and are averaged.
SAME_SURFACE = 0.04


@dataclass(frozen=True, slots=True)
class ScanView:
    """What one turn says, per beam (n,).

    x, y: ends of the beams in odom (m), only meaningful where `hit`. ranges: m, smoothed, +Inf
    nothing, NaN unknown, -Inf too close. `hit`: something is there. `unknown`: invalid beams.
    `origin`: pose of the laser in odom at `stamp`, the time of the last beam.
    """

    stamp: float
    x: Array
    y: Array
    ranges: Array
    hit: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    origin: tuple[float, float, float]
    angle_min: float
    angle_increment: float

    def beam_at(self, x: Array, y: Array) -> tuple[NDArray[np.intp], Array]:
        """Return the beam index nearest to each point in odom, and the point's range (m).

        Points beside the field of view get the index of its nearest beam.
        """
        dx, dy = x - self.origin[0], y - self.origin[1]
        bearing = np.arctan2(dy, dx) - self.origin[2] - self.angle_min
        bearing += self.angle_increment / 2
        bearing %= 2 * np.pi
        index = (bearing / self.angle_increment).astype(np.intp)
        np.minimum(index, len(self.ranges) - 1, out=index)
        return index, np.hypot(dx, dy)


class ScanReader:
    """Puts each beam where the car was when it was measured. mount: x, y, yaw of laser_link."""

    def __init__(self, mount: tuple[float, float, float]) -> None:
        self._mount = mount
        self._fan_key: tuple[float, float, int] | None = None
        self._bearing: Array = np.zeros(0)
        self._share: Array = np.zeros(0)

    def read(self, scan: Scan, history: OdometryHistory) -> ScanView:
        """Return the turn in odom. REP-117: -Inf stands at range_min, NaN is unknown."""
        self._prepare(scan)
        ranges = smooth(scan.ranges.astype(np.float64))
        unknown = np.isnan(ranges)
        hit = ranges < scan.range_max
        distance = np.where(hit, np.maximum(ranges, scan.range_min), 0.0)
        last = scan.stamp + (len(ranges) - 1) * scan.time_increment
        ox, oy, heading = self._origins(scan.stamp, last, history)
        heading += self._bearing
        return ScanView(
            stamp=last,
            x=ox + distance * np.cos(heading),
            y=oy + distance * np.sin(heading),
            ranges=ranges,
            hit=hit,
            unknown=unknown,
            origin=self._laser(history.at(last)),
            angle_min=scan.angle_min,
            angle_increment=scan.angle_increment,
        )

    def _prepare(self, scan: Scan) -> None:
        key = (scan.angle_min, scan.angle_increment, len(scan.ranges))
        if key != self._fan_key:
            self._fan_key = key
            number = np.arange(key[2], dtype=np.float64)
            self._bearing = scan.angle_min + scan.angle_increment * number
            self._share = number / max(key[2] - 1, 1)

    def _laser(self, base: tuple[float, float, float]) -> tuple[float, float, float]:
        c, s = math.cos(base[2]), math.sin(base[2])
        x = base[0] + c * self._mount[0] - s * self._mount[1]
        y = base[1] + s * self._mount[0] + c * self._mount[1]
        return x, y, base[2] + self._mount[2]

    def _origins(
        self, first: float, last: float, history: OdometryHistory
    ) -> tuple[Array, Array, Array]:
        """Return place and heading of the laser for each beam, linear over the turn.

        Within 0.1 s the arc departs from its chord by 2 mm at most.
        """
        begin, end = self._laser(history.at(first)), self._laser(history.at(last))
        turned = math.remainder(end[2] - begin[2], 2 * math.pi)
        rest = self._share - 1.0
        return (
            end[0] + rest * (end[0] - begin[0]),
            end[1] + rest * (end[1] - begin[1]),
            end[2] + rest * turned,
        )


def smooth(ranges: Array) -> Array:
    """Return ranges (n,), each averaged with those of its two neighbours that are of its surface.

    Takes the noise of a wall down without hiding a thin leg, which has no such neighbour.
    """
    total, count = ranges.copy(), np.ones(len(ranges))
    with np.errstate(invalid='ignore'):
        step = np.abs(ranges[1:] - ranges[:-1]) < SAME_SURFACE
    total[1:] += np.where(step, ranges[:-1], 0.0)
    total[:-1] += np.where(step, ranges[1:], 0.0)
    count[1:] += step
    count[:-1] += step
    total /= count
    return total
