"""Looks along the path at the rate of the costmap: where it is blocked, where it is narrow."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.control.follower_parameters import FollowerParameters
from patrol.control.obstacle_field import ObstacleField
from patrol.control.planar import Pose
from patrol.control.reference_path import ReferencePath, brake_before
from patrol.geometry import transform

Array = NDArray[np.float64]

#: A car in a narrow place may go on so far (m) with as little room as it has, less the second,
#: but with no less than the third.
NEAR, YIELD, TOUCHING = 0.5, 0.005, 0.01


@dataclass(frozen=True, slots=True)
class View:
    """What is ahead on a path, from arc length `begin` (m) on in steps of `step` (m).

    `speeds` is what the room beside the car and a blocked place allow. `blocked_at` is the arc
    length of the first blocked place (+Inf: none) and `obstacle` what blocks it, in odom.
    """

    begin: float
    step: float
    speeds: tuple[float, ...]
    blocked_at: float = math.inf
    obstacle: tuple[float, float] | None = None

    def speed_at(self, along: float) -> float:
        """Return the allowed speed (m/s) at an arc length (m) of the path."""
        if not self.speeds:
            return math.inf
        index = int((along - self.begin) / self.step) if self.step > 0 else 0
        return self.speeds[min(max(index, 0), len(self.speeds) - 1)]


def look_ahead(
    path: ReferencePath,
    frame: Pose,
    field: ObstacleField,
    parameters: FollowerParameters,
    margin: float,
    horizon: float,
) -> View:
    """Check a path, whose frame is placed at `frame` in odom, over the next `horizon` m.

    Less room than `margin` (m) beside the rectangle is no way; near the car it is enough that
    there is no less than where the car stands now.
    """
    first = path.index(path.along)
    last = path.index(path.along + horizon)
    points = transform(frame, path.points[first : last + 1])
    clearance = _clearance(points, path, frame, field)
    begin = first * path.step
    if clearance[0] < margin:
        near = min(len(clearance), round(NEAR / path.step) if path.step > 0 else 1)
        clearance[:near] += margin - max(clearance[0] - YIELD, TOUCHING)
    blocked = np.flatnonzero(clearance < margin)
    # the very place the car stands at is no reason to stand still
    blocked = blocked[(blocked + first) * path.step > path.along + 0.05]
    span = parameters.clearance - parameters.least_clearance
    share = np.clip((clearance - parameters.least_clearance) / max(span, 1e-6), 0.0, 1.0)
    limits = parameters.slow_speed + share * (parameters.speed - parameters.slow_speed)
    if not len(blocked):
        speeds = brake_before(limits, path.step, parameters.deceleration)
        return View(begin, path.step, tuple(speeds.tolist()))
    at = begin + float(blocked[0]) * path.step
    places = begin + path.step * np.arange(len(limits))
    limits[places >= at - parameters.standoff] = 0.0
    speeds = brake_before(limits, path.step, parameters.deceleration)
    x, y = points[blocked[0]].tolist()
    return View(begin, path.step, tuple(speeds.tolist()), at, field.nearest_obstacle(x, y))


def _clearance(points: Array, path: ReferencePath, frame: Pose, field: ObstacleField) -> Array:
    """Return the room (n,) beside the rectangle as it drives along the points (n, 2)."""
    if len(points) > 1:
        steps = np.gradient(points, axis=0)
        yaw = np.arctan2(steps[:, 1], steps[:, 0])
    else:
        yaw = np.full(len(points), frame[2] + path.heading_at(path.length))
    return field.clearance(np.column_stack([points, yaw]))


def is_free(points: Array, field: ObstacleField, room: float) -> bool:
    """Tell whether all points (n, 2) in odom are farther than `room` (m) from obstacles."""
    return bool(field.room(points).min() >= room)
