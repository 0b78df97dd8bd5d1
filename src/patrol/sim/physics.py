"""The car in its world, stepped by MuJoCo."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from patrol.dimensions import Dimensions
from patrol.errors import UserError
from patrol.sim.car_in_world import CarInWorld
from patrol.sim.contacts import ContactWatch
from patrol.sim.engine import mujoco
from patrol.sim.groups import LIGHT, SOUND
from patrol.sim.scene import PERSON_HEIGHT, STEP, build_scene
from patrol.sim.sensor_blocks import SensorBlocks
from patrol.sim.world import World

Array = NDArray[np.float64]

STEPS_PER_TICK = 4
TICK = STEP * STEPS_PER_TICK
#: A start pose may be given over a floor at most this much (m) above or below zero.
FLOOR_SEARCH = 0.5
#: It is let down from this much (m) above it: a mere touch has no clear direction.
DROP = 0.0005


class Physics:
    """Motors in volts in, motion out. `position` (3,), `rotation` (3, 3) of base_footprint.

    Far from everything but the floor the car is stepped in a world of floor alone (`know_floor`):
    most of a step's cost would be solids that it cannot touch. Rays always see the whole world.
    """

    def __init__(
        self,
        world: World,
        urdf: str,
        blocks: SensorBlocks,
        dimensions: Dimensions,
        wheel_scale: Sequence[float] = (1.0, 1.0),
        people: int = 0,
    ) -> None:
        def compiled(part: World, persons: int) -> CarInWorld:
            spec = build_scene(part, urdf, blocks, dimensions, wheel_scale, persons)
            return CarInWorld(spec, world.name)

        self._compiled = compiled
        self._full = self._open = self._car = compiled(world, people)
        self.model, self.data = self._full.model, self._full.data
        self.contacts = ContactWatch(self.model, self.data)
        self.rotation: Array = np.eye(3)
        self.position: Array = np.zeros(3)
        self._flat_rotation = self.rotation.reshape(-1)
        self._one = np.zeros(1, dtype=np.int32)

    def know_floor(self, floor: World) -> None:
        """Tell which part of the world is floor."""
        self._open = self._compiled(floor, 0)

    def step(self, volts: Array, stamp: float, *, apart: bool = False) -> None:
        """Advance one tick of 10 ms with constant voltages (2,); every step's contacts count.

        apart: it is known that nothing but floor can be touched in this tick.
        """
        car = self._in(self._open if apart else self._full)
        car.control[:] = volts
        if apart:
            mujoco.mj_step(car.model, car.data, nstep=STEPS_PER_TICK)
            self.contacts.untouched()
        else:
            for number in range(STEPS_PER_TICK):
                mujoco.mj_step(car.model, car.data)
                self.contacts.look(stamp + number * STEP)
        self._read()

    def place(self, pose: Sequence[float] | Array) -> None:
        """Put the car at rest on the floor at a pose (3,).

        Raises UserError when there is no floor, or something stands in the way.
        """
        x, y, yaw = (float(value) for value in pose)
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(yaw)):
            raise UserError(f'the pose {tuple(pose)} is not finite')
        car = self._car = self._full
        mujoco.mj_forward(self.model, self.data)
        depth = self.down_ray(np.array([x, y, FLOOR_SEARCH]))
        if not 0.0 <= depth <= 2 * FLOOR_SEARCH:
            raise UserError(f'there is no floor at x = {x:.2f}, y = {y:.2f}')
        height = FLOOR_SEARCH - depth + DROP
        car.pose[:] = (x, y, height, math.cos(yaw / 2), 0.0, 0.0, math.sin(yaw / 2))
        self.data.mocap_pos[:, 2] = height + PERSON_HEIGHT / 2
        car.velocity[:] = 0.0
        car.wheel_velocity[:] = 0.0
        mujoco.mj_forward(self.model, self.data)
        self._read()
        thing = self.contacts.blocked_by()
        if thing:
            raise UserError(
                f"the pose x = {x:.2f}, y = {y:.2f}, yaw = {yaw:.2f} is inside '{thing}'"
            )

    def down_ray(self, point: Array) -> float:
        """Return how far (m) below a point (3,) the next solid is, or -1."""
        down = np.array([0.0, 0.0, -1.0])
        return self.ray(point, down, SOUND)

    def ray(self, point: Array, direction: Array, groups: NDArray[np.uint8] = LIGHT) -> float:
        """Return the distance (m) along one ray (unit vector) to what the groups show, or -1."""
        distance = mujoco.mj_ray(
            self.model, self.data, point, direction, groups, 1, -1, self._one, None
        )
        return float(distance)

    @property
    def pose(self) -> Array:
        """True pose (3,) of base_footprint: x, y, yaw."""
        yaw = math.atan2(self.rotation[1, 0], self.rotation[0, 0])
        return np.array([self.position[0], self.position[1], yaw])

    @property
    def twist(self) -> Array:
        """True speed (m/s) along the car and yaw rate (rad/s)."""
        velocity = self._car.velocity
        return np.array([float(velocity[:3] @ self.rotation[:, 0]), float(velocity[5])])

    @property
    def velocity(self) -> Array:
        """True velocity (3,) of base_footprint in the world (m/s)."""
        return self._car.velocity[:3]

    @property
    def tilt(self) -> float:
        """Angle (rad) between the car's and the world's vertical."""
        return math.acos(max(-1.0, min(1.0, float(self.rotation[2, 2]))))

    @property
    def wheel_position(self) -> Array:
        """True angles (2,) of the wheels (rad)."""
        return self._car.wheel_position

    @property
    def wheel_velocity(self) -> Array:
        """True speeds (2,) of the wheels (rad/s)."""
        return self._car.wheel_velocity

    @property
    def gyro(self) -> Array:
        """True angular velocity (3,) of imu_link in it (rad/s)."""
        return self._car.gyro

    @property
    def accelerometer(self) -> Array:
        """True specific force (3,) at imu_link in it (m/s^2)."""
        return self._car.accelerometer

    def move_people(self, positions: Array) -> None:
        """Put the people at positions (n, 2)."""
        self.data.mocap_pos[:, :2] = positions
        mujoco.mj_kinematics(self.model, self.data)

    def show(self) -> None:
        """Bring the whole world up to date, for who wants to look at it."""
        self._in(self._full)
        mujoco.mj_kinematics(self.model, self.data)
        mujoco.mj_comPos(self.model, self.data)
        mujoco.mj_camlight(self.model, self.data)

    def _in(self, world: CarInWorld) -> CarInWorld:
        """Take the car over to the other of the two worlds."""
        if world is not self._car:
            world.take_over(self._car)
            self._car = world
        return world

    def _read(self) -> None:
        mujoco.mju_quat2Mat(self._flat_rotation, self._car.pose[3:7])
        self.position[:] = self._car.pose[:3]
