"""Which wheel commands the board believes."""

from __future__ import annotations

import math

from patrol.dimensions import Dimensions
from patrol.messages import WheelCommands
from patrol.vocabulary import Reason

#: A command lives this long (s), counted from its stamp; then the car stops.
LIFETIME = 0.2
#: A stamp farther ahead of the board's clock than this (s) is of another clock.
AHEAD = 0.5
#: The board's clock went back by more than this (s): it was set anew.
SET_BACK = 0.5
#: Commands may exceed the car's own limits by this factor before they are nonsense.
EXCESS = 1.2


class CommandGate:
    """Keeps the last good command.

    `refused` says in words why the last bad one was dropped, `reason` in vocabulary; both are
    empty after a good one.
    """

    def __init__(self, dimensions: Dimensions) -> None:
        limits = dimensions.limits
        edge = limits.speed + limits.turn_rate * dimensions.wheel_separation / 2
        self._fastest = EXCESS * edge / dimensions.wheel_radius
        self._stamp = -math.inf
        self._born = -math.inf
        self._velocity = (0.0, 0.0)
        self.refused = ''
        self.reason = Reason.NONE

    def take(self, command: WheelCommands, now: float) -> bool:
        """Judge a command that arrives at board time `now` (s); return whether it counts."""
        left, right = float(command.velocity[0]), float(command.velocity[1])
        if self._stamp > now + AHEAD + SET_BACK:
            self._stamp = -math.inf
        self.reason, self.refused = self._mistake(command.stamp, left, right, now)
        if self.reason is not Reason.NONE:
            return False
        self._stamp, self._velocity = command.stamp, (left, right)
        self._born = min(command.stamp, now)
        return True

    def forget(self) -> None:
        """Drop the command; only a new one, stamped later, moves the car."""
        self._born = -math.inf
        self._velocity = (0.0, 0.0)

    def fresh(self, now: float) -> bool:
        """Whether a command is alive."""
        return 0.0 <= now - self._born <= LIFETIME

    def wanted(self, now: float) -> tuple[float, float]:
        """Return the speeds (rad/s) of both wheels, zero without a fresh command."""
        return self._velocity if self.fresh(now) else (0.0, 0.0)

    def _mistake(self, stamp: float, left: float, right: float, now: float) -> tuple[Reason, str]:
        if not (math.isfinite(left) and math.isfinite(right) and math.isfinite(stamp)):
            return Reason.COMMAND_INVALID, 'a command is not finite'
        if max(abs(left), abs(right)) > self._fastest:
            return Reason.COMMAND_INVALID, 'a command is faster than the car'
        if stamp > now + AHEAD:
            return Reason.CLOCK, 'a command is stamped by another clock, or in the future'
        if stamp <= now - LIFETIME:
            return Reason.CLOCK, 'a command is stamped by another clock, or came too late'
        if stamp <= self._stamp:
            return Reason.CLOCK, 'a command is older than the one before'
        return Reason.NONE, ''
