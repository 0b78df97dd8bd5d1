import math

import numpy as np
import pytest

from patrol.dimensions import load_dimensions
from patrol.drive.encoder_odometer import Break
from patrol.drive.kinematics import along_arc
from patrol.drive.motor_parameters import MotorControlParameters
from patrol.drive.odometry_filter import OdometryFilter

CAR = load_dimensions()
TOOTH = 2 * math.pi / 1320


class Rig:
    """A car of exact arcs with errors of its sensors, feeding an odometry filter."""

    def __init__(self, parameters=None, *, seed=0, bias=0.0, gyro=1.0, radius=1.0, noise=0.0):
        self.filter = OdometryFilter(parameters or MotorControlParameters(), CAR)
        self.rng = np.random.default_rng(seed)
        self.bias, self.gyro, self.radius, self.noise = bias, gyro, radius, noise
        self.pose = (0.0, 0.0, 0.0)
        self.angle = [0.0, 0.0]
        self.offset = [0.0, 0.0]
        self.stamp = 1.0
        self.spin = 0.0
        self.odometry = None
        self.broken = []

    def drive(self, linear, angular, seconds, *, gyro=True):
        self.filter.command(linear != 0.0 or angular != 0.0)
        for number in range(round(seconds / 0.01)):
            self.stamp += 0.01
            self.pose = along_arc(*self.pose, 0.01 * linear, 0.01 * angular)
            true = self.filter.drive.wheels(linear, angular)
            speed = (true[0] / self.radius + self.spin, true[1] / self.radius)
            self.angle = [a + 0.01 * s for a, s in zip(self.angle, speed, strict=True)]
            if number % 2:
                self.tell_wheels(speed)
            if gyro:
                rate = angular / self.gyro + self.bias
                rate += self.noise * self.rng.standard_normal()
                self.filter.add_gyro(self.stamp, rate)
        return self

    def tell_wheels(self, speed):
        counted = [
            math.floor(a / TOOTH) * TOOTH - o for a, o in zip(self.angle, self.offset, strict=True)
        ]
        self.odometry, broken = self.filter.add_wheels(self.stamp, tuple(counted), speed)
        if broken is not Break.NONE:
            self.broken.append(broken)

    def error(self):
        x, y, yaw = self.odometry.pose - np.array(self.pose)
        return np.array([x, y, math.remainder(yaw, math.tau)])


def wander(rig, seconds=30, seed=1):
    rng = np.random.default_rng(seed)
    rig.drive(0.0, 0.0, 1.0)
    for _ in range(seconds):
        rig.drive(rng.uniform(-0.1, 0.6), rng.uniform(-1.0, 1.0), 1.0)
    return rig


def test_a_car_without_errors_knows_where_it_is():
    assert np.abs(wander(Rig()).error()).max() < 0.003


def test_a_constant_bias_is_learned_before_the_start():
    rig = wander(Rig(bias=math.radians(1.0), noise=0.002))
    assert abs(rig.error()[2]) < 0.01
    assert np.hypot(*rig.error()[:2]) < 0.05


def test_a_car_that_settles_on_its_wheels_before_the_first_command_learns_its_bias():
    rig = Rig(bias=math.radians(1.0), noise=0.002)
    rig.angle = [0.5 * TOOTH, 0.5 * TOOTH]
    rig.tell_wheels((0.0, 0.0))
    rig.angle = [1.5 * TOOTH, -0.5 * TOOTH]
    rig.drive(0.0, 0.0, 0.5)
    assert rig.filter.standing
    assert rig.filter.gyro_bias == pytest.approx(math.radians(1.0), abs=1e-3)
    assert math.sqrt(rig.odometry.pose_covariance[2, 2]) < 0.01


def test_the_twist_is_that_of_the_car():
    rig = Rig().drive(0.4, 0.5, 1.0)
    assert rig.odometry.twist.tolist() == pytest.approx([0.4, 0.5], abs=0.01)


