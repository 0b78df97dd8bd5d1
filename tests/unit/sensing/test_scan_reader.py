import math

import numpy as np
import pytest
from scan_scene import ANGLE, BEAMS, driving, scan, standing

from patrol.messages import Scan
from patrol.sensing.scan_reader import ScanReader, smooth


@pytest.fixture
def reader():
    return ScanReader((0.0, 0.0, 0.0))


def test_a_post_stands_where_it_is(reader):
    pose = (1.0, 2.0, 0.7)
    view = reader.read(scan([(2.0, 2.5, 0.05)], pose), standing(pose))
    assert view.hit.sum() >= 4
    assert np.hypot(view.x[view.hit] - 2.0, view.y[view.hit] - 2.5).max() < 0.06


def test_a_turning_car_does_not_bend_the_wall(reader):
    """Beam i is cast from where the car is at its own moment."""
    history = driving(0.5, 1.5)
    ranges = np.empty(BEAMS)
    for i in range(BEAMS):
        x, _, yaw = history.at(10.0 + i * 0.1 / BEAMS)
        with np.errstate(divide='ignore'):
            away = (2.0 - x) / math.cos(ANGLE[i] + yaw)
        ranges[i] = away if 0 < away < 5 else math.inf
    turn = Scan(
        10.0, -math.pi, 2 * math.pi / BEAMS, 0.1 / BEAMS, 0.12, 12.0, ranges.astype(np.float32)
    )
    view = reader.read(turn, history)
    assert view.hit.sum() > 90
    assert np.abs(view.x[view.hit] - 2.0).max() < 0.02


def test_special_values(reader):
    turn = scan()
    turn.ranges[:3] = np.nan, np.inf, -np.inf
    view = reader.read(turn, standing())
    assert view.unknown[0]
    assert not view.hit[0]
    assert not view.hit[1]
    assert view.hit[2]
    assert math.hypot(view.x[2], view.y[2]) == pytest.approx(0.12)


def test_smoothing_takes_noise_down_and_keeps_a_thin_leg():
    noise = np.random.default_rng(0).normal(0, 0.01, 1000)
    assert smooth(2.0 + noise).std() < 0.75 * noise.std()
    leg = np.full(9, 3.0)
    leg[4] = 1.0
    assert smooth(leg).tolist() == leg.tolist()


def test_beam_at_finds_bearing_and_range(reader):
    pose = (1.0, -1.0, 2.0)
    view = reader.read(scan([(0.0, 0.0, 0.1)], pose), standing(pose))
    x, y = view.x[view.hit], view.y[view.hit]
    index, away = view.beam_at(x, y)
    assert index.tolist() == np.flatnonzero(view.hit).tolist()
    assert np.allclose(away, view.ranges[view.hit])
