import math

import numpy as np
import pytest

from patrol.sensing.swept_footprint import contact_times

HALF = (0.2, 0.14)


def first_contact(points, linear, angular, half_length):
    """Step along the arc in milliseconds: slow and obvious."""
    times = np.arange(0.0, 1.5, 0.001)
    yaw = angular * times
    if angular:
        radius = linear / angular
        x, y = radius * np.sin(yaw), radius * (1 - np.cos(yaw))
    else:
        x, y = linear * times, np.zeros_like(times)
    dx, dy = points[0][:, None] - x, points[1][:, None] - y
    ahead = np.cos(yaw) * dx + np.sin(yaw) * dy
    beside = np.cos(yaw) * dy - np.sin(yaw) * dx
    inside = (np.abs(ahead) <= half_length[:, None]) & (np.abs(beside) <= HALF[1])
    found = np.where(inside.any(axis=1), times[inside.argmax(axis=1)], np.inf)
    longest = inside.sum(axis=1)  # milliseconds spent inside
    return found, longest


@pytest.mark.parametrize('seed', range(30))
def test_agrees_with_stepping_along_the_arc(seed):
    random = np.random.default_rng(seed)
    linear = random.uniform(-0.6, 0.6) * (seed % 5 > 0)
    angular = random.uniform(-2.0, 2.0) * (seed % 7 > 0) * (0.05 if seed % 3 == 0 else 1.0)
    half = HALF[0] + random.uniform(0.0, 0.04, 200)
    x, y = random.uniform(-0.6, 0.6, (2, 200))
    outside = (np.abs(x) > half) | (np.abs(y) > HALF[1])
    x, y, half = x[outside], y[outside], half[outside]
    wanted, inside = first_contact((x, y), linear, angular, half)
    got = contact_times(x, y, linear, angular, half, HALF[1])
    got = np.where(got < 1.498, got, np.inf)
    met = np.isfinite(wanted) & np.isfinite(got)
    assert np.abs(wanted[met] - got[met]).max(initial=0.0) < 0.0021
    # stepping misses corners that cut a circle for less than a step
    assert inside[met ^ (np.isfinite(wanted) | np.isfinite(got))].max(initial=0) <= 1


def test_straight_ahead_is_distance_over_speed():
    times = contact_times(
        np.array([0.5, 0.5, -0.5]), np.array([0.1, 0.2, 0.0]), 0.5, 0.0, np.full(3, 0.2), 0.14
    )
    assert times[0] == pytest.approx(0.6)
    assert np.isinf(times[1:]).all()


def test_backward_is_the_mirror_image():
    random = np.random.default_rng(1)
    x, y = random.uniform(0.25, 0.6, (2, 50)) * random.choice([-1, 1], (2, 50))
    half = np.full(50, 0.2)
    forward = contact_times(x, y, 0.4, 0.9, half, 0.14)
    backward = contact_times(-x, y, -0.4, -0.9, half, 0.14)
    assert np.array_equal(forward, backward)


def test_on_the_spot_only_the_corners_reach_out():
    corner = math.hypot(*HALF)
    x = np.array([0.0, 0.0, 0.21])
    y = np.array([corner - 0.001, corner + 0.001, 0.0])
    times = contact_times(x, y, 0.0, 1.0, np.full(3, 0.2), 0.14)
    assert times[0] == pytest.approx(math.pi / 2 - math.atan2(HALF[1], HALF[0]), abs=0.1)
    assert np.isinf(times[1])
    assert times[2] == pytest.approx(math.acos(0.2 / 0.21) + 0.0, abs=0.4)


def test_the_tail_swings_into_what_stands_beside_it():
    x, y = np.array([-0.15]), np.array([-0.145])
    assert contact_times(x, y, 0.3, 1.0, np.full(1, 0.2), 0.14)[0] < 0.1
    assert np.isinf(contact_times(x, y, 0.3, 0.0, np.full(1, 0.2), 0.14)[0])
