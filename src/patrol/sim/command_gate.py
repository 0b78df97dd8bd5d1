"""Which wheel commands the board believes."""

from __future__ import annotations

import math

from patrol.dimensions import Dimensions
from patrol.messages import WheelCommands

#: A command lives this long (s); then the car stops.
LIFETIME = 0.2
#: A stamp farther than this (s) from the board's clock is of another clock.
CLOCK = 1.0
#: Commands may exceed the car's own limits by this factor before they are nonsense.
EXCESS = 1.2


class CommandGate:
    """Keeps the last good command; `refused` says in words why the last bad one was dropped."""

    def __init__(self, dimensions: Dimensions) -> None:
        limits = dimensions.limits
        edge = limits.speed + limits.turn_rate * dimensions.wheel_separation / 2
        self._fastest = EXCESS * edge / dimensions.wheel_radius
        self._stamp = -math.inf
        self._arrival = -math.inf
        self._velocity = (0.0, 0.0)
        self.refused = ''

    def take(self, command: WheelCommands, now: float) -> bool:
        """Judge a command that arrives at board time `now` (s); return whether it counts."""
        left, right = float(command.velocity[0]), float(command.velocity[1])
        self.refused = self._mistake(command.stamp, left, right, now)
        if self.refused:
            return False
        self._stamp, self._arrival, self._velocity = command.stamp, now, (left, right)
        return True

    def forget(self) -> None:
        """Drop the command; only a new one, stamped later, moves the car."""
        self._arrival = -math.inf
        self._velocity = (0.0, 0.0)

    def fresh(self, now: float) -> bool:
        """Whether a command is alive."""
        return now - self._arrival <= LIFETIME

    def wanted(self, now: float) -> tuple[float, float]:
        """Return the speeds (rad/s) of both wheels, zero without a fresh command."""
        return self._velocity if self.fresh(now) else (0.0, 0.0)

    def _mistake(self, stamp: float, left: float, right: float, now: float) -> str:
        if not (math.isfinite(left) and math.isfinite(right) and math.isfinite(stamp)):
            return 'a command is not finite'
        if max(abs(left), abs(right)) > self._fastest:
            return 'a command is faster than the car'
        if abs(stamp - now) > CLOCK:
            return 'a command is stamped by another clock'
        if stamp <= self._stamp:
            return 'a command is older than the one before'
        return ''
