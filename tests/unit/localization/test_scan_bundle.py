from __future__ import annotations

import numpy as np
import pytest

from patrol.geometry import transform
from patrol.localization.deskew import ScanPoints
from patrol.localization.scan_bundle import KEY_DISTANCE, ScanBundle

CORNER = np.array([[5.0, 5.0, 4.0], [1.0, 2.0, 3.0]])


def scan_from(pose):
    """The same three points of the world, seen from a pose."""
    c, s = np.cos(pose[2]), np.sin(pose[2])
    d = CORNER - np.array(pose[:2])[:, None]
    return ScanPoints(0.0, pose, np.array([[c, s], [-s, c]]) @ d, np.zeros((2, 3)))


def test_scans_of_the_way_fall_together():
    bundle = ScanBundle(keys=3)
    poses = [(KEY_DISTANCE * 1.1 * k, 0.1 * k, 0.2 * k) for k in range(5)]
    assert all(bundle.add(scan_from(pose)) for pose in poses)
    points, origins = bundle.seen_from(poses[-1])
    world = transform(np.array(poses[-1]), points.T)
    assert world == pytest.approx(np.tile(CORNER.T, (3, 1)))
    starts = transform(np.array(poses[-1]), origins.T)
    assert starts[::3] == pytest.approx(np.array(poses[2:])[:, :2])
    assert bundle.travel == pytest.approx(4 * np.hypot(KEY_DISTANCE * 1.1, 0.1))


def test_standing_adds_nothing():
    bundle = ScanBundle()
    assert bundle.add(scan_from((0.0, 0.0, 0.0)))
    assert not bundle.add(scan_from((0.1, 0.0, 0.1)))
    assert bundle.keys == 1
