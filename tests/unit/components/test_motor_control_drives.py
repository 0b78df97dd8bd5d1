"""Motor control and board with the simulated car on an empty floor."""

import math

import numpy as np
import pytest
from flat_floor import FlatFloor

from patrol.geometry import between
from patrol.sim.imperfections import Imperfections
from patrol.vocabulary import Reason


def stands(rig):
    return abs(rig.simulation.true_twist[0]) < 0.02


def plant(rig, part):
    """Take one part of the drive chain away."""
    if part in ('velocity_gate', 'motor_control'):
        rig.bus.remove(part)
    else:
        rig.simulation.faults.silent.add(part)


@pytest.mark.parametrize(
    'part', ['velocity_gate', 'motor_control', '_mcu/wheel_commands', '_mcu/wheel_states']
)
def test_the_car_stands_half_a_second_after_a_part_died(part):
    rig = FlatFloor().at_speed(0.6)
    assert rig.simulation.true_twist[0] == pytest.approx(0.6, abs=0.03)
    plant(rig, part)
    assert rig.run(0.5, lambda: stands(rig)) < 0.45
    rig.run(1.0)
    assert np.abs(rig.simulation.true_twist).max() < 0.005


@pytest.mark.parametrize('speed', [0.6, -0.25])
def test_it_brakes_no_softer_than_the_gate_assumes(speed):
    rig = FlatFloor().at_speed(speed)
    begin = rig.simulation.true_pose[0]
    rig.gate.twist = (0.0, 0.0)
    rig.run(1.0)
    way = abs(rig.simulation.true_pose[0] - begin)
    reaction = 0.03  # s: a period of wheel states and a tick of the board
    assert way < abs(speed) * reaction + speed**2 / (2 * 2.5)


@pytest.mark.parametrize('side', ['left', 'right'])
def test_a_stuck_encoder_is_found_and_latched(side):
    rig = FlatFloor().at_speed(0.6)
    rig.simulation.faults.stuck_encoders.add(side)
    rig.run(0.6)
    assert stands(rig)
    rig.run(1.0)
    assert rig.reason == (Reason.ENCODER_STUCK, f'encoder_{side}')
    assert np.abs(rig.simulation.true_twist).max() < 0.005


def test_a_reboot_in_full_drive_stops_the_car_and_keeps_the_odometry():
    rig = FlatFloor().at_speed(0.6, 0.3)
    rig.simulation.rebuild_board()
    rig.run(1.0)
    assert stands(rig)
    assert rig.reason == (Reason.NOT_ARMED, '')
    error = rig.last['odom'].pose - rig.simulation.true_pose
    assert np.abs(error).max() < 0.1


@pytest.mark.parametrize(
    'imperfections',
    [
        Imperfections(),
        Imperfections(wheel_scale=(1.03, 0.97), gyro_bias=math.radians(1.0)),
    ],
    ids=['nominal', 'degraded'],
)
def test_odometry_of_the_simulated_car_is_as_good_as_it_says(imperfections):
    scores, turned = [], []
    for seed in (1, 2):
        rig = FlatFloor(seed, imperfections=imperfections).release()
        rng = np.random.default_rng(seed)
        for _ in range(8):
            rig.gate.twist = (rng.uniform(-0.1, 0.6), rng.uniform(-1.0, 1.0))
            rig.run(1.0)
            assert rig.last['diagnostics'].values['slip'] == 'false'
        odometry = rig.last['odom']
        error = between(odometry.pose, rig.true_pose_at_odometry)
        c, s = math.cos(odometry.pose[2]), math.sin(odometry.pose[2])
        turn = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
        covariance = turn @ odometry.pose_covariance @ turn.T
        scores.append(error @ np.linalg.solve(covariance, error))
        turned.append(abs(error[2]))
    print('normalised squared errors', np.round(scores, 2), 'yaw', np.round(turned, 4))
    assert np.mean(scores) < 6.0
    assert max(turned) < 0.02
