"""How wrong a step of odometry may be."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patrol.geometry import Array


@dataclass(frozen=True)
class MotionModel:
    """Standard deviations of a step, seen from where it began.

    along, across: m per m driven; turn_per_m: rad per m; turn_per_rad: rad per rad turned;
    slide_per_rad: m per rad turned. Alike the odometry model of Probabilistic Robotics, 5.4.
    """

    along: float = 0.03
    across: float = 0.01
    turn_per_m: float = 0.05
    turn_per_rad: float = 0.05
    slide_per_rad: float = 0.01

    def sigmas(self, step: Array, scale: float = 1.0) -> Array:
        """Return the deviations (3,) along, across (m) and in yaw (rad) of a step (3,)."""
        distance, turn = math.hypot(step[0], step[1]), abs(float(step[2]))
        slide = self.slide_per_rad * turn
        return scale * np.array(
            [
                math.hypot(self.along * distance, slide),
                math.hypot(self.across * distance, slide),
                math.hypot(self.turn_per_m * distance, self.turn_per_rad * turn),
            ]
        )


def move_particles(
    poses: NDArray[np.float32], step: Array, sigmas: Array, rng: np.random.Generator
) -> None:
    """Move particles (n, 3) in place by a step (3,) with noise."""
    noise = rng.standard_normal(poses.shape, dtype=np.float32)
    noise *= sigmas.astype(np.float32)
    noise += step.astype(np.float32)
    c, s = np.cos(poses[:, 2]), np.sin(poses[:, 2])
    poses[:, 0] += c * noise[:, 0] - s * noise[:, 1]
    poses[:, 1] += s * noise[:, 0] + c * noise[:, 1]
    poses[:, 2] += noise[:, 2]
