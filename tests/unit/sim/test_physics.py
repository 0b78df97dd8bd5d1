"""The car drives as the closed forms say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tiny_worlds import CAR, box, physics, plane, room, world

from patrol.errors import UserError

MOTOR, WHEEL = CAR.raw['motor'], CAR.raw['wheel']
CONSTANT = MOTOR['nominal_voltage'] / MOTOR['no_load_speed']
RESISTANCE = MOTOR['nominal_voltage'] * CONSTANT / MOTOR['stall_torque']

#: An endless plane and a box: wheels must roll alike on both.
FLOORS = {
    'plane': world(plane()),
    'box': world(box('slab', 0, 0, (60, 60, 0.2), z=-0.1)),
}


@pytest.mark.parametrize('floor', FLOORS)
def test_a_straight_run_is_as_long_as_the_wheels_say(floor):
    car = physics(FLOORS[floor])
    start, turned = car.pose, car.wheel_position.copy()
    for _ in range(600):
        car.step(np.array([5.0, 5.0]), 0.0)
    rolled = (car.wheel_position - turned).mean() * CAR.wheel_radius
    assert car.pose[0] - start[0] == pytest.approx(rolled, rel=0.005)
    assert rolled > 2.0
    assert abs(car.pose[1]) < 1e-4
    assert abs(car.pose[2]) < 1e-4


@pytest.mark.parametrize('floor', FLOORS)
def test_a_spin_turns_as_far_as_the_wheels_say_and_shakes_nothing(floor):
    car = physics(FLOORS[floor])
    turned, yaw, last, shake = car.wheel_position.copy(), 0.0, car.pose[2], []
    for tick in range(800):
        car.step(np.array([-2.0, 2.0]), 0.0)
        yaw += math.remainder(car.pose[2] - last, math.tau)
        last = car.pose[2]
        if tick > 200:
            shake.append(car.accelerometer[2])
    left, right = (car.wheel_position - turned) * CAR.wheel_radius
    assert yaw == pytest.approx((right - left) / CAR.wheel_separation, rel=0.01)
    assert yaw > math.tau
    assert np.std(shake) < 0.02
    assert np.hypot(*car.position[:2]) < 0.01


def test_speed_without_load_and_at_stall():
    car = physics(world(plane()))
    lost = WHEEL['friction'] + WHEEL['damping'] * MOTOR['no_load_speed']
    car.model.opt.gravity[:] = 0
    car.data.qpos[2] += 1.0
    for _ in range(300):
        car.step(np.array([12.0, -12.0]), 0.0)
    # V = R i + K w and K i = friction + damping w
    drag = WHEEL['damping'] * RESISTANCE / CONSTANT
    expected = (12.0 - WHEEL['friction'] * RESISTANCE / CONSTANT) / (CONSTANT + drag)
    np.testing.assert_allclose(car.wheel_velocity, [expected, -expected], rtol=1e-3)
    assert 0.97 < expected / MOTOR['no_load_speed'] < 1 - lost * 0.5 / MOTOR['stall_torque']


def test_steady_speed_on_the_floor_follows_the_motor_equation():
    car = physics(world(plane()))
    for _ in range(800):
        car.step(np.array([6.0, 6.0]), 0.0)
    # nothing but wheel friction holds a car that rolls on balls without friction
    drag = WHEEL['damping'] * RESISTANCE / CONSTANT
    expected = (6.0 - WHEEL['friction'] * RESISTANCE / CONSTANT) / (CONSTANT + drag)
    np.testing.assert_allclose(car.wheel_velocity, expected, rtol=2e-3)


def test_at_rest_the_accelerometer_feels_gravity_alone():
    car = physics(world(plane()))
    samples = []
    for _ in range(100):
        car.step(np.zeros(2), 0.0)
        samples.append(car.accelerometer.copy())
    assert np.linalg.norm(np.mean(samples, axis=0)) == pytest.approx(9.81, abs=0.01)
    assert np.std(samples, axis=0).max() < 1e-3
    assert np.abs(car.gyro).max() < 1e-4


def test_wheels_of_other_sizes_move_the_car_otherwise():
    car = physics(world(plane()), wheel_scale=(1.03, 0.97))
    turned = car.wheel_position.copy()
    for _ in range(300):
        car.step(np.array([5.0, 5.0]), 0.0)
    left, right = (car.wheel_position - turned) * CAR.wheel_radius * [1.03, 0.97]
    assert car.pose[2] == pytest.approx((right - left) / CAR.wheel_separation, rel=0.02)


def test_over_bare_floor_the_car_moves_as_in_the_whole_world():
    whole, bare = physics(room()), physics(room())
    bare.know_floor(world(plane()))
    for tick in range(300):
        volts = np.array([4.0, 3.0 + math.sin(tick / 30)])
        whole.step(volts, 0.0)
        bare.step(volts, 0.0, apart=tick % 100 < 70)
    np.testing.assert_allclose(bare.pose, whole.pose, atol=1e-9)
    np.testing.assert_allclose(bare.wheel_position, whole.wheel_position, atol=1e-9)


@pytest.mark.parametrize(
    ('pose', 'word'),
    [
        ((3.0, 0.0, 0.0), 'east'),
        ((2.85, 0.0, 0.0), 'east'),
        ((math.nan, 0.0, 0.0), 'not finite'),
    ],
)
def test_a_start_inside_of_something_is_refused(pose, word):
    with pytest.raises(UserError, match=word):
        physics(room(), pose)


def test_a_start_without_floor_is_refused():
    slab = box('slab', 0, 0, (2, 2, 0.2), z=-0.1)
    with pytest.raises(UserError, match='no floor'):
        physics(world(slab), (5.0, 0.0, 0.0))
