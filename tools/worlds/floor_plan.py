"""Walls with doors, as solids."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from patrol.sim.world import Model, Solid

HEIGHT = 2.5
DOOR = 0.9
COLOUR = (0.85, 0.83, 0.78, 1.0)


@dataclass(frozen=True)
class Wall:
    """A straight wall along its middle line (m); doors: distances of their middles from the start.

    A door may be (distance, width).
    """

    name: str
    start: tuple[float, float]
    end: tuple[float, float]
    doors: tuple[float | tuple[float, float], ...] = field(default=())
    thickness: float = 0.12

    def model(self) -> Model:
        """Return the pieces between the doors as one model."""
        return Model(f'wall_{self.name}', tuple(self._pieces()))

    def _pieces(self) -> Iterator[Solid]:
        (x1, y1), (x2, y2) = self.start, self.end
        length, yaw = math.hypot(x2 - x1, y2 - y1), math.atan2(y2 - y1, x2 - x1)
        at = 0.0
        for number, (opens, closes) in enumerate([*self._gaps(), (length, length)], start=1):
            middle = (at + opens) / 2
            x, y = x1 + middle * math.cos(yaw), y1 + middle * math.sin(yaw)
            pose = np.array([x, y, HEIGHT / 2, 0.0, 0.0, yaw])
            size = (opens - at, self.thickness, HEIGHT)
            yield Solid(f'wall_{self.name}_{number}', 'box', size, pose, COLOUR)
            at = closes

    def _gaps(self) -> list[tuple[float, float]]:
        doors = [d if isinstance(d, tuple) else (d, DOOR) for d in self.doors]
        return [(middle - width / 2, middle + width / 2) for middle, width in sorted(doors)]
