from __future__ import annotations

import numpy as np
import pytest
from segment_world import Wall, World

from patrol.geometry import arc, compose, transform
from patrol.localization.deskew import Deskewer, lidar_mount
from patrol.localization.odometry_history import OdometryHistory
from patrol.messages import Scan

ROOM = World(
    [Wall(0, 3, 9, 0.1), Wall(0, -3, 9, 0.1), Wall(4, 0, 0.1, 7), Wall(-4, 0, 0.1, 7)],
    np.zeros((0, 4)),
    noise=0.0,
)
TWIST = (0.6, 1.5)


def history(begin, twist, offset=(0.0, 0.0, 0.0)):
    made = OdometryHistory()
    for k in range(12):
        t = 10.0 + 0.02 * k - 0.05
        pose = compose(offset, compose(begin, arc(*twist, t - 10.0)))
        made.add(t, tuple(pose.tolist()), twist)
    return made


def distance_from_walls(points):
    inside = np.minimum(2.95 - np.abs(points[:, 1]), 3.95 - np.abs(points[:, 0]))
    return np.abs(inside)


@pytest.mark.parametrize('offset', [(0.0, 0.0, 0.0), (5.0, 2.0, 3.1)])
def test_points_lie_on_the_walls_as_seen_from_the_end_of_the_turn(offset):
    begin = np.array([0.5, -0.3, 0.4])
    scan = ROOM.scan(10.0, begin, TWIST, np.random.default_rng(0))
    end = compose(begin, arc(*TWIST, 0.1 * 359 / 360))
    straight = Deskewer((0.0, 0.0, 0.0)).points(scan, history(begin, TWIST, offset))
    skewed = Deskewer((0.0, 0.0, 0.0), enabled=False).points(scan, history(begin, TWIST))
    assert straight.stamp == pytest.approx(10.0 + 0.1 * 359 / 360)
    assert distance_from_walls(transform(end, straight.points.T)).max() < 0.002
    assert distance_from_walls(transform(end, skewed.points.T)).max() > 0.1


def test_the_mount_of_the_sensor_counts():
    scan = Scan(10.0, 0.0, np.pi / 2, 0.0, 0.1, 12.0, np.array([1.0, 2.0], dtype=np.float32))
    points = Deskewer(lidar_mount((0.1, 0.0, 0.2, np.pi / 2))).points(
        scan, history(np.zeros(3), (0.0, 0.0))
    )
    assert pytest.approx(np.array([[0.1, 1.0], [-1.9, 0.0]]), abs=1e-6) == points.points.T
    assert pytest.approx(np.array([[0.1, 0.0], [0.1, 0.0]])) == points.origins.T


def test_beams_without_a_return_are_left_out():
    ranges = np.array([np.inf, -np.inf, np.nan, 0.05, 12.0, 1.0], dtype=np.float32)
    scan = Scan(10.0, 0.0, 0.1, 1e-4, 0.1, 12.0, ranges)
    found = Deskewer((0.0, 0.0, 0.0)).points(scan, history(np.zeros(3), (0.0, 0.0)))
    assert found.points.shape == (2, 1)
