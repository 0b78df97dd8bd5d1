"""Ground truth about edges: is there floor under each wheel and caster?"""

from __future__ import annotations

import numpy as np

from patrol.dimensions import Dimensions
from patrol.sim.ground import Ground
from patrol.sim.groups import SOUND
from patrol.sim.physics import Physics

#: Floor this much (m) below a wheel or caster still carries it.
DEPTH = 0.02
#: Height (m) above its lowest point from which a support looks down.
LIFT = 0.01
DOWN = np.array([0.0, 0.0, -1.0])


class Supports:
    """Wheels and casters of the car and the floor under their middles."""

    def __init__(self, physics: Physics, ground: Ground, dimensions: Dimensions) -> None:
        self._physics, self._ground = physics, ground
        half = dimensions.wheel_separation / 2
        x = dimensions.raw['caster']['x']
        self._points = np.array([[0, half, LIFT], [0, -half, LIFT], [x, 0, LIFT], [-x, 0, LIFT]])

    def over_edge(self) -> bool:
        """Whether any of them has no floor under it."""
        physics = self._physics
        level = self._ground.level_below_car()
        if level is not None:
            heights = self._points @ physics.rotation[2] + (physics.position[2] - level)
            deepest = float(heights.max()) / physics.rotation[2, 2]
            return not (float(heights.min()) >= 0.0 and deepest <= LIFT + DEPTH)
        for point in (self._points @ physics.rotation.T + physics.position).tolist():
            depth = self._ground.below(point, DOWN, SOUND)
            if not 0.0 <= depth <= LIFT + DEPTH:
                return True
        return False
