"""Notices that the car is commanded to move and does not."""

from __future__ import annotations

import math

from patrol.control.follower_parameters import FollowerParameters

#: A command below this (m/s, rad/s) does not ask for motion, a measured one is none.
ASKED, ASKED_TURN = 0.04, 0.15
MOVING, MOVING_TURN = 0.02, 0.08


class StuckWatch:
    """Counts the time for which commands brought no motion."""

    def __init__(self, parameters: FollowerParameters) -> None:
        self._limit = parameters.stuck_time
        self._since = math.inf

    def clear(self) -> None:
        """Begin anew."""
        self._since = math.inf

    def note(self, command: tuple[float, float], twist: tuple[float, float], now: float) -> bool:
        """Take command and measured twist (m/s, rad/s); tell whether the car is stuck."""
        asked = abs(command[0]) > ASKED or abs(command[1]) > ASKED_TURN
        moving = abs(twist[0]) > MOVING or abs(twist[1]) > MOVING_TURN
        if not asked or moving:
            self._since = math.inf
        elif self._since == math.inf:
            self._since = now
        return now - self._since > self._limit
