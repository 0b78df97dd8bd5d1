"""The car as designed: masses, inertias, groups, and cliff sensors that look far enough ahead."""

from __future__ import annotations

import math

import numpy as np
import pytest
from lxml import etree
from tiny_worlds import BLOCKS, CAR, URDF, physics, plane, world

from patrol.errors import UserError
from patrol.sim.board_guards import CliffGuard
from patrol.sim.car_model import expand_xacro
from patrol.sim.groups import ROBOT_COLLISION
from patrol.sim.sensor_blocks import read_sensor_blocks
from patrol.sim.wheel_loop import total_mass

ROBOT = etree.fromstring(URDF.encode())


def link(name):
    return ROBOT.find(f"link[@name='{name}']")


def inertia(name):
    values = link(name).find('inertial/inertia').attrib
    return np.array([float(values[k]) for k in ('ixx', 'iyy', 'izz')])


def test_the_mass_is_the_sum_of_all_parts():
    links = sum(float(m.get('value')) for m in ROBOT.iter('mass'))
    assert links == pytest.approx(total_mass(CAR))
    model = physics(world(plane())).model
    assert model.body_mass.sum() == pytest.approx(links, rel=1e-9)


def test_inertias_are_those_of_homogeneous_solids():
    body, wheel = CAR.raw['body'], CAR.raw['wheel']
    x, y, z = (body[k] ** 2 for k in ('length', 'width', 'height'))
    expected = body['mass'] / 12 * np.array([y + z, x + z, x + y])
    np.testing.assert_allclose(inertia('base_link'), expected)
    r, w = wheel['radius'] ** 2, wheel['width'] ** 2
    across = (3 * r + w) / 12
    expected = wheel['mass'] * np.array([across, r / 2, across])
    np.testing.assert_allclose(inertia('left_wheel_link'), expected)


def test_every_inertia_can_exist():
    for element in ROBOT.iter('link'):
        if element.find('inertial') is not None:
            a, b, c = sorted(inertia(element.get('name')))
            assert a > 0
            assert c < a + b


def test_the_yaw_inertia_of_the_whole_car_is_that_of_its_parts():
    made = physics(world(plane()))
    total = 0.0
    for element in ROBOT.iter('link'):
        inertial = element.find('inertial')
        if inertial is None:
            continue
        mass = float(inertial.find('mass').get('value'))
        x, y = _place(element.get('name'))
        total += float(inertial.find('inertia').get('izz')) + mass * (x**2 + y**2)
    full = np.zeros((made.model.nv, made.model.nv))
    import mujoco

    try:  # MuJoCo 4 takes the whole data, earlier ones the packed matrix
        mujoco.mj_fullM(made.model, made.data, full)
    except TypeError:
        mujoco.mj_fullM(made.model, full, made.data.qM)
    assert full[5, 5] == pytest.approx(total, rel=1e-3)


def _place(name):
    """x, y of a link in base_footprint."""
    x = y = 0.0
    while (joint := ROBOT.find(f"joint/child[@link='{name}']")) is not None:
        origin = joint.getparent().find('origin')
        dx, dy, _ = (float(v) for v in (origin.get('xyz') or '0 0 0').split())
        x, y = x + dx, y + dy
        name = joint.getparent().find('parent').get('link')
    return x, y


def test_all_geoms_of_the_car_are_collisions_that_no_ray_sees():
    model = physics(world(plane())).model
    of_car = [i for i in range(model.ngeom) if model.geom(i).name.startswith('car/')]
    assert len(of_car) == len(list(ROBOT.iter('collision')))
    assert {int(model.geom_group[i]) for i in of_car} == {ROBOT_COLLISION}


@pytest.mark.parametrize('direction', ['front', 'rear'])
def test_cliff_sensors_look_far_enough_ahead(direction):
    """lead >= v T + v^2 / 2a, from the edge under the sensor to the wheel or caster behind it."""
    limits = CAR.limits
    speed = limits.speed if direction == 'front' else limits.reverse_speed
    # sensed twice in a row by the board at 100 Hz, acted on in the next period
    reaction = (CliffGuard.SAMPLES + 1) * 0.01
    needed = speed * reaction + speed**2 / (2 * limits.stopping)
    mounts = [m for name, m in CAR.cliff_mounts.items() if name.startswith(direction)]
    assert len(mounts) == 2
    lead = min(abs(m[0]) for m in mounts) - CAR.raw['caster']['x']
    assert lead >= needed


def test_sensor_blocks_agree_with_the_dimensions():
    assert set(BLOCKS.sonars) == set(CAR.sonar_mounts)
    assert set(BLOCKS.cliffs) == set(CAR.cliff_mounts)
    assert BLOCKS.laser.samples == 360
    step = BLOCKS.laser.field_of_view / (BLOCKS.laser.samples - 1)
    assert step == pytest.approx(math.radians(1))


@pytest.mark.parametrize(
    'text', ['<robot', '<robot xmlns:xacro="http://ros.org/wiki/xacro"><xacro:nothing/></robot>']
)
def test_a_broken_xacro_is_one_sentence(tmp_path, text):
    file = tmp_path / 'car.xacro'
    file.write_text(text)
    with pytest.raises(UserError) as error:
        expand_xacro(file)
    assert str(error.value).startswith(f'{file}: ')
    assert '\n' not in str(error.value)


def test_a_description_without_a_sensor_is_refused():
    with pytest.raises(UserError, match='imu'):
        read_sensor_blocks(URDF.replace('name="imu" type="imu"', 'name="imv" type="imu"'))
    with pytest.raises(UserError, match='stddev'):
        read_sensor_blocks(URDF.replace('stddev', 'stddef'))
    with pytest.raises(UserError, match='not a number'):
        read_sensor_blocks(URDF.replace('<samples>360<', '<samples>many<'))
