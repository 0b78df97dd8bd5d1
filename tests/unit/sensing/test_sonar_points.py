import math

import numpy as np
import pytest
from scan_scene import echo

from patrol.dimensions import load_dimensions
from patrol.sensing.sonar_points import SonarPoints

CAR = load_dimensions()
NOTHING = (np.zeros(0), np.zeros(0))
ORIGIN = (0.0, 0.0, 0.0)
LEFT = CAR.sonar_mounts['front_left']


@pytest.fixture
def sonar():
    return SonarPoints(CAR.sonar_mounts)


def test_an_echo_is_an_arc_across_the_cone(sonar):
    sonar.add(echo('front_left', 0.8), ORIGIN, NOTHING)
    x, y, who = sonar.points
    assert np.allclose(np.hypot(x - LEFT[0], y - LEFT[1]), 0.8)
    bearing = np.arctan2(y - LEFT[1], x - LEFT[0]) - LEFT[3]
    assert bearing.min() == pytest.approx(-0.2618)
    assert bearing.max() == pytest.approx(0.2618)
    assert {sonar.names[k] for k in who} == {'front_left'}


def test_without_a_lidar_return_it_is_remembered_when_the_car_turns_away(sonar):
    sonar.add(echo('front_left', 0.5), ORIGIN, NOTHING)
    sonar.add(echo('front_left', math.inf), (0.0, 0.0, 1.5), NOTHING)
    assert len(sonar.points[0]) == len(sonar.remembered[0]) == 7


def test_what_the_lidar_sees_too_is_not_remembered(sonar):
    light = (np.array([LEFT[0] + 0.5]), np.array([LEFT[1] + 0.08]))
    sonar.add(echo('front_left', 0.5), ORIGIN, light)
    assert len(sonar.points[0]) == 7
    assert len(sonar.remembered[0]) == 0
    sonar.add(echo('front_left', math.inf), (0.0, 0.0, 1.5), light)
    assert len(sonar.points[0]) == 0


def test_it_is_forgotten_when_the_ranger_looks_through_it(sonar):
    sonar.add(echo('front_left', 0.5), ORIGIN, NOTHING)
    sonar.add(echo('front_left', 2.0), ORIGIN, NOTHING)
    assert len(sonar.points[0]) == 0


def test_another_ranger_does_not_clear_what_it_cannot_see(sonar):
    sonar.add(echo('front_left', 0.5), ORIGIN, NOTHING)
    sonar.add(echo('rear_left', math.inf), ORIGIN, NOTHING)
    assert len(sonar.remembered[0]) == 7


def test_invalid_says_nothing_and_too_near_touches(sonar):
    sonar.add(echo('front_left', 0.5), ORIGIN, NOTHING)
    assert not sonar.add(echo('front_left', math.nan), ORIGIN, NOTHING)
    assert len(sonar.remembered[0]) == 7
    sonar.add(echo('front_left', -math.inf), ORIGIN, NOTHING)
    assert np.hypot(sonar.points[0] - LEFT[0], sonar.points[1] - LEFT[1]).min() == 0.0


def test_memory_does_not_grow_while_one_thing_is_measured_again(sonar):
    for k in range(50):
        sonar.add(echo('front_left', 1.1 - 0.01 * k, 10.0 + 0.2 * k), (0.01 * k, 0, 0), NOTHING)
    assert len(sonar.remembered[0]) < 40


def test_a_far_echo_says_nothing_yet(sonar):
    assert not sonar.add(echo('front_left', 2.5), ORIGIN, NOTHING)
    assert len(sonar.points[0]) == 0
