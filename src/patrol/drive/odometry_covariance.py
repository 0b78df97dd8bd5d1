"""How wrong the odometry may be, constant errors included."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.drive.motor_parameters import MotorControlParameters

Array = NDArray[np.float64]

X, Y, YAW, BIAS, DISTANCE, TURN = range(6)


class OdometryCovariance:
    """Covariance of x, y, yaw since the start.

    The errors of gyro bias, distance scale and gyro scale do not average out: they are carried
    as states that are never corrected (Schmidt's consider filter; Jazwinski, Stochastic Processes
    and Filtering Theory, 1970, section 8.9). `add` sums up steps, `update` propagates them.
    """

    #: Way (m^2 per m) and heading (rad^2 per m) that uneven floor and tyres add.
    ROUGH_WAY, ROUGH_TURN = 1e-5, 1e-6

    def __init__(self, parameters: MotorControlParameters) -> None:
        scale, turn = parameters.distance_scale_sigma, parameters.gyro_scale_sigma
        self._full = np.diag([0.0, 0.0, 0.0, 0.0, scale * scale, turn * turn])
        self._step = np.eye(6)
        self._white = parameters.gyro_noise**2 * 0.01
        self._clear()

    def add(self, dt: float, distance: float, turn: float, way: float, heading: float) -> None:
        """Add a step; `way` (m^2) and `heading` (rad^2) are variances beyond the usual."""
        self._distance += distance
        self._turn += turn
        self._way += way + self.ROUGH_WAY * abs(distance)
        self._heading += heading + self.ROUGH_TURN * abs(distance)
        if distance != 0.0 or turn != 0.0:
            self._moving += dt

    def update(self, yaw: float, bias_variance: float) -> Array:
        """Propagate what was added, `yaw` being the heading now; return the covariance (3, 3)."""
        middle = yaw - 0.5 * self._turn
        c, s = math.cos(middle), math.sin(middle)
        step, full = self._step, self._full
        step[X, YAW], step[Y, YAW] = -self._distance * s, self._distance * c
        step[X, DISTANCE], step[Y, DISTANCE] = self._distance * c, self._distance * s
        step[YAW, BIAS], step[YAW, TURN] = -self._moving, self._turn
        self._set_bias(bias_variance)
        full = step @ full @ step.T
        full[X, X] += self._way * c * c
        full[Y, Y] += self._way * s * s
        full[X, Y] += self._way * c * s
        full[Y, X] = full[X, Y]
        full[YAW, YAW] += self._heading + self._white * self._moving
        self._full = full
        self._clear()
        return full[:3, :3].copy()

    def _set_bias(self, variance: float) -> None:
        """Follow the bias filter; what it learned anew is no longer correlated with the past."""
        full = self._full
        if variance < 0.99 * full[BIAS, BIAS]:
            share = variance / full[BIAS, BIAS]
            full[BIAS, :] *= share
            full[:, BIAS] *= share
        full[BIAS, BIAS] = variance

    def _clear(self) -> None:
        self._distance = self._turn = self._way = self._heading = 0.0
        self._moving = 0.0
