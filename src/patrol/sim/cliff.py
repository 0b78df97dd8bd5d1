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
        self._sigma = [block.noise for block in self._blocks]
        self._range_max = min(block.range_max for block in self._blocks)
        self._places = list(mounts.values())
        self._mounts = np.array(self._places)
        self._noise = Normals(random, len(mounts))

    def measure(self) -> list[float]:
        """Return all distances (m) in the order of the mounts, +Inf where nothing is near."""
        level = self._ground.level_below_car()
        if level is None:
            return self._one_by_one()
        physics = self._physics
        ahead, beside, up = physics.rotation[2].tolist()
        height = float(physics.position[2]) - level
        # four sensors: plain floats are faster than an array
        floor = [(height + ahead * x + beside * y + up * z) / up for x, y, z in self._places]
        if max(floor) >= self._range_max:
            return self._one_by_one()
        noise = self._noise.row().tolist()
        return [f + s * n for f, s, n in zip(floor, self._sigma, noise, strict=True)]

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
