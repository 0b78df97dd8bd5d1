"""The IMU: truth from the physics plus white noise and a bias that walks slowly."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.sim.imperfections import Imperfections
from patrol.sim.noise import Normals
from patrol.sim.physics import TICK, Physics
from patrol.sim.sensor_blocks import ImuBlock, Noise

Array = NDArray[np.float64]


class Imu:
    """`measure` gives gyro (rad/s) and accelerometer (m/s^2) in imu_link, (6,) together."""

    def __init__(
        self,
        physics: Physics,
        block: ImuBlock,
        random: np.random.Generator,
        imperfections: Imperfections,
    ) -> None:
        self._physics = physics
        gyro, accelerometer = block.gyro, block.accelerometer
        self._white = _six(imperfections.gyro_noise or gyro.white, accelerometer.white)
        self._constant = _six(gyro.bias, accelerometer.bias) * random.standard_normal(6)
        self._constant[2] += imperfections.gyro_bias
        self._keep = _six(_decay(gyro), _decay(accelerometer))
        self._kick = _six(gyro.drift, accelerometer.drift) * np.sqrt(1 - self._keep**2)
        self._walk = np.zeros(6)
        self._noise = Normals(random, 12)

    def measure(self) -> Array:
        """Take one sample; call once a tick. The bias is an Ornstein-Uhlenbeck walk."""
        draw = self._noise.row()
        self._walk *= self._keep
        self._walk += self._kick * draw[6:]
        truth = np.concatenate([self._physics.gyro, self._physics.accelerometer])
        truth += self._constant
        truth += self._walk
        truth += self._white * draw[:6]
        return truth


def _six(gyro: float, accelerometer: float) -> Array:
    return np.array([gyro] * 3 + [accelerometer] * 3)


def _decay(noise: Noise) -> float:
    return math.exp(-TICK / noise.time)
