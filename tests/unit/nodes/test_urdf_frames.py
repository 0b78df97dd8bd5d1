import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.errors import UserError
from patrol.nodes.urdf_frames import multiply, read_joints, rotate, rpy_quaternion
from patrol.sim.car_model import expand_xacro

ANGLE = st.floats(-3.1, 3.1)


def matrix(roll, pitch, yaw):
    def turn(axis, angle):
        c, s = math.cos(angle), math.sin(angle)
        i, j = [k for k in range(3) if k != axis]
        out = np.eye(3)
        out[i, i] = out[j, j] = c
        out[i, j], out[j, i] = (-s, s) if axis != 1 else (s, -s)
        return out

    return turn(2, yaw) @ turn(1, pitch) @ turn(0, roll)


@given(ANGLE, ANGLE, ANGLE)
def test_angles_are_about_fixed_axes(roll, pitch, yaw):
    quaternion = rpy_quaternion(roll, pitch, yaw)
    for vector in np.eye(3):
        np.testing.assert_allclose(
            rotate(quaternion, vector), matrix(roll, pitch, yaw) @ vector, atol=1e-9
        )


@given(ANGLE, ANGLE)
def test_turning_twice(first, second):
    product = multiply(rpy_quaternion(0, 0, second), rpy_quaternion(first, 0, 0))
    np.testing.assert_allclose(product, rpy_quaternion(first, 0, second), atol=1e-9)


def test_the_frames_of_the_car_make_one_tree():
    joints = read_joints(expand_xacro())
    children = [joint.child for joint in joints]
    assert len(set(children)) == len(children)
    parents = {joint.child: joint.parent for joint in joints}
    for name in ('laser_link', 'imu_link', 'camera_optical_frame', 'left_wheel_link'):
        while name in parents:
            name = parents[name]
        assert name == 'base_footprint'
    assert {j.name for j in joints if not j.fixed} == {'left_wheel_joint', 'right_wheel_joint'}


def test_a_wheel_turns_about_its_axis():
    (joint,) = read_joints(
        '<robot name="r"><joint name="j" type="continuous"><parent link="a"/><child link="b"/>'
        '<origin xyz="1 2 3"/><axis xyz="0 2 0"/></joint></robot>'
    )
    shift, turn = joint.at(math.pi / 2)
    np.testing.assert_allclose(shift, [1, 2, 3])
    np.testing.assert_allclose(rotate(turn, np.array([1.0, 0, 0])), [0, 0, -1], atol=1e-9)


def test_a_slide_moves_along_its_turned_axis():
    (joint,) = read_joints(
        '<robot name="r"><joint name="j" type="prismatic"><parent link="a"/><child link="b"/>'
        '<origin xyz="1 0 0" rpy="0 0 1.5707963267948966"/><axis xyz="1 0 0"/></joint></robot>'
    )
    np.testing.assert_allclose(joint.at(0.5)[0], [1, 0.5, 0], atol=1e-9)


@pytest.mark.parametrize(
    ('text', 'word'),
    [('<robot', 'XML'), ('<robot><joint name="j" type="fixed"/></robot>', 'parent')],
)
def test_a_broken_description_is_told(text, word):
    with pytest.raises(UserError, match=word):
        read_joints(text)
