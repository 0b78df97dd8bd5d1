"""What a world is made of, whichever file it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Solid:
    """One rigid shape: drawn and collided with alike.

    kind: 'box' (size x, y, z), 'cylinder' (radius, length), 'sphere' (radius), 'plane' (x, y) or
    'mesh' (vertices (n, 3) and faces (m, 3), already scaled to metres). `pose` (6,) x, y, z, roll,
    pitch, yaw in the world. `glass`: a LiDAR looks through it, an ultrasonic sensor does not.
    """

    name: str
    kind: str
    size: tuple[float, ...]
    pose: Array
    colour: tuple[float, float, float, float] = (0.7, 0.7, 0.7, 1.0)
    glass: bool = False
    vertices: Array | None = None
    faces: NDArray[np.int32] | None = None


@dataclass(frozen=True)
class Model:
    """A named group of solids. What is called `furniture...` is not on the building's map."""

    name: str
    solids: tuple[Solid, ...]

    @property
    def mapped(self) -> bool:
        """Whether the building's map shows it."""
        return not self.name.startswith('furniture')


@dataclass(frozen=True)
class World:
    """A whole world. `report` names everything of the file that was left out."""

    name: str
    models: tuple[Model, ...]
    report: tuple[str, ...] = field(default=())

    @property
    def solids(self) -> tuple[Solid, ...]:
        """All solids of all models."""
        return tuple(solid for model in self.models for solid in model.solids)
