"""Where the floor is: cliff sensors and the directions they allow."""

from __future__ import annotations

import math

from patrol.dimensions import Dimensions
from patrol.messages import RangeReading

Twist = tuple[float, float]


class FloorWatch:
    """Keeps the last word of each cliff sensor; +Inf and NaN are no floor.

    Where the floor is missing neither wheel may turn towards that end of the car, as on the board.
    """

    def __init__(self, dimensions: Dimensions) -> None:
        self._half_track = dimensions.wheel_separation / 2
        mounts = dimensions.cliff_mounts
        self._deepest = {n: m[2] + dimensions.cliff_floor_limit for n, m in mounts.items()}
        self._ahead = {name: mount[0] > 0 for name, mount in mounts.items()}
        self._missing: dict[str, bool] = {}

    def add(self, reading: RangeReading) -> None:
        """Take a reading; -Inf is a floor too near to be measured."""
        self._missing[reading.name] = not reading.range <= self._deepest[reading.name]

    def missing(self, *, ahead: bool) -> str:
        """Return the topic of a sensor at that end that sees no floor, or ''."""
        for name, missing in self._missing.items():
            if missing and self._ahead[name] == ahead:
                return f'cliff/{name}'
        return ''

    def bounded(self, twist: Twist, *, front: bool, rear: bool) -> Twist:
        """Return the velocity with no wheel turning towards a closed end.

        `front`, `rear`: which ends are closed.
        """
        turn = twist[1] * self._half_track
        left, right = twist[0] - turn, twist[0] + turn
        if front:
            left, right = min(left, 0.0), min(right, 0.0)
        if rear:
            left, right = max(left, 0.0), max(right, 0.0)
        return (left + right) / 2, (right - left) / (2 * self._half_track)


def heads(twist: Twist, half_track: float) -> tuple[bool, bool]:
    """Return whether a wheel turns forward, and whether one turns backward."""
    turn = abs(twist[1]) * half_track
    return twist[0] + turn > 0 or math.isnan(turn), twist[0] - turn < 0
