"""How much of a commanded velocity leaves room to stop."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.sensing.swept_footprint import contact_times, gaps, push_out
from patrol.sensing.velocity_gate_parameters import VelocityGateParameters

Array = NDArray[np.float64]

#: A point gives at most this share of its gap as margin, so that the car may always leave it.
#: Less than 1/sqrt(2): then no point lies inside the widened rectangle, not even at a corner.
YIELD = 0.7
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
        self._side_margin = parameters.side_margin

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
        x, y = push_out(x, y, self._half_length, self._half_width)
        gap = gaps(x, y, self._half_length, self._half_width)
        near = np.flatnonzero(gap < speed * horizon + self._margin + self._side_margin)
        if len(near) == 0:
            return FREE
        x, y, gap = x[near], y[near], gap[near]
        side = min(self._side_margin, YIELD * float(gap.min()))
        ahead = np.minimum(self._margin, YIELD * gap)
        times = contact_times(
            x, y, linear, angular, self._half_length + ahead, self._half_width + side
        )
        first = int(times.argmin())
        time = float(times[first])
        if time >= horizon:
            return FREE
        share = brake * (math.sqrt(self._reaction**2 + 2 * time / brake) - self._reaction)
        if share * abs(linear) < STANDING and share * abs(angular) < STANDING_TURN:
            share = 0.0
        return Room(min(share, 1.0), int(near[first]), time * speed)

    def _brake(self, linear: float, angular: float) -> float:
        """Return the deceleration as a share of the command per second (1/s)."""
        limits = self._limits
        rates = []
        if linear != 0.0:
            rates.append(limits.stopping / abs(linear))
        if angular != 0.0:
            rates.append(limits.turn_stopping / abs(angular))
        return min(rates)
