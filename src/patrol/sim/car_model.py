"""The car as a MuJoCo model: xacro -> URDF -> MjSpec.

What the URDF import loses or gets wrong is put right here: frames of massless links are kept,
visuals are dropped (the car does not see itself), wheels become spheres (a cylinder stands on two
edges and scrubs), motors are driven in volts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from patrol.dimensions import Dimensions
from patrol.errors import UserError
from patrol.home import share_dir
from patrol.sim.engine import mujoco
from patrol.sim.groups import CAR, CAR_BIT, ROBOT_COLLISION, WORLD_BIT
from patrol.sim.sensor_blocks import CameraBlock

PREFIX = 'car/'
SIDES = ('left', 'right')

#: Rubber on a hard floor; balls of casters slide without friction.
WHEEL_FRICTION = 1.0
#: Time constant (s) of the contact with the floor: MuJoCo's 20 ms lets the car sink in so far
#: that its wheels roll on a radius 0.5 % too small.
CONTACT_TIME = 0.008


def expand_xacro(file: Path | None = None) -> str:
    """Return the URDF of the car with Gazebo's blocks in it."""
    import xacro

    source = file or share_dir() / 'urdf' / 'patrol_car.urdf.xacro'
    try:
        return str(xacro.process_file(str(source)).toxml())
    except Exception as error:  # xacro raises many kinds, all of them mistakes in the file
        reason = ' '.join(str(error).split())
        raise UserError(f'cannot expand the xacro: {reason}', file=source) from error


def load_car(urdf: str, dimensions: Dimensions, wheel_scale: Iterable[float] = (1.0, 1.0)) -> Any:
    """Return the MjSpec of the car, its root body base_footprint.

    wheel_scale: true radius of each wheel (left, right) as a multiple of the design; the axle of
    each wheel moves along, so that the car stays level.
    """
    spec = mujoco.MjSpec.from_string(_for_mujoco(urdf))
    for geom in spec.geoms:
        _regroup(geom)
    for side, scale in zip(SIDES, wheel_scale, strict=True):
        _shape_wheel(spec, side, scale * dimensions.wheel_radius)
        _add_motor(spec, side, dimensions.raw['motor'])
    spec.body('imu_link').add_site(name='imu')
    return spec


def add_camera(spec: Any, block: CameraBlock) -> None:
    """Add the camera to the car's spec; MuJoCo's camera looks along -z with y up."""
    vertical = mujoco_vertical_fov(block)
    spec.body('camera_optical_frame').add_camera(
        name='camera', quat=[0, 1, 0, 0], fovy=vertical, resolution=[block.width, block.height]
    )


def mujoco_vertical_fov(block: CameraBlock) -> float:
    """Vertical opening angle (degrees) of square pixels."""
    half = math.tan(block.field_of_view / 2) * block.height / block.width
    return math.degrees(2 * math.atan(half))


def _for_mujoco(urdf: str) -> str:
    robot = etree.fromstring(urdf.encode())
    for block in robot.findall('gazebo'):
        robot.remove(block)
    tag = etree.Element('mujoco')
    etree.SubElement(tag, 'compiler', fusestatic='false', discardvisual='true', strippath='false')
    robot.insert(0, tag)
    return str(etree.tostring(robot, encoding='unicode'))


def _regroup(geom: Any) -> None:
    geom.group = ROBOT_COLLISION
    geom.contype, geom.conaffinity = CAR_BIT, WORLD_BIT
    if geom.name.startswith('caster'):
        geom.priority = CAR + 1
        geom.condim = 1
        geom.solref = [CONTACT_TIME, 1.0]


def _shape_wheel(spec: Any, side: str, radius: float) -> None:
    wheel = spec.geom(f'{side}_wheel')
    wheel.type = mujoco.mjtGeom.mjGEOM_SPHERE
    wheel.size = [radius, 0, 0]
    wheel.priority = CAR
    wheel.solref = [CONTACT_TIME, 1.0]
    wheel.friction = [WHEEL_FRICTION, 0.005, 0.0001]
    body = spec.body(f'{side}_wheel_link')
    axle = spec.body('base_link').pos[2]
    body.pos = [body.pos[0], body.pos[1], body.pos[2] + radius - axle]


def _add_motor(spec: Any, side: str, motor: dict[str, float]) -> None:
    joint = spec.joint(f'{side}_wheel_joint')
    joint.armature = motor['armature']
    actuator = spec.add_actuator(name=f'{side}_motor', target=joint.name)
    actuator.trntype = mujoco.mjtTrn.mjTRN_JOINT
    actuator.set_to_dcmotor(
        motorconst=[0, 0],
        resistance=0,
        nominal=[motor['nominal_voltage'], motor['stall_torque'], motor['no_load_speed']],
    )
