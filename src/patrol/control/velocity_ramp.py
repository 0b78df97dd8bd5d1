"""Limits how fast the commanded velocity changes."""

from __future__ import annotations

import math

from patrol.control.follower_parameters import FollowerParameters

#: The command runs ahead of the measured velocity by no more than this (m/s, rad/s): when the
#: gate holds the car back, the command waits instead of winding up.
LEAD, TURN_LEAD = 0.25, 0.9


class VelocityRamp:
    """The last command, moved towards what is wanted within the accelerations."""

    def __init__(self, parameters: FollowerParameters) -> None:
        self._p = parameters
        self.linear = self.angular = 0.0

    def stop(self) -> None:
        """Command zero at once."""
        self.linear = self.angular = 0.0

    def drive(
        self, linear: float, bend: float, twist: tuple[float, float], period: float
    ) -> tuple[float, float]:
        """Return the command (m/s, rad/s) one period (s) on, towards a speed on an arc.

        `bend` in 1/m; `twist` is what is measured. The turn rate belongs to the commanded speed,
        not to the wanted one, so that the car stays on the arc while it gains speed.
        """
        start = _near(self.linear, twist[0], LEAD)
        self.linear = _limited(start, linear, self._p.acceleration * period)
        return self._turn(self.linear * bend, twist[1], period)

    def turn(
        self, angular: float, twist: tuple[float, float], period: float
    ) -> tuple[float, float]:
        """Return the command one period (s) on, towards turning on the spot (rad/s)."""
        start = _near(self.linear, twist[0], LEAD)
        self.linear = _limited(start, 0.0, self._p.acceleration * period)
        return self._turn(angular, twist[1], period)

    def _turn(self, wanted: float, measured: float, period: float) -> tuple[float, float]:
        start = _near(self.angular, measured, TURN_LEAD)
        self.angular = _limited(start, wanted, self._p.turn_acceleration * period)
        return self.linear, self.angular


def _limited(start: float, wanted: float, step: float) -> float:
    return min(max(wanted, start - step), start + step)


def _near(command: float, measured: float, lead: float) -> float:
    """Return the command, drawn towards standstill where it runs away from what is measured."""
    if abs(command) - abs(measured) > lead and command * measured >= 0:
        return math.copysign(abs(measured) + lead, command)
    return command
