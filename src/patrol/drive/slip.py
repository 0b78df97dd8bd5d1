"""Slip: the wheels say one turn, the gyro another."""

from __future__ import annotations

import math

from patrol.drive.motor_parameters import MotorControlParameters

#: Time constant (s) of the low pass over both yaw rates: counts come in whole teeth.
SMOOTHING = 0.04
#: The difference must last this long (s).
PATIENCE = 0.1
#: Standard deviation (rad/s) of the smoothed difference of a car without errors.
NOISE = 0.02
SIGMAS = 3.0


class SlipDetector:
    """Flags a difference of yaw rates beyond 3 sigma for more than 0.1 s.

    Sigma counts how well the wheels are known: errors of the ratio of their radii and of their
    distance turn into yaw rate.
    """

    def __init__(self, parameters: MotorControlParameters, separation: float) -> None:
        self._ratio = parameters.wheel_ratio_sigma / separation
        self._separation = parameters.separation_sigma
        self._difference = 0.0
        self._lasted = 0.0
        self.slipping = False

    def look(self, dt: float, distance: float, wheel_turn: float, gyro_turn: float) -> bool:
        """Take one step: dt > 0 (s), way (m), turn (rad) by wheels and by gyro."""
        share = min(1.0, dt / SMOOTHING)
        self._difference += share * ((wheel_turn - gyro_turn) / dt - self._difference)
        sigma = math.hypot(NOISE, self._ratio * distance / dt, self._separation * wheel_turn / dt)
        beyond = abs(self._difference) > SIGMAS * sigma
        self._lasted = self._lasted + dt if beyond else 0.0
        self.slipping = self._lasted > PATIENCE
        return self.slipping
