import math

import numpy as np
import pytest
from scan_scene import BEAMS, driving, echo, scan, standing

from patrol.dimensions import load_dimensions
from patrol.sensing.surroundings import Surroundings
from patrol.sensing.velocity_gate_parameters import VelocityGateParameters

CAR = load_dimensions()
POST = (0.5, 0.1, 0.06)


@pytest.fixture
def around():
    return Surroundings(VelocityGateParameters(), CAR, 0.7)


def turn(around, posts, history, stamp, spoil=None):
    seen = scan(posts, history.at(stamp), stamp, period=1e-4)
    if spoil is not None:
        seen.ranges[spoil] = np.nan
    around.add_scan(seen, history)


def near(around, post):
    points, who = around.points()
    away = np.hypot(points[0] - post[0], points[1] - post[1])
    return {around.sensor(int(w)) for w in who[away < post[2] + 0.03]}


def test_near_returns_are_kept_and_far_ones_are_not(around):
    far = (2.0, -1.0, 0.1)
    turn(around, [POST, far], standing(), 10.0)
    assert near(around, POST) == {'scan'}
    assert near(around, far) == set()


def test_a_point_stays_in_odom_while_the_car_drives(around):
    history = driving(0.4, 0.5)
    post = (*np.add(history.at(10.0)[:2], [0.5, 0.2]), 0.06)
    for k in range(4):
        turn(around, [post], history, 10.0 + 0.1 * k)
        assert near(around, post) == {'scan'}


def test_invalid_beams_leave_what_was_there_for_a_while(around):
    turn(around, [POST], standing(), 10.0)
    for k in range(1, 5):
        turn(around, [], standing(), 10.0 + 0.1 * k, spoil=np.arange(BEAMS))
        assert near(around, POST) == {'scan'}
    turn(around, [], standing(), 11.0, spoil=np.arange(BEAMS))
    assert near(around, POST) == set()


def test_valid_beams_replace_it_at_once(around):
    turn(around, [POST], standing(), 10.0)
    turn(around, [], standing(), 10.1)
    assert near(around, POST) == set()


def test_an_echo_names_its_sensor(around):
    around.add_range(echo('front_right', 0.3), standing())
    mount = CAR.sonar_mounts['front_right']
    place = (
        mount[0] + 0.3 * math.cos(mount[3]),
        mount[1] + 0.3 * math.sin(mount[3]),
        0.01,
    )
    assert near(around, place) == {'range/front_right'}
    around.forget()
    assert around.points()[0].shape == (2, 0)


def test_the_points_are_the_same_until_there_is_news(around):
    turn(around, [POST], standing(), 10.0)
    points, _ = around.points()
    around.add_range(echo('front_right', math.inf), standing())
    assert around.points()[0] is points
    around.add_range(echo('front_right', 0.4), standing())
    assert around.points()[0] is not points
