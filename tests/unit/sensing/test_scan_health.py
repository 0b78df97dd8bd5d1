from dataclasses import replace

import numpy as np
import pytest
from scan_scene import BEAMS, scan

from patrol.sensing.scan_health import ScanHealth
from patrol.vocabulary import Reason

HERE, AHEAD = (0.0, 0.0, 0.0), (0.05, 0.0, 0.0)


@pytest.fixture
def health():
    return ScanHealth(0.28)


def noisy(seed):
    turn = scan(walls_x=(2.0, -2.0))
    noise = np.random.default_rng(seed).normal(0, 0.01, BEAMS)
    return replace(turn, ranges=(turn.ranges + noise).astype(np.float32))


def test_new_turns_are_good(health):
    assert all(health.look(noisy(k), (0.05 * k, 0, 0)) is Reason.NONE for k in range(20))


def test_the_same_turn_from_another_place_is_frozen_and_a_new_one_mends_it(health):
    health.look(noisy(1), HERE)
    assert health.look(noisy(1), AHEAD) is Reason.SCAN_FROZEN
    assert health.look(noisy(2), AHEAD) is Reason.NONE


def test_a_turn_on_the_spot_is_motion_too(health):
    health.look(noisy(1), HERE)
    assert health.look(noisy(1), (0.0, 0.0, 0.05)) is Reason.SCAN_FROZEN


def test_at_rest_a_lidar_known_to_be_noisy_is_frozen_when_it_repeats(health):
    for seed in range(5):
        health.look(noisy(seed), HERE)
    said = [health.look(noisy(4), HERE) for _ in range(3)]
    assert said[-1] is Reason.SCAN_FROZEN


def test_at_rest_a_lidar_without_noise_may_repeat(health):
    assert all(health.look(scan(walls_x=(2.0,)), HERE) is Reason.NONE for _ in range(20))


def test_an_empty_hall_repeats_itself(health):
    assert all(health.look(scan(), (0.1 * k, 0, 0)) is Reason.NONE for k in range(20))


@pytest.mark.parametrize(
    ('first', 'count', 'reason'),
    [
        (100, 1, Reason.NONE),
        (100, 25, Reason.NONE),
        (100, 40, Reason.SCAN_INVALID),
        (-20, 40, Reason.SCAN_INVALID),  # across the seam
        (0, BEAMS, Reason.SCAN_INVALID),
    ],
)
def test_invalid_sectors(health, first, count, reason):
    turn = noisy(3)
    turn.ranges[np.arange(first, first + count) % BEAMS] = np.nan
    assert health.look(turn, HERE) is reason


def test_many_lone_dropouts_are_no_fault(health):
    turn = noisy(3)
    turn.ranges[np.random.default_rng(0).random(BEAMS) < 0.1] = np.nan
    assert health.look(turn, HERE) is Reason.NONE
