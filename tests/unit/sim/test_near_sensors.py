"""Ultrasonic rangers and cliff sensors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tiny_worlds import BLOCKS, CAR, box, physics, plane, room, world

from patrol.sim.cliff import CliffSensors
from patrol.sim.ground import Ground
from patrol.sim.sonar import Sonar, cone

NAMES = list(CAR.cliff_mounts)


def sonar(car, name='front_left', yaw=None, height=None):
    mount = list(CAR.sonar_mounts[name])
    mount[3] = mount[3] if yaw is None else yaw
    mount[2] = mount[2] if height is None else height
    return Sonar(car, BLOCKS.sonars[name], tuple(mount), np.random.default_rng(1))


def mean(sensor, count=50):
    return float(np.mean([sensor.measure() for _ in range(count)]))


def test_the_cone_has_the_half_angle_of_the_block():
    rays = cone(0.26, 0.0)
    np.testing.assert_allclose(np.linalg.norm(rays, axis=1), 1)
    assert np.arccos(rays[:, 0]).max() == pytest.approx(0.26)


def test_a_wall_is_as_far_as_it_is():
    car = physics(room())
    x = CAR.sonar_mounts['front_left'][0]
    assert mean(sonar(car, yaw=0.0)) == pytest.approx(3.0 - x, abs=0.003)


def test_bare_floor_gives_no_echo_but_a_box_on_it_does():
    car = physics(world(plane()))
    assert all(math.isinf(sonar(car, name).measure()) for name in CAR.sonar_mounts)
    car = physics(world(plane(), box('parcel', 0.9, 0.0, (0.2, 0.3, 0.3))))
    assert mean(sonar(car, yaw=0.0)) == pytest.approx(0.605, abs=0.01)


def test_a_kerb_of_five_centimetres_is_heard():
    car = physics(world(plane(), box('kerb', 1.5, 0.0, (1.0, 6.0, 0.05))))
    assert mean(sonar(car, yaw=0.0)) == pytest.approx(1.0 - 0.195, abs=0.02)


def test_glass_is_heard_and_the_side_of_the_cone_is_not():
    pane = box('pane', 1.0, 0.0, (0.02, 1.0, 2.0), glass=True)
    car = physics(world(plane(), pane))
    assert mean(sonar(car, yaw=0.0)) == pytest.approx(0.99 - 0.195, abs=0.01)
    assert math.isinf(sonar(car, yaw=math.pi / 2).measure())


def test_a_wall_that_turns_its_side_throws_the_sound_away():
    slanted = box('slanted', 3.0, 0.0, (0.1, 5.0, 2.0), yaw=math.radians(-80))
    car = physics(world(plane(), slanted))
    assert math.isinf(sonar(car, yaw=0.0, height=0.1).measure())


def test_too_close_is_minus_inf():
    car = physics(world(plane(), box('wall', 0.26, 0.0, (0.1, 1.0, 1.0))))
    assert sonar(car, yaw=0.0).measure() == -math.inf


def cliffs(of, start=(0.0, 0.0, 0.0)):
    car = physics(of, start)
    ground = Ground(car, of)
    return CliffSensors(car, ground, BLOCKS.cliffs, CAR.cliff_mounts, np.random.default_rng(1))


def means(sensors, count=100):
    return np.mean([sensors.measure() for _ in range(count)], axis=0)


@pytest.mark.parametrize('of', [world(plane()), world(box('slab', 0, 0, (4, 4, 0.2), z=-0.1))])
def test_level_floor_is_as_far_below_as_the_mounts_are_high(of):
    expected = [mount[2] for mount in CAR.cliff_mounts.values()]
    # the car leans on one of its casters by less than a degree
    np.testing.assert_allclose(means(cliffs(of)), expected, atol=0.004)


def test_each_sensor_misses_the_floor_over_its_own_edge():
    slab = box('slab', -1.0, -1.0, (2.36, 4.0, 0.2), z=-0.1)  # ends at x = 0.18
    found = dict(zip(NAMES, cliffs(world(slab)).measure(), strict=True))
    assert math.isinf(found['front_left'])
    assert math.isinf(found['front_right'])
    assert found['rear_left'] == pytest.approx(0.05, abs=0.01)
    assert found['rear_right'] == pytest.approx(0.05, abs=0.01)


def test_a_step_down_is_measured():
    slab = box('slab', -1.0, 0.0, (2.36, 4.0, 0.2), z=-0.1)
    found = dict(zip(NAMES, means(cliffs(world(slab, plane(-0.1)))), strict=True))
    assert found['front_left'] == pytest.approx(0.15, abs=0.01)
    assert found['rear_left'] == pytest.approx(0.05, abs=0.01)


def test_the_short_way_to_the_ground_is_the_long_one():
    """The plane is computed, not cast: both must agree, also on a tilted car."""
    of = world(plane(), box('leg', 0.5, 0.0, (0.05, 0.05, 0.7)))
    car = physics(of)
    ground = Ground(car, of)
    random = np.random.default_rng(2)
    for _ in range(200):
        point = np.array([*random.uniform(-1, 1, 2), random.uniform(0.02, 0.2)])
        tilt = random.uniform(-0.1, 0.1, 2)
        down = np.array([*tilt, -math.sqrt(1 - tilt @ tilt)])
        assert ground.below(point.tolist(), down) == pytest.approx(car.ray(point, down), abs=1e-9)
