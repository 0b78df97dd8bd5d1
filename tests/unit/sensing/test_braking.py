import math

import numpy as np
import pytest

from patrol.dimensions import load_dimensions
from patrol.sensing.braking import FREE, BrakingCheck
from patrol.sensing.velocity_gate_parameters import VelocityGateParameters

CAR = load_dimensions()
PARAMETERS = VelocityGateParameters()
REACTION = PARAMETERS.board_lifetime + PARAMETERS.chain_latency


@pytest.fixture
def check():
    return BrakingCheck(PARAMETERS, CAR)


def wall(x, half=0.5):
    y = np.linspace(-half, half, 101)
    return np.stack([np.full(101, x), y])


def stopping_distance(speed):
    return speed * REACTION + speed**2 / (2 * CAR.limits.stopping)


def test_nothing_near_leaves_all(check):
    assert check.room(np.zeros((2, 0)), 0.6, 0.0) is FREE
    assert check.room(wall(3.0), 0.6, 0.0) is FREE


@pytest.mark.parametrize('gap', [0.1, 0.15, 0.2, 0.28])
def test_the_allowed_speed_stops_at_the_margin(check, gap):
    room = check.room(wall(CAR.length / 2 + gap), 0.6, 0.0)
    assert 0 < room.share < 1
    assert stopping_distance(0.6 * room.share) == pytest.approx(gap - PARAMETERS.margin)
    assert room.distance == pytest.approx(gap - PARAMETERS.margin)


def test_full_speed_is_free_beyond_the_stopping_distance(check):
    gap = stopping_distance(0.6) + PARAMETERS.margin
    assert check.room(wall(CAR.length / 2 + gap + 0.001), 0.6, 0.0).share == 1.0
    assert check.room(wall(CAR.length / 2 + gap - 0.005), 0.6, 0.0).share < 1.0


@pytest.mark.parametrize('gap', [0.0, 0.01, 0.05, -0.02])
def test_inside_the_margin_only_the_way_back_is_open(check, gap):
    points = wall(CAR.length / 2 + gap)
    assert check.room(points, 0.3, 0.0).share == 0.0
    assert check.room(points, -0.25, 0.0).share == 1.0


def test_it_may_turn_on_the_spot_where_it_stopped_ahead_of_a_wall(check):
    points = wall(CAR.length / 2 + PARAMETERS.margin)
    assert check.room(points, 0.0, 1.5).share == 1.0


def test_driving_along_a_near_wall_is_free_and_into_it_is_not(check):
    x, y = np.linspace(-1, 1, 201), np.full(201, CAR.width / 2 + 0.03)
    assert check.room(np.stack([x, y]), 0.6, 0.0).share == 1.0
    assert check.room(np.stack([x, y]), 0.6, 0.8).share < 0.5


def test_beside_a_wall_nearer_than_the_margin_it_may_go_on(check):
    x, y = np.linspace(-1, 1, 201), np.full(201, CAR.width / 2 + 0.006)
    assert check.room(np.stack([x, y]), 0.4, 0.0).share == 1.0


def test_braking_from_the_allowed_speed_never_touches(check):
    """Random points and twists: the host dies, the board drives on, then brakes on the arc."""
    random = np.random.default_rng(3)
    for _ in range(400):
        twist = random.uniform([-0.25, -2.0], [0.6, 2.0])
        x, y = random.uniform(-0.9, 0.9, (2, 12))
        clear = (np.abs(x) > CAR.length / 2) | (np.abs(y) > CAR.width / 2)
        x, y = x[clear], y[clear]
        share = check.room(np.stack([x, y]), *twist).share
        assert share == 0.0 or not touches(x, y, share * twist)


def touches(x, y, twist):
    brake = min(
        CAR.limits.stopping / max(abs(twist[0]), 1e-9),
        CAR.limits.turn_stopping / max(abs(twist[1]), 1e-9),
    )
    for share in np.linspace(0.0, REACTION + 0.5 / brake, 120):
        yaw = twist[1] * share
        radius = twist[0] / twist[1]
        dx, dy = x - radius * math.sin(yaw), y - radius * (1 - math.cos(yaw))
        ahead = np.abs(math.cos(yaw) * dx + math.sin(yaw) * dy)
        beside = np.abs(math.cos(yaw) * dy - math.sin(yaw) * dx)
        if ((ahead < CAR.length / 2 - 1e-3) & (beside < CAR.width / 2 - 1e-3)).any():
            return True
    return False
