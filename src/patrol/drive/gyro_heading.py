"""The heading of the car from its gyro, with the bias learned while it stands."""

from __future__ import annotations

import math

#: Samples farther apart (s) are not joined: what happened in between is unknown.
LONGEST_GAP = 0.1
#: How far (s) the newest sample may be from the moment asked for.
REACH = 0.05
#: A car at rest that turns faster than this (rad/s) is being turned: no bias.
AT_REST = 0.05
#: Nobody turns a parked car for so many samples on end: then it is the bias that is wrong.
DOUBTS = 300


class GyroHeading:
    """Integrates the yaw rate (trapezoids) and subtracts the bias.

    The bias is a random walk, observed by a scalar Kalman filter only while the caller says that
    the car stands; in motion it is frozen. While it stands and the gyro agrees, the heading is
    held, so that noise does not turn a parked car.
    """

    def __init__(self, scale: float, noise: float, bias_sigma: float, bias_drift: float) -> None:
        self._scale, self._noise = scale, noise * noise
        self._drift = bias_drift * bias_drift
        self._stamp = math.nan
        self._total = 0.0
        self._taken = 0.0
        self._broken = True
        self.rate = 0.0
        self.bias = 0.0
        self.bias_variance = self._unknown = bias_sigma * bias_sigma
        self._doubts = 0

    def add(self, stamp: float, raw: float, *, standing: bool) -> None:
        """Take a finite sample (rad/s)."""
        dt = stamp - self._stamp
        joined = 0.0 < dt <= LONGEST_GAP
        if joined:
            self.bias_variance += self._drift * dt
            if standing:
                self._learn(raw)
        rate = self._scale * (raw - self.bias)
        if standing and abs(rate) < AT_REST:
            rate = 0.0
        if joined:
            self._total += 0.5 * (self.rate + rate) * dt
        else:
            self._broken = True
        self._stamp, self.rate = stamp, rate

    def turn(self, stamp: float) -> float | None:
        """Return the turn (rad) since the last call; None where the gyro did not see it all."""
        ahead = stamp - self._stamp
        if not -REACH <= ahead <= REACH:
            self._broken = True
            return None
        total = self._total + self.rate * ahead
        turn, self._taken = total - self._taken, total
        if self._broken:
            self._broken = False
            return None
        return turn

    def _learn(self, raw: float) -> None:
        error = raw - self.bias
        if error * error > AT_REST * AT_REST + 9.0 * self.bias_variance:
            self._doubts += 1
            if self._doubts > DOUBTS:
                self.bias_variance = self._unknown
            return
        self._doubts = 0
        gain = self.bias_variance / (self.bias_variance + self._noise)
        self.bias += gain * error
        self.bias_variance *= 1.0 - gain
