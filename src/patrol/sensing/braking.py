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


FREE = Room(1.0)


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

    def room(self, x: Array, y: Array, linear: float, angular: float) -> Room:
        """Judge a velocity among points (n,) in base_footprint."""
        if len(x) == 0 or (linear == 0.0 and angular == 0.0):
            return FREE
        brake = self._brake(linear, angular)
        horizon = self._reaction + 0.5 / brake
        speed = abs(linear) + abs(angular) * self._corner
        x, y, ahead, beside = self._beyond(x, y)
        near = np.flatnonzero(np.maximum(ahead, beside) < speed * horizon + self._margin)
        if len(near) == 0:
            return FREE
        x, y, ahead, beside = x[near], y[near], ahead[near], beside[near]
        # what turns on the spot needs no room ahead
        margin = self._margin if abs(linear) > self._half_width * abs(angular) else self._side
        frontal = beside <= 0.0
        margins = np.minimum(margin, np.where(frontal, YIELD * ahead, margin))
        corners = beside[~frontal & (ahead < margin)]
        side = min(self._side, YIELD * float(corners.min())) if len(corners) else self._side
        times = contact_times(
            x, y, linear, angular, self._half_length + margins, self._half_width + side
        )
        first = int(times.argmin())
        time = float(times[first])
        if time >= horizon:
            return FREE
        share = brake * (math.sqrt(self._reaction**2 + 2 * time / brake) - self._reaction)
        if share * abs(linear) < STANDING and share * abs(angular) < STANDING_TURN:
            share = 0.0
        return Room(min(share, 1.0), int(near[first]), time * speed)

    def _beyond(self, x: Array, y: Array) -> tuple[Array, Array, Array, Array]:
        """Return the points and how far (m) they lie beyond front or rear, and beyond a side.

        What is reported inside the car touches it: it is put at the nearest edge, so that the car
        may drive away from it but not towards it.
        """
        ahead, beside = np.abs(x), np.abs(y)
        ahead -= self._half_length
        beside -= self._half_width
        inside = np.maximum(ahead, beside) <= 0.0
        if not inside.any():
            return x, y, ahead, beside
        long_way = inside & (ahead >= beside)
        side_way = inside & (ahead < beside)
        x = np.where(long_way, np.copysign(self._half_length + OUTSIDE, x), x)
        y = np.where(side_way, np.copysign(self._half_width + OUTSIDE, y), y)
        return x, y, np.abs(x) - self._half_length, np.abs(y) - self._half_width

    def _brake(self, linear: float, angular: float) -> float:
        """Return the deceleration as a share of the command per second (1/s)."""
        limits = self._limits
        rates = []
        if linear != 0.0:
            rates.append(limits.stopping / abs(linear))
        if angular != 0.0:
            rates.append(limits.turn_stopping / abs(angular))
        return min(rates)
