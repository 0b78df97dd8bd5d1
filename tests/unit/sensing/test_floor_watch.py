import math

import pytest

from patrol.dimensions import load_dimensions
from patrol.messages import RangeReading
from patrol.sensing.floor_watch import FloorWatch, heads

CAR = load_dimensions()
HALF_TRACK = CAR.wheel_separation / 2


@pytest.fixture
def floor():
    return FloorWatch(CAR)


def reading(name, distance):
    return RangeReading(1.0, name, distance, 0.01, 0.3, 0.04)


@pytest.mark.parametrize('distance', [math.inf, math.nan, 0.08])
def test_far_invalid_and_endless_are_no_floor(floor, distance):
    floor.add(reading('front_left', distance))
    assert floor.missing(ahead=True) == 'cliff/front_left'
    assert floor.missing(ahead=False) == ''
    floor.add(reading('front_left', 0.05))
    assert floor.missing(ahead=True) == ''


@pytest.mark.parametrize('distance', [0.05, 0.07, -math.inf])
def test_floor(floor, distance):
    floor.add(reading('rear_right', distance))
    assert floor.missing(ahead=False) == ''


def wheels(twist):
    return twist[0] - twist[1] * HALF_TRACK, twist[0] + twist[1] * HALF_TRACK


@pytest.mark.parametrize('twist', [(0.5, 0.0), (0.1, 2.0), (0.0, -1.0), (-0.2, 0.3)])
def test_no_wheel_turns_towards_a_closed_end(floor, twist):
    assert floor.bounded(twist, front=False, rear=False) == pytest.approx(twist)
    assert max(wheels(floor.bounded(twist, front=True, rear=False))) <= 1e-12
    assert min(wheels(floor.bounded(twist, front=False, rear=True))) >= -1e-12
    assert floor.bounded(twist, front=True, rear=True) == pytest.approx((0.0, 0.0))


def test_the_way_back_stays_open(floor):
    assert floor.bounded((-0.2, 0.5), front=True, rear=False) == pytest.approx((-0.2, 0.5))


def test_heads():
    assert heads((0.3, 0.0), HALF_TRACK) == (True, False)
    assert heads((-0.3, 0.0), HALF_TRACK) == (False, True)
    assert heads((0.0, 1.0), HALF_TRACK) == (True, True)
