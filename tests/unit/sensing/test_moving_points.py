import numpy as np
import pytest
from scan_scene import BEAMS, driving, scan, standing

from patrol.sensing.moving_points import MovingPoints
from patrol.sensing.scan_reader import ScanReader

ALL = np.arange(BEAMS)
HALF = (0.2, 0.14)


@pytest.fixture
def moving():
    return MovingPoints(1.5, 0.6, HALF)


def future(moving, places, history=None, walls_x=(), car=(0.0, 0.0, 0.0)):
    """Show a post of 0.2 m at a place (x, y) every tenth of a second; return the last answer."""
    reader = ScanReader((0.0, 0.0, 0.0))
    history = history or standing()
    for k, (x, y) in enumerate(places):
        stamp = 10.0 + 0.1 * k
        turn = scan([(x, y, 0.2)], history.at(stamp), stamp, walls_x, period=1e-4)
        view = reader.read(turn, history)
        found = moving.look(view, ALL[view.hit], car)
    return found


def test_what_stands_does_not_move(moving):
    x, _ = future(moving, [(1.5, 0.3)] * 8, walls_x=(3.0,))
    assert len(x) == 0


def test_what_stands_does_not_move_when_the_car_does(moving):
    history = driving(0.5, 0.8)
    x, _ = future(moving, [(1.5, 0.3)] * 8, history, walls_x=(4.0,))
    assert len(x) == 0


def test_a_person_who_comes_nearer_is_expected_nearer_still(moving):
    x, y = future(moving, [(2.5 - 0.1 * k, 0.0) for k in range(8)])
    assert x.min() < 1.8 - 0.2 - 0.3
    assert np.abs(y).max() < 0.5


def test_a_person_who_crosses_is_expected_on_the_other_side(moving):
    x, y = future(moving, [(1.2, 1.0 - 0.1 * k) for k in range(8)], walls_x=(3.0,))
    assert y.min() < 0.3 - 0.2 - 0.3
    assert np.abs(x - 1.2).max() < 0.6


def test_nobody_is_expected_faster_than_people_are(moving):
    x, _ = future(moving, [(6.0 - 0.5 * k, 0.0) for k in range(8)])
    assert x.min() > 2.5 - 0.2 - 1.5 * 0.6 - 0.1


def test_whoever_comes_from_behind_does_not_block_the_way_on(moving):
    x, y = future(moving, [(-1.4 + 0.12 * k, 0.0) for k in range(8)])
    in_the_way = np.abs(y) < HALF[1]
    assert in_the_way.any()
    assert x[in_the_way].max() < -HALF[0]