def test_the_stated_covariance_is_honest():
    """The normalised squared error of three numbers is 3 on average (Bar-Shalom, NEES)."""
    p = MotorControlParameters(gyro_bias_drift=0.0)
    rng = np.random.default_rng(7)
    scores = []
    for run in range(40):
        rig = wander(
            Rig(
                p,
                seed=run,
                bias=rng.normal(0.0, 0.02),
                gyro=1.0 + rng.normal(0.0, p.gyro_scale_sigma),
                radius=1.0 + rng.normal(0.0, p.distance_scale_sigma),
                noise=p.gyro_noise,
            ),
            seconds=15,
            seed=run,
        )
        error = rig.error()
        scores.append(error @ np.linalg.solve(rig.odometry.pose_covariance, error))
    print(f'mean normalised squared error {np.mean(scores):.2f} of 3, worst {max(scores):.1f}')
    assert 1.5 < np.mean(scores) < 4.0
    assert max(scores) < 20.0


def test_a_spinning_wheel_is_slip_and_the_gyro_keeps_the_heading():
    rig = Rig().drive(0.0, 0.0, 0.5).drive(0.3, 0.0, 1.0)
    before = rig.odometry.pose_covariance.copy()
    rig.spin = 10.0
    rig.drive(0.3, 0.0, 0.16)
    assert rig.filter.slipping
    rig.drive(0.3, 0.0, 0.84)
    assert abs(rig.error()[2]) < 0.01
    grown = rig.odometry.pose_covariance
    assert math.sqrt(grown[0, 0]) > abs(rig.error()[0]) / 3 > 0.03
    assert grown[0, 0] > 10 * before[0, 0]


def test_without_a_gyro_the_wheels_give_the_heading_and_it_is_less_certain():
    seen = wander(Rig(), 10)
    blind = Rig()
    blind.drive(0.0, 0.0, 1.0, gyro=False)
    rng = np.random.default_rng(1)
    for _ in range(10):
        blind.drive(rng.uniform(-0.1, 0.6), rng.uniform(-1.0, 1.0), 1.0, gyro=False)
    assert np.abs(blind.error()).max() < 0.02
    assert blind.odometry.pose_covariance[2, 2] > 4 * seen.odometry.pose_covariance[2, 2]


@pytest.mark.parametrize('restart_stamps', [True, False])
def test_a_reboot_of_the_board_does_not_move_the_car(restart_stamps):
    rig = Rig().drive(0.0, 0.0, 0.5).drive(0.5, 0.3, 3.0).drive(0.0, 0.0, 0.5)
    before = rig.odometry
    rig.offset = [math.floor(a / TOOTH) * TOOTH for a in rig.angle]
    rig.stamp = 1.0 if restart_stamps else rig.stamp + 2.0
    rig.drive(0.0, 0.0, 0.5)
    assert rig.broken[1:]
    assert rig.odometry.pose.tolist() == pytest.approx(before.pose.tolist())
    assert rig.odometry.pose_covariance[0, 0] > before.pose_covariance[0, 0]
    rig.drive(0.5, 0.0, 1.0)
    assert np.abs(rig.error()).max() < 0.02


def test_a_clock_that_leaps_loses_no_way():
    rig = Rig().drive(0.0, 0.0, 0.5).drive(0.5, 0.3, 1.0)
    rig.stamp += 3600.0
    rig.drive(0.5, 0.3, 1.0)
    assert rig.broken[1:] == [Break.CLOCK]
    assert np.abs(rig.error()).max() < 0.03


def test_calibration_multipliers_are_applied():
    p = MotorControlParameters(left_radius_multiplier=1.03, right_radius_multiplier=0.97)
    drive = OdometryFilter(p, CAR).drive
    assert drive.left_radius == pytest.approx(1.03 * CAR.wheel_radius)
    assert drive.right_radius == pytest.approx(0.97 * CAR.wheel_radius)
