"""The scene that MuJoCo steps: a world, the car in it, people beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from patrol.dimensions import Dimensions
from patrol.sim.car_model import PREFIX, add_camera, load_car
from patrol.sim.engine import mujoco
from patrol.sim.groups import CAR_BIT, WORLD, WORLD_BIT
from patrol.sim.sensor_blocks import SensorBlocks
from patrol.sim.solids import build_world
from patrol.sim.world import World

STEP = 0.0025  # s: 4 ms doubles the noise of the accelerometer
PERSON_RADIUS = 0.2
PERSON_HEIGHT = 1.7


def build_scene(
    world: World,
    urdf: str,
    blocks: SensorBlocks,
    dimensions: Dimensions,
    wheel_scale: Sequence[float],
    people: int,
) -> Any:
    """Return a MjSpec ready to be compiled; people are mocap bodies far away from everything."""
    spec = build_world(world)
    _set_options(spec, blocks)
    _attach_car(spec, urdf, blocks, dimensions, wheel_scale)
    for number in range(people):
        _add_person(spec, number)
    # bodies on fixed joints are merged: names of their frames are not needed any more
    spec.compiler.fusestatic = True
    return spec


def _set_options(spec: Any, blocks: SensorBlocks) -> None:
    option = spec.option
    option.timestep = STEP
    option.integrator = mujoco.mjtIntegrator.mjINT_IMPLICITFAST
    option.cone = mujoco.mjtCone.mjCONE_ELLIPTIC
    option.impratio = 10
    camera = blocks.camera
    spec.visual.quality.offsamples = 0
    spec.visual.quality.shadowsize = 0
    spec.visual.global_.offwidth = camera.width
    spec.visual.global_.offheight = camera.height
    spec.visual.headlight.ambient = [0.45, 0.45, 0.45]
    spec.visual.headlight.diffuse = [0.5, 0.5, 0.5]


def _attach_car(
    spec: Any,
    urdf: str,
    blocks: SensorBlocks,
    dimensions: Dimensions,
    wheel_scale: Sequence[float],
) -> None:
    car = load_car(urdf, dimensions, wheel_scale)
    add_camera(car, blocks.camera)
    spec.attach(car, frame=spec.worldbody.add_frame(), prefix=PREFIX)
    spec.body(f'{PREFIX}base_footprint').add_freejoint(name=f'{PREFIX}base')
    for name, kind in (
        ('gyro', mujoco.mjtSensor.mjSENS_GYRO),
        ('accelerometer', mujoco.mjtSensor.mjSENS_ACCELEROMETER),
    ):
        spec.add_sensor(
            name=name, type=kind, objtype=mujoco.mjtObj.mjOBJ_SITE, objname=f'{PREFIX}imu'
        )


def _add_person(spec: Any, number: int) -> None:
    body = spec.worldbody.add_body(
        name=f'person_{number}', mocap=True, pos=[1e3, 1e3 + number, PERSON_HEIGHT / 2]
    )
    body.add_geom(
        name=f'person_{number}',
        type=mujoco.mjtGeom.mjGEOM_CYLINDER,
        size=[PERSON_RADIUS, PERSON_HEIGHT / 2, 0],
        group=WORLD,
        contype=WORLD_BIT,
        conaffinity=CAR_BIT,
        rgba=[0.85, 0.55, 0.35, 1],
    )
