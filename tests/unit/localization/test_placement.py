from __future__ import annotations

import numpy as np
import pytest
from segment_world import odometry
from small_office import field, world

from patrol.localization.deskew import Deskewer
from patrol.localization.odometry_history import OdometryHistory
from patrol.localization.placement import place_near

TOLD = np.diag(np.square([0.25, 0.25, 0.15]))


def scan_at(truth):
    history = OdometryHistory()
    message = odometry(0.0, np.zeros(3), np.zeros(2))
    history.add(message.stamp, (0.0, 0.0, 0.0), (0.0, 0.0))
    scan = world().scan(0.0, truth, (0.0, 0.0), np.random.default_rng(0))
    return Deskewer((0.0, 0.0, 0.0)).points(scan, history)


@pytest.mark.parametrize('number', range(12))
def test_half_a_metre_and_seventeen_degrees_are_found_by_one_scan(number):
    truth = np.array([[1.2, 7.0, 0.0], [3.0, 4.0, 1.0], [9.0, 7.1, 3.0]][number % 3])
    angle, yaw = 2 * np.pi * number / 12, np.radians(17) * (-1) ** number
    wrong = truth + np.array([0.5 * np.cos(angle), 0.5 * np.sin(angle), yaw])
    pose, covariance = place_near(
        field(), scan_at(truth), field().to_grid(wrong), TOLD, np.random.default_rng(number)
    )
    assert pose == pytest.approx(field().to_grid(truth), abs=0.15)
    assert (np.linalg.eigvalsh(covariance) > 0).all()


def test_without_returns_the_told_pose_is_taken():
    empty = scan_at(np.array([1.2, 7.0, 0.0]))
    empty = type(empty)(empty.stamp, empty.odometry, np.zeros((2, 0)), np.zeros((2, 0)))
    told = np.array([1.0, 2.0, 0.3])
    pose, covariance = place_near(field(), empty, told, TOLD, np.random.default_rng(0))
    assert pose is told
    assert covariance is TOLD
