import numpy as np
import pytest

from patrol.drive.motor_parameters import MotorControlParameters
from patrol.drive.slip import SlipDetector

SEPARATION = 0.23


def detector():
    return SlipDetector(MotorControlParameters(), SEPARATION)


def flagged_after(slip, rate, *, speed=0.3, limit=1.0):
    """Return after how many seconds a wheel yaw rate beyond the gyro's is flagged."""
    for step in range(round(limit / 0.02)):
        if slip.look(0.02, speed * 0.02, rate * 0.02, 0.0):
            return (step + 1) * 0.02
    return None


def test_a_spinning_wheel_is_flagged_within_150_ms():
    assert 0.1 < flagged_after(detector(), 1.3) <= 0.16


@pytest.mark.parametrize('speed', [0.1, 0.3, 0.6])
def test_wheels_of_unequal_size_are_no_slip(speed):
    rate = speed * 0.06 / SEPARATION  # left 3 % larger, right 3 % smaller
    assert flagged_after(detector(), rate, speed=speed) is None


def test_it_ends_when_the_wheels_grip_again():
    slip = detector()
    assert flagged_after(slip, 1.3)
    for _ in range(10):
        slip.look(0.02, 0.006, 0.0, 0.0)
    assert not slip.slipping


def test_counting_in_whole_teeth_is_no_slip():
    rng = np.random.default_rng(3)
    slip, tooth = detector(), 0.000155 / SEPARATION
    alarms = 0
    for _ in range(50 * 600):
        turn = tooth * rng.integers(-2, 3)
        alarms += slip.look(0.02, 0.002, turn, 0.0)
    assert alarms == 0
