"""Errors of the IMU have the size that the sensor block says; the battery sags as it should."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tiny_worlds import BLOCKS, CAR, physics, plane, world

from patrol.sim.battery import BatteryModel
from patrol.sim.imperfections import Imperfections
from patrol.sim.imu import Imu
from patrol.sim.physics import TICK

BATTERY, MOTOR = CAR.raw['battery'], CAR.raw['motor']


def errors(seed, count, **wrong):
    """Samples (count, 6) of an IMU minus the truth."""
    car = physics(world(plane()))
    imu = Imu(car, BLOCKS.imu, np.random.default_rng(seed), Imperfections(**wrong))
    truth = np.concatenate([car.gyro, car.accelerometer])
    return np.array([imu.measure() for _ in range(count)]) - truth


def test_white_noise_is_that_of_the_block():
    found = np.diff(errors(1, 6000), axis=0).std(axis=0) / math.sqrt(2)
    expected = [BLOCKS.imu.gyro.white] * 3 + [BLOCKS.imu.accelerometer.white] * 3
    np.testing.assert_allclose(found, expected, rtol=0.05)


def test_the_bias_of_many_imus_is_spread_as_the_block_says():
    biases = np.array([errors(seed, 100).mean(axis=0) for seed in range(60)])
    assert biases[:, :3].std() == pytest.approx(BLOCKS.imu.gyro.bias, rel=0.25)
    assert biases[:, 3:].std() == pytest.approx(BLOCKS.imu.accelerometer.bias, rel=0.25)


def test_the_walk_goes_on_smoothly_over_blocks_of_samples():
    found = errors(3, 512 * 40)[:, 2].reshape(40, 512).mean(axis=1)
    white = BLOCKS.imu.gyro.white / math.sqrt(512)
    step = BLOCKS.imu.gyro.drift * math.sqrt(2 * 512 * TICK / BLOCKS.imu.gyro.time)
    assert np.abs(np.diff(found)).max() < 5 * (white * math.sqrt(2) + step)


def test_an_extra_bias_is_about_z():
    plain = errors(1, 2000).mean(axis=0)
    biased = errors(1, 2000, gyro_bias=0.1).mean(axis=0)
    np.testing.assert_allclose(biased - plain, [0, 0, 0.1, 0, 0, 0], atol=1e-9)


def test_voltage_at_rest_is_full_minus_the_idle_current():
    battery = BatteryModel(BATTERY, MOTOR)
    expected = BATTERY['full_voltage'] - BATTERY['idle_current'] * BATTERY['resistance']
    assert battery.voltage == pytest.approx(expected)


def test_stalled_motors_pull_the_voltage_down_by_their_current():
    battery = BatteryModel(BATTERY, MOTOR)
    for _ in range(20):
        battery.draw(np.array([12.0, 12.0]), np.zeros(2))
    constant = MOTOR['nominal_voltage'] / MOTOR['no_load_speed']
    each = MOTOR['stall_torque'] / constant  # A at 12 V
    power = 2 * 12.0 * each
    current = BATTERY['idle_current'] + power / battery.voltage
    assert battery.current == pytest.approx(current, rel=1e-3)
    assert BATTERY['full_voltage'] - battery.voltage == pytest.approx(
        current * BATTERY['resistance'], rel=0.01
    )


def test_braking_gives_nothing_back():
    battery = BatteryModel(BATTERY, MOTOR)
    battery.draw(np.array([2.0, 2.0]), np.array([20.0, 20.0]))
    assert battery.current == pytest.approx(BATTERY['idle_current'])


def test_charge_and_energy_add_up_until_it_is_empty():
    battery = BatteryModel(BATTERY, MOTOR)
    hours = 2.0
    for _ in range(round(hours * 3600)):
        battery.draw(np.zeros(2), np.zeros(2))
    ticks = round(hours * 3600)
    drawn = BATTERY['idle_current'] * ticks * TICK / 3600
    assert battery.charge == pytest.approx(1 - drawn / BATTERY['capacity_ah'])
    assert battery.used_wh == pytest.approx(drawn * battery.voltage, rel=0.02)
    battery.charge = 0.0
    battery.draw(np.zeros(2), np.zeros(2))
    assert battery.charge == 0.0
    assert battery.voltage < BATTERY['empty_voltage']
