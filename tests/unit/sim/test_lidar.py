"""LiDAR distances against closed forms, at rest and in motion."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tiny_worlds import BLOCKS, CAR, box, physics, plane, room, world

from patrol.sim.imperfections import Imperfections
from patrol.sim.lidar import Lidar
from patrol.sim.noise import random_streams
from patrol.sim.physics import TICK
from patrol.sim.world import Solid

QUIET = replace(BLOCKS.laser, noise=0.0)


def make(car, block=QUIET, **wrong):
    return Lidar(car, block, CAR.lidar_pose, random_streams(1), Imperfections(**wrong))


def turn(car, lidar, volts=(0.0, 0.0), scans=1):
    """Run for whole turns; return the last scan and where the sensor was (n, 3) at its ticks."""
    out, time = None, 0.0
    for _ in range(scans):
        out, places = None, [place(car)]
        while out is None:
            car.step(np.array(volts), time)
            time += TICK
            places.append(place(car))
            out = lidar.tick(time)
    return out, np.array(places)


def place(car):
    """x, y and yaw of the sensor: the car leans on a caster, which moves it by 2 mm."""
    mount = car.rotation @ np.array(CAR.lidar_pose) + car.position
    return [mount[0], mount[1], car.pose[2]]


def angles(scan):
    return scan.angle_min + scan.angle_increment * np.arange(len(scan.ranges))


def to_square(x, y, bearing, half):
    """Distance from a point along a bearing to the walls of a square room."""
    c, s = np.cos(bearing), np.sin(bearing)
    with np.errstate(divide='ignore'):
        along_x = (half - x * np.sign(c)) / np.abs(c)
        along_y = (half - y * np.sign(s)) / np.abs(s)
    return np.minimum(along_x, along_y)


@pytest.mark.parametrize('start', [(0.0, 0.0, 0.0), (1.1, -0.7, 2.0)])
def test_at_rest_every_beam_is_exact_and_none_hits_the_car(start):
    car = physics(room(), start)
    scan, poses = turn(car, make(car))
    x, y, yaw = poses[-1]
    expected = to_square(x, y, angles(scan) + yaw, 3.0)
    np.testing.assert_allclose(scan.ranges, expected, atol=1e-3)
    assert scan.stamp == pytest.approx(0.0)
    assert scan.time_increment == pytest.approx(0.1 / 360)


@pytest.mark.parametrize('volts', [(-4.0, 4.0), (8.0, 8.0), (8.0, 3.0)])
def test_in_motion_each_beam_is_measured_from_where_the_car_is_then(volts):
    car = physics(room(), (-1.5, -1.0, 0.3))
    lidar = make(car)
    turn(car, lidar, volts, scans=4)
    scan, poses = turn(car, lidar, volts)
    poses[:, 2] = np.unwrap(poses[:, 2])
    moments = np.arange(360) * scan.time_increment / TICK
    x, y, yaw = (np.interp(moments, np.arange(len(poses)), p) for p in poses.T)
    skewed = to_square(x, y, yaw + angles(scan), 3.0)
    np.testing.assert_allclose(scan.ranges, skewed, atol=2e-3)
    # and that is visible: as if measured at once it would be centimetres off
    at_once = to_square(*poses[-1][:2], poses[-1][2] + angles(scan), 3.0)
    assert np.abs(scan.ranges - at_once).max() > 0.03


def test_nothing_in_range_is_inf_and_too_close_is_minus_inf():
    far = box('far', 13.0, 0.0, (0.2, 1.0, 2.0))
    car = physics(world(plane(), far))
    scan, _ = turn(car, make(car))
    assert np.isposinf(scan.ranges).all()
    car = physics(world(plane(), box('near', 0.0, 0.24, (0.1, 0.02, 2.0))))
    scan, _ = turn(car, make(car, replace(QUIET, range_min=0.3)))
    assert np.isneginf(scan.ranges[270])
    assert np.isposinf(scan.ranges[90])


def test_the_range_can_be_shorter_than_the_data_sheet_says():
    car = physics(room(5.0))
    scan, _ = turn(car, make(car, lidar_max_range=6.0))
    expected = to_square(0, 0, angles(scan), 5.0)
    assert scan.range_max == 6.0
    assert np.isposinf(scan.ranges[expected > 6.01]).all()
    assert np.isfinite(scan.ranges[expected < 5.99]).all()


def test_dropped_beams_are_nan_and_noise_is_what_the_block_says():
    car = physics(room())
    lidar = make(car, BLOCKS.laser, lidar_dropout=0.1)
    scans = [turn(car, lidar)[0].ranges for _ in range(20)]
    error = np.array(scans) - to_square(*car.pose[:2], angles(turn(car, lidar)[0]), 3.0)
    lost = np.isnan(error)
    assert lost.mean() == pytest.approx(0.1, abs=0.015)
    assert np.nanstd(error) == pytest.approx(BLOCKS.laser.noise, rel=0.05)


def test_glass_is_not_seen():
    pane = box('pane', 1.0, 0.0, (0.02, 1.0, 2.0), glass=True)
    behind = box('wall', 2.0, 0.0, (0.2, 6.0, 2.0))
    car = physics(world(plane(), pane, behind))
    scan, places = turn(car, make(car))
    assert scan.ranges[180] == pytest.approx(1.9 - places[-1][0], abs=1e-3)


def test_other_solids_are_seen_exactly():
    cylinder = Solid('post', 'cylinder', (0.25, 2.0), np.array([2.0, 0, 1.0, 0, 0, 0]))
    turned = box('turned', 0.0, 2.0, (1.0, 1.0, 2.0), yaw=math.pi / 4)
    car = physics(world(plane(), cylinder, turned))
    scan, places = turn(car, make(car))
    assert scan.ranges[180] == pytest.approx(1.75 - places[-1][0], abs=1e-3)
    assert scan.ranges[270] == pytest.approx(2 - math.sqrt(0.5), abs=4e-3)


def test_a_view_that_opens_is_seen_at_once():
    """The sensor looks no farther than it has to: from a closet into a hall it must."""
    hall = room(5.0)
    closet = [
        box('c1', 3.0, 0.0, (0.1, 1.6, 2)),
        box('c2', 4.0, 0.8, (2.0, 0.1, 2)),
        box('c3', 4.0, -0.8, (2.0, 0.1, 2)),
    ]
    car = physics(world(*hall.solids, *closet), (4.0, 0.0, 0.0))
    lidar = make(car)
    near, _ = turn(car, lidar, scans=3)
    assert near.ranges.max() < 1.6
    car.place((-2.0, 1.0, 0.0))
    turn(car, lidar)
    scan, _ = turn(car, lidar)
    fresh, _ = turn(car, make(car))
    np.testing.assert_allclose(scan.ranges, fresh.ranges, atol=5e-3)
    assert scan.ranges.max() > 5.0
