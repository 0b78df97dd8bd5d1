"""Ultrasonic rangers: a cone of rays, the nearest echo wins."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from patrol.sim.engine import mujoco
from patrol.sim.groups import SOUND
from patrol.sim.noise import Normals
from patrol.sim.physics import Physics
from patrol.sim.sensor_blocks import RayBlock

Array = NDArray[np.float64]

#: Rays on each ring of the cone, from the axis outwards.
RINGS = (1, 6, 12)
#: A surface hit at a flatter angle than this from its normal throws the sound away.
GRAZING = math.radians(65)


class Sonar:
    """One ranger. mount: x, y, z (m) and yaw (rad) of its link in base_footprint."""

    def __init__(
        self,
        physics: Physics,
        block: RayBlock,
        mount: tuple[float, float, float, float],
        random: np.random.Generator,
    ) -> None:
        self._physics, self._block = physics, block
        self._mount = np.array(mount[:3])
        self._cone = cone(block.field_of_view / 2, mount[3])
        count = len(self._cone)
        self._hit = np.zeros(count, dtype=np.int32)
        self._distance = np.zeros(count)
        self._normal = np.zeros(3 * count)
        self._noise = Normals(random, 1, 64)

    def measure(self) -> float:
        """Return the distance (m): +Inf no echo, -Inf too close."""
        physics = self._physics
        vectors = self._cone @ physics.rotation.T
        mujoco.mj_multiRay(
            physics.model,
            physics.data,
            physics.rotation @ self._mount + physics.position,
            vectors.reshape(-1),
            SOUND,
            1,
            -1,
            self._hit,
            self._distance,
            self._normal,
            len(vectors),
            self._block.range_max,
        )
        facing = np.abs(np.einsum('ij,ij->i', vectors, self._normal.reshape(-1, 3)))
        echo = (self._distance >= 0) & (facing > math.cos(GRAZING))
        noise = self._block.noise * float(self._noise.row()[0])
        if not echo.any():
            return math.inf
        distance = float(self._distance[echo].min())
        if distance < self._block.range_min:
            return -math.inf
        distance += noise
        return distance if distance <= self._block.range_max else math.inf


def cone(half_angle: float, yaw: float) -> Array:
    """Return unit vectors (n, 3) that fill a cone about the direction `yaw` in the x-y plane."""
    rays = []
    for ring, count in enumerate(RINGS):
        off = half_angle * ring / (len(RINGS) - 1)
        around = 2 * np.pi * np.arange(count) / count
        side, up = math.sin(off) * np.cos(around), math.sin(off) * np.sin(around)
        rays.append(np.stack([np.full(count, math.cos(off)), side, up], axis=-1))
    straight = np.concatenate(rays)
    c, s = math.cos(yaw), math.sin(yaw)
    return np.asarray(straight @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]).T)
