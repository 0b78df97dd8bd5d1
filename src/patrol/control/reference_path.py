"""A path to be followed: evenly spaced points with arc length, heading and allowed speed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.control.planar import Pose

Array = NDArray[np.float64]

#: Distance (m) between two points, and over which a bend is measured.
SPACING, BEND = 0.05, 0.4
#: A bend never asks for less than this speed (m/s): sharper ones are turned in place.
SLOWEST_BEND = 0.15
#: How far (m) behind and ahead of the last place the car may be along the path.
BACK, AHEAD = 0.3, 0.6


class ReferencePath:
    """Points (n, 2) at equal steps along a polyline, in one frame.

    `speeds` (n,) is what bends and the stop at the end allow, braking included. `goal_yaw` is the
    heading to end with, None where the path goes on beyond its last point.
    """

    def __init__(
        self,
        points: Array,
        goal_yaw: float | None,
        *,
        speed: float,
        deceleration: float,
        lateral: float,
    ) -> None:
        self.points, self.step = resample(points, SPACING)
        self.goal_yaw = goal_yaw
        self.length = self.step * (len(self.points) - 1)
        self._x, self._y = self.points[:, 0].tolist(), self.points[:, 1].tolist()
        self._last = len(self._x) - 1
        limits = self._bend_speeds(speed, lateral)
        if goal_yaw is not None:
            limits[-1] = 0.0
        self.speeds = brake_before(limits, self.step, deceleration)
        self._speeds: list[float] = self.speeds.tolist()
        self.along = 0.0

    @property
    def end(self) -> tuple[float, float]:
        """The last point."""
        return self._x[-1], self._y[-1]

    @property
    def remaining(self) -> float:
        """Way (m) from the place of the car to the end."""
        return self.length - self.along

    def at(self, along: float) -> tuple[float, float]:
        """Return the point at an arc length (m); before the start and beyond the end the
        first and last point.
        """
        index, share = self._split(along)
        x, y = self._x, self._y
        if index >= self._last:
            return x[-1], y[-1]
        return (
            x[index] + share * (x[index + 1] - x[index]),
            y[index] + share * (y[index + 1] - y[index]),
        )

    def speed_at(self, along: float) -> float:
        """Return the allowed speed (m/s) at an arc length (m)."""
        return self._speeds[min(self._split(along)[0], self._last)]

    def heading_at(self, along: float) -> float:
        """Return the direction (rad) of the path at an arc length (m)."""
        index = min(self._split(along)[0], self._last - 1)
        if index < 0:
            return self.goal_yaw or 0.0
        return math.atan2(self._y[index + 1] - self._y[index], self._x[index + 1] - self._x[index])

    def index(self, along: float) -> int:
        """Return the number of the last point not beyond an arc length (m)."""
        return min(self._split(along)[0], self._last)

    def locate(self, pose: Pose) -> float:
        """Find the car near its last place on the path; return how far (m) off the path it is."""
        first = self.index(self.along - BACK)
        last = min(self.index(self.along + AHEAD) + 1, self._last)
        best, at = math.inf, self.along
        for index in range(first, max(last, first + 1)):
            distance, share = self._to_segment(index, pose)
            if distance < best:
                best, at = distance, (index + share) * self.step
        self.along = min(at, self.length)
        return math.sqrt(best)

    def restart(self, pose: Pose) -> None:
        """Find the car anywhere on the path."""
        offsets = self.points - (pose[0], pose[1])
        self.along = float(np.square(offsets).sum(1).argmin() * self.step)
        self.locate(pose)

    def _split(self, along: float) -> tuple[int, float]:
        if self.step <= 0 or along <= 0:
            return 0, 0.0
        whole = along / self.step
        index = int(whole)
        return index, whole - index

    def _to_segment(self, index: int, pose: Pose) -> tuple[float, float]:
        """Return the squared distance to a segment and the share of it at the nearest point."""
        ax, ay = self._x[index], self._y[index]
        if index >= self._last:
            return (pose[0] - ax) ** 2 + (pose[1] - ay) ** 2, 0.0
        dx, dy = self._x[index + 1] - ax, self._y[index + 1] - ay
        px, py = pose[0] - ax, pose[1] - ay
        share = min(1.0, max(0.0, (px * dx + py * dy) / (dx * dx + dy * dy)))
        return (px - share * dx) ** 2 + (py - share * dy) ** 2, share

    def _bend_speeds(self, speed: float, lateral: float) -> Array:
        limits = np.full(len(self.points), speed)
        span = round(BEND / 2 / self.step) if self.step > 0 else 0
        if span == 0 or len(self.points) < 3:
            return limits
        steps = np.diff(self.points, axis=0)
        heading = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
        padded = np.pad(heading, span, mode='edge')
        turned = np.abs(padded[2 * span :] - padded[: -2 * span])
        bend = np.maximum(turned / (2 * span * self.step), 1e-6)
        limits[:-1] = np.clip(np.sqrt(lateral / bend), SLOWEST_BEND, speed)
        return limits


def resample(points: Array, spacing: float) -> tuple[Array, float]:
    """Return points (m, 2) evenly spaced by about `spacing` along a polyline (n, 2), and their
    distance; a polyline without length becomes one point.
    """
    lengths = np.hypot(*np.diff(points, axis=0).T)
    keep = np.r_[True, lengths > 1e-6]
    points, along = points[keep], np.r_[0.0, np.cumsum(lengths[keep[1:]])]
    if along[-1] < 1e-3:
        return points[-1:].copy(), 0.0
    count = max(int(np.ceil(along[-1] / spacing)), 1)
    places = np.linspace(0.0, along[-1], count + 1)
    even = np.stack([np.interp(places, along, points[:, k]) for k in (0, 1)], axis=-1)
    return even, float(along[-1] / count)


def brake_before(limits: Array, step: float, deceleration: float) -> Array:
    """Return speeds (n,) from which each later limit (n,) is reached by braking in time."""
    way = 2 * deceleration * step * np.arange(len(limits))
    squares = np.minimum.accumulate((np.square(limits) + way)[::-1])[::-1] - way
    return np.asarray(np.sqrt(squares))
