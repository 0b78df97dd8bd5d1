"""How the car differs from its design, and its sensors from their data sheets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imperfections:
    """All zero: a car as designed, with the noise of its sensor blocks.

    lidar_dropout: share of beams that come back invalid (NaN). lidar_max_range: the farthest it
    sees (m), 0 for the data sheet's. wheel_scale: true radius of each wheel (left, right) as a
    multiple of the design. gyro_bias: extra constant bias about z (rad/s). gyro_noise: white
    noise (rad/s), 0 for the data sheet's. scan_jitter: standard deviation (s) of the error of a
    scan's stamp.
    """

    lidar_dropout: float = 0.0
    lidar_max_range: float = 0.0
    wheel_scale: tuple[float, float] = (1.0, 1.0)
    gyro_bias: float = 0.0
    gyro_noise: float = 0.0
    scan_jitter: float = 0.0
