"""A compiled world with the car in it, and where the car's own numbers are in the engine's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from patrol.errors import UserError
from patrol.sim.car_model import PREFIX, SIDES
from patrol.sim.engine import mujoco

Array = NDArray[np.float64]


class CarInWorld:
    """Views into the engine's state: `pose` (7,) x, y, z and quaternion, `velocity` (6,) linear in
    the world and angular in the car, `wheel_position` and `wheel_velocity` (2,), sensors (3,).
    """

    def __init__(self, spec: Any, name: str) -> None:
        try:
            self.model: Any = spec.compile()
        except ValueError as error:
            reason = ' '.join(str(error).split())
            raise UserError(f"world '{name}' cannot be built: {reason}") from error
        self.data: Any = mujoco.MjData(self.model)
        left, right = (self.model.joint(f'{PREFIX}{side}_wheel_joint') for side in SIDES)
        free = self.model.joint(f'{PREFIX}base')
        qpos, qvel = self.data.qpos, self.data.qvel
        self.wheel_position: Array = qpos[left.qposadr[0] : right.qposadr[0] + 1]
        self.wheel_velocity: Array = qvel[left.dofadr[0] : right.dofadr[0] + 1]
        self.pose: Array = qpos[free.qposadr[0] : free.qposadr[0] + 7]
        self.velocity: Array = qvel[free.dofadr[0] : free.dofadr[0] + 6]
        self.gyro: Array = self.data.sensor('gyro').data
        self.accelerometer: Array = self.data.sensor('accelerometer').data
        self._state = (qpos, qvel, self.data.qacc_warmstart)
        self.control: Array = self.data.ctrl

    def take_over(self, other: CarInWorld) -> None:
        """Go on from the state of the same car in another world."""
        for mine, theirs in zip(self._state, other._state, strict=True):
            mine[:] = theirs
        self.data.time = other.data.time
