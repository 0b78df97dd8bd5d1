import math

import pytest

from patrol.drive.kinematics import DifferentialDrive, along_arc
from patrol.geometry import arc, compose

DRIVE = DifferentialDrive(0.033, 0.032, 0.23)


@pytest.mark.parametrize('twist', [(0.6, 0.0), (0.0, 2.0), (-0.25, 0.7), (0.3, -1.1)])
def test_wheels_and_body_are_inverse(twist):
    assert DRIVE.body(*DRIVE.wheels(*twist)) == pytest.approx(twist)


def test_a_turn_to_the_left_drives_the_right_wheel_forward():
    left, right = DRIVE.wheels(0.0, 1.0)
    assert left < 0 < right


def test_a_quarter_circle():
    x, y, yaw = along_arc(0.0, 0.0, 0.0, math.pi / 2, math.pi / 2)
    assert (x, y, yaw) == pytest.approx((1.0, 1.0, math.pi / 2))


@pytest.mark.parametrize('turn', [0.0, 1e-9, 1e-5, 0.3, -2.0])
def test_arcs_agree_with_the_general_geometry(turn):
    start = (0.4, -0.2, 2.9)
    expected = compose(start, arc(0.5, turn, 1.0))
    x, y, yaw = along_arc(*start, 0.5, turn)
    assert (x, y) == pytest.approx(expected[:2].tolist(), abs=1e-12)
    assert math.remainder(yaw - expected[2], math.tau) == pytest.approx(0.0, abs=1e-12)


def test_many_small_arcs_make_the_large_one():
    pose = (0.0, 0.0, 0.0)
    for _ in range(1000):
        pose = along_arc(*pose, 0.002, 0.003)
    assert pose == pytest.approx(along_arc(0.0, 0.0, 0.0, 2.0, 3.0))
