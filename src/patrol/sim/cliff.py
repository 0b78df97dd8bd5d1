"""Cliff sensors: each measures how far the floor is below it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from patrol.sim.ground import Ground
from patrol.sim.noise import Normals
from patrol.sim.physics import Physics
from patrol.sim.sensor_blocks import RayBlock


class CliffSensors:
    """All cliff sensors. mounts: x, y, z (m) of their links in base_footprint, by name."""

    def __init__(
        self,
        physics: Physics,
        ground: Ground,
        blocks: Mapping[str, RayBlock],
        mounts: Mapping[str, tuple[float, float, float]],
        random: np.random.Generator,
    ) -> None:
        self._physics, self._ground = physics, ground
        self._blocks = [blocks[name] for name in mounts]
        self._sigma = np.array([block.noise for block in self._blocks])
        self._range_max = min(block.range_max for block in self._blocks)
        self._mounts = np.array(list(mounts.values()))
        self._noise = Normals(random, len(mounts))

    def measure(self) -> list[float]:
        """Return all distances (m) in the order of the mounts, +Inf where nothing is near."""
        physics = self._physics
        heights = self._mounts @ physics.rotation[2] + physics.position[2]
        open_floor = self._ground.below_car(heights)
        if open_floor is not None and open_floor.max() < self._range_max:
            return list((open_floor + self._sigma * self._noise.row()).tolist())
        return self._one_by_one()

    def _one_by_one(self) -> list[float]:
        physics = self._physics
        points = (self._mounts @ physics.rotation.T + physics.position).tolist()
        down = -physics.rotation[:, 2]
        noise = self._noise.row().tolist()
        out = []
        for point, block, error in zip(points, self._blocks, noise, strict=True):
            distance = self._ground.below(point, down)
            seen = 0.0 <= distance <= block.range_max
            out.append(distance + block.noise * error if seen else math.inf)
        return out
