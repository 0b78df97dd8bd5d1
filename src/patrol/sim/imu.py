"""The IMU: truth from the physics plus white noise and a bias that walks slowly."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.sim.imperfections import Imperfections
from patrol.sim.physics import TICK, Physics
from patrol.sim.sensor_blocks import ImuBlock, Noise

Array = NDArray[np.float64]

#: Samples whose errors are drawn together.
BLOCK = 512


class Imu:
    """`measure` gives gyro (rad/s) and accelerometer (m/s^2) in imu_link, (6,) together."""

    def __init__(
        self,
        physics: Physics,
        block: ImuBlock,
        random: np.random.Generator,
        imperfections: Imperfections,
    ) -> None:
        self._physics, self._random = physics, random
        gyro, accelerometer = block.gyro, block.accelerometer
        self._white = _six(imperfections.gyro_noise or gyro.white, accelerometer.white)
        self._constant = _six(gyro.bias, accelerometer.bias) * random.standard_normal(6)
        self._constant[2] += imperfections.gyro_bias
        self._keep = _six(_decay(gyro), _decay(accelerometer))
        self._kick = _six(gyro.drift, accelerometer.drift) * np.sqrt(1 - self._keep**2)
        self._walk = np.zeros(6)
        self._errors = np.zeros((BLOCK, 6))
        self._next = BLOCK

    def measure(self) -> Array:
        """Take one sample; call once a tick."""
        if self._next == BLOCK:
            self._draw()
        sample: Array = self._errors[self._next].copy()
        self._next += 1
        sample[:3] += self._physics.gyro
        sample[3:] += self._physics.accelerometer
        return sample

    def _draw(self) -> None:
        """Draw a block of errors. The bias is an Ornstein-Uhlenbeck walk, w' = keep w + kick."""
        draw = self._random.standard_normal((BLOCK, 12))
        powers = self._keep ** np.arange(1, BLOCK + 1)[:, None]
        walk = powers * (self._walk + np.cumsum(self._kick * draw[:, 6:] / powers, axis=0))
        self._walk = walk[-1]
        self._errors = self._constant + walk + self._white * draw[:, :6]
        self._next = 0


def _six(gyro: float, accelerometer: float) -> Array:
    return np.array([gyro] * 3 + [accelerometer] * 3)


def _decay(noise: Noise) -> float:
    return math.exp(-TICK / noise.time)
