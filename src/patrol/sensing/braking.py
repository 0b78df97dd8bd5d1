"""How much of a commanded velocity leaves room to stop."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.sensing.swept_footprint import contact_times
from patrol.sensing.velocity_gate_parameters import VelocityGateParameters

Array = NDArray[np.float64]

#: A point inside the margin shrinks it to this share of its gap: nothing may come nearer, but the
#: car can drive past it and away.
YIELD = 0.97
#: How far (m) outside of the rectangle a point found inside is put.
OUTSIDE = 1e-4
#: What remains of a velocity below these (m/s, rad/s) is standing.
STANDING, STANDING_TURN = 0.012, 0.03


@dataclass(frozen=True, slots=True)
class Room:
    """`share` 0..1 of the velocity that is allowed; `point`: which point limits it (-1 none);
    `distance` (m) that the fastest part of the car can go before it comes to its margin.
    """

    share: float
    point: int = -1
    distance: float = math.inf


#: Nothing in the way: for a while, and just now.
FREE, OPEN = Room(1.0), Room(1.0)
#: What is called FREE stays so for this long (s) while the velocity and the points are the same.
AHEAD = 0.025


class BrakingCheck:
    """Scales a velocity so that the car stops, along its arc, before it touches anything.

    With the time to contact t at the full command, the share s is allowed when
    s T + s^2 / (2 k) <= t, where k is the deceleration as a share of the command per second:
    the braking distance v T + v^2 / 2a (SICK S300 manual; ISO 13855), taken along the arc so that
    it holds in turns too. T is the chain's latency and the life of a command on the board, so that
    nothing is touched even if the host dies just now.
    """

    def __init__(self, parameters: VelocityGateParameters, dimensions: Dimensions) -> None:
        self._limits = dimensions.limits
        self._half_length = dimensions.length / 2
        self._half_width = dimensions.width / 2
        self._half = np.array([[self._half_length], [self._half_width]])
        self._corner = dimensions.circumscribed_radius
        self._reaction = parameters.board_lifetime + parameters.chain_latency
        self._margin = parameters.margin
        self._side = parameters.side_margin

    def reach(self) -> float:
        """Return from how far (m, from base_footprint) a point can matter."""
        fastest = self._limits.speed + self._limits.turn_rate * self._corner
        longest = self._reaction + 0.5 * max(
            self._limits.speed / self._limits.stopping,
            self._limits.turn_rate / self._limits.turn_stopping,
        )
        return self._corner + self._margin + fastest * longest

    def room(self, points: Array, linear: float, angular: float) -> Room:
        """Judge a velocity among points (2, n) in base_footprint.

        FREE is only what stays free for AHEAD seconds more.
        """
        if points.shape[1] == 0 or (linear == 0.0 and angular == 0.0):
            return FREE
        brake = self._brake(linear, angular)
        horizon = self._reaction + 0.5 / brake
        speed = abs(linear) + abs(angular) * self._corner
        beyond = np.abs(points)
        beyond -= self._half
        away = np.maximum(beyond[0], beyond[1])
        near = (away < speed * (horizon + AHEAD) + self._margin).nonzero()[0]
        if len(near) == 0:
            return FREE
        # what turns on the spot needs no room ahead
        margin = self._margin if abs(linear) > self._half_width * abs(angular) else self._side
        times = self._contacts(points[:, near], beyond[:, near], margin, linear, angular)
        first = int(times.argmin())
        time = float(times[first])
        if time >= horizon:
            return FREE if time >= horizon + AHEAD else OPEN
        share = brake * (math.sqrt(self._reaction**2 + 2 * time / brake) - self._reaction)
        if share * abs(linear) < STANDING and share * abs(angular) < STANDING_TURN:
            share = 0.0
        return Room(min(share, 1.0), int(near[first]), time * speed)

    def _contacts(
        self, points: Array, beyond: Array, margin: float, linear: float, angular: float
    ) -> Array:
        """Return after how long (s) each point comes to its margin; `beyond` (2, n): how far (m)
        it lies beyond front or rear, and beyond a side.
        """
        points, ahead, beside = self._outside(points, beyond)
        margins = np.where(beside <= 0.0, np.minimum(YIELD * ahead, margin), margin)
        side = self._side
        tight = (beside > 0.0) & (beside < side) & (ahead < margin)
        if np.count_nonzero(tight):
            side = YIELD * float(beside[tight].min())
        margins += self._half_length
        return contact_times(
            points[0], points[1], linear, angular, margins, self._half_width + side
        )

    def _outside(self, points: Array, beyond: Array) -> tuple[Array, Array, Array]:
        """Return the points and what they lie beyond, with those inside put at the nearest edge.

        What is reported inside the car touches it: the car may drive away from it but not towards
        it.
        """
        ahead, beside = beyond
        inside = (ahead <= 0.0) & (beside <= 0.0)
        if not np.count_nonzero(inside):
            return points, ahead, beside
        x, y = points
        x = np.where(inside & (ahead >= beside), np.copysign(self._half_length + OUTSIDE, x), x)
        y = np.where(inside & (ahead < beside), np.copysign(self._half_width + OUTSIDE, y), y)
        return np.stack([x, y]), np.abs(x) - self._half_length, np.abs(y) - self._half_width

    def _brake(self, linear: float, angular: float) -> float:
        """Return the deceleration as a share of the command per second (1/s)."""
        limits = self._limits
        rates = []
        if linear != 0.0:
            rates.append(limits.stopping / abs(linear))
        if angular != 0.0:
            rates.append(limits.turn_stopping / abs(angular))
        return min(rates)
